/* SPDX-License-Identifier: MIT */
/* What reader and writer have in common: an inbox without a lock, and sleep until woken. */
#include <errno.h>
#include <sys/eventfd.h>
#include <unistd.h>

#include "engine.h"

int worker_start(struct worker *w, void *(*run)(void *), struct media *media)
{
	int error;

	w->wake_fd = eventfd(0, EFD_CLOEXEC);
	if (w->wake_fd < 0)
		return -errno;
	error = pthread_create(&w->thread, NULL, run, media);
	if (error) {
		close(w->wake_fd);
		return -error;
	}
	w->running = true;
	return 0;
}

void worker_stop(struct worker *w)
{
	if (!w->running)
		return;
	atomic_store(&w->stop, true);
	worker_wake(w);
	pthread_join(w->thread, NULL);
	close(w->wake_fd);
	w->running = false;
}

void worker_wake(struct worker *w)
{
	uint64_t one = 1;
	ssize_t written = write(w->wake_fd, &one, sizeof one);

	(void)written; /* fails only when the counter is full, and then the worker is awake */
}

void worker_give(struct worker *w, struct attachment *a)
{
	struct attachment *first = atomic_load(&w->inbox);

	do {
		a->inbox_next = first;
	} while (!atomic_compare_exchange_weak(&w->inbox, &first, a));
	worker_wake(w);
}

void worker_collect(struct worker *w)
{
	struct attachment *a = atomic_exchange(&w->inbox, NULL);

	while (a) { /* the inbox is newest first */
		struct attachment *next = a->inbox_next;

		a->job_next = w->jobs;
		w->jobs = a;
		a = next;
	}
}

void worker_wait(struct worker *w)
{
	uint64_t count;
	ssize_t got;

	do {
		got = read(w->wake_fd, &count, sizeof count);
	} while (got < 0 && errno == EINTR);
}
