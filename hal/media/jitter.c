/* SPDX-License-Identifier: MIT */
#include "jitter.h"

#include <string.h>

#define MISSING 1 /* no G.711 code decodes to it: mu-law gives multiples of 4, A-law of 8 */
#define MASK (JITTER_SPAN - 1)
#define SILENT_FRAMES 50 /* a second without a packet: what comes next starts afresh */
#define WINDOW_FRAMES 100
#define LATE_TOO_OFTEN 5 /* packets in a row: not they are late, their clock was set back */
#define SHRINK 80        /* samples dropped when the buffer is deeper than needed: 10 ms in 2 s */

static void clear(struct jitter *j, uint32_t from, uint32_t count)
{
	for (uint32_t i = 0; i < count; i++)
		j->ring[(from + i) & MASK] = MISSING;
}

void jitter_reset(struct jitter *j)
{
	j->running = false;
}

/* One frame of reserve before the first packet: ticks and packets are not in step. */
static void start(struct jitter *j, uint32_t timestamp)
{
	j->running = true;
	j->play = timestamp - FRAME;
	j->end = timestamp;
	j->silent = 0;
	j->late_in_a_row = 0;
	j->window = 0;
	j->least_slack = INT32_MAX;
	clear(j, 0, JITTER_SPAN);
	j->heard = false;
	memset(&j->concealer, 0, sizeof j->concealer);
}

/* A packet came `by` samples too late. Goes back in time by as much, if the buffer does not get too
 * deep by it. */
static void deepen(struct jitter *j, uint32_t by)
{
	int32_t depth = (int32_t)(j->end - j->play); /* below 0 when it has run dry */

	by = (by + SHRINK - 1) / SHRINK * SHRINK;
	if (by > JITTER_DEEPEST || depth + (int32_t)by > JITTER_DEEPEST)
		return;
	clear(j, j->play - by, by);
	j->play -= by;
	j->window = 0;
	j->least_slack = INT32_MAX;
}

static void write_ring(struct jitter *j, uint32_t timestamp, enum law law, const uint8_t *codes,
		       size_t count)
{
	uint32_t at = timestamp & MASK;
	size_t first = JITTER_SPAN - at;

	if (first > count)
		first = count;
	law_decode(law, j->ring + at, codes, first);
	law_decode(law, j->ring, codes + first, count - first);
}

void jitter_put(struct jitter *j, uint32_t timestamp, enum law law, const uint8_t *codes,
		size_t count)
{
	int32_t slack;

	if (count == 0 || count > JITTER_SPAN / 2)
		return;
	if (!j->running)
		start(j, timestamp);
	slack = (int32_t)(timestamp - j->play);
	if (slack < 0) {
		j->late++;
		j->late_in_a_row++;
		deepen(j, (uint32_t)-slack);
		slack = (int32_t)(timestamp - j->play);
	}
	if (slack >= 0)
		j->late_in_a_row = 0;
	/* The peer's clock jumped, or a burst is too long to be of use. */
	if (slack > JITTER_SPAN - (int32_t)count || j->late_in_a_row >= LATE_TOO_OFTEN) {
		start(j, timestamp);
		slack = FRAME;
	}
	if (slack < j->least_slack)
		j->least_slack = slack;
	if (slack < 0) {
		size_t gone = (size_t)-slack < count ? (size_t)-slack : count;

		timestamp += (uint32_t)gone;
		codes += gone;
		count -= gone;
	}
	write_ring(j, timestamp, law, codes, count);
	if ((int32_t)(timestamp + (uint32_t)count - j->end) > 0)
		j->end = timestamp + (uint32_t)count;
}

/* Takes a frame out and leaves nothing in its place. */
static void read_ring(struct jitter *j, int16_t *out)
{
	for (unsigned i = 0; i < FRAME; i++) {
		int16_t *at = &j->ring[(j->play + i) & MASK];

		out[i] = *at;
		*at = MISSING;
	}
}

/* Every packet of the last two seconds came well before its time: play a little faster, also
 * against a fast peer clock. */
static void shrink(struct jitter *j)
{
	if (++j->window < WINDOW_FRAMES)
		return;
	if (j->least_slack != INT32_MAX && j->least_slack > FRAME + SHRINK) {
		clear(j, j->play, SHRINK);
		j->play += SHRINK;
	}
	j->window = 0;
	j->least_slack = INT32_MAX;
}

/* Length of the run at `at` of samples that are there, or of those that are not. */
static unsigned run_length(const int16_t *samples, unsigned at, bool missing)
{
	unsigned end = at;

	while (end < FRAME && (samples[end] == MISSING) == missing)
		end++;
	return end - at;
}

/* Fills what is missing from what was heard before it. Returns how many samples were missing. */
static unsigned conceal(struct jitter *j, int16_t *samples)
{
	unsigned missing = 0;

	for (unsigned at = 0, count; at < FRAME; at += count) {
		bool lost = samples[at] == MISSING;

		count = run_length(samples, at, lost);
		if (!lost) {
			conceal_good(&j->concealer, samples + at, count);
			j->heard = true;
			continue;
		}
		if (j->heard)
			conceal_missing(&j->concealer, samples + at, count);
		else
			memset(samples + at, 0, count * sizeof *samples);
		missing += count;
	}
	return missing;
}

bool jitter_get(struct jitter *j, int16_t *out)
{
	unsigned missing;

	if (!j->running) {
		memset(out, 0, FRAME * sizeof *out);
		return false;
	}
	read_ring(j, out);
	missing = conceal(j, out);
	j->play += FRAME;
	shrink(j);
	j->silent = missing == FRAME ? j->silent + 1 : 0;
	if (j->silent >= SILENT_FRAMES)
		j->running = false;
	return missing < FRAME;
}
