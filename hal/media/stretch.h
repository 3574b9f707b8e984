/* SPDX-License-Identifier: MIT */
/*
 * Speech faster or slower at the same pitch (WSOLA): pieces of 20 ms are laid half over one another, each taken from where it goes on best
 * within 5 ms of where the speed would have it. Pure.
 */
#ifndef STROWGER_STRETCH_H
#define STROWGER_STRETCH_H

#include <stdbool.h>
#include <stdint.h>

#define STRETCH_ROOM 2048 /* samples: 128 ms at 16 kHz */

struct stretch { /* all zero: begins */
	int16_t in[STRETCH_ROOM];
	unsigned have; /* samples in it */
	double at;     /* where the next piece would begin, in it */
	unsigned goes; /* where the last one goes on, in it */
	bool begun;
};

/* How many samples must be added before the next 10 ms can be made. */
unsigned stretch_wants(const struct stretch *stretch, unsigned khz);
void stretch_add(struct stretch *stretch, const int16_t *samples, unsigned count);

/* 10 ms, 10 * khz samples, at `percent` of the speed: 50 to 200. */
void stretch_make(struct stretch *stretch, int16_t *out, unsigned khz, unsigned percent);

#endif
