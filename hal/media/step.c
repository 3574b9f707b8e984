/* SPDX-License-Identifier: MIT */
/*
 * A stepped instance: there is no media thread, and time passes only here, in the caller's thread.
 * Reader and writer have theirs, and are waited for, so that nothing depends on how fast they are.
 */
#include <errno.h>
#include <sys/epoll.h>
#include <time.h>

#include "api.h"

#define BATCH 64
#define MOMENT_NS 50000

bool media_steps(const struct media *media)
{
	return media->options.stepped != 0;
}

void step_wait(struct worker *worker)
{
	worker_wake(worker);
	nanosleep(&(struct timespec){ .tv_nsec = MOMENT_NS }, NULL);
}

/* Everything that has come until now. */
static void receive_all(struct media *media)
{
	struct epoll_event ready[BATCH];
	int count;

	while ((count = epoll_wait(media->epoll_fd, ready, BATCH, 0)) > 0)
		for (int i = 0; i < count; i++)
			port_ready(media, ready[i].data.ptr);
}

API int media_step(struct media *media, uint32_t ticks)
{
	if (!media_steps(media))
		return -EINVAL;
	pthread_mutex_lock(&media->lock);
	for (uint32_t i = 0; i < ticks; i++) {
		media->now_ns = atomic_fetch_add(&media->stepped_ns, TICK_NS) + TICK_NS;
		receive_all(media);
		reports_turn(media);
		tick_all(media);
	}
	while (atomic_load(&media->finishing) > 0)
		step_wait(&media->writer);
	pthread_mutex_unlock(&media->lock);
	return 0;
}
