/* SPDX-License-Identifier: MIT */
/* The media thread's end of a file player: takes samples out of the clips that the reader lends. */
#include "engine.h"

#define RUNNING_LOW 2 /* clips left when the reader is woken */

static void finish_clip(struct attachment *a, uint32_t played, uint32_t filled)
{
	struct player *p = &a->u.player;

	p->at = 0;
	atomic_store(&p->played, played + 1);
	if (filled - played - 1 <= RUNNING_LOW && !atomic_load(&p->complete))
		worker_wake(&a->media->reader);
}

/* Whether the reader has lent more than was played; if not, whether it will. A stepped instance
 * waits until it has, or will not. */
static bool has_more(const struct attachment *a, uint32_t played, uint32_t *filled, bool *complete)
{
	const struct player *p = &a->u.player;

	for (;;) {
		*complete = atomic_load(&p->complete); /* before `filled`, which then is final */
		*filled = atomic_load(&p->filled);
		if (*filled != played || *complete || !media_steps(a->media))
			return *filled != played;
		step_wait(&a->media->reader);
	}
}

bool player_add(struct attachment *a, int32_t *mix)
{
	struct player *p = &a->u.player;
	uint32_t played = atomic_load(&p->played);
	uint32_t filled;
	unsigned left = FRAME;
	bool complete;

	while (left > 0 && has_more(a, played, &filled, &complete)) {
		const struct clip *clip = &p->clips[played % CLIPS];
		unsigned count = clip->count - p->at;

		if (count > left)
			count = left;
		for (unsigned i = 0; i < count; i++)
			mix[i] += clip->samples[p->at + i];
		mix += count;
		left -= count;
		p->at += count;
		if (p->at == clip->count)
			finish_clip(a, played++, filled);
	}
	return has_more(a, played, &filled, &complete) || !complete;
}
