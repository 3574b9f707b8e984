/* SPDX-License-Identifier: MIT */
/* Opening and closing an instance. API thread. */
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <sys/random.h>
#include <sys/timerfd.h>
#include <time.h>
#include <unistd.h>

#include "api.h"
#include "handshakes.h"

#define STEPPED_FROM_NS 1000000000ULL /* an instant like any other: 0 says never */
#define EVENT_PIPE (1 << 18)          /* bytes: 8192 events of a host that is busy elsewhere */

API uint32_t media_abi(void)
{
	return MEDIA_ABI;
}

API uint32_t media_abi_size(uint32_t which)
{
	static const uint32_t sizes[] = {
		sizeof(struct media_options),   sizeof(struct media_rtp),
		sizeof(struct media_stream),    sizeof(struct media_line),
		sizeof(struct media_tone),      sizeof(struct media_event),
		sizeof(struct media_stats),     sizeof(struct media_totals),
		sizeof(struct media_keys),      sizeof(struct media_secure),
		sizeof(struct media_tone_part), sizeof(struct media_player),
		sizeof(struct media_recording), sizeof(struct media_listen),
		sizeof(struct media_pass),
	};

	return which < sizeof sizes / sizeof *sizes ? sizes[which] : 0;
}

static int check(const struct media_options *o)
{
	if (o->abi != MEDIA_ABI || o->max_terminations < 1 || o->max_terminations > 65535)
		return -EINVAL;
	if (o->port_low < 1024 || o->port_high < o->port_low ||
	    o->port_high - o->port_low < 1 + o->port_low % 2 || o->dscp > 63 || o->stepped > 1)
		return -EINVAL;
	return 0;
}

static int open_tables(struct media *media)
{
	uint32_t most = media->options.max_terminations;
	int error = handles_init(&media->terminations, TERMINATION, most);

	if (error == 0)
		error = handles_init(&media->contexts, CONTEXT, most * 2);
	if (error == 0)
		error = handles_init(&media->attachments, ATTACHMENT, most * 4);
	return error;
}

static int watch(struct media *media, struct port *port, uint32_t events)
{
	struct epoll_event when = { .events = events, .data = { .ptr = port } };

	return epoll_ctl(media->epoll_fd, EPOLL_CTL_ADD, port->fd, &when) == 0 ? 0 : -errno;
}

static int open_events(struct media *media)
{
	int ends[2];

	if (pipe2(ends, O_NONBLOCK | O_CLOEXEC) != 0)
		return -errno;
	media->event_fd = ends[0];
	media->events.fd = ends[1];
	/* Refused when the user has used up its pipe pages; the usual size then does. */
	(void)fcntl(media->events.fd, F_SETPIPE_SZ, EVENT_PIPE);
	return 0;
}

static int open_descriptors(struct media *media)
{
	int error = open_events(media);

	if (error)
		return error;
	media->epoll_fd = epoll_create1(EPOLL_CLOEXEC);
	media->end.fd = eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
	media->wheel_timer.fd = timerfd_create(CLOCK_MONOTONIC, TFD_CLOEXEC | TFD_NONBLOCK);
	media->tick.fd = timerfd_create(CLOCK_MONOTONIC, TFD_CLOEXEC | TFD_NONBLOCK);
	if (media->epoll_fd < 0 || media->end.fd < 0 || media->tick.fd < 0 ||
	    media->wheel_timer.fd < 0)
		return -errno;
	media->end.kind = PORT_END;
	media->wheel_timer.kind = PORT_WHEEL;
	media->tick.kind = PORT_TICK;
	media->events.kind = PORT_EVENTS;
	error = watch(media, &media->end, EPOLLIN);
	if (error == 0)
		error = watch(media, &media->wheel_timer, EPOLLIN);
	if (error == 0)
		error = watch(media, &media->tick, EPOLLIN);
	if (error == 0)
		error = watch(media, &media->events, 0);
	return error;
}

