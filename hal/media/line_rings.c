/* SPDX-License-Identifier: MIT */
/*
 * A frame leaves as soon as it is whole, so what a line says waits for 20 ms of its frame, and for
 * the tick: below 10 ms, for the writer comes every 10 ms. The reserve is that wait alone. When the
 * writer is late for a tick, what misses is made up, and from then on its 10 ms lie ready; when they
 * lie ready for long without need, they are left out again. A drift of the two clocks shows as the
 * one or the other, every 100 s at 100 ppm.
 */
#include "line_rings.h"

#include <stdlib.h>
#include <string.h>

#define FRAME 160
#define BLOCK 80 /* what the writer writes at once, and what is dropped at once */
#define MASK (LINE_AUDIO_RING - 1)
#define FURTHEST (LINE_AUDIO_RING / 2) /* behind the writer: far from where it writes */
#define DRY_FRAMES 5                   /* after which the writer has stopped */
#define WINDOW_FRAMES 100              /* 2 s */
#define MOST_PATIENCE 32               /* windows: 64 s */
#define HURRY_FRAMES 50                /* in which a quiet place should come */
#define QUIET 16384                    /* square sum of a frame a sample: below -45 dBm0 */

_Static_assert((LINE_AUDIO_RING & MASK) == 0, "a power of two");

static void rewind_to(struct line *l, uint64_t put)
{
	l->running = false;
	l->taken = put;
}

void line_init(struct line *l, struct line_audio *audio, uint32_t channel, bool lockstep)
{
	memset(l, 0, sizeof *l);
	l->audio = audio;
	l->channel = &audio->channel[channel];
	l->index = channel;
	l->lockstep = lockstep;
	l->patience = 1;
	rewind_to(l, atomic_load_explicit(&l->channel->from_put, memory_order_acquire));
}

static void start(struct line *l, uint64_t put)
{
	l->running = true;
	l->taken = put - FRAME;
	l->dry = 0;
	l->least = UINT32_MAX;
	l->window = 0;
	l->ample = 0;
	l->hurry = 0;
	memset(&l->concealer, 0, sizeof l->concealer);
}

static void copy(const struct line *l, int16_t *out, uint64_t from, unsigned count)
{
	for (unsigned i = 0; i < count; i++)
		out[i] = l->channel->from[(from + i) & MASK];
}

static bool is_quiet(const int16_t *samples)
{
	int64_t sum = 0;

	for (unsigned i = 0; i < FRAME; i++)
		sum += samples[i] * samples[i];
	return sum < (int64_t)QUIET * FRAME;
}

/* A frame that leaves out BLOCK samples: its end is blended into what comes so much later. */
static void drop_block(struct line *l, int16_t *frame)
{
	int16_t later[FRAME];

	copy(l, later, l->taken + BLOCK - FRAME, FRAME);
	for (int i = 0; i < FRAME; i++)
		frame[i] = (int16_t)((frame[i] * (FRAME - i) + later[i] * i) / FRAME);
	l->taken += BLOCK;
	l->slips++;
	l->hurry = 0;
	l->ample = 0;
}

/* Ends a window: has too much lain ready all the time? */
static void judge(struct line *l)
{
	l->ample = l->least >= BLOCK ? l->ample + 1 : 0;
	if (l->least >= 2 * BLOCK || l->ample >= l->patience)
		l->hurry = HURRY_FRAMES;
	l->window = 0;
	l->least = UINT32_MAX;
}

static void adapt(struct line *l, int16_t *frame, uint32_t left)
{
	if (l->hurry > 0 && left >= BLOCK && (is_quiet(frame) || --l->hurry == 0)) {
		drop_block(l, frame);
		left -= BLOCK;
	}
	if (left < l->least)
		l->least = left;
	if (++l->window >= WINDOW_FRAMES)
		judge(l);
}

/* The writer was late: the rest of the frame is made up, and lies ready when it comes after all. */
static void make_up(struct line *l, int16_t *frame, unsigned count)
{
	conceal_missing(&l->concealer, frame + count, FRAME - count);
	if (count > 0 || l->dry == 0) {
		l->slips++;
		l->patience = l->patience < MOST_PATIENCE ? l->patience * 2 : MOST_PATIENCE;
	}
	l->dry = count > 0 ? 0 : l->dry + 1;
	l->made_up = (uint8_t)(EVERY_PIECE << count / PIECE_SAMPLES & EVERY_PIECE);
	l->least = 0;
	l->hurry = 0;
	if (l->dry >= DRY_FRAMES)
		l->running = false;
}

static bool take(struct line *l, int16_t *frame, uint32_t there)
{
	unsigned count = there < FRAME ? there : FRAME;

	copy(l, frame, l->taken, count);
	l->taken += count;
	if (count == FRAME && !l->lockstep)
		adapt(l, frame, there - FRAME);
	if (count > 0)
		conceal_good(&l->concealer, frame, count);
	if (count < FRAME)
		make_up(l, frame, count);
	else
		l->dry = 0;
	if (count > 0)
		l->frames_in++;
	return count > 0;
}

bool line_take(struct line *l, int16_t *frame)
{
	uint64_t put = atomic_load_explicit(&l->channel->from_put, memory_order_acquire);
	uint64_t there = put - l->taken;
	bool closed = atomic_load_explicit(&l->audio->closed, memory_order_relaxed) != 0;

	/* We stood still, or the writer's position is nonsense: begin again. */
	if (there > (l->lockstep ? LINE_AUDIO_RING : FURTHEST)) {
		l->slips += l->running ? 1 : 0;
		rewind_to(l, put);
		there = 0;
	}
	if (!l->running && !closed && there >= FRAME) {
		start(l, put);
		there = FRAME;
	}
	l->made_up = closed || l->running ? 0 : EVERY_PIECE;
	if (closed || !l->running) {
		memset(frame, 0, FRAME * sizeof *frame);
		return false;
	}
	return take(l, frame, (uint32_t)there);
}

void line_put(struct line *l, const int16_t *frame)
{
	struct line_audio_channel *c = l->channel;
	uint64_t at = atomic_load_explicit(&c->to_put, memory_order_relaxed);

	for (unsigned i = 0; i < FRAME; i++)
		c->to[(at + i) & MASK] = frame[i];
	atomic_store_explicit(&c->to_put, at + FRAME, memory_order_release);
	l->frames_out++;
}
