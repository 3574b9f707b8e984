/* SPDX-License-Identifier: MIT */
/* The media thread's end of a recorder: puts every tick into the ring, speech or silence, so that
 * time is true. */
#include "engine.h"

#define WAKE_AFTER 4000 /* frames: the writer works twice a second */

static uint64_t room(const struct recorder *r)
{
	return RECORDER_RING - (atomic_load(&r->put) - atomic_load(&r->taken));
}

/* Whether there is. A stepped instance waits until there is, for it may outrun the disk. */
static bool has_room(struct attachment *a, unsigned count)
{
	const struct recorder *r = &a->u.recorder;

	while (media_steps(a->media) && room(r) < count && atomic_load(&r->error) == 0)
		step_wait(&a->media->writer);
	return room(r) >= count;
}

static void put(struct recorder *r, const int16_t *left, const int16_t *right, unsigned count)
{
	uint64_t at = atomic_load(&r->put);

	for (unsigned i = 0; i < count; i++) {
		int16_t *frame = r->ring + (at + i) % RECORDER_RING * r->channels;

		frame[0] = left[i];
		if (r->channels == 2)
			frame[1] = right[i];
	}
	atomic_store(&r->put, at + count);
}

static void pay_silence(struct recorder *r, unsigned tick)
{
	static const int16_t silence[2 * FRAME];

	while (r->owed >= tick && room(r) >= tick) {
		put(r, silence, silence, tick);
		r->owed -= tick;
	}
}

/* At the rate of the file. */
static void keep(struct attachment *a, const int16_t *from, const int16_t *to, unsigned khz,
		 unsigned count)
{
	struct recorder *r = &a->u.recorder;
	int16_t left[2 * FRAME], right[2 * FRAME];

	resample(&r->edges[0], left, r->khz, a->side == MEDIA_TO ? to : from, khz);
	if (r->channels == 2)
		resample(&r->edges[1], right, r->khz, to, khz);
	put(r, left, right, count);
}

bool recorder_put(struct attachment *a, const int16_t *from, const int16_t *to, unsigned khz)
{
	struct recorder *r = &a->u.recorder;
	unsigned tick = 20 * r->khz;
	uint64_t sofar = atomic_load(&r->put) + r->owed;
	uint64_t left = sofar < r->limit ? r->limit - sofar : 0;
	unsigned count = left < tick ? (unsigned)left : tick;

	if (atomic_load(&r->error) != 0)
		return false;
	if (r->paused)
		return true;
	pay_silence(r, tick);
	if (r->owed > 0 || !has_room(a, count))
		r->owed += count;
	else
		keep(a, from, to, khz, count);
	if (atomic_load(&r->put) - r->woken >= WAKE_AFTER) {
		r->woken = atomic_load(&r->put);
		worker_wake(&a->media->writer);
	}
	return sofar + count < r->limit;
}
