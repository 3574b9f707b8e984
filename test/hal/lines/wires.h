/* SPDX-License-Identifier: MIT */
/* A driver whose wires a test moves itself: "wires:fxs=1,fxo=2". */
#ifndef STROWGER_WIRES_H
#define STROWGER_WIRES_H

#include <stdbool.h>
#include <stdint.h>

#include "strowger/hal-driver.h"

struct wires {                           /* of one line */
	int16_t said[HAL_TICK_SAMPLES];  /* what it says every tick */
	int16_t heard[HAL_TICK_SAMPLES]; /* what it heard in the last */
	bool off_hook, ringing, battery;
	unsigned hooks; /* how often the hook was put somewhere */
	int refuses;    /* what every operation answers */
	bool delivers;
};

extern const struct hal_driver wires_driver;
extern const struct hal_driver *const wires_drivers[];
extern const struct hal_driver
	*const deaf_drivers[]; /* the same card, that can nothing but audio */

extern unsigned wires_open;            /* lines and cards that are open */
extern unsigned wires_closed_off_hook; /* lines that were closed so */

/* Under the lock; followed by hal_leave. */
struct wires *wires_of(struct hal *hal, uint32_t line);
void wires_do(struct hal *hal, uint32_t line, enum hal_wire what);

#endif
