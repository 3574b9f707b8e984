/* SPDX-License-Identifier: MIT */
/* The media thread: one epoll loop over sockets, tick, mailbox and the event pipe. */
#include <assert.h>
#include <errno.h>
#include <poll.h>
#include <sched.h>
#include <sys/epoll.h>
#include <time.h>
#include <unistd.h>

#include "engine.h"

#define BATCH 256
/*
 * From this rate on (some 50 calls) packets are gathered for a moment: being woken for each one would cost as much as the
 * packet itself. Below it every packet leaves at once.
 */
#define GATHER_NS 400000ULL
#define WINDOW_NS 10000000ULL
#define BUSY_WINDOW 50 /* packets in a window */
#define PRIORITY 10    /* SCHED_FIFO, where we may: above the host, below kernel threads */

uint64_t clock_ns(void)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return (uint64_t)now.tv_sec * 1000000000ULL + (uint64_t)now.tv_nsec;
}

/* API thread: has `run` done by the media thread between two rounds of its loop, and waits. */
int command_post(struct media *media, int (*run)(struct media *, void *), void *arguments)
{
	uint64_t one = 1;
	ssize_t written;

	media->command = (struct command){ .run = run, .arguments = arguments };
	atomic_store(&media->posted, true);
	written = write(media->mailbox.fd, &one, sizeof one);
	assert(written == sizeof one);
	(void)written;
	while (sem_wait(&media->done) != 0)
		assert(errno == EINTR);
	return media->command.result;
}

static void obey(struct media *media)
{
	uint64_t count;
	ssize_t got;

	if (!atomic_load(&media->posted))
		return;
	got = read(media->mailbox.fd, &count, sizeof count);
	(void)got; /* EAGAIN when the command was seen before its wake-up; the next round reads
		      nothing */
	media->command.result = media->command.run(media, media->command.arguments);
	atomic_store(&media->posted, false);
	sem_post(&media->done);
}

static void dispatch(struct media *media, struct port *port)
{
	switch (port->kind) {
	case PORT_RTP:
		receive_rtp(port->termination);
		break;
	case PORT_RTCP:
		receive_rtcp(port->termination);
		break;
	case PORT_TICK:
		tick_run(media);
		break;
	case PORT_EVENTS:
		event_resume(media);
		break;
	case PORT_MAILBOX:
		break; /* after all packets: a command may remove what they point to */
	}
}

static void ask_for_priority(void)
{
	struct sched_param wanted = { .sched_priority = PRIORITY };

	/* Refused to the unprivileged, who then have what everybody has. */
	(void)pthread_setschedparam(pthread_self(), SCHED_FIFO, &wanted);
}

/* Whether the last whole window was busy. Counts what this round handles. */
static bool is_busy(struct media *media, int count)
{
	media->window_packets += count > 0 ? (unsigned)count : 0;
	if (media->now_ns - media->window_ns < WINDOW_NS)
		return media->busy;
	media->busy = media->window_packets >= BUSY_WINDOW &&
		      media->now_ns - media->window_ns < 2 * WINDOW_NS;
	media->window_packets = 0;
	media->window_ns = media->now_ns;
	return media->busy;
}

/* Lets packets gather; a command or a tick does not wait for it. */
static void gather(const struct media *media)
{
	struct pollfd urgent[] = { { .fd = media->mailbox.fd, .events = POLLIN },
				   { .fd = media->tick.fd, .events = POLLIN } };

	(void)ppoll(urgent, 2, &(struct timespec){ .tv_nsec = GATHER_NS }, NULL);
}

void *media_thread(void *argument)
{
	struct media *media = argument;
	struct epoll_event ready[BATCH];

	(void)pthread_setname_np(pthread_self(), "media");
	ask_for_priority();
	while (!media->stopping) {
		int count = epoll_wait(media->epoll_fd, ready, BATCH, reports_timeout_ms(media));

		media->now_ns = clock_ns();
		for (int i = 0; i < count; i++)
			dispatch(media, ready[i].data.ptr);
		reports_run(media);
		obey(media);
		if (is_busy(media, count) && count < BATCH)
			gather(media);
	}
	return NULL;
}
