/* SPDX-License-Identifier: MIT */
#include "conceal.h"

#include <stdlib.h>
#include <string.h>

#define SHORTEST 40 /* a period of 200 Hz */
#define LONGEST 120 /* of 66 Hz */
#define COMPARED 160
#define FADE 400 /* samples until silence */
#define BLEND 32 /* samples in which real speech comes back */

static unsigned scale(const struct concealer *c)
{
	return c->wider + 1;
}

/* Samples of the history that are in use. */
static unsigned length(const struct concealer *c)
{
	return CONCEAL_HISTORY * scale(c);
}

/* The lag at which the end of the history is most like what was before it. At 16 kHz every second
 * sample says enough. */
static unsigned find_pitch(const struct concealer *c)
{
	unsigned step = scale(c);
	const int16_t *end = c->history + length(c) - COMPARED * step;
	unsigned best = SHORTEST;
	int least = INT32_MAX;

	for (unsigned lag = SHORTEST; lag <= LONGEST; lag++) {
		int difference = 0;

		for (unsigned i = 0; i < COMPARED; i++)
			difference += abs(end[i * step] - end[(int)(i * step) - (int)(lag * step)]);
		if (difference < least) {
			least = difference;
			best = lag;
		}
	}
	return best * step;
}

static int next(struct concealer *c)
{
	int sample = c->history[length(c) - c->pitch + c->offset];
	int fade = FADE * (int)scale(c);
	int left = (int)c->missing < fade ? fade - (int)c->missing : 0;

	c->offset = (c->offset + 1) % c->pitch;
	c->missing++;
	return sample * left / fade;
}

static void blend(struct concealer *c, int16_t *samples, unsigned count)
{
	unsigned most = BLEND * scale(c);
	int steps = (int)(count < most ? count : most);

	for (int i = 0; i < steps; i++)
		samples[i] = (int16_t)((samples[i] * i + next(c) * (steps - i)) / steps);
	c->missing = 0;
}

void conceal_good(struct concealer *c, int16_t *samples, unsigned count)
{
	if (c->missing > 0)
		blend(c, samples, count);
	memmove(c->history, c->history + count, (length(c) - count) * sizeof *c->history);
	memcpy(c->history + length(c) - count, samples, count * sizeof *samples);
}

void conceal_missing(struct concealer *c, int16_t *samples, unsigned count)
{
	if (c->missing >= FADE * scale(c)) {
		memset(samples, 0, count * sizeof *samples);
		return;
	}
	if (c->missing == 0) {
		c->pitch = find_pitch(c);
		c->offset = 0;
	}
	for (unsigned i = 0; i < count; i++)
		samples[i] = (int16_t)next(c);
}
