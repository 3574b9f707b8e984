/* SPDX-License-Identifier: MIT */
/*
 * From one of the rates 8, 16 and 48 kHz to another, 20 ms at a time: a windowed sinc of 32 samples
 * of the lower rate, flat to 0.85 of its band. Nothing is allocated and every ratio is whole, which
 * is why SpeexDSP, that allocates with every change of rate, is not used here. Pure.
 */
#ifndef STROWGER_RESAMPLE_H
#define STROWGER_RESAMPLE_H

#include <stdint.h>

#define RESAMPLE_TAPS 32 /* samples of the lower rate */
#define RESAMPLE_FACTOR 6
#define RESAMPLE_DELAY (RESAMPLE_TAPS / 2) /* samples of the lower rate: 2 ms at 8 kHz */

struct resampler { /* all zero: begins with silence */
	int16_t history[RESAMPLE_TAPS * RESAMPLE_FACTOR];
};

void resample_init(void); /* once, before any other thread calls below; harmless when repeated */

/* 20 ms: reads from_khz * 20 samples, writes to_khz * 20; `out` is not `in`. */
void resample(struct resampler *resampler, int16_t *out, unsigned to_khz, const int16_t *in,
	      unsigned from_khz);

#endif
