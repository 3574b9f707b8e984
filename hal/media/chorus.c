/* SPDX-License-Identifier: MIT */
/*
 * What several parties hear alike is encoded once (music on hold, listeners of a conference): the first of
 * each kind of coding encodes it, the others take its packets. An encoder has a memory, so who stops
 * following goes on with a copy of the one that it followed. Media thread.
 */
#include "engine.h"

static bool is_alike(const struct termination *singer, const struct termination *t)
{
	return coder_alike(singer->coder, t->coder) && singer->stream.ptime == t->stream.ptime &&
	       singer->coder->before == (t->out.feed == FEED_MIX ? t->coder->pending : 0);
}

static struct termination *singer_for(const struct chorus *chorus, const struct termination *t)
{
	struct termination *singer = chorus->singers;

	while (singer && !is_alike(singer, t))
		singer = singer->singer_next;
	return singer;
}

/* Packets shorter than a tick would come two at a time. */
static bool can_share(const struct termination *t)
{
	return t->coder && t->stream.ptime >= 20 * t->stream.clock_khz;
}

static void begin(struct chorus *chorus, uint64_t tick)
{
	if (chorus->tick == tick)
		return;
	chorus->tick = tick;
	chorus->singers = NULL;
}

bool chorus_follows(struct chorus *chorus, struct termination *t)
{
	struct termination *singer;

	begin(chorus, t->media->ticks);
	singer = can_share(t) ? singer_for(chorus, t) : NULL;
	if (singer == NULL)
		return false;
	outgoing_follow(t, singer);
	t->follows = singer;
	return true;
}

void chorus_sing(struct chorus *chorus, struct termination *t)
{
	if (!can_share(t))
		return;
	t->singer_next = chorus->singers;
	chorus->singers = t;
}

static struct feed *feed_of(const struct termination *t)
{
	struct attachment *a = t->attachments;

	while (a && (a->kind != FEED || a->side != MEDIA_TO))
		a = a->next;
	return a ? &a->u.feed : NULL;
}

/* What was to be heard before it was encoded has a memory too. */
static void take_over_edges(struct termination *t, const struct termination *from)
{
	struct feed *feed = feed_of(t);
	const struct feed *other = feed_of(from);

	t->edges.out = from->edges.out;
	if (feed && other)
		feed->edge = other->edge;
}

void chorus_alone(struct termination *t)
{
	if (t->follows == NULL)
		return;
	if (coder_alike(t->coder, t->follows->coder)) {
		coder_take_over(t->coder, t->follows->coder);
		take_over_edges(t, t->follows);
	}
	t->follows = NULL;
}

static void let_go(struct termination *t, const struct termination *singer)
{
	if (t->follows == singer)
		chorus_alone(t);
}

/* Followers are in its context, or hear the same feeds. */
void chorus_leave(struct termination *t)
{
	chorus_alone(t);
	if (t->coder == NULL)
		return;
	for (struct termination *other = t->context->members; other; other = other->next)
		let_go(other, t);
	for (struct attachment *a = t->attachments; a; a = a->next)
		if (a->kind == FEED)
			for (struct attachment *b = a->u.feed.from->feeds; b; b = b->u.feed.next)
				let_go(b->termination, t);
}
