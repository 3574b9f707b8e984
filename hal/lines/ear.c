/* SPDX-License-Identifier: MIT */
/*
 * Taking begins a tick after samples were seen first, so that between two writes of 160 there are
 * 160 and 80 before a tick and a reserve of 80 after it. More than HIGH before a tick is delay that
 * nobody needs (a clock that drifts, a writer that caught up): the oldest go. With fewer than a tick
 * the last one is repeated once, falling silent, and the reserve is gathered anew.
 */
#include "ear.h"

#include <string.h>

#define TICK HAL_TICK_SAMPLES
#define HIGH (TICK + 160 + TICK)
#define KEPT (TICK + 160) /* after samples were dropped */
#define MASK (LINE_AUDIO_RING - 1)

static void fade(const int16_t *last, int16_t *out)
{
	for (int i = 0; i < TICK; i++)
		out[i] = (int16_t)(last[i] * (TICK - i) / TICK);
}

static bool may_begin(struct ear *ear, uint64_t there)
{
	bool began = ear->began;

	ear->began = there > 0;
	return there >= KEPT || (began && there >= 2 * TICK);
}

static void copy(const struct line_audio_channel *channel, uint64_t from, int16_t *out)
{
	for (unsigned i = 0; i < TICK; i++)
		out[i] = channel->to[(from + i) & MASK];
}

struct ear_tick ear_take(struct ear *ear, struct line_audio_channel *channel, int16_t *out)
{
	uint64_t put = atomic_load_explicit(&channel->to_put, memory_order_acquire);
	uint64_t taken = atomic_load_explicit(&channel->to_taken, memory_order_relaxed);
	struct ear_tick tick = { .written = put != ear->seen };

	ear->seen = put;
	if (put < taken) /* a writer that began anew */
		taken = put;
	if (ear->taking && put - taken < TICK) {
		tick.slipped = true;
		ear->taking = ear->began = false;
		fade(ear->last, out);
	} else if (!ear->taking && !may_begin(ear, put - taken)) {
		memset(out, 0, TICK * sizeof *out);
	} else {
		tick.slipped = ear->taking && put - taken > HIGH;
		if (put - taken > HIGH)
			taken = put - KEPT;
		ear->taking = true;
		copy(channel, taken, out);
		memcpy(ear->last, out, sizeof ear->last);
		taken += TICK;
	}
	atomic_store_explicit(&channel->to_taken, taken, memory_order_release);
	return tick;
}

bool ear_discard(struct ear *ear, struct line_audio_channel *channel)
{
	uint64_t put = atomic_load_explicit(&channel->to_put, memory_order_acquire);

	bool written = put != ear->seen;

	ear->taking = ear->began = false;
	ear->seen = put;
	atomic_store_explicit(&channel->to_taken, put, memory_order_release);
	return written;
}
