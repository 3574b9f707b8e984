/* SPDX-License-Identifier: MIT */
/*
 * A small adaptive play-out buffer: samples lie in a ring at their RTP timestamp, so that order,
 * packet size and repetition do not matter. Only a source that is mixed, recorded or listened to
 * has one running. Pure.
 */
#ifndef STROWGER_JITTER_H
#define STROWGER_JITTER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "conceal.h"
#include "law.h"

#define FRAME 160           /* samples a tick: 20 ms at 8 kHz */
#define JITTER_SPAN 4096    /* samples: 512 ms at 8 kHz */
#define JITTER_WIDE 16384   /* samples of another ring: 512 ms at 16 kHz, 341 ms at 48 */
#define JITTER_DEEPEST 1600 /* 200 ms: the most that late packets may deepen it to */

struct jitter {         /* all zero: at 8 kHz */
	int16_t *ring;  /* NULL before the first packet: `narrow` will do */
	unsigned scale; /* 0 and 1: 8 kHz, 2: 16, 6: 48 */
	uint32_t span;  /* samples of the ring */
	bool running;
	uint32_t play;       /* timestamp of the next sample out */
	uint32_t end;        /* one past the newest sample in */
	uint32_t silent;     /* frames out in a row with nothing in them */
	int32_t least_slack; /* how early the latest packet of this window was, in samples */
	uint32_t window;     /* frames out of this window */
	uint32_t late_in_a_row;
	bool heard;      /* since the start: there is something to conceal with */
	uint8_t made_up; /* pieces of the frame taken last in which something did not come */
	struct concealer concealer;
	uint64_t late; /* packets that came after their time */
	int16_t narrow[JITTER_SPAN];
};

void jitter_reset(struct jitter *jitter); /* `late` goes on */
void jitter_put(struct jitter *jitter, uint32_t timestamp, enum law law, const uint8_t *codes,
		size_t count);

/* Works at `khz` from now on, afresh, in a ring of JITTER_WIDE samples; at 8 it has its own. */
void jitter_rate(struct jitter *jitter, unsigned khz, int16_t *ring);

/* The same with samples, whose timestamp counts samples. */
void jitter_put_samples(struct jitter *jitter, uint32_t timestamp, const int16_t *samples,
			size_t count);

/*
 * Takes the next 20 ms: FRAME samples at 8 kHz. What did not come is concealed for some 50 ms, then silence. False
 * when nothing of it came.
 */
bool jitter_get(struct jitter *jitter, int16_t *out);

#endif
