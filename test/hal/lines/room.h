/* SPDX-License-Identifier: MIT */
/* A stepped libhal, and what media does with its audio file: speaks tones to lines, and listens to them. */
#ifndef STROWGER_ROOM_H
#define STROWGER_ROOM_H

#include <stdbool.h>
#include <stdint.h>

#include "lines.h"
#include "tone.h"

#define ROOM_LINES 8
#define ROOM_EVENTS 256
#define ROOM_HEARD 1600 /* samples: 200 ms */

struct room {
	struct hal *hal;
	char path[64];
	struct line_audio *audio;
	size_t size;
	uint64_t ms;             /* gone by */
	bool speaks[ROOM_LINES]; /* media writes for the line: */
	struct tone tone[ROOM_LINES];
	bool silent[ROOM_LINES];               /* silence instead of the tone */
	int16_t heard[ROOM_LINES][ROOM_HEARD]; /* newest last */
	uint64_t read[ROOM_LINES];
	struct hal_event events[ROOM_EVENTS];
	unsigned event_count;
};

struct hal_options room_options(const struct room *room, const char *lines);

/* `drivers` NULL: those that are built in. */
void room_open(struct room *room, const struct hal_driver *const *drivers, const char *lines);
void room_close(struct room *room); /* harmless when closed */

void room_pass(struct room *room, uint32_t ms);
/* Passes until an event of the kind comes, at most `ms`; whether it came. */
bool room_until(struct room *room, uint32_t kind, uint32_t line, uint32_t ms);

void room_speak(struct room *room, uint32_t line, uint16_t hz,
		int8_t level_dbm0);               /* hz 0: silence */
void room_hush(struct room *room, uint32_t line); /* media writes nothing any more */
double room_level(const struct room *room, uint32_t line,
		  double hz); /* of the last 200 ms from it */

unsigned room_count(const struct room *room, uint32_t kind, uint32_t line);
const struct hal_event *room_last(const struct room *room, uint32_t kind,
				  uint32_t line); /* or NULL */
void room_forget(struct room *room);              /* events */
struct hal_line_state room_state(struct room *room, uint32_t line);

#endif
