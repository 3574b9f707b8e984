/* SPDX-License-Identifier: MIT */
/* What a simulated line leaves to chance: the same seed gives the same sequence on every machine. */
#ifndef STROWGER_SIM_CHANCE_H
#define STROWGER_SIM_CHANCE_H

#include <stdint.h>

struct chance {
	uint64_t state;
};

/* splitmix64, as published by its author into the public domain: one addition and a mix. */
static inline uint64_t chance_next(struct chance *chance)
{
	uint64_t z = chance->state += 0x9e3779b97f4a7c15u;

	z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9u;
	z = (z ^ (z >> 27)) * 0x94d049bb133111ebu;
	return z ^ (z >> 31);
}

/* low to high, both included. */
static inline uint32_t chance_between(struct chance *chance, uint32_t low, uint32_t high)
{
	return low + (uint32_t)(chance_next(chance) % (high - low + 1));
}

#endif
