/* SPDX-License-Identifier: MIT */
#include "jitter.h"

#include <string.h>

#define MISSING                                                                                    \
	1 /* no G.711 code decodes to it: mu-law gives multiples of 4, A-law of 8; samples of other codecs give way */
#define SILENT_FRAMES 50 /* a second without a packet: what comes next starts afresh */
#define WINDOW_FRAMES 100
#define LATE_TOO_OFTEN 5 /* packets in a row: not they are late, their clock was set back */
#define SHRINK 80        /* samples dropped when the buffer is deeper than needed: 10 ms in 2 s */

static void clear(struct jitter *j, uint32_t from, uint32_t count)
{
	for (uint32_t i = 0; i < count; i++)
		j->ring[(from + i) & (j->span - 1)] = MISSING;
}

void jitter_reset(struct jitter *j)
{
	j->running = false;
}

void jitter_rate(struct jitter *j, unsigned khz, int16_t *ring)
{
	j->running = false;
	j->scale = khz / 8;
	j->ring = khz == 8 ? NULL : ring;
	j->span = khz == 16 ? JITTER_WIDE / 2 : JITTER_WIDE;
}

/* So many of what is `samples` at 8 kHz. */
static uint32_t scaled(const struct jitter *j, uint32_t samples)
{
	return samples * j->scale;
}

static uint32_t frame_of(const struct jitter *j)
{
	return scaled(j, FRAME);
}

/* One frame of reserve before the first packet: ticks and packets are not in step. */
static void start(struct jitter *j, uint32_t timestamp)
{
	if (j->ring == NULL) {
		j->ring = j->narrow;
		j->span = JITTER_SPAN;
		j->scale = 1;
	}
	j->running = true;
	j->play = timestamp - frame_of(j);
	j->end = timestamp;
	j->silent = 0;
	j->late_in_a_row = 0;
	j->window = 0;
	j->least_slack = INT32_MAX;
	clear(j, 0, j->span);
	j->heard = false;
	memset(&j->concealer, 0, sizeof j->concealer);
	j->concealer.wider = j->scale == 2;
}

/* A packet came `by` samples too late. Goes back in time by as much, if the buffer does not get too
 * deep by it. */
static void deepen(struct jitter *j, uint32_t by)
{
	int32_t depth = (int32_t)(j->end - j->play); /* below 0 when it has run dry */
	uint32_t step = scaled(j, SHRINK);

	by = (by + step - 1) / step * step;
	if (by > scaled(j, JITTER_DEEPEST) ||
	    depth + (int32_t)by > (int32_t)scaled(j, JITTER_DEEPEST))
		return;
	clear(j, j->play - by, by);
	j->play -= by;
	j->window = 0;
	j->least_slack = INT32_MAX;
}

/* What comes in: codes of a law, or samples. */
struct sound {
	enum law law;
	const uint8_t *codes;
	const int16_t *samples; /* NULL: codes */
	size_t count;
};

static void write_part(struct jitter *j, uint32_t at, const struct sound *sound, size_t from,
		       size_t count)
{
	if (sound->samples == NULL) {
		law_decode(sound->law, j->ring + at, sound->codes + from, count);
		return;
	}
	for (size_t i = 0; i < count; i++) {
		int16_t sample = sound->samples[from + i];

		j->ring[at + i] = sample == MISSING ? 0 : sample;
	}
}

static void write_ring(struct jitter *j, uint32_t timestamp, const struct sound *sound, size_t from)
{
	uint32_t at = timestamp & (j->span - 1);
	size_t count = sound->count - from;
	size_t first = j->span - at;

	if (first > count)
		first = count;
	write_part(j, at, sound, from, first);
	write_part(j, 0, sound, from + first, count - first);
}

