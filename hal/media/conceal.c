/* SPDX-License-Identifier: MIT */
#include "conceal.h"

#include <stdlib.h>
#include <string.h>

#define SHORTEST 40 /* a period of 200 Hz */
#define LONGEST 120 /* of 66 Hz */
#define COMPARED 160
#define FADE 400 /* samples until silence */
#define BLEND 32 /* samples in which real speech comes back */

/* The lag at which the end of the history is most like what was before it. */
static unsigned find_pitch(const int16_t *history)
{
	const int16_t *end = history + CONCEAL_HISTORY - COMPARED;
	unsigned best = SHORTEST;
	int least = INT32_MAX;

	for (unsigned lag = SHORTEST; lag <= LONGEST; lag++) {
		int difference = 0;

		for (unsigned i = 0; i < COMPARED; i++)
			difference += abs(end[i] - (end - lag)[i]);
		if (difference < least) {
			least = difference;
			best = lag;
		}
	}
	return best;
}

static int next(struct concealer *c)
{
	int sample = c->history[CONCEAL_HISTORY - c->pitch + c->offset];
	int left = c->missing < FADE ? FADE - (int)c->missing : 0;

	c->offset = (c->offset + 1) % c->pitch;
	c->missing++;
	return sample * left / FADE;
}

static void blend(struct concealer *c, int16_t *samples, unsigned count)
{
	int steps = (int)(count < BLEND ? count : BLEND);

	for (int i = 0; i < steps; i++)
		samples[i] = (int16_t)((samples[i] * i + next(c) * (steps - i)) / steps);
	c->missing = 0;
}

void conceal_good(struct concealer *c, int16_t *samples, unsigned count)
{
	if (c->missing > 0)
		blend(c, samples, count);
	memmove(c->history, c->history + count, (CONCEAL_HISTORY - count) * sizeof *c->history);
	memcpy(c->history + CONCEAL_HISTORY - count, samples, count * sizeof *samples);
}

void conceal_missing(struct concealer *c, int16_t *samples, unsigned count)
{
	if (c->missing >= FADE) {
		memset(samples, 0, count * sizeof *samples);
		return;
	}
	if (c->missing == 0) {
		c->pitch = find_pitch(c->history);
		c->offset = 0;
	}
	for (unsigned i = 0; i < count; i++)
		samples[i] = (int16_t)next(c);
}
