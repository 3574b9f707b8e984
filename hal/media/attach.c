/* SPDX-License-Identifier: MIT */
/* Attachments come and go. Under the lock. */
#include <errno.h>

#include "engine.h"

static struct worker *worker_of(const struct attachment *a)
{
	return a->kind == RECORDER ? &a->media->writer : &a->media->reader;
}

static void feed_begin(struct attachment *a)
{
	struct termination *from = a->u.feed.from;

	a->u.feed.next = from->feeds;
	a->u.feed.link = &from->feeds;
	if (from->feeds)
		from->feeds->u.feed.link = &a->u.feed.next;
	from->feeds = a;
	plan_context(from->context);
}

static void feed_end(struct attachment *a)
{
	struct feed *feed = &a->u.feed;

	*feed->link = feed->next;
	if (feed->next)
		feed->next->u.feed.link = feed->link;
	if (feed->from->context)
		plan_context(feed->from->context);
}

int attach(struct media *media, struct attachment *a, media_id termination)
{
	struct termination *t = handles_get(&media->terminations, termination);

	if (t == NULL)
		return -ENOENT;
	if (t->passing)
		return -ENOTSUP;
	a->id = handles_add(&media->attachments, a);
	if (a->id == 0)
		return -ENOSPC;
	a->termination = t;
	a->termination_id = t->id;
	a->next = t->attachments;
	t->attachments = a;
	if (a->kind == FILES)
		a->u.player.wide = t->studio || (t->coder && t->coder->codec->khz > 8);
	if (a->kind == FILES || a->kind == RECORDER)
		worker_give(worker_of(a), a);
	if (a->kind == FEED)
		feed_begin(a);
	plan_context(t->context);
	return 0;
}

static void unlink_from(struct termination *t, const struct attachment *a)
{
	struct attachment **link = &t->attachments;

	while (*link != a)
		link = &(*link)->next;
	*link = a->next;
}

/*
 * The one place where an attachment leaves its termination. The plan stands until the caller makes
 * another. Tones and detectors go to the reader only to be freed: this thread frees nothing.
 */
void detach(struct attachment *a, int error)
{
	struct media *media = a->media;
	struct worker *worker = worker_of(a);
	bool working = a->kind == FILES || a->kind == RECORDER;

	if (a->kind == DETECTOR)
		detector_end(a);
	if (a->kind == FEED) {
		chorus_leave(a->termination);
		feed_end(a);
	}
	unlink_from(a->termination, a);
	a->termination = NULL;
	handles_remove(&media->attachments, a->id);
	if (a->kind == TONE || a->kind == TONES || a->kind == FILES || a->kind == FEED)
		event_send(media, &(struct media_event){
					  .kind = MEDIA_EVENT_PLAYED,
					  .termination = a->termination_id,
					  .attachment = a->id,
					  .error = error,
					  .side = a->side,
					  .monotonic_ns = media->now_ns,
				  });
	if (a->kind == RECORDER)
		atomic_fetch_add(&media->finishing, 1);
	/* From here on it is the worker's, and may be gone at any moment. */
	atomic_store(&a->released, true);
	if (working)
		worker_wake(worker);
	else
		worker_give(worker, a);
}

void detach_all(struct termination *t)
{
	while (t->feeds) { /* nobody speaks there any longer */
		struct termination *ear = t->feeds->termination;

		detach(t->feeds, -ENOENT);
		if (ear->context)
			plan_context(ear->context);
	}
	while (t->attachments)
		detach(t->attachments, 0);
}
