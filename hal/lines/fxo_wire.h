/* SPDX-License-Identifier: MIT */
/*
 * What a central office means by ringing, current, battery and polarity. Pure: state and event in,
 * state and effects out.
 */
#ifndef STROWGER_FXO_WIRE_H
#define STROWGER_FXO_WIRE_H

#include <stdbool.h>
#include <stdint.h>

#include "strowger/hal-driver.h"

struct fxo_wire {
	bool off_hook; /* ours; stays so during a flash */
	bool flashing;
	uint64_t hook_ms;  /* since when it is so */
	uint64_t flash_ms; /* when the flash began */

	bool ring_voltage;
	bool ringing;     /* a call is coming in */
	uint64_t ring_ms; /* since when there is ringing voltage, or none */

	bool voltage, current; /* as the wire said last */
	bool lost;             /* BATTERY_LOST was told */
	bool disconnected;     /* DISCONNECT was told of this interruption */
	uint64_t lost_ms;      /* since when there is no voltage or current */
};

enum fxo_event {
	/* HAL_WIRE_RING_ON to HAL_WIRE_REVERSED, and: */
	FXO_TIME = 100,
	FXO_SEIZE,
	FXO_RELEASE,
	FXO_FLASH
};

enum fxo_said { /* bits */
		FXO_RING_ON = 1,
		FXO_RING_OFF = 2,
		FXO_DISCONNECT = 4,
		FXO_REVERSAL = 8,
		FXO_BATTERY_LOST = 16,
		FXO_BATTERY_BACK = 32,
		FXO_HOOK_ON = 64, /* what to do with the hook */
		FXO_HOOK_OFF = 128
};

struct fxo_effects {
	unsigned said;
	uint32_t ms; /* of the disconnect */
};

void fxo_wire_init(struct fxo_wire *wire);
struct fxo_effects fxo_wire_step(struct fxo_wire *wire, uint32_t disconnect_ms, unsigned event,
				 uint64_t now_ms);

#endif
