/* SPDX-License-Identifier: MIT */
/*
 * A tick of a context that works at 16 or 48 kHz: as tick.c, with frames of the context's rate.
 * Attachments, lines and G.711 stay at 8 kHz and meet it through resamplers. Media thread.
 */
#include <string.h>

#include "engine.h"

struct sum {
	int32_t all[WIDE_FRAME];
	int32_t unkeyed[WIDE_FRAME]; /* without lines on which a digit sounds */
	bool keyed;
	unsigned mixed;
};

static unsigned own_khz(const struct termination *t)
{
	return t->coder ? t->coder->khz : 8;
}

static void add(int32_t *mix, const int16_t *frame, unsigned count)
{
	for (unsigned i = 0; i < count; i++)
		mix[i] += frame[i];
}

static void subtract(int32_t *mix, const int16_t *frame, unsigned count)
{
	for (unsigned i = 0; i < count; i++)
		mix[i] -= frame[i];
}

/* Adds players and digits of one side; most are at 8 kHz. */
static bool play(struct termination *t, unsigned khz, uint8_t side, int32_t *mix, bool keys)
{
	int32_t narrow[FRAME] = { 0 };
	int16_t played[FRAME], raised[WIDE_FRAME];
	bool ended = tick_play(t, side, narrow, mix, khz);

	if (keys && keyer_tick(t, narrow))
		ended = true;
	tick_clip(played, narrow, FRAME);
	resample(side == MEDIA_FROM ? &t->edges.played_from : &t->edges.played_to, raised, khz,
		 played, 8);
	add(mix, raised, 20 * khz);
	return ended;
}

/* What the party says in this tick: t->wide, and t->frame for those who listen. */
static bool speak(struct termination *t, unsigned khz)
{
	int16_t own[WIDE_FRAME];
	bool ended = false;

	tick_own(t, own);
	if (t->automatic)
		agc_run(&t->agc, own, 20 * own_khz(t));
	resample(&t->edges.in, t->wide, khz, own, own_khz(t));
	if (t->voiced) {
		int32_t mix[WIDE_FRAME] = { 0 };

		add(mix, t->wide, 20 * khz);
		tick_feed(t, MEDIA_FROM, mix, khz);
		ended = play(t, khz, MEDIA_FROM, mix, false);
		tick_clip(t->wide, mix, 20 * khz);
	}
	tick_scale(t->wide, 20 * khz, t->gain_from);
	if (own_khz(t) == 8 && !t->voiced && t->gain_from == UNITY)
		memcpy(t->frame, own, sizeof t->frame);
	else if (t->attachments || t->feeds)
		resample(&t->edges.heard_from, t->frame, 8, t->wide, khz);
	return ended;
}

static void sum_up(struct sum *sum, const struct termination *t, unsigned count)
{
	bool keyed = tick_keyed(t);

	sum->mixed++;
	if (keyed && !sum->keyed) {
		memcpy(sum->unkeyed, sum->all, count * sizeof *sum->all);
		sum->keyed = true;
	}
	add(sum->all, t->wide, count);
	if (sum->keyed && !keyed)
		add(sum->unkeyed, t->wide, count);
}

static void gather(const struct termination *t, const struct sum *sum, int32_t *mix, unsigned count)
{
	if (t->ear == EAR_MIX && can_send(t)) {
		bool unkeyed = sum->keyed && t->stream.event_payload_type != 0;

		memcpy(mix, unkeyed ? sum->unkeyed : sum->all, count * sizeof *mix);
		if (is_mixed(t) && !t->echo)
			subtract(mix, t->wide, count);
		for (const struct deaf *deaf = t->deaf; deaf; deaf = deaf->next)
			if (is_mixed(deaf->from) && !(unkeyed && tick_keyed(deaf->from)))
				subtract(mix, deaf->from->wide, count);
	} else if (t->ear == EAR_RELAY && t->tapped_to) {
		add(mix, t->relay_source->wide, count);
	}
}

static void give(struct termination *t, const int16_t *to, const int16_t *narrow, unsigned khz)
{
	int16_t own[WIDE_FRAME];

	if (t->line) {
		line_put(t->line, narrow);
	} else if (t->coder) {
		resample(&t->edges.out, own, t->coder->khz, to, khz);
		outgoing_frame(t, own);
	} else {
		outgoing_frame(t, narrow);
	}
}

/* What the party hears in this tick. Returns whether something ended that the plan depends on. */
static bool hear(struct termination *t, const struct sum *sum, unsigned khz)
{
	int32_t mix[WIDE_FRAME];
	int16_t to[WIDE_FRAME], narrow[FRAME] = { 0 };
	bool ended = false;
	bool sends = t->line || (t->ear == EAR_MIX && can_send(t) && !t->keying && !t->studio);
	struct chorus *chorus = sends ? tick_chorus(t, sum->keyed, sum->mixed) : NULL;

	if (t->ear != EAR_MIX && !t->tapped_to && !t->attachments && !keyer_busy(&t->keyer))
		return false;
	if (chorus && chorus_follows(chorus, t))
		return false;
	chorus_alone(t);
	memset(mix, 0, 20 * khz * sizeof *mix);
	gather(t, sum, mix, 20 * khz);
	tick_feed(t, MEDIA_TO, mix, khz);
	if (t->attachments || keyer_busy(&t->keyer))
		ended = play(t, khz, MEDIA_TO, mix, true);
	tick_clip(to, mix, 20 * khz);
	tick_scale(to, 20 * khz, t->gain_to);
	if (t->attachments || t->line || (sends && t->coder == NULL))
		resample(&t->edges.heard_to, narrow, 8, to, khz);
	if (t->attachments && tick_tap(t, narrow, to, khz))
		ended = true;
	if (sends)
		give(t, to, narrow, khz);
	if (chorus)
		chorus_sing(chorus, t);
	return ended;
}

static bool speak_all(struct context *c, struct sum *sum)
{
	bool ended = false;

	for (struct termination *t = c->members; t; t = t->next) {
		if (!t->buffered && !t->voiced && !t->wanted && !c->mixing)
			continue;
		if (speak(t, c->khz))
			ended = true;
		if (t->wanted || t->line)
			tick_overhear(t);
	}
	if (c->ranked)
		multicast_rank(c);
	if (c->crowded && c->mixing)
		loudest_choose(c);
	for (struct termination *t = c->members; t; t = t->next)
		if (c->mixing && is_mixed(t))
			sum_up(sum, t, 20 * c->khz);
	return ended;
}

void tick_wide(struct context *c)
{
	struct sum sum;
	bool ended;
	struct key_report report;

	memset(sum.all, 0, 20 * c->khz * sizeof sum.all[0]);
	sum.keyed = false;
	sum.mixed = 0;
	ended = speak_all(c, &sum);
	for (struct termination *t = c->members; t; t = t->next) {
		if (hear(t, &sum, c->khz))
			ended = true;
		if (t->key_in.down && key_in_expired(&t->key_in, t->media->now_ns, &report)) {
			keys_report(t, &report);
			ended = true;
		}
	}
	if (ended)
		plan_context(c);
}
