/* SPDX-License-Identifier: MIT */
/* The line thread of a real-time instance: ticks every 10 ms, under the lock. */
#include <errno.h>
#include <sched.h>
#include <sys/timerfd.h>
#include <time.h>
#include <unistd.h>

#include "lines.h"

#define CATCH_UP 5  /* ticks; more are lost, so that a machine that stood still does not stutter */
#define PRIORITY 20 /* SCHED_FIFO, where we may: above media, which can wait for a jitter buffer */

static void ask_for_priority(void)
{
	struct sched_param wanted = { .sched_priority = PRIORITY };

	/* Refused to the unprivileged, who then have what everybody has. */
	(void)pthread_setschedparam(pthread_self(), SCHED_FIFO, &wanted);
}

static void run(struct hal *hal, uint64_t expired)
{
	if (expired > CATCH_UP) {
		tick_skip(hal, expired - CATCH_UP);
		expired = CATCH_UP;
	}
	while (expired-- > 0)
		tick_run(hal);
}

static void *line_thread(void *argument)
{
	struct hal *hal = argument;
	bool stopping = false;
	uint64_t expired;

	(void)pthread_setname_np(pthread_self(), "lines");
	ask_for_priority();
	while (!stopping) {
		if (read(hal->timer_fd, &expired, sizeof expired) != sizeof expired)
			expired = 0; /* a signal */
		pthread_mutex_lock(&hal->lock);
		run(hal, expired);
		stopping = hal->stopping;
		pthread_mutex_unlock(&hal->lock);
	}
	return NULL;
}

int thread_start(struct hal *hal)
{
	struct timespec now;
	struct itimerspec when = { .it_interval = { .tv_nsec = TICK_MS * 1000000L } };
	int error;

	hal->timer_fd = timerfd_create(CLOCK_MONOTONIC, TFD_CLOEXEC);
	if (hal->timer_fd < 0)
		return -errno;
	clock_gettime(CLOCK_MONOTONIC, &now);
	hal->start_ms = (uint64_t)now.tv_sec * 1000 + (uint64_t)now.tv_nsec / 1000000;
	when.it_value = now;
	if (timerfd_settime(hal->timer_fd, TFD_TIMER_ABSTIME, &when, NULL) != 0)
		return -errno;
	error = -pthread_create(&hal->thread, NULL, line_thread, hal);
	hal->running = error == 0;
	return error;
}

void thread_stop(struct hal *hal)
{
	if (!hal->running)
		return;
	pthread_mutex_lock(&hal->lock);
	hal->stopping = true;
	pthread_mutex_unlock(&hal->lock);
	pthread_join(hal->thread, NULL); /* at its next tick */
	hal->running = false;
}
