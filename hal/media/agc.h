/* SPDX-License-Identifier: MIT */
/*
 * Automatic gain: brings who speaks softly or loudly to a common level, slowly, by what he says and not by what is
 * behind him. Pure.
 */
#ifndef STROWGER_AGC_H
#define STROWGER_AGC_H

#include <stdbool.h>
#include <stdint.h>

struct agc {
	bool begun;
	float floor;  /* mean square of the background */
	float speech; /* of what is said, over a second or so */
	float gain;   /* now */
};

/* Whether somebody speaks in these 20 ms: they stand out of the background. */
bool agc_speaks(struct agc *agc, const int16_t *frame, unsigned count);

/* 20 ms at any rate. */
void agc_run(struct agc *agc, int16_t *frame, unsigned count);

#endif
