/* SPDX-License-Identifier: MIT */
/*
 * Packet loss concealment in the manner of G.711 appendix I: the last pitch period goes on, fading
 * out in 50 ms, and real speech is blended in. Pure. (spandsp's own copies between overlapping
 * memory, which the sanitizer rightly stops.)
 */
#ifndef STROWGER_CONCEAL_H
#define STROWGER_CONCEAL_H

#include <stdint.h>

#define CONCEAL_HISTORY 320 /* samples: 40 ms at 8 kHz */
#define CONCEAL_SCALE 2     /* the most: 16 kHz */

/* What was made up in a frame of 20 ms is told by pieces of 5 ms; bit 0 is the first. */
#define PIECE_SAMPLES 40 /* at 8 kHz */
#define EVERY_PIECE 0xfU

struct concealer {
	unsigned wider;   /* 0: 8 kHz, 1: 16 kHz */
	unsigned missing; /* samples concealed so far; 0: none */
	unsigned pitch;   /* samples of a period */
	unsigned offset;  /* in it */
	int16_t history[CONCEAL_HISTORY * CONCEAL_SCALE];
};

/* Samples that came, at most 20 ms at once; the first few are blended after a loss. */
void conceal_good(struct concealer *concealer, int16_t *samples, unsigned count);

/* Makes up samples that did not come. */
void conceal_missing(struct concealer *concealer, int16_t *samples, unsigned count);

#endif
