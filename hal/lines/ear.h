/* SPDX-License-Identifier: MIT */
/*
 * Takes what media writes for a line, a tick at a time. Media writes 160 samples every 20 ms and may
 * be late; one tick is kept in reserve for that. Called by the line thread only.
 */
#ifndef STROWGER_EAR_H
#define STROWGER_EAR_H

#include <stdbool.h>
#include <stdint.h>

#include "strowger/hal.h"
#include "strowger/line-audio.h"

struct ear {
	bool taking;   /* there is a reserve; else one is being gathered */
	bool began;    /* samples were there a tick ago */
	uint64_t seen; /* of to_put */
	int16_t last[HAL_TICK_SAMPLES];
};

struct ear_tick {
	bool written; /* media has written since the tick before */
	bool slipped;
};

/* The next tick of what the line is to hear; silence while there is nothing. */
struct ear_tick ear_take(struct ear *ear, struct line_audio_channel *channel, int16_t *out);

/* Nobody is served: what media writes goes nowhere. Whether it has written. */
bool ear_discard(struct ear *ear, struct line_audio_channel *channel);

#endif
