/* SPDX-License-Identifier: MIT */
#include "agc.h"

#include <math.h>

#define POWER_0_DBM0 (22827.0F * 22827.0F / 2) /* mean square of a sine */
#define TARGET (POWER_0_DBM0 * 0.01F)          /* -20 dBm0 */
#define LEAST (POWER_0_DBM0 * 1e-5F)           /* -50 dBm0: nobody speaks so softly */
#define STANDS_OUT 8.0F                        /* 9 dB above the background */
#define FLOOR_RISES 1.005F                     /* a frame: 1 dB/s */
#define MEMORY 0.03F                           /* of the level of speech: 0.7 s */
#define LEAST_GAIN 0.355F                      /* -9 dB */
#define MOST_GAIN 5.6F                         /* 15 dB */
#define STEP 1.007F                            /* a frame: 3 dB/s */

static float power_of(const int16_t *frame, unsigned count)
{
	float sum = 0;

	for (unsigned i = 0; i < count; i++)
		sum += (float)frame[i] * (float)frame[i];
	return sum / (float)count;
}

static bool stands_out(struct agc *a, float power)
{
	if (!a->begun) {
		a->begun = true;
		a->gain = 1;
		a->floor = power < LEAST ? LEAST / STANDS_OUT : power / STANDS_OUT;
		a->speech = TARGET;
	}
	a->floor = power < a->floor ? power + 1 : a->floor * FLOOR_RISES;
	return power > LEAST && power > STANDS_OUT * a->floor;
}

bool agc_speaks(struct agc *a, const int16_t *frame, unsigned count)
{
	return stands_out(a, power_of(frame, count));
}

static void adapt(struct agc *a, float power)
{
	float wanted;

	a->speech += (power - a->speech) * MEMORY;
	wanted = sqrtf(TARGET / a->speech);
	wanted = wanted < LEAST_GAIN ? LEAST_GAIN : wanted > MOST_GAIN ? MOST_GAIN : wanted;
	if (wanted > a->gain * STEP)
		a->gain *= STEP;
	else if (wanted < a->gain / STEP)
		a->gain /= STEP;
	else
		a->gain = wanted;
}

void agc_run(struct agc *a, int16_t *frame, unsigned count)
{
	float power = power_of(frame, count);

	if (stands_out(a, power))
		adapt(a, power);
	for (unsigned i = 0; i < count; i++) {
		float sample = (float)frame[i] * a->gain;

		sample = sample > INT16_MAX ? INT16_MAX : sample;
		frame[i] = (int16_t)(sample < INT16_MIN ? INT16_MIN : sample);
	}
}
