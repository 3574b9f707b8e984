/* SPDX-License-Identifier: MIT */
/*
 * Whether somebody speaks: what stands out of the background of the last seconds, however loud that is. Steady noise and hum are
 * background after two seconds, at the start of a call too. Pure.
 */
#ifndef STROWGER_VOICE_H
#define STROWGER_VOICE_H

#include <stdbool.h>
#include <stdint.h>

#define VOICE_SLOTS 8

struct voice {
	float before[3];          /* the last sample in, and out of either filter */
	float power;              /* smoothed */
	float least[VOICE_SLOTS]; /* in each of the last pieces of time; [0] is the newest */
	uint16_t frames;          /* of the newest */
	uint8_t votes;            /* of the last frames, one bit each: it stood out */
	uint8_t quiet;            /* frames in a row without */
	bool begun, speaks;
};

/* 20 ms more, at `khz`; all zero is the beginning. True: `speaks` has changed. */
bool voice_hear(struct voice *voice, const int16_t *frame, unsigned khz);

#endif
