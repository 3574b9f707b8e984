/* SPDX-License-Identifier: MIT */
/* A telephone's bell, and somebody who counts. Pure. */
#ifndef STROWGER_SIM_BELL_H
#define STROWGER_SIM_BELL_H

#include <stdbool.h>
#include <stdint.h>

#define BELL_TIMES 8
#define NEW_CALL_MS 6500 /* a pause longer than in any cadence: the next burst is of another call */

struct bell {
	bool sounds;
	uint32_t for_ms; /* since it began or ceased; stays at NEW_CALL_MS */
	uint8_t rings;
	uint32_t times;
	uint32_t ms[BELL_TIMES]; /* burst, pause, burst … */
};

/* One tick. True when the first burst of a call begins. */
bool bell_tick(struct bell *bell, bool sounds);

/* The telephone is idle again, or was lifted: what rings next is another call. */
void bell_forget(struct bell *bell);

#endif
