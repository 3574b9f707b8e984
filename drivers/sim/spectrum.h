/* SPDX-License-Identifier: MIT */
/* How loud, and which frequencies: of 200 ms of sound. Pure. */
#ifndef STROWGER_SIM_SPECTRUM_H
#define STROWGER_SIM_SPECTRUM_H

#include <stdint.h>

#include "ear.h"

#define SILENCE_TENTHS (-999)

/* Tenths of dBm0 of the whole; SILENCE_TENTHS when there is nothing. */
int32_t spectrum_level(const int16_t samples[EAR_SAMPLES]);

/* The strongest tones above -40 dBm0, strongest first, to ±10 Hz; 0 behind the last. Tones nearer than 40 Hz are one. */
void spectrum_tones(const int16_t samples[EAR_SAMPLES], uint32_t hz[4]);

#endif
