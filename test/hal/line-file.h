/* SPDX-License-Identifier: MIT */
/* The lines side of line-audio.h for tests: a file of rings, and one who writes and reads them. */
#ifndef STROWGER_LINE_FILE_H
#define STROWGER_LINE_FILE_H

#include <stddef.h>
#include <stdint.h>

#include "strowger/line-audio.h"

struct line_file {
	char directory[32];
	char path[48];
	size_t size;
	struct line_audio *audio;
};

/* A file with channels fxs-1, fxs-2 … */
void line_file_open(struct line_file *file, uint32_t channels);

/* As the lines process does when it starts again: another file in its place. */
void line_file_replace(struct line_file *file, uint32_t channels);
void line_file_close(struct line_file *file);

void line_file_say(struct line_file *file, uint32_t channel, const int16_t *samples,
		   unsigned count);

/* Takes what the line hears; silence for what is not there. Returns how much was. */
unsigned line_file_hear(struct line_file *file, uint32_t channel, int16_t *out, unsigned count);

#endif
