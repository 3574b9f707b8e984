/* SPDX-License-Identifier: MIT */
/* The cadence of a ringing telephone. Pure; moves on by ticks. */
#ifndef STROWGER_RINGER_H
#define STROWGER_RINGER_H

#include <stdbool.h>
#include <stdint.h>

#include "strowger/hal.h"

struct ringer {
	struct hal_cadence cadence;
	unsigned phases; /* in use; 0: silent. Even ones ring */
	unsigned phase;
	uint32_t left_ms; /* of this phase */
};

/* -EINVAL: it never rings. The same cadence as the one that rings goes on undisturbed. */
int ringer_start(struct ringer *ringer, const struct hal_cadence *cadence);
void ringer_stop(struct ringer *ringer);

bool ringer_is_on(const struct ringer *ringer); /* ringing voltage now */
void ringer_tick(struct ringer *ringer, uint32_t ms);

/* How long it will be silent yet between bursts; 0: it is not. */
uint32_t ringer_pause_ms(const struct ringer *ringer);

#endif
