/* SPDX-License-Identifier: MIT */
#include "faults.h"

#include <errno.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <sys/types.h>

static atomic_uint countdown; /* 0: nothing is to fail */
static atomic_bool fired;

void faults_arm(unsigned nth)
{
	atomic_store(&fired, false);
	atomic_store(&countdown, nth);
}

bool faults_disarm(void)
{
	atomic_store(&countdown, 0);
	return atomic_load(&fired);
}

static bool fails(void)
{
	unsigned left = atomic_load(&countdown);

	do {
		if (left == 0)
			return false;
	} while (!atomic_compare_exchange_weak(&countdown, &left, left - 1));
	if (left == 1)
		atomic_store(&fired, true);
	return left == 1;
}

#define WRAP(type, name, failure, error, parameters, arguments)                                    \
	type __real_##name parameters;                                                             \
	type __wrap_##name parameters;                                                             \
	type __wrap_##name parameters                                                              \
	{                                                                                          \
		if (!fails())                                                                      \
			return __real_##name arguments;                                            \
		errno = (error);                                                                   \
		return failure;                                                                    \
	}

WRAP(void *, malloc, NULL, ENOMEM, (size_t size), (size))
WRAP(void *, calloc, NULL, ENOMEM, (size_t count, size_t size), (count, size))
WRAP(void *, aligned_alloc, NULL, ENOMEM, (size_t alignment, size_t size), (alignment, size))
WRAP(char *, strdup, NULL, ENOMEM, (const char *text), (text))
WRAP(void *, mmap, MAP_FAILED, ENOMEM,
     (void *at, size_t size, int protection, int flags, int fd, off_t offset),
     (at, size, protection, flags, fd, offset))
WRAP(int, socket, -1, EMFILE, (int family, int type, int protocol), (family, type, protocol))
WRAP(int, bind, -1, EADDRNOTAVAIL, (int fd, const struct sockaddr *address, socklen_t length),
     (fd, address, length))
WRAP(int, setsockopt, -1, ENOPROTOOPT,
     (int fd, int level, int name, const void *value, socklen_t length),
     (fd, level, name, value, length))
WRAP(ssize_t, getrandom, -1, ENOSYS, (void *out, size_t size, unsigned flags), (out, size, flags))
WRAP(int, pipe2, -1, EMFILE, (int *ends, int flags), (ends, flags))
WRAP(int, eventfd, -1, EMFILE, (unsigned initial, int flags), (initial, flags))
WRAP(int, timerfd_create, -1, EMFILE, (int clock, int flags), (clock, flags))
WRAP(int, epoll_create1, -1, EMFILE, (int flags), (flags))
WRAP(int, pthread_create, EAGAIN, EAGAIN,
     (pthread_t * thread, const pthread_attr_t *attributes, void *(*run)(void *), void *argument),
     (thread, attributes, run, argument))
