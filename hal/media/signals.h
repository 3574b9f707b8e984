/* SPDX-License-Identifier: MIT */
/*
 * Signals of machines, which are single sines: the calling tone of a fax machine (CNG, T.30 §4.3.3: 1100 Hz for half a second), the answer of one or of
 * a modem (CED, ANSam: 2100 Hz, T.30 §4.3.2 and V.8), special information tones (SIT, E.180 §7: three that rise). Pure.
 */
#ifndef STROWGER_SIGNALS_H
#define STROWGER_SIGNALS_H

#include <stdbool.h>
#include <stdint.h>

#define SIGNALS_FRAME 160

struct signals {
	float before[2]; /* the last samples of the frame before */
	double hz;       /* of the sine that sounds, or sounded last */
	uint32_t on;     /* frames of it; */
	uint32_t off;    /* since it */
	uint32_t steps;  /* of SIT that came one after the other */
	bool told;       /* of this sine something was reported */
};

/* 20 ms more, all zero is the beginning. What has become certain: 'c' CNG, 'a' CED, 'i' SIT; 0: nothing. */
char signals_hear(struct signals *signals, const int16_t *frame);

#endif
