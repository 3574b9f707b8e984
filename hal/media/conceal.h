/* SPDX-License-Identifier: MIT */
/*
 * Packet loss concealment in the manner of G.711 appendix I: the last pitch period goes on, fading
 * out in 50 ms, and real speech is blended in. Pure. (spandsp's own copies between overlapping
 * memory, which the sanitizer rightly stops.)
 */
#ifndef STROWGER_CONCEAL_H
#define STROWGER_CONCEAL_H

#include <stdint.h>

#define CONCEAL_HISTORY 320 /* samples: 40 ms */

struct concealer {
	int16_t history[CONCEAL_HISTORY];
	unsigned missing; /* samples concealed so far; 0: none */
	unsigned pitch;   /* samples of a period */
	unsigned offset;  /* in it */
};

/* Samples that came, at most 160 at once; the first few are blended after a loss. */
void conceal_good(struct concealer *concealer, int16_t *samples, unsigned count);

/* Makes up samples that did not come. */
void conceal_missing(struct concealer *concealer, int16_t *samples, unsigned count);

#endif
