/* SPDX-License-Identifier: MIT */
/* How loud it was: the loudest tick of the last 200 ms. Pure. */
#ifndef STROWGER_METER_H
#define STROWGER_METER_H

#include <stdint.h>

#include "strowger/hal.h"

#define METER_TICKS 20
#define METER_SILENCE (-999) /* tenths of dBm0 */

struct meter {
	uint64_t energy[METER_TICKS]; /* of a tick: the sum of squares */
	unsigned at;
};

/* Energy of one tick, in the unit of `struct meter`. */
uint64_t energy_of(const int16_t *samples, unsigned count);

/* A sine of 0 dBm0 has its peak at 22827, 3.14 dB below full scale (G.711 table 5). */
double energy_dbm0(double energy, unsigned samples);

void meter_put(struct meter *meter, const int16_t *samples);
int32_t meter_tenths_dbm0(const struct meter *meter);

#endif
