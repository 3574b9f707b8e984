/* SPDX-License-Identifier: MIT */
/*
 * Of many who speak at the same time only the loudest are mixed: more would be a murmur that nobody
 * understands, and all who are not among them hear the same, which is encoded once. Media thread.
 */
#include <string.h>

#include "engine.h"

#define MIXED 4       /* voices */
#define DECAY 4       /* power falls by a sixteenth a tick: a pause between words is bridged */
#define STAY_SHIFT 1  /* who is mixed counts as 3 dB louder: two alike do not take turns */
#define NOISE_SHIFT 6 /* what nobody says counts as 18 dB softer: a noisy car is no speaker */

static uint64_t power_of(const int16_t *frame, unsigned count)
{
	uint64_t sum = 0;

	for (unsigned i = 0; i < count; i++)
		sum += (uint64_t)(frame[i] * frame[i]);
	return count > 0 ? sum / count : 0;
}

static void measure(struct termination *t, unsigned khz)
{
	uint64_t now = khz == 8 ? power_of(t->frame, FRAME) : power_of(t->wide, 20 * khz);
	uint64_t before = t->power - (t->power >> DECAY);

	t->power = now > before ? now : before;
	voice_hear(&t->speech, khz == 8 ? t->frame : t->wide, khz);
}

static uint64_t rank(const struct termination *t)
{
	uint64_t power = t->loud ? t->power << STAY_SHIFT : t->power;

	return t->speech.speaks ? power : power >> NOISE_SHIFT;
}

/* Keeps `best` in order, the loudest first. */
static unsigned insert(struct termination **best, unsigned count, struct termination *t)
{
	unsigned at = count;

	while (at > 0 && rank(best[at - 1]) < rank(t))
		at--;
	if (at == MIXED)
		return count;
	if (count == MIXED)
		count--;
	memmove(best + at + 1, best + at, (count - at) * sizeof(struct termination *));
	best[at] = t;
	return count + 1;
}

static void ramp(int16_t *frame, unsigned count, bool up)
{
	for (unsigned i = 0; i < count; i++)
		frame[i] = (int16_t)(frame[i] * (int)(up ? i : count - i) / (int)count);
}

/* Without a click: it fades in, or out and is gone with the next tick. */
static void change(struct termination *t, bool loud, unsigned khz)
{
	if (t->loud == loud)
		return;
	ramp(t->frame, FRAME, loud);
	if (khz > 8)
		ramp(t->wide, 20 * khz, loud);
	t->loud = loud;
	t->fading = !loud;
}

/* A studio says what is meant for all, and whom only some hear (a whisper) is meant for them: these are always mixed. */
static bool competes(const struct termination *t)
{
	return t->source && !t->studio && !t->outranked && t->unheard_by == 0;
}

static bool is_heard(const struct termination *t)
{
	return t->echo || t->unheard_by + 1 < t->context->member_count;
}

static void count_deaf_ears(struct context *c)
{
	for (struct termination *t = c->members; t; t = t->next)
		t->unheard_by = 0;
	for (const struct termination *t = c->members; t; t = t->next)
		for (const struct deaf *deaf = t->deaf; deaf; deaf = deaf->next)
			deaf->from->unheard_by++;
}

void loudest_plan(struct context *c)
{
	unsigned speakers = 0;

	count_deaf_ears(c);
	for (const struct termination *t = c->members; t; t = t->next)
		speakers += competes(t) ? 1 : 0;
	c->crowded = speakers > MIXED;
	for (struct termination *t = c->members; t; t = t->next) {
		t->fading = false;
		t->loud = t->source && is_heard(t) && (t->loud || !competes(t) || !c->crowded);
	}
}

void loudest_choose(struct context *c)
{
	struct termination *best[MIXED + 1];
	unsigned count = 0;

	for (struct termination *t = c->members; t; t = t->next) {
		t->fading = false;
		if (!competes(t))
			continue;
		measure(t, c->khz);
		count = insert(best, count, t);
	}
	for (struct termination *t = c->members; t; t = t->next) {
		bool chosen = false;

		for (unsigned i = 0; i < count; i++)
			chosen = chosen || best[i] == t;
		if (competes(t))
			change(t, chosen, c->khz);
	}
}
