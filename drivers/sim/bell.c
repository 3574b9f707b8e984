/* SPDX-License-Identifier: MIT */
#include "bell.h"

#include <string.h>

#define TICK_MS 10

static void note(struct bell *bell)
{
	if (bell->times ==
	    BELL_TIMES) { /* the oldest burst and pause go, so that a burst is first */
		memmove(bell->ms, bell->ms + 2, (BELL_TIMES - 2) * sizeof *bell->ms);
		bell->times -= 2;
	}
	bell->ms[bell->times++] = bell->for_ms;
}

static bool begin_burst(struct bell *bell)
{
	bool first = bell->rings == 0 || bell->for_ms >= NEW_CALL_MS;

	if (first)
		bell_forget(bell);
	else
		note(bell);
	if (bell->rings < UINT8_MAX)
		bell->rings++;
	return first;
}

bool bell_tick(struct bell *bell, bool sounds)
{
	bool first = false;

	if (sounds != bell->sounds) {
		if (sounds)
			first = begin_burst(bell);
		else
			note(bell);
		bell->sounds = sounds;
		bell->for_ms = 0;
	}
	if (sounds || bell->for_ms < NEW_CALL_MS)
		bell->for_ms += TICK_MS;
	return first;
}

void bell_forget(struct bell *bell)
{
	bell->rings = 0;
	bell->times = 0;
	bell->for_ms = NEW_CALL_MS;
}
