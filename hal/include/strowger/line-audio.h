/* SPDX-License-Identifier: MIT */
/*
 * The audio of lines between the lines process, which makes the file, and the media process, which maps it: two rings a
 * line. Each ring has one writer and one reader; positions only count up. A writer stores samples, then its position
 * (release); a reader loads the position (acquire), then samples. Who falls behind loses the oldest samples, never blocks.
 *
 * The file lies on tmpfs. The lines process writes a new one beside it and renames it into place, so a mapping of an
 * earlier one goes on to be readable, and its `closed` says that nothing will come any more (also to be concluded when
 * from_put stands still).
 */
#ifndef STROWGER_LINE_AUDIO_H
#define STROWGER_LINE_AUDIO_H

#include <stdatomic.h>
#include <stdint.h>

#define LINE_AUDIO_MAGIC 0x53544c41u
#define LINE_AUDIO_ABI 1
#define LINE_AUDIO_RING 2048 /* samples, a power of two: 256 ms */

struct line_audio_channel {
	char name[16]; /* "fxs-1"; ends with NUL */
	uint32_t reserved[12];
	_Alignas(64) _Atomic uint64_t from_put; /* samples ever written by lines: what the line says. All lines tick always */
	_Alignas(64) _Atomic uint64_t to_put; /* samples ever written by media: what the line hears */
	_Alignas(64) _Atomic uint64_t to_taken; /* samples of them taken by lines */
	_Alignas(64) int16_t from[LINE_AUDIO_RING];
	int16_t to[LINE_AUDIO_RING];
};

struct line_audio {
	uint32_t magic, abi;
	uint32_t channels;
	_Atomic uint32_t closed;
	uint64_t boot; /* random: differs with every start of the lines process */
	uint8_t reserved[40];
	struct line_audio_channel channel[]; /* `channels` of them */
};

_Static_assert(sizeof(struct line_audio) == 64, "the same in both processes");

#endif