static void put(struct jitter *j, uint32_t timestamp, const struct sound *sound)
{
	int32_t slack;
	uint32_t gone = 0;
	uint32_t end = timestamp + (uint32_t)sound->count;

	if (!j->running)
		start(j, timestamp);
	if (sound->count == 0 || sound->count > j->span / 2)
		return;
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
	if (slack > (int32_t)j->span - (int32_t)sound->count ||
	    j->late_in_a_row >= LATE_TOO_OFTEN) {
		start(j, timestamp);
		slack = (int32_t)frame_of(j);
	}
	if (slack < j->least_slack)
		j->least_slack = slack;
	if (slack < 0)
		gone = (uint32_t)-slack < sound->count ? (uint32_t)-slack : (uint32_t)sound->count;
	write_ring(j, timestamp + gone, sound, gone);
	if ((int32_t)(end - j->end) > 0)
		j->end = end;
}

void jitter_put(struct jitter *j, uint32_t timestamp, enum law law, const uint8_t *codes,
		size_t count)
{
	if (count != 0 && count <= JITTER_SPAN / 2)
		put(j, timestamp, &(struct sound){ .law = law, .codes = codes, .count = count });
}

void jitter_put_samples(struct jitter *j, uint32_t timestamp, const int16_t *samples, size_t count)
{
	if (count != 0)
		put(j, timestamp, &(struct sound){ .samples = samples, .count = count });
}

/* Takes a frame out and leaves nothing in its place. */
static void read_ring(struct jitter *j, int16_t *out)
{
	uint32_t frame = frame_of(j);

	for (uint32_t i = 0; i < frame; i++) {
		int16_t *at = &j->ring[(j->play + i) & (j->span - 1)];

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
	if (j->least_slack != INT32_MAX && j->least_slack > (int32_t)scaled(j, FRAME + SHRINK)) {
		clear(j, j->play, scaled(j, SHRINK));
		j->play += scaled(j, SHRINK);
	}
	j->window = 0;
	j->least_slack = INT32_MAX;
}

/* Length of the run at `at` of samples that are there, or of those that are not. */
static unsigned run_length(const int16_t *samples, unsigned at, unsigned frame, bool missing)
{
	unsigned end = at;

	while (end < frame && (samples[end] == MISSING) == missing)
		end++;
	return end - at;
}

/* The pieces that samples `at` to `at + count` of a frame touch. */
static uint8_t pieces(const struct jitter *j, unsigned at, unsigned count)
{
	unsigned piece = scaled(j, PIECE_SAMPLES), first = at / piece,
		 last = (at + count - 1) / piece;

	return (uint8_t)((2U << last) - (1U << first));
}

/* Fills what is missing from what was heard before it. Returns how many samples were missing. */
static unsigned conceal(struct jitter *j, int16_t *samples)
{
	unsigned missing = 0, frame = frame_of(j);
	bool conceals = j->scale <= CONCEAL_SCALE; /* else the codec has done it */

	for (unsigned at = 0, count; at < frame; at += count) {
		bool lost = samples[at] == MISSING;

		count = run_length(samples, at, frame, lost);
		if (!lost && conceals) {
			conceal_good(&j->concealer, samples + at, count);
			j->heard = true;
		}
		if (!lost)
			continue;
		if (j->heard)
			conceal_missing(&j->concealer, samples + at, count);
		else
			memset(samples + at, 0, count * sizeof *samples);
		missing += count;
		j->made_up |= pieces(j, at, count);
	}
	return missing;
}

bool jitter_get(struct jitter *j, int16_t *out)
{
	unsigned missing;

	j->made_up = 0;
	if (!j->running) {
		memset(out, 0, (j->scale ? frame_of(j) : FRAME) * sizeof *out);
		return false;
	}
	read_ring(j, out);
	missing = conceal(j, out);
	j->play += frame_of(j);
	shrink(j);
	j->silent = missing == frame_of(j) ? j->silent + 1 : 0;
	if (j->silent >= SILENT_FRAMES)
		j->running = false;
	return missing < frame_of(j);
}
