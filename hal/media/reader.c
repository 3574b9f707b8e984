/* SPDX-License-Identifier: MIT */
/* The reader thread: decodes WAV files into clips for the players, and frees what is released. */
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "cache.h"
#include "engine.h"
#include "wav.h"

#define CHUNK 8000     /* samples of a streamed clip: 1 s at 8 kHz */
#define STREAM_AHEAD 4 /* clips of a stream in memory */

struct reading {
	char *paths;
	uint32_t count;
	bool endless;
	uint32_t times; /* passes left, this one included */
	uint64_t skip;  /* samples still to leave out */
	uint32_t index; /* of the path to open next */
	const char *path;
	uint64_t given;      /* samples of this pass, those skipped included */
	struct wav *stream;  /* the file being streamed */
	uint32_t reclaimed;  /* clips back from the player */
	uint32_t generation; /* that it fills for */
	uint32_t from_ms;    /* of the first file; left out until its rate is known */
};

struct reading *reading_new(const char *paths, uint32_t count, uint32_t times, uint32_t from_ms)
{
	struct reading *r = calloc(1, sizeof *r);
	size_t bytes = 0;

	for (uint32_t i = 0; i < count; i++)
		bytes += strlen(paths + bytes) + 1;
	if (r)
		r->paths = malloc(bytes + 1);
	if (r == NULL || r->paths == NULL) {
		free(r);
		return NULL;
	}
	memcpy(r->paths, paths, bytes);
	r->count = count;
	r->endless = times == 0;
	r->times = times;
	r->from_ms = from_ms;
	r->path = r->paths;
	return r;
}

void reading_free(struct reading *r)
{
	wav_close(r->stream);
	free(r->paths);
	free(r);
}

static void give_back(struct clip *clip)
{
	if (clip->cached)
		cache_release(clip->cached);
	free(clip->owned);
}

static void reclaim(struct player *p, uint32_t until)
{
	while (p->reading->reclaimed != until)
		give_back(&p->clips[p->reading->reclaimed++ % CLIPS]);
}

static void complete(struct player *p, int error)
{
	p->error = error;
	atomic_store(&p->complete, p->reading->generation + 1);
}

static bool is_complete(const struct player *p)
{
	return atomic_load(&p->complete) == p->reading->generation + 1;
}

static void rewind_to(struct player *p, uint32_t ms)
{
	struct reading *r = p->reading;

	wav_close(r->stream);
	r->stream = NULL;
	r->index = 0;
	r->path = r->paths;
	r->given = 0;
	r->from_ms = ms;
	r->skip = 0;
	if (r->times == 0)
		r->times = 1; /* it was over, and is not any more */
}

/* Somebody sent the player elsewhere. */
static void follow(struct player *p)
{
	uint32_t generation = atomic_load(&p->generation);

	if (generation == p->reading->generation)
		return;
	p->reading->generation = generation;
	rewind_to(p, atomic_load(&p->place_ms));
}

/* The first file decides for all of them. */
static unsigned rate_of(struct player *p, const struct wav *wav)
{
	unsigned khz = atomic_load(&p->khz);

	if (khz == 0) {
		khz = p->wide && wav_rate(wav) > RATE ? 16 : 8;
		atomic_store(&p->khz, khz);
	}
	if (p->reading->from_ms > 0) {
		p->reading->skip = (uint64_t)p->reading->from_ms * khz;
		p->reading->from_ms = 0;
	}
	return khz;
}

/* Lends a clip to the player, without the part that is to be skipped. */
static void lend(struct player *p, struct clip clip)
{
	struct reading *r = p->reading;
	uint32_t filled = atomic_load(&p->filled);
	uint32_t skip = r->skip < clip.count ? (uint32_t)r->skip : clip.count;

	r->skip -= skip;
	r->given += clip.count;
	clip.samples += skip;
	clip.count -= skip;
	if (clip.count == 0) {
		give_back(&clip);
		return;
	}
	clip.generation = r->generation;
	p->clips[filled % CLIPS] = clip;
	atomic_store(&p->filled, filled + 1);
}

