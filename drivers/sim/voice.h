/* SPDX-License-Identifier: MIT */
/* What a far end says. */
#ifndef STROWGER_SIM_VOICE_H
#define STROWGER_SIM_VOICE_H

#include "ear.h"
#include "sim.h"
#include "speech.h"
#include "tone.h"

#define PEAK_0_DBM0 22827.0 /* of a sine, as in hal/media/tone.c */
#define RMS_0_DBM0 16141.0

#define SPEECH_LEVEL_TENTHS (-160) /* of people who were not told how loud to speak */

struct voice {
	struct sim_saying saying;
	struct tone tone;
	struct speech speech;
	float echo_gain;
};

/* -EINVAL: no such voice, no such tone (20 to 3900 Hz), a level outside -60 to 0 dBm0. */
int saying_check(const struct sim_saying *saying);

/* `saying` has been checked. */
void voice_init(struct voice *voice, const struct sim_saying *saying, uint64_t seed);

/* Adds one tick. An echo comes after 100 ms and is as loud as what `ear` heard at a level of 0, lower by it otherwise. */
void voice_add(struct voice *voice, const struct ear *ear, int32_t *mix);

/* Mixed sound as the line carries it. */
void clip(const int32_t *mix, int16_t *out);

#endif
