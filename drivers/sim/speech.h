/* SPDX-License-Identifier: MIT */
/* Something like speech: syllables of noise with two formants, in phrases with pauses. Pure. */
#ifndef STROWGER_SIM_SPEECH_H
#define STROWGER_SIM_SPEECH_H

#include <stdint.h>

#include "chance.h"

struct formant { /* a two-pole resonator */
	float a1, a2, gain;
	float y1, y2;
};

struct speech {
	struct chance chance;
	float rms; /* in the middle of a syllable */
	struct formant formants[2];
	uint32_t syllables;         /* left in the phrase, with the present one; 0: a pause */
	uint32_t at, sounds, lasts; /* samples: of the syllable and the gap behind it */
};

/* level: of syllables, in tenths of dBm0. Begins with a syllable. */
void speech_init(struct speech *speech, int32_t level_tenths_dbm0, uint64_t seed);
void speech_add(struct speech *speech, int32_t *mix, unsigned count);

#endif
