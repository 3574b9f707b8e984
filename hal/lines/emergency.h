/* SPDX-License-Identifier: MIT */
/* Decisions of the lifeline. Pure. */
#ifndef STROWGER_EMERGENCY_H
#define STROWGER_EMERGENCY_H

#include <stdbool.h>
#include <stdint.h>

#include "strowger/hal.h"

enum emergency_match { EMERGENCY_NO, EMERGENCY_MORE, EMERGENCY_YES };

/* Whether digits are an emergency number, the beginning of one, or neither. */
enum emergency_match emergency_match(const struct hal_emergency *table, const char *digits,
				     unsigned count);

/* How much an outside line is wanted: lower is better. */
enum emergency_rank {
	EMERGENCY_IDLE,
	EMERGENCY_IN_CALL, /* may be cut */
	EMERGENCY_RINGING, /* somebody calls in: we would get the caller, not dial tone */
	EMERGENCY_DEAD,    /* no battery, or no audio */
	EMERGENCY_FORBIDDEN
};

/* The place in `ranks` to take, of those whose bit in `tried` is not set; -1: none. */
int emergency_choose(const enum emergency_rank *ranks, unsigned count, uint32_t tried);

/* 0, or -EINVAL: not ended, or not digits. */
int emergency_check(const struct hal_emergency *table);

#endif
