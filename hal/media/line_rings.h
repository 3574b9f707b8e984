/* SPDX-License-Identifier: MIT */
/*
 * The audio of an analog line by ticks: frames out of one ring of a channel, frames into the other
 * (line-audio.h). The lines process writes 80 samples every 10 ms by its own clock, perhaps that of
 * a card; here 160 are taken every 20 ms. Pure, but for the shared memory.
 */
#ifndef STROWGER_LINE_RINGS_H
#define STROWGER_LINE_RINGS_H

#include <stdbool.h>
#include <stdint.h>

#include "conceal.h"
#include "strowger/line-audio.h"

struct segment;

struct line {
	struct line_audio *audio;
	struct line_audio_channel *channel;
	struct segment *segment; /* that both lie in, */
	uint32_t index;          /* and which channel it is */

	bool lockstep;   /* a stepped instance: the writer's pace is ours by definition */
	bool running;    /* frames are taken; else waits for a whole one */
	bool keyed;      /* a DTMF digit is, or seems to be, in this frame */
	uint8_t made_up; /* pieces of the frame taken last that did not come (conceal.h) */
	uint64_t taken;
	uint32_t dry; /* frames in a row with nothing in them */
	/* What lay ready beyond the frames taken: the least of this window. */
	uint32_t least;
	uint32_t window;   /* frames of it */
	uint32_t ample;    /* windows in a row with too much ready */
	uint32_t patience; /* so many before some of it is dropped */
	uint32_t hurry;    /* frames for which a quiet place to drop it is sought; 0: not */
	struct concealer concealer;

	uint64_t frames_in, frames_out;
	uint64_t slips; /* samples were repeated or dropped */
};

/* Begins with what the writer writes from now on. */
void line_init(struct line *line, struct line_audio *audio, uint32_t channel, bool lockstep);

/*
 * Takes 20 ms. What does not come is concealed for some 50 ms, then silence, until a whole frame is
 * there again. False when nothing of it came.
 */
bool line_take(struct line *line, int16_t *frame);

/* Gives 20 ms; never blocks. */
void line_put(struct line *line, const int16_t *frame);

#endif
