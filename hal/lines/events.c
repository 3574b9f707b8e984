/* SPDX-License-Identifier: MIT */
/*
 * Events go up through a pipe of whole records, which never blocks. What finds no room is lost; the
 * loss is told as soon as there is room, before anything else. Under the lock.
 */
#include <errno.h>
#include <fcntl.h>
#include <unistd.h>

#include "lines.h"

#define EVENT_PIPE (1 << 18) /* bytes: 3276 events of a host that is busy elsewhere */

_Static_assert(sizeof(struct hal_event) == 72, "a record of the event pipe");

int events_open(struct hal *hal)
{
	int ends[2];

	if (pipe2(ends, O_NONBLOCK | O_CLOEXEC) != 0)
		return -errno;
	hal->event_fd = ends[0];
	hal->event_put_fd = ends[1];
	/* Refused when the user has used up its pipe pages; the usual size then does. */
	(void)fcntl(hal->event_put_fd, F_SETPIPE_SZ, EVENT_PIPE);
	return 0;
}

static bool put(struct hal *hal, const struct hal_event *event)
{
	/* A record is below PIPE_BUF: written whole or not at all, pipe(7). */
	return write(hal->event_put_fd, event, sizeof *event) == (ssize_t)sizeof *event;
}

void events_resume(struct hal *hal)
{
	struct hal_event event = {
		.kind = HAL_EVENT_OVERFLOW, .line = NO_LINE, .peer = 0xff, .at_ms = hal_now_ms(hal)
	};

	if (hal->overflowed && put(hal, &event)) {
		hal->overflowed = false;
		hal->reported++;
	}
}

void event_send(struct hal *hal, struct hal_event event)
{
	event.at_ms = hal_now_ms(hal);
	hal->reported++;
	events_resume(hal);
	if (hal->overflowed || !put(hal, &event))
		hal->overflowed = true;
}

void event_of(struct line *line, uint32_t kind)
{
	event_send(line->port.hal,
		   (struct hal_event){ .kind = kind, .line = line->port.index, .peer = 0xff });
}
