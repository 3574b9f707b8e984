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

static void pay_silence(struct recorder *r)
{
	static const int16_t silence[FRAME];

	while (r->owed >= FRAME && room(r) >= FRAME) {
		put(r, silence, silence, FRAME);
		r->owed -= FRAME;
	}
}

bool recorder_put(struct attachment *a, const int16_t *from, const int16_t *to)
{
	struct recorder *r = &a->u.recorder;
	uint64_t sofar = atomic_load(&r->put) + r->owed;
	uint64_t left = sofar < r->limit ? r->limit - sofar : 0;
	unsigned count = left < FRAME ? (unsigned)left : FRAME;

	if (atomic_load(&r->error) != 0)
		return false;
	pay_silence(r);
	if (r->owed > 0 || !has_room(a, count))
		r->owed += count;
	else
		put(r, a->side == MEDIA_TO ? to : from, to, count);
	if (atomic_load(&r->put) - r->woken >= WAKE_AFTER) {
		r->woken = atomic_load(&r->put);
		worker_wake(&a->media->writer);
	}
	return sofar + count < r->limit;
}
