/* SPDX-License-Identifier: MIT */
#include "dial_tone.h"

#include <math.h>
#include <string.h>

#include "meter.h"

#define QUIETEST_DBM0 (-33.0) /* of both tones together; the office sends -10 */
#define SHARE 0.7             /* of all energy, in the two tones */
#define EACH 0.1              /* in either */
#define BLOCKS 2

/* Energy of a block at one frequency (Goertzel), in the unit of energy_of(). */
static double energy_at(const int16_t *block, double hz)
{
	double coefficient = 2.0 * cos(2.0 * M_PI * hz / HAL_RATE);
	double last = 0.0, before = 0.0;

	for (unsigned i = 0; i < DIAL_TONE_BLOCK; i++) {
		double now = block[i] + coefficient * last - before;

		before = last;
		last = now;
	}
	return 2.0 * (last * last + before * before - coefficient * last * before) /
	       DIAL_TONE_BLOCK;
}

static bool is_dial_tone(const int16_t *block)
{
	double all = (double)energy_of(block, DIAL_TONE_BLOCK);
	double low, high;

	if (all == 0.0 || energy_dbm0(all, DIAL_TONE_BLOCK) < QUIETEST_DBM0)
		return false;
	low = energy_at(block, 350.0);
	high = energy_at(block, 440.0);
	return low > EACH * all && high > EACH * all && low + high > SHARE * all;
}

bool dial_tone_hear(struct dial_tone *ear, const int16_t *tick)
{
	memcpy(ear->block + ear->filled, tick, HAL_TICK_SAMPLES * sizeof *tick);
	ear->filled += HAL_TICK_SAMPLES;
	if (ear->filled < DIAL_TONE_BLOCK)
		return ear->blocks >= BLOCKS;
	ear->filled = 0;
	ear->blocks = is_dial_tone(ear->block) ? ear->blocks + 1 : 0;
	return ear->blocks >= BLOCKS;
}
