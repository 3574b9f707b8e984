/* SPDX-License-Identifier: MIT */
/* Hears precise dial tone (350 + 440 Hz) on an outside line. Pure. */
#ifndef STROWGER_DIAL_TONE_H
#define STROWGER_DIAL_TONE_H

#include <stdbool.h>
#include <stdint.h>

#define DIAL_TONE_BLOCK 400 /* samples: 50 ms, 20 Hz apart */

struct dial_tone {
	int16_t block[DIAL_TONE_BLOCK];
	unsigned filled;
	unsigned blocks; /* in succession that were dial tone */
};

/* Takes a tick; whether dial tone has sounded for the last 100 ms. */
bool dial_tone_hear(struct dial_tone *ear, const int16_t *tick);

#endif