static int next_chunk(struct player *p)
{
	struct reading *r = p->reading;
	int16_t *samples = malloc(CHUNK * sizeof *samples);
	size_t count;

	if (samples == NULL)
		return -ENOMEM;
	count = wav_read(r->stream, samples, CHUNK);
	if (count == 0) {
		free(samples);
		wav_close(r->stream);
		r->stream = NULL;
		return 0;
	}
	lend(p, (struct clip){ .samples = samples, .count = (uint32_t)count, .owned = samples });
	return 0;
}

/* The whole file as one cached clip; false when it is too long or there is no room. */
static bool lend_whole(struct cache *cache, struct player *p, struct wav *wav,
		       const struct stat *status, unsigned khz)
{
	struct cached *entry;
	uint64_t length = wav_length(wav);
	uint32_t got;

	if (length > CACHE_LONGEST)
		return false;
	entry = cache_new(cache, status, khz, (uint32_t)length);
	if (entry == NULL)
		return false;
	got = (uint32_t)wav_read(wav, entry->samples, length);
	if (got == 0) {
		cache_drop(cache, entry);
		return true;
	}
	entry->count = got;
	cache_add(cache, entry);
	lend(p, (struct clip){ .samples = entry->samples, .count = got, .cached = entry });
	return true;
}

static int open_next(struct cache *cache, struct player *p)
{
	struct reading *r = p->reading;
	struct cached *entry;
	struct stat status;
	struct wav *wav;
	int error = wav_open(r->path, &wav, &status);
	unsigned khz;

	if (error)
		return error;
	khz = rate_of(p, wav);
	error = wav_start(wav, khz);
	if (error) {
		wav_close(wav);
		return error;
	}
	r->index++;
	r->path += strlen(r->path) + 1;
	entry = cache_find(cache, &status, khz);
	if (entry) {
		wav_close(wav);
		lend(p, (struct clip){ .samples = entry->samples,
				       .count = entry->count,
				       .cached = entry });
	} else if (lend_whole(cache, p, wav, &status, khz)) {
		wav_close(wav);
	} else {
		r->stream = wav;
	}
	return 0;
}

/* All files have been given once. Whether there is another pass. */
static bool next_pass(struct reading *r)
{
	bool silent = r->given == 0; /* would go round and round without a sound */

	r->index = 0;
	r->path = r->paths;
	r->given = 0;
	if (!r->endless && --r->times == 0)
		return false;
	return !silent;
}

static void fill(struct cache *cache, struct player *p)
{
	struct reading *r = p->reading;

	follow(p);
	while (!is_complete(p) && atomic_load(&p->filled) - atomic_load(&p->played) <
					  (r->stream ? STREAM_AHEAD : CLIPS)) {
		int error = 0;

		reclaim(p, atomic_load(&p->played));
		if (r->stream)
			error = next_chunk(p);
		else if (r->index < r->count)
			error = open_next(cache, p);
		else if (!next_pass(r))
			complete(p, 0);
		if (error)
			complete(p, error);
	}
}

static void free_attachment(struct attachment *a)
{
	if (a->kind == FILES) {
		reclaim(&a->u.player, atomic_load(&a->u.player.filled));
		reading_free(a->u.player.reading);
	}
	free(a);
}

static void serve_all(struct worker *w, struct cache *cache)
{
	struct attachment **link = &w->jobs;

	while (*link) {
		struct attachment *a = *link;

		if (atomic_load(&a->released)) {
			*link = a->job_next;
			free_attachment(a);
			continue;
		}
		fill(cache, &a->u.player);
		link = &a->job_next;
	}
}

void *reader_thread(void *argument)
{
	struct media *media = argument;
	struct worker *w = &media->reader;
	struct cache cache = { 0 };
	bool stop;

	(void)pthread_setname_np(pthread_self(), "media-reader");
	do {
		worker_wait(w);
		stop = atomic_load(&w->stop);
		worker_collect(w);
		serve_all(w, &cache);
	} while (!stop || w->jobs);
	cache_clear(&cache);
	return NULL;
}
