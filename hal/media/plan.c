/* SPDX-License-Identifier: MIT */
/*
 * Who feeds whose ear, worked out anew when something in a context changes, so that the packet path
 * only follows pointers. Under the lock. Linear in the members: a conference of 2,000 is planned at
 * each join.
 */
#include <string.h>

#include "secure.h"

bool can_send(const struct termination *t)
{
	if (t->studio)
		return t->tapped_to;
	if (t->secured && !secure_ready(t))
		return false;
	return t->stream.set && t->stream.send && (address_is(&t->learner.remote) || t->line);
}

static bool deaf_to(const struct termination *ear, const struct termination *source)
{
	const struct deaf *deaf = ear->deaf;

	while (deaf && deaf->from != source)
		deaf = deaf->next;
	return deaf != NULL;
}

bool hears(const struct termination *ear, const struct termination *source)
{
	return ear == source ? ear->echo : !deaf_to(ear, source);
}

static bool plays(const struct attachment *a)
{
	return a->kind == TONE || a->kind == TONES || a->kind == FILES || a->kind == FEED;
}

static bool plays_to(const struct termination *t)
{
	for (const struct attachment *a = t->attachments; a; a = a->next)
		if (plays(a) && a->side == MEDIA_TO)
			return true;
	return t->keyer.in_band && keyer_busy(&t->keyer);
}

/* Fills what depends on the attachments alone. */
static void look_at(struct termination *t)
{
	t->voiced = false;
	t->tapped_to = false;
	t->wanted = t->feeds != NULL;
	for (const struct attachment *a = t->attachments; a; a = a->next) {
		if (plays(a) && a->side == MEDIA_FROM)
			t->voiced = true;
		if (!plays(a) && a->side & MEDIA_FROM)
			t->wanted = true;
		if (!plays(a) && a->side & MEDIA_TO)
			t->tapped_to = true;
	}
	t->source = t->gain_from > 0 && (t->voiced || (t->stream.set && t->stream.receive));
	t->relayed_to = NULL;
	t->relay_next = NULL;
}

static uint32_t count_heard(const struct termination *ear, uint32_t sources)
{
	if (ear->source && !ear->echo)
		sources--;
	for (const struct deaf *deaf = ear->deaf; deaf; deaf = deaf->next)
		if (deaf->from->source)
			sources--;
	return sources;
}

static struct termination *only_source(const struct termination *ear)
{
	for (struct termination *t = ear->context->members; t; t = t->next)
		if (t->source && hears(ear, t))
			return t;
	return NULL;
}

bool passes_through(const struct termination *from, const struct termination *to)
{
	return from->stream.codec == to->stream.codec ||
	       (is_g711(&from->stream) && is_g711(&to->stream));
}

/* As packets: both count their durations by one clock. */
bool relays_events(const struct termination *ear, const struct termination *from)
{
	return ear->stream.event_payload_type != 0 &&
	       ear->stream.event_khz == from->stream.event_khz;
}

static void plan_ear(struct termination *t, uint32_t sources)
{
	uint32_t heard = can_send(t) ? count_heard(t, sources) : 0;
	struct termination *source = heard == 1 ? only_source(t) : NULL;
	enum ear ear = EAR_NOTHING;

	/* A line has no packets to relay, and must hear something, be it silence, at every tick. */
	if (t->line || plays_to(t) || heard > 1 ||
	    (heard > 0 && (t->studio || t->gain_to != UNITY)) ||
	    (source && (source->voiced || source->line || source->gain_from != UNITY ||
			source->automatic || !passes_through(source, t))))
		ear = EAR_MIX;
	else if (source)
		ear = EAR_RELAY;
	if (ear != EAR_RELAY)
		source = NULL;
	if (ear != t->ear || source != t->relay_source)
		outgoing_resume(t);
	t->ear = ear;
	t->relay_source = source;
	if (source) {
		t->relay_next = source->relayed_to;
		source->relayed_to = t;
		if (t->tapped_to)
			source->wanted = true;
	}
}

static void link_ticking(struct context *c, bool ticking)
{
	if (ticking == c->ticking || (ticking && c->members == NULL))
		return;
	c->ticking = ticking;
	if (!ticking) {
		*c->tick_link = c->tick_next;
		if (c->tick_next)
			c->tick_next->tick_link = c->tick_link;
		return;
	}

	struct media *media = c->members->media;

	c->tick_next = media->ticking;
	c->tick_link = &media->ticking;
	if (c->tick_next)
		c->tick_next->tick_link = &c->tick_next;
	media->ticking = c;
	tick_start(media);
}

static void buffer(struct termination *t, bool buffered)
{
	if (buffered && !t->buffered) {
		jitter_reset(&t->jitter);
		if (t->coder)
			coder_reset(t->coder);
		t->comfort.on = false;
	}
	t->buffered = buffered;
}

static unsigned khz_of(const struct termination *t)
{
	return t->coder ? t->coder->codec->khz : 8;
}

/* What plays files of a higher rate to it, or in its place, is one more who has that rate; a studio with nobody
 * beside it is heard elsewhere. */
static unsigned count_played(const struct termination *t, unsigned *khz)
{
	unsigned count = 0;

	for (const struct attachment *a = t->attachments; a; a = a->next)
		if (a->kind == FILES && a->u.player.counted && a->u.player.khz > 8)
			count++;
	*khz = 16;
	return count > 0 && t->studio && t->feeds ? 2 : count;
}

struct two {
	unsigned highest, second;
};

static void enter(struct two *two, unsigned khz)
{
	if (khz > two->highest) {
		two->second = two->highest;
		two->highest = khz;
	} else if (khz > two->second) {
		two->second = khz;
	}
}

/* The highest rate that two have: what one alone could do nobody would hear. A party that hears
 * itself is two. */
static unsigned common_khz(const struct context *c)
{
	struct two two = { 8, 8 };

	for (const struct termination *t = c->members; t; t = t->next) {
		unsigned played_khz, played = count_played(t, &played_khz);

		for (unsigned i = 0; i < (t->echo ? 2 : 1); i++)
			enter(&two, khz_of(t));
		for (unsigned i = 0; i < played; i++)
			enter(&two, played_khz);
	}
	return two.second;
}

/* Changes with who is in the context, their codecs, and what plays. */
static void set_rate(struct context *c)
{
	unsigned khz = common_khz(c);

	for (struct termination *t = c->members; t; t = t->next) {
		if (t->coder)
			coder_rate(t->coder, &t->jitter, khz);
		if (khz != c->khz)
			memset(&t->edges, 0, sizeof t->edges);
	}
	c->khz = khz;
}

void plan_context(struct context *c)
{
	uint32_t sources = 0;
	bool ticking = false;
	struct termination *t;

	set_rate(c);
	c->mixing = false;
	c->feeding = false;
	c->ranked = false;
	for (t = c->members; t; t = t->next) {
		look_at(t);
		sources += t->source ? 1 : 0;
		c->feeding = c->feeding || t->feeds;
		c->ranked = c->ranked || t->priority > 0;
		ticking = ticking || t->attachments || keyer_busy(&t->keyer) || t->key_in.down;
	}
	for (t = c->members; t; t = t->next) {
		plan_ear(t, sources);
		c->mixing = c->mixing || t->ear == EAR_MIX;
	}
	for (t = c->members; t; t = t->next)
		buffer(t,
		       !t->line && t->stream.set && t->stream.receive && (t->wanted || c->mixing));
	loudest_plan(c);
	link_ticking(c, ticking || c->mixing || c->feeding);
}
