/* SPDX-License-Identifier: MIT */
/* A HAL just large enough for the simulated card: ticks it, notes what the wires did, keeps what lines said. */
#ifndef STROWGER_SIM_RIG_H
#define STROWGER_SIM_RIG_H

#include <stdbool.h>
#include <stdint.h>

#include "check.h"
#include "sim.h"
#include "strowger/hal-driver.h"

#define RIG_LINES 64
#define RIG_SECONDS 60
#define RIG_EVENTS 4096

struct seen {
	uint32_t line;
	enum hal_wire what;
	uint32_t ms; /* since rig_forget */
};

struct hal { /* the rig */
	struct hal_card card;
	struct hal_line lines[RIG_LINES];
	uint64_t ticks;
	uint64_t forgotten_at;
	struct seen seen[RIG_EVENTS];
	uint32_t seen_count;
	bool is_so[RIG_LINES][10]; /* what was said last: by the enum hal_wire that begins it */
	bool hook[RIG_LINES],
		hook_before[RIG_LINES];          /* FXO, off hook: asked, and in the last tick */
	bool delivers[RIG_LINES];                /* in the last tick */
	uint64_t hash;                           /* of all that all lines said */
	int16_t to[RIG_LINES][HAL_TICK_SAMPLES]; /* of the next tick; cleared by it */
	int peer[RIG_LINES];                     /* line that hears this one; -1: none */
	/* What one line said since rig_forget. */
	int listens_to;
	int16_t said[RIG_SECONDS * HAL_RATE];
	uint32_t said_count;
	/* What is sent to that line: sample by sample, then silence. */
	const int16_t *sends;
	uint32_t sends_count;
};

struct hal *rig_open(const char *spec, uint64_t seed);
void rig_close(struct hal *rig);
void rig_pass(struct hal *rig, uint32_t ms);
void rig_connect(struct hal *rig, int a, int b); /* each hears the other */
void rig_listen(struct hal *rig, int line);      /* and forgets */
void rig_forget(struct hal *rig);
void rig_send(struct hal *rig, const int16_t *samples,
	      uint32_t count); /* to the line listened to */

void rig_hook(struct hal *rig, uint32_t line, enum hal_hook hook);
int rig_ring(struct hal *rig, uint32_t line, bool on);

uint32_t rig_count(const struct hal *rig, enum hal_wire what);
/* When it was first seen, in ms since rig_forget; -1: not. */
int32_t rig_when(const struct hal *rig, enum hal_wire what);

/* OFF_HOOK, RING_ON, CURRENT_LOST, BATTERY_LOST: begun, and not ended. */
bool rig_is(const struct hal *rig, uint32_t line, enum hal_wire what);

/* Level of `hz` of what the line said from..to ms. */
double rig_level(const struct hal *rig, double hz, uint32_t from_ms, uint32_t to_ms);
/* RMS level of the same, dBm0; -99 silence. */
double rig_loudness(const struct hal *rig, uint32_t from_ms, uint32_t to_ms);

struct sim_hearing rig_hear(struct hal *rig, uint32_t line);
struct sim_co_state_of rig_office(struct hal *rig, uint32_t line);

#endif
