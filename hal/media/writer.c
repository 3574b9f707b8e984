/* SPDX-License-Identifier: MIT */
/* The writer thread: from the rings of recorders into WAV files; at the end the true header, fsync,
 * and the event. */
#include <errno.h>
#include <fcntl.h>
#include <libgen.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "engine.h"

#define HEADER 44
#define PIECE 1024  /* frames written at once */
#define KEPT_MS 200 /* of the silence at either end: speech begins and ends softly */
#define USUAL_SILENCE_DBM0 (-45)
#define PEAK_0_DBM0 22827.0    /* of a sine: 32768 is +3.14 dBm0, G.711 table 5 */
#define MOST_BYTES 0x7fffff00U /* of samples: what reads WAV may take sizes as signed */

struct writing {
	char *path;
	int fd; /* -1: not yet open */
	bool opened;
	uint64_t bytes;
	bool heard;      /* with trim: something that is no silence; nothing is written before it */
	uint64_t looked; /* frames of the ring that were looked at */
	uint64_t loud;   /* bytes up to the end of the latest of it */
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

static bool is_mu_law(const struct recorder *r)
{
	return r->how.format != MEDIA_WAV_PCM16;
}

static unsigned frame_bytes(const struct recorder *r)
{
	return r->channels * (is_mu_law(r) ? 1 : 2);
}

static off_t header_bytes(const struct recorder *r)
{
	return r->how.format == MEDIA_RAW_MU_LAW ? 0 : HEADER;
}

static int write_header(const struct recorder *r)
{
	const struct writing *w = r->writing;
	uint8_t header[HEADER];
	uint8_t *at = put_tag(header, "RIFF");
	unsigned rate = r->khz * 1000, bytes = frame_bytes(r);

	if (header_bytes(r) == 0)
		return 0;
	at = put(at, (uint32_t)w->bytes + HEADER - 8, 4);
	at = put_tag(put_tag(at, "WAVE"), "fmt ");
	at = put(at, 16, 4);
	at = put(at, is_mu_law(r) ? 7 : 1, 2); /* mu-law, PCM */
	at = put(at, r->channels, 2);
	at = put(at, rate, 4);
	at = put(at, rate * bytes, 4);
	at = put(at, bytes, 2);
	at = put(at, is_mu_law(r) ? 8 : 16, 2);
	at = put_tag(at, "data");
	put(at, (uint32_t)w->bytes, 4);
	return write_all(w->fd, header, sizeof header, 0);
}

static int open_file(struct recorder *r)
{
	struct writing *w = r->writing;

	/* A link in place of the file would let one recording overwrite another file. */
	w->fd = open(w->path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK,
		     0640);
	w->opened = true;
	return w->fd < 0 ? -errno : write_header(r);
}

static int write_frames(struct recorder *r, uint64_t at, uint64_t count)
{
	struct writing *w = r->writing;
	size_t bytes = count * frame_bytes(r);
	const int16_t *from = r->ring + at % RECORDER_RING * r->channels;
	int error;

	if (w->bytes + bytes > MOST_BYTES)
		return -EFBIG;
#if __BYTE_ORDER__ != __ORDER_LITTLE_ENDIAN__
#error "samples are written as they lie in memory"
#endif
	if (is_mu_law(r)) {
		uint8_t codes[PIECE * 2];

		law_encode(MU_LAW, codes, from, bytes);
		error = write_all(w->fd, codes, bytes, header_bytes(r) + (off_t)w->bytes);
	} else {
		error = write_all(w->fd, from, bytes, header_bytes(r) + (off_t)w->bytes);
	}
	if (error == 0)
		w->bytes += bytes;
	return error;
}

static bool is_loud(const struct recorder *r, uint64_t at, uint64_t count)
{
	const int16_t *from = r->ring + at % RECORDER_RING * r->channels;
	int dbm0 = r->how.silence_dbm0 ? r->how.silence_dbm0 : USUAL_SILENCE_DBM0;
	/* Of a sine, half the square of its peak. */
	double least = pow(10, dbm0 / 10.0) * PEAK_0_DBM0 * PEAK_0_DBM0 / 2, power = 0;

	for (uint64_t i = 0; i < count * r->channels; i++)
		power += (double)from[i] * from[i];
	return power > least * (double)count;
}

/* 20 ms, less at the end; with trim, silence at the beginning waits: a little of it is kept. */
static int write_piece(struct recorder *r, uint64_t *at, uint64_t from, uint64_t count)
{
	struct writing *w = r->writing;
	uint64_t before = KEPT_MS * r->khz;
	bool loud = r->how.trim && is_loud(r, from, count);
	int error = 0;

	if (r->how.trim && !w->heard && !loud) {
		if (from + count - *at > before)
			*at = from + count - before;
		return 0;
	}
	w->heard = true;
	while (error == 0 && *at < from + count) {
		uint64_t end = from + count - *at, to_wrap = RECORDER_RING - *at % RECORDER_RING;
		uint64_t now = end < to_wrap ? end : to_wrap;

		now = now < PIECE ? now : PIECE;
		error = write_frames(r, *at, now);
		*at += error ? 0 : now;
	}
	if (loud)
		w->loud = w->bytes;
	return error;
}

/* Up to where the media thread has come. */
static int drain(struct recorder *r)
{
	uint64_t put_until = atomic_load(&r->put);
	uint64_t at = atomic_load(&r->taken), looked = r->writing->looked;
	int error = 0;

	if (looked == put_until)
		return 0;
	while (error == 0 && looked != put_until) {
		uint64_t count = put_until - looked, tick = 20 * r->khz;
		uint64_t to_wrap = RECORDER_RING - looked % RECORDER_RING;

		count = count < tick ? count : tick;
		count = count < to_wrap ? count : to_wrap;
		error = write_piece(r, &at, looked, count);
		looked += count;
		atomic_store(&r->taken, at);
	}
	r->writing->looked = looked;
	if (error)
		return error;
	/* Now too, so that a file cut off by a crash can be played up to here. */
	return write_header(r);
}

static void serve(struct attachment *a)
{
	struct recorder *r = &a->u.recorder;
	int error = 0;

	if (atomic_load(&r->error) != 0)
		return;
	if (!r->writing->opened)
		error = open_file(r);
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

/* The silence at the end goes; a little of it is kept. */
static int trim_end(struct recorder *r)
{
	struct writing *w = r->writing;
	uint64_t kept = w->loud + (uint64_t)KEPT_MS * r->khz * frame_bytes(r);

	if (!r->how.trim || kept >= w->bytes)
		return 0;
	w->bytes = kept;
	return write_header(r);
}

/* What was begun and could not be written whole is no part of it. */
static int cut(struct recorder *r)
{
	return ftruncate(r->writing->fd, header_bytes(r) + (off_t)r->writing->bytes) == 0 ? 0
											  : -errno;
}

static int finish_file(struct recorder *r, int error)
{
	struct writing *w = r->writing;
	int trimmed;

	if (w->fd < 0)
		return error;
	trimmed = trim_end(r);
	if (trimmed == 0)
		trimmed = write_header(r);
	if (trimmed == 0)
		trimmed = cut(r);
	if (error == 0)
		error = trimmed;
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
	error = finish_file(r, atomic_load(&r->error));
	event_send(media,
		   &(struct media_event){
			   .kind = MEDIA_EVENT_RECORDED,
			   .termination = a->termination_id,
			   .attachment = a->id,
			   .error = error,
			   .duration_ms = (uint32_t)(r->writing->bytes / frame_bytes(r) / r->khz),
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
