/* SPDX-License-Identifier: MIT */
/* The writer thread: from the rings of recorders into WAV files; at the end the true header, fsync,
 * and the event. */
#include <errno.h>
#include <fcntl.h>
#include <libgen.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "engine.h"

#define HEADER 44
#define MOST_BYTES 0x7fffff00U /* of samples: what reads WAV may take sizes as signed */

struct writing {
	char *path;
	int fd; /* -1: not yet open */
	bool opened;
	uint64_t bytes;
};

struct writing *writing_new(const char *path)
{
	struct writing *w = calloc(1, sizeof *w);

	if (w)
		w->path = strdup(path);
	if (w == NULL || w->path == NULL) {
		free(w);
		return NULL;
	}
	w->fd = -1;
	return w;
}

void writing_free(struct writing *w)
{
	free(w->path);
	free(w);
}

/* WAV is little-endian. */
static uint8_t *put(uint8_t *at, uint32_t value, unsigned bytes)
{
	for (unsigned i = 0; i < bytes; i++)
		at[i] = (uint8_t)(value >> (8 * i));
	return at + bytes;
}

static uint8_t *put_tag(uint8_t *at, const char *tag)
{
	memcpy(at, tag, 4);
	return at + 4;
}

static int write_all(int fd, const void *data, size_t length, off_t at)
{
	const uint8_t *from = data;

	while (length > 0) {
		ssize_t written = pwrite(fd, from, length, at);

		if (written < 0 && errno == EINTR)
			continue;
		if (written < 0)
			return -errno;
		from += written;
		length -= (size_t)written;
		at += written;
	}
	return 0;
}

static int write_header(const struct writing *w, unsigned channels)
{
	uint8_t header[HEADER];
	uint8_t *at = put_tag(header, "RIFF");

	at = put(at, (uint32_t)w->bytes + HEADER - 8, 4);
	at = put_tag(put_tag(at, "WAVE"), "fmt ");
	at = put(at, 16, 4);
	at = put(at, 1, 2); /* PCM */
	at = put(at, channels, 2);
	at = put(at, RATE, 4);
	at = put(at, RATE * channels * 2, 4);
	at = put(at, channels * 2, 2);
	at = put(at, 16, 2);
	at = put_tag(at, "data");
	put(at, (uint32_t)w->bytes, 4);
	return write_all(w->fd, header, sizeof header, 0);
}

static int open_file(struct writing *w, unsigned channels)
{
	/* A link in place of the file would let one recording overwrite another file. */
	w->fd = open(w->path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK,
		     0640);
	w->opened = true;
	return w->fd < 0 ? -errno : write_header(w, channels);
}

static int write_frames(struct recorder *r, uint64_t at, uint64_t count)
{
	struct writing *w = r->writing;
	size_t bytes = count * r->channels * sizeof *r->ring;
	const int16_t *from = r->ring + at % RECORDER_RING * r->channels;
	int error;

	if (w->bytes + bytes > MOST_BYTES)
		return -EFBIG;
#if __BYTE_ORDER__ != __ORDER_LITTLE_ENDIAN__
#error "samples are written as they lie in memory"
#endif
	error = write_all(w->fd, from, bytes, (off_t)(HEADER + w->bytes));
	if (error == 0)
		w->bytes += bytes;
	return error;
}

static int drain(struct recorder *r)
{
	uint64_t put_until = atomic_load(&r->put);
	uint64_t at = atomic_load(&r->taken);

	if (at == put_until)
		return 0;
	while (at != put_until) {
		uint64_t count = put_until - at;
		uint64_t to_wrap = RECORDER_RING - at % RECORDER_RING;
		int error = write_frames(r, at, count < to_wrap ? count : to_wrap);

		if (error)
			return error;
		at += count < to_wrap ? count : to_wrap;
		atomic_store(&r->taken, at);
	}
	/* Now too, so that a file cut off by a crash can be played up to here. */
	return write_header(r->writing, r->channels);
}

static void serve(struct attachment *a)
{
	struct recorder *r = &a->u.recorder;
	int error = 0;

	if (atomic_load(&r->error) != 0)
		return;
	if (!r->writing->opened)
		error = open_file(r->writing, r->channels);
	if (error == 0)
		error = drain(r);
	if (error)
		atomic_store(&r->error, error);
}

/* The name of a new file is durable only when its directory is. */
static int sync_directory(char *path)
{
	int fd = open(dirname(path), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	int error = 0;

	if (fd < 0)
		return -errno;
	if (fsync(fd) != 0)
		error = -errno;
	close(fd);
	return error;
}

static int finish_file(struct writing *w, int error)
{
	if (w->fd < 0)
		return error;
	if (fsync(w->fd) != 0 && error == 0)
		error = -errno;
	if (close(w->fd) != 0 && error == 0)
		error = -errno;
	if (error == 0)
		error = sync_directory(w->path);
	return error;
}

static void finish(struct media *media, struct attachment *a)
{
	struct recorder *r = &a->u.recorder;
	int error;

	serve(a);
	error = finish_file(r->writing, atomic_load(&r->error));
	event_send(media, &(struct media_event){
				  .kind = MEDIA_EVENT_RECORDED,
				  .termination = a->termination_id,
				  .attachment = a->id,
				  .error = error,
				  .duration_ms = (uint32_t)(r->writing->bytes / (2 * r->channels) /
							    (RATE / 1000)),
				  .side = a->side,
				  .monotonic_ns = clock_ns(media),
			  });
	writing_free(r->writing);
	free(r->ring);
	free(a);
	atomic_fetch_sub(&media->finishing, 1);
}

static void serve_all(struct media *media, struct worker *w)
{
	struct attachment **link = &w->jobs;

	while (*link) {
		struct attachment *a = *link;

		if (atomic_load(&a->released)) {
			*link = a->job_next;
			finish(media, a);
			continue;
		}
		serve(a);
		link = &a->job_next;
	}
}

void *writer_thread(void *argument)
{
	struct media *media = argument;
	struct worker *w = &media->writer;
	bool stop;

	(void)pthread_setname_np(pthread_self(), "media-writer");
	do {
		worker_wait(w);
		stop = atomic_load(&w->stop);
		worker_collect(w);
		serve_all(media, w);
	} while (!stop || w->jobs);
	return NULL;
}
