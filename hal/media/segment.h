/* SPDX-License-Identifier: MIT */
/*
 * Mappings of the audio of lines, one a file, shared by the terminations on it. API thread; the
 * media thread only follows pointers into what is mapped.
 */
#ifndef STROWGER_SEGMENT_H
#define STROWGER_SEGMENT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

#include "strowger/line-audio.h"

struct segment {
	struct segment *next;
	dev_t device;
	ino_t inode;
	struct line_audio *audio;
	size_t size;
	uint32_t users;
	uint32_t channels; /* as the size bears out, whatever the file says later */
	bool busy[];       /* a termination has the channel */
};

/*
 * Takes the channel `name` of the file at `path`, which is mapped if it is not yet. -ENODEV: no such
 * file or channel, not a segment, or of another LINE_AUDIO_ABI; -EBUSY; another negative errno.
 */
int segment_take(struct segment **all, const char *path, const char *name, struct segment **segment,
		 uint32_t *channel);

/* Gives the channel back; the last one unmaps the file. */
void segment_give(struct segment **all, struct segment *segment, uint32_t channel);

#endif
