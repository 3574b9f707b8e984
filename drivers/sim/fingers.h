/* SPDX-License-Identifier: MIT */
/* Fingers on a telephone's keys, dial and hook: a queue of what they are still to do. Pure. */
#ifndef STROWGER_SIM_FINGERS_H
#define STROWGER_SIM_FINGERS_H

#include <stdbool.h>
#include <stdint.h>

#include "sim.h"
#include "tone.h"

#define MOST_KEYS 128
#define LONGEST_KEY_MS 10000

struct key {
	char symbol; /* as sim_dial has it */
	uint8_t how; /* enum sim_dialling */
	uint16_t on_ms, gap_ms;
};

enum fingers_do { REST, PRESS, WAIT, BREAK, MAKE, FLASH };

struct fingers {
	struct key keys[MOST_KEYS]; /* a ring */
	uint32_t first, count;
	enum fingers_do doing;
	uint32_t left;    /* samples of it */
	uint32_t pulses;  /* still to come of the digit */
	uint32_t gap;     /* samples, behind the digit */
	struct tone tone; /* of PRESS */
};

/* -EINVAL: a key that there is not, or a time above LONGEST_KEY_MS; -ENOSPC: more than the queue holds. Then none is taken. */
int fingers_dial(struct fingers *fingers, const char *keys, enum sim_dialling how, uint32_t on_ms,
		 uint32_t gap_ms);
int fingers_flash(struct fingers *fingers, uint32_t ms);
void fingers_stop(struct fingers *fingers);

static inline bool fingers_rest(const struct fingers *fingers)
{
	return fingers->doing == REST && fingers->count == 0;
}

/* One tick: what they do at its beginning. Adds the tones of keys. */
enum fingers_do fingers_work(struct fingers *fingers, int32_t *mix);

#endif
