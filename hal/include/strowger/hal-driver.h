/* SPDX-License-Identifier: MIT */
/*
 * What a card driver implements, and what it may call. A driver is one `const struct hal_driver`, includes this header and
 * nothing above it, and reports what the wire did, never what it means. Everything runs in the line thread, but for probe and
 * open, which run before it starts, and close, which runs after it has ended.
 */
#ifndef STROWGER_HAL_DRIVER_H
#define STROWGER_HAL_DRIVER_H

#include <stdbool.h>

#include "strowger/hal.h"

#define HAL_DRIVER_ABI 1 /* raise with any change below: the HAL refuses another value */

struct hal_line {
	/* Written by the HAL before open. */
	struct hal *hal;
	uint32_t index;        /* as hal.h numbers lines */
	enum hal_kind kind;
	char name[HAL_NAME];
	struct hal_card *card;
	uint32_t port; /* on the card, from 0, over both kinds: FXS first */
	/* The driver's. */
	void *private_data;
};

struct hal_card {
	const struct hal_driver *driver;
	char spec[256]; /* one card of hal_options.lines, as "sim:fxs=2,fxo=2" */
	uint64_t seed;
	uint32_t fxs, fxo; /* how many ports; filled by probe */
	void *private_data;
};

struct hal_driver {
	uint32_t abi;     /* HAL_DRIVER_ABI */
	const char *name; /* in logs and in `show lines` */
	const char *forms; /* valid forms of its spec, for a person: "sim:fxs=1..32,fxo=0..32" */

	/* Required. 0 or a negative errno; probe says -ENODEV for a card of someone else, -EINVAL for a bad spec of its own. */
	int (*probe)(struct hal_card *card);
	int (*open)(struct hal_line *line);
	void (*close)(struct hal_line *line); /* cannot fail; harmless when called twice */
	/* One tick, HAL_TICK_SAMPLES each way. false: the card delivered nothing (from_line is silence then). */
	bool (*audio)(struct hal_line *line, const int16_t *to_line, int16_t *from_line);

	/* Optional. NULL says that this hardware cannot, and the HAL answers -ENOTSUP. */
	int (*hook)(struct hal_line *line, enum hal_hook hook); /* FXO: HAL_ON_HOOK or HAL_OFF_HOOK; the HAL times a flash */
	int (*ring)(struct hal_line *line, bool on);            /* FXS: ringing voltage; the HAL times the cadence */
	int (*battery)(struct hal_line *line, bool on);         /* FXS: line feed */
	void (*tick)(struct hal_card *card); /* before the audio of its lines, once a tick */
	/* Samples that the card has clocked since open, or -ENOTSUP: the system's clock is as good. */
	int64_t (*clock)(struct hal_card *card);
	void (*remove)(struct hal_card *card); /* after the last close */
};

enum hal_wire { /* what the wire did */
	HAL_WIRE_OFF_HOOK = 1, /* FXS: loop closed; pulses and bounce as they come */
	HAL_WIRE_ON_HOOK = 2,
	HAL_WIRE_RING_ON = 3, /* FXO: ringing voltage */
	HAL_WIRE_RING_OFF = 4,
	HAL_WIRE_CURRENT_LOST = 5, /* FXO, off hook: no loop current */
	HAL_WIRE_CURRENT_BACK = 6,
	HAL_WIRE_BATTERY_LOST = 7, /* FXO, on hook: no voltage */
	HAL_WIRE_BATTERY_BACK = 8,
	HAL_WIRE_REVERSED = 9 /* FXO: polarity changed */
};

/* The way up. Never blocks. */
void hal_wire(struct hal_line *line, enum hal_wire what);

/* Milliseconds of the HAL's time: of the tick that runs. */
uint64_t hal_now_ms(const struct hal *hal);

/*
 * For a driver's own door to the host thread (sim.h): the line while the line thread stands still; NULL: no such line, or one of
 * another driver. hal_leave follows only a line.
 */
struct hal_line *hal_enter(struct hal *hal, uint32_t line, const struct hal_driver *driver);
void hal_leave(struct hal *hal);

extern const struct hal_driver hal_sim_driver;

#endif
