/* SPDX-License-Identifier: MIT */
/* Sine tones with a cadence. Pure. */
#ifndef STROWGER_TONE_H
#define STROWGER_TONE_H

#include <stdbool.h>
#include <stdint.h>

#include "strowger/media.h"

struct oscillator { /* a unit vector that turns by a fixed angle a sample */
	float re, im;
	float step_re, step_im;
};

struct tone {
	struct oscillator parts[4];
	unsigned count;
	float amplitude[4];
	uint32_t cadence[6]; /* samples; on, off, on, off … */
	unsigned phases;     /* of cadence in use; 0: steady */
	unsigned phase;
	uint32_t left_in_phase;
	uint64_t left; /* samples; UINT64_MAX: until stopped */
};

/* 0, or -EINVAL: no frequency, one above 3900 Hz, a level out of range, a cadence that never
 * sounds. */
int tone_init(struct tone *tone, const struct media_tone *wanted);

/* Steady, and silence when it has no frequency. 0 or -EINVAL, as above. */
int tone_part(struct tone *tone, const struct media_tone_part *part);

/* One of the 16 DTMF pairs, key code below 16, at -9 and -7 dBm0. */
void tone_dtmf(struct tone *tone, uint8_t code);

/* Adds `count` samples to `mix`. False when the tone ended within them or before. */
bool tone_add(struct tone *tone, int32_t *mix, unsigned count);

#endif
