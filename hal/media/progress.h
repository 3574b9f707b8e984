/* SPDX-License-Identifier: MIT */
/*
 * Call-progress tones of North America by their frequencies and cadences, and silence, and any other
 * sound (media.h says when each is certain). Pure.
 */
#ifndef STROWGER_PROGRESS_H
#define STROWGER_PROGRESS_H

#include <stdbool.h>
#include <stdint.h>

#define PROGRESS_FRAME 160

enum progress_kind { /* what one frame is */
		     FRAME_QUIET,
		     FRAME_DIAL,     /* 350 + 440 Hz */
		     FRAME_RINGBACK, /* 440 + 480 Hz */
		     FRAME_BUSY,     /* 480 + 620 Hz: busy and reorder */
		     FRAME_OTHER
};

struct progress {
	int16_t last[PROGRESS_FRAME]; /* a judgement takes this frame and the one before */
	char told;                    /* what was reported last; 0: nothing yet */

	enum progress_kind burst; /* the tone that sounds, or sounded last */
	uint32_t on, off;         /* frames of it, and since it */
	double power;             /* of it: what is far below it is the gap between two bursts */
	uint32_t last_on;         /* of the burst before */
	uint32_t busy, reorder;   /* cycles in a row */

	uint32_t quiet; /* frames in a row */
	uint32_t sound; /* grows with every frame of sound, and wanes between them */
};

void progress_init(struct progress *progress);

/* 20 ms more. What has become certain: 'd', 'r', 'b', 'o', 's' or 'v' as in media.h; 0: nothing. */
char progress_hear(struct progress *progress, const int16_t *frame);

/* What two frames in a row are, and the mean square of the second; for tests. */
enum progress_kind progress_judge(const int16_t *first, const int16_t *second, double *power);

#endif
