/* SPDX-License-Identifier: MIT */
/* The media thread's end of a file player: takes samples out of the clips that the reader lends. */
#include <errno.h>
#include <string.h>

#include "engine.h"

#define RUNNING_LOW 2 /* clips left when the reader is woken */

static void finish_clip(struct attachment *a, uint32_t played, uint32_t filled)
{
	struct player *p = &a->u.player;

	p->at = 0;
	atomic_store(&p->played, played + 1);
	if (filled - played - 1 <= RUNNING_LOW)
		worker_wake(&a->media->reader);
}

static bool is_complete(const struct player *p)
{
	return atomic_load(&p->complete) == atomic_load(&p->generation) + 1;
}

/* What was lent before the player was sent elsewhere is given back unheard. */
static void skip_old(struct attachment *a)
{
	struct player *p = &a->u.player;
	uint32_t generation = atomic_load(&p->generation);

	for (;;) {
		uint32_t played = atomic_load(&p->played), filled = atomic_load(&p->filled);

		if (played == filled || p->clips[played % CLIPS].generation == generation)
			return;
		finish_clip(a, played, filled);
	}
}

/* The clip to play now, or NULL: the reader has lent none yet, or no more will come. A stepped instance waits
 * until it is known which. */
static const struct clip *next_clip(struct attachment *a, bool *complete)
{
	struct player *p = &a->u.player;

	for (;;) {
		*complete = is_complete(p); /* before `filled`, which then is final */
		skip_old(a);
		if (atomic_load(&p->filled) != atomic_load(&p->played))
			return &p->clips[atomic_load(&p->played) % CLIPS];
		if (*complete || !media_steps(a->media))
			return NULL;
		step_wait(&a->media->reader);
	}
}

/* At most `count` samples of the files; how many there were. */
static unsigned take(struct attachment *a, int16_t *out, unsigned count)
{
	struct player *p = &a->u.player;
	const struct clip *clip;
	unsigned taken = 0;
	bool complete;

	while (taken < count && (clip = next_clip(a, &complete))) {
		unsigned now = clip->count - p->at;

		if (now > count - taken)
			now = count - taken;
		memcpy(out + taken, clip->samples + p->at, now * sizeof *out);
		taken += now;
		p->at += now;
		if (p->at == clip->count)
			finish_clip(a, atomic_load(&p->played), atomic_load(&p->filled));
	}
	p->place += taken;
	return taken;
}

/* 20 ms at another speed. How many samples are more than the silence after the end. */
static unsigned take_stretched(struct attachment *a, int16_t *out, unsigned khz)
{
	struct player *p = &a->u.player;
	unsigned made = 0;

	for (unsigned hop = 0; hop < 2; hop++) {
		unsigned wanted = stretch_wants(&p->stretch, khz);
		int16_t more[STRETCH_ROOM];
		unsigned got = take(a, more, wanted);

		memset(more + got, 0, (wanted - got) * sizeof *more);
		stretch_add(&p->stretch, more, wanted);
		stretch_make(&p->stretch, out + hop * 10 * khz, khz, p->percent);
		made += wanted == 0 || got > 0 ? 10 * khz : 0;
	}
	return made;
}

static void add(int32_t *mix, const int16_t *samples, unsigned count)
{
	for (unsigned i = 0; i < count; i++)
		mix[i] += samples[i];
}

static void begin_anew(struct player *p)
{
	memset(&p->stretch, 0, sizeof p->stretch);
	p->place = (uint64_t)atomic_load(&p->place_ms) * atomic_load(&p->khz);
}

bool player_add(struct attachment *a, int32_t *mix, unsigned khz)
{
	struct player *p = &a->u.player;
	int16_t frame[2 * FRAME], raised[WIDE_FRAME];
	bool complete;
	unsigned own, got;

	if (p->paused)
		return true;
	if (next_clip(a, &complete) == NULL)
		return !complete; /* without a file that could be opened there is no rate */
	own = atomic_load(&p->khz);
	got = p->percent == 100 ? take(a, frame, 20 * own) : take_stretched(a, frame, own);
	memset(frame + got, 0, (20 * own - got) * sizeof *frame);
	resample(&p->edge, raised, khz, frame, own);
	add(mix, raised, 20 * khz);
	return next_clip(a, &complete) != NULL || !complete;
}

static int64_t place_wanted(const struct player *p, const struct media_player *wanted)
{
	unsigned khz = atomic_load(&p->khz);
	int64_t now = (int64_t)(p->place / (khz ? khz : 8));
	int64_t place = wanted->seek == MEDIA_BY ? now + wanted->ms : wanted->ms;

	return place > 0 ? place : 0;
}

int player_set(struct attachment *a, const struct media_player *wanted)
{
	struct player *p = &a->u.player;

	if (a->kind != FILES)
		return -EINVAL;
	p->paused = wanted->paused != 0;
	if (wanted->speed_percent != 0 && wanted->speed_percent != p->percent) {
		p->percent = wanted->speed_percent;
		memset(&p->stretch, 0, sizeof p->stretch);
	}
	if (wanted->seek == MEDIA_STAY)
		return 0;
	atomic_store(&p->place_ms, (uint32_t)place_wanted(p, wanted));
	atomic_fetch_add(&p->generation, 1);
	begin_anew(p);
	worker_wake(&a->media->reader);
	return 0;
}
