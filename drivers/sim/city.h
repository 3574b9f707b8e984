/* SPDX-License-Identifier: MIT */
/* The numbers of the simulated city, and when a number is complete. Pure. */
#ifndef STROWGER_SIM_CITY_H
#define STROWGER_SIM_CITY_H

#include <stdbool.h>
#include <stdint.h>

#include "sim.h"

#define CITY_NEVER UINT32_MAX /* values of sim_co_rule.rings */
#define CITY_BUSY 0xfffffffeu
#define CITY_REORDER 0xfffffffdu

#define MOST_RULES 32

struct city {
	struct sim_co_rule rules[MOST_RULES];
	uint32_t count;
};

void city_init(struct city *city); /* with what is built in */

/* -EINVAL: a number that is none, a saying that cannot be; -ENOSPC: MOST_RULES there are. */
int city_rule(struct city *city, const struct sim_co_rule *rule);

/* What the longest number does that `dialled` ends in. */
struct sim_co_rule city_reach(const struct city *city, const char *dialled);

/*
 * How long the office waits for another digit: a moment when the number is complete (911, ten digits, eleven with a 1 in
 * front, a listed number of seven or more, or '#' behind it), else some seconds.
 */
uint32_t city_patience_ms(const struct city *city, const char *dialled);

#endif
