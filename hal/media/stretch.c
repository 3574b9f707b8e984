/* SPDX-License-Identifier: MIT */
#include "stretch.h"

#include <assert.h>
#include <math.h>
#include <string.h>

#define HOP_MS 10
#define SEARCH_MS 5 /* to either side: half a period of the lowest voice */

/* One past the last sample that the next piece may need. */
static unsigned reach(const struct stretch *s, unsigned khz)
{
	unsigned piece = (unsigned)s->at + (SEARCH_MS + HOP_MS) * khz;
	unsigned last = s->goes + HOP_MS * khz;

	return piece > last ? piece : last;
}

unsigned stretch_wants(const struct stretch *s, unsigned khz)
{
	unsigned wanted = reach(s, khz);

	return wanted > s->have ? wanted - s->have : 0;
}

void stretch_add(struct stretch *s, const int16_t *samples, unsigned count)
{
	assert(s->have + count <= STRETCH_ROOM);
	memcpy(s->in + s->have, samples, count * sizeof *samples);
	s->have += count;
}

/* How alike two pieces are, whatever their loudness. */
static double likeness(const int16_t *a, const int16_t *b, unsigned count)
{
	double product = 0, power = 1;

	for (unsigned i = 0; i < count; i++) {
		product += (double)a[i] * b[i];
		power += (double)b[i] * b[i];
	}
	return product / sqrt(power);
}

/* Where the piece begins that goes on best after the last one. */
static unsigned best_place(const struct stretch *s, unsigned khz)
{
	unsigned middle = (unsigned)s->at, side = SEARCH_MS * khz;
	unsigned from = middle > side ? middle - side : 0, best = middle;
	double most = -1;

	for (unsigned place = from; place <= middle + side; place++) {
		double alike = likeness(s->in + s->goes, s->in + place, HOP_MS * khz);

		if (alike > most) {
			most = alike;
			best = place;
		}
	}
	return best;
}

/* What lies before both places is not needed any more. */
static void forget(struct stretch *s, unsigned khz)
{
	unsigned side = SEARCH_MS * khz;
	unsigned least = (unsigned)s->at > side ? (unsigned)s->at - side : 0;

	if (s->goes < least)
		least = s->goes;
	if (least > s->have)
		least = s->have;
	memmove(s->in, s->in + least, (s->have - least) * sizeof *s->in);
	s->have -= least;
	s->at -= least;
	s->goes -= least;
}

void stretch_make(struct stretch *s, int16_t *out, unsigned khz, unsigned percent)
{
	unsigned count = HOP_MS * khz;
	unsigned place = s->begun ? best_place(s, khz) : 0;

	for (unsigned i = 0; i < count; i++) {
		int before = s->in[s->goes + i] * (int)(count - i);
		int after = s->in[place + i] * (int)i;

		out[i] = s->begun ? (int16_t)((before + after) / (int)count) : s->in[i];
	}
	s->begun = true;
	s->goes = place + count;
	s->at += count * percent / 100.0;
	forget(s, khz);
}
