/* SPDX-License-Identifier: MIT */
/*
 * Events go up through a pipe of whole records, which never blocks. What finds no room is lost; the
 * loss is told as soon as there is room, before anything else. Any thread may send.
 */
#include <sys/epoll.h>
#include <unistd.h>

#include "engine.h"

_Static_assert(sizeof(struct media_event) == 32, "a record of the event pipe");

static bool put(struct media *media, const struct media_event *event)
{
	/* A record is below PIPE_BUF: written whole or not at all, pipe(7). */
	return write(media->events.fd, event, sizeof *event) == (ssize_t)sizeof *event;
}

static void watch_for_room(struct media *media)
{
	struct epoll_event when = { .events = EPOLLOUT | EPOLLONESHOT,
				    .data = { .ptr = &media->events } };

	epoll_ctl(media->epoll_fd, EPOLL_CTL_MOD, media->events.fd, &when);
}

static bool tell_overflow(struct media *media)
{
	struct media_event event = { .kind = MEDIA_EVENT_OVERFLOW,
				     .monotonic_ns = clock_ns(media) };

	if (!atomic_exchange(&media->overflowed, false))
		return true;
	if (put(media, &event))
		return true;
	atomic_store(&media->overflowed, true);
	return false;
}

void event_send(struct media *media, const struct media_event *event)
{
	if (tell_overflow(media) && put(media, event))
		return;
	atomic_store(&media->overflowed, true);
	watch_for_room(media);
}

void event_resume(struct media *media)
{
	if (!tell_overflow(media))
		watch_for_room(media);
}
