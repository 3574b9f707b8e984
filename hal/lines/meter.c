/* SPDX-License-Identifier: MIT */
#include "meter.h"

#include <math.h>

#define POWER_0_DBM0 (22827.0 * 22827.0 / 2.0)
#define QUIETEST (-900)

uint64_t energy_of(const int16_t *samples, unsigned count)
{
	uint64_t energy = 0;

	for (unsigned i = 0; i < count; i++)
		energy += (uint64_t)((int32_t)samples[i] * samples[i]);
	return energy;
}

double energy_dbm0(double energy, unsigned samples)
{
	return 10.0 * log10(energy / samples / POWER_0_DBM0);
}

void meter_put(struct meter *meter, const int16_t *samples)
{
	meter->energy[meter->at] = energy_of(samples, HAL_TICK_SAMPLES);
	meter->at = (meter->at + 1) % METER_TICKS;
}

int32_t meter_tenths_dbm0(const struct meter *meter)
{
	uint64_t loudest = 0;
	long tenths;

	for (unsigned i = 0; i < METER_TICKS; i++)
		loudest = meter->energy[i] > loudest ? meter->energy[i] : loudest;
	if (loudest == 0)
		return METER_SILENCE;
	tenths = lround(10.0 * energy_dbm0((double)loudest, HAL_TICK_SAMPLES));
	return tenths < QUIETEST ? METER_SILENCE : (int32_t)tenths;
}