/* Who holds it has the priority of who waits for it, and hands it over: nobody starves. */
static int open_lock(struct media *media)
{
	pthread_mutexattr_t attributes;
	int error = pthread_mutexattr_init(&attributes);

	if (error)
		return -error;
	error = pthread_mutexattr_setprotocol(&attributes, PTHREAD_PRIO_INHERIT);
	if (error == 0)
		error = pthread_mutex_init(&media->lock, &attributes);
	media->locks = error == 0;
	pthread_mutexattr_destroy(&attributes);
	return -error;
}

static uint64_t ntp_offset(const struct media *media)
{
	struct timespec utc;

	clock_gettime(CLOCK_REALTIME, &utc);
	return (uint64_t)utc.tv_sec * 1000000000ULL + (uint64_t)utc.tv_nsec - clock_ns(media);
}

static int start(struct media *media)
{
	int error = worker_start(&media->reader, reader_thread, media);

	if (error == 0)
		error = worker_start(&media->writer, writer_thread, media);
	if (error == 0)
		error = worker_start(&media->shaker, handshakes_thread, media);
	if (error == 0 && !media_steps(media))
		error = -pthread_create(&media->thread, NULL, media_thread, media);
	if (error == 0)
		media->running = true;
	return error;
}

API int media_open(const struct media_options *options, struct media **out)
{
	struct media *media;
	int error;

	if (options == NULL || out == NULL || check(options) != 0)
		return -EINVAL;
	law_init();
	resample_init();
	media = calloc(1, sizeof *media);
	if (media == NULL)
		return -ENOMEM;
	media->options = *options;
	media->epoll_fd = media->event_fd = media->events.fd = media->end.fd = -1;
	media->tick.fd = media->wheel_timer.fd = -1;
	media->stepped_ns = STEPPED_FROM_NS;
	media->ntp_offset_ns = ntp_offset(media);
	media->now_ns = clock_ns(media);
	error = open_lock(media);
	if (error == 0 && getrandom(&media->noise, sizeof media->noise, 0) != sizeof media->noise)
		error = -EIO;
	if (error == 0)
		error = open_tables(media);
	if (error == 0)
		error = open_descriptors(media);
	if (error == 0)
		error = dtls_context_new(&media->dtls);
	if (error == 0)
		error = start(media);
	if (error) {
		media_close(media);
		return error;
	}
	*out = media;
	return 0;
}

static void close_if_open(int fd)
{
	if (fd >= 0)
		close(fd);
}

API void media_close(struct media *media)
{
	if (media == NULL)
		return;
	if (media->running) {
		api_remove_all(media);
		if (!media_steps(media))
			pthread_join(media->thread, NULL);
	}
	worker_stop(&media->reader);
	worker_stop(&media->writer);
	worker_stop(&media->shaker);
	close_if_open(media->epoll_fd);
	close_if_open(media->end.fd);
	close_if_open(media->wheel_timer.fd);
	close_if_open(media->tick.fd);
	close_if_open(media->events.fd);
	close_if_open(media->event_fd);
	dtls_context_free(media->dtls);
	handles_destroy(&media->contexts);
	handles_destroy(&media->terminations);
	handles_destroy(&media->attachments);
	if (media->locks)
		pthread_mutex_destroy(&media->lock);
	free(media);
}

API int media_event_fd(const struct media *media)
{
	return media->event_fd;
}

static int get_totals(struct media *media, void *argument)
{
	struct media_totals *out = argument;

	*out = (struct media_totals){
		.packets_received = media->packets_received,
		.packets_sent = media->packets_sent,
		.packets_dropped = media->packets_dropped,
		.contexts = media->contexts.used,
		.terminations = media->terminations.used,
		.attachments = media->attachments.used,
		.late_ticks = media->late_ticks,
	};
	return 0;
}

API int media_totals(struct media *media, struct media_totals *out)
{
	return command_run(media, get_totals, out);
}
