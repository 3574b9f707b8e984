/* SPDX-License-Identifier: MIT */
/* Contexts, who is in them, and who hears whom. What runs under the lock says so. */
#include <errno.h>
#include <stdlib.h>
#include <sys/eventfd.h>

#include "api.h"

struct deafness { /* arguments of media_topology */
	media_id from, to;
	bool hears;
	struct deaf *spare; /* given by the API thread, or returned to it */
};

/* ---- under the lock ---- */

void context_join(struct context *c, struct termination *t)
{
	t->context = c;
	t->previous = NULL;
	t->next = c->members;
	if (c->members)
		c->members->previous = t;
	c->members = t;
	c->member_count++;
	plan_context(c);
}

static struct deaf *undeafen(struct termination *ear, const struct termination *source)
{
	for (struct deaf **link = &ear->deaf; *link; link = &(*link)->next) {
		struct deaf *found = *link;

		if (found->from != source)
			continue;
		*link = found->next;
		return found;
	}
	return NULL;
}

/* Exceptions end with their context; the API thread will free them. */
static void forget_topology(struct context *c, struct termination *t)
{
	struct deaf **last = &t->media->spare_deaf;

	t->echo = false;
	while (*last)
		last = &(*last)->next;
	*last = t->deaf;
	t->deaf = NULL;
	for (struct termination *ear = c->members; ear; ear = ear->next) {
		struct deaf *gone = undeafen(ear, t);

		if (gone) {
			gone->next = t->media->spare_deaf;
			t->media->spare_deaf = gone;
		}
	}
}

void context_leave(struct termination *t)
{
	struct context *c = t->context;

	chorus_leave(t);
	if (t->passing)
		pass_forget(t);
	forget_topology(c, t);
	if (t->keyer.live) /* the key it relays is held in this context */
		keyer_release(t, t->keyer.live_from);
	for (struct termination *ear = c->members; ear; ear = ear->next) {
		keyer_release(ear, t);
		if (ear->keyer.live_from == t)
			ear->keyer.live_from = NULL;
		if (ear->out.source == t) {
			outgoing_resume(ear);
			ear->out.source = NULL;
		}
	}
	if (t->previous)
		t->previous->next = t->next;
	else
		c->members = t->next;
	if (t->next)
		t->next->previous = t->previous;
	c->member_count--;
	t->context = NULL;
	plan_context(c);
}

static int add(struct media *media, void *argument)
{
	struct context *c = argument;

	c->id = handles_add(&media->contexts, c);
	return c->id ? 0 : -ENOSPC;
}

struct removal {
	media_id id;
	struct context *context;
	struct termination *terminations; /* linked by next */
};

static void empty(struct context *c, struct removal *removal)
{
	while (c->members) {
		struct termination *t = c->members;

		termination_retire(t);
		t->next = removal->terminations;
		removal->terminations = t;
	}
}

static int take_away(struct media *media, void *argument)
{
	struct removal *removal = argument;

	removal->context = handles_get(&media->contexts, removal->id);
	if (removal->context == NULL)
		return -ENOENT;
	empty(removal->context, removal);
	handles_remove(&media->contexts, removal->id);
	return 0;
}

static int set_topology(struct media *media, void *argument)
{
	struct deafness *wanted = argument;
	struct termination *from = handles_get(&media->terminations, wanted->from);
	struct termination *to = handles_get(&media->terminations, wanted->to);

	if (from == NULL || to == NULL)
		return -ENOENT;
	if (from->context != to->context)
		return -EINVAL;
	if (from == to) {
		to->echo = wanted->hears;
	} else if (wanted->hears) {
		struct deaf *gone = undeafen(to, from);

		if (gone) {
			gone->next = media->spare_deaf;
			media->spare_deaf = gone;
		}
	} else if (hears(to, from)) {
		wanted->spare->from = from;
		wanted->spare->next = to->deaf;
		to->deaf = wanted->spare;
		wanted->spare = NULL;
	}
	plan_context(to->context);
	return 0;
}

/* ---- API thread ---- */

API int media_context_add(struct media *media, media_id *context)
{
	struct context *c = calloc(1, sizeof *c);
	int error;

	if (c == NULL)
		return -ENOMEM;
	error = command_run(media, add, c);
	if (error)
		free(c);
	else
		*context = c->id;
	return error;
}

static void free_terminations(struct termination *t)
{
	while (t) {
		struct termination *next = t->next;

		termination_free(t);
		t = next;
	}
}

API int media_context_remove(struct media *media, media_id context)
{
	struct removal removal = { .id = context };
	int error = command_run(media, take_away, &removal);

	if (error)
		return error;
	free_terminations(removal.terminations);
	free(removal.context);
	api_free_spare(media);
	return 0;
}

API int media_topology(struct media *media, media_id from, media_id to, uint8_t way)
{
	struct deafness wanted = { .from = from, .to = to, .hears = way == MEDIA_ONE_WAY };
	int error;

	if (way != MEDIA_NONE && way != MEDIA_ONE_WAY)
		return -EINVAL;
	wanted.spare = calloc(1, sizeof *wanted.spare);
	if (wanted.spare == NULL)
		return -ENOMEM;
	error = command_run(media, set_topology, &wanted);
	free(wanted.spare);
	api_free_spare(media);
	return error;
}

/* Only commands add to this list, and they run in this thread. */
void api_free_spare(struct media *media)
{
	while (media->spare_deaf) {
		struct deaf *next = media->spare_deaf->next;

		free(media->spare_deaf);
		media->spare_deaf = next;
	}
}

/* ---- the end ---- */

struct everything {
	struct context *contexts; /* linked by tick_next */
	struct termination *terminations;
};

static int take_all_away(struct media *media, void *argument)
{
	struct everything *all = argument;
	struct removal removal = { 0 };

	for (uint32_t i = 0; i < media->contexts.touched; i++) {
		struct context *c = media->contexts.slots[i].object;

		if (c == NULL)
			continue;
		empty(c, &removal);
		c->tick_next = all->contexts;
		all->contexts = c;
	}
	all->terminations = removal.terminations;
	media->stopping = true;
	(void)eventfd_write(media->end.fd, 1); /* cannot fail: it is written once */
	return 0;
}

void api_remove_all(struct media *media)
{
	struct everything all = { 0 };

	command_run(media, take_all_away, &all);
	free_terminations(all.terminations);
	while (all.contexts) {
		struct context *next = all.contexts->tick_next;

		free(all.contexts);
		all.contexts = next;
	}
	api_free_spare(media);
}
