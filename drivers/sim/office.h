/* SPDX-License-Identifier: MIT */
/*
 * The central office behind one FXO port: battery, tones, digits, ringing, and the far party of a call. Advanced by one tick in
 * the line thread; wishes come from the host thread while the line thread stands still (hal_enter).
 */
#ifndef STROWGER_SIM_OFFICE_H
#define STROWGER_SIM_OFFICE_H

#include "caller-id.h"
#include "chance.h"
#include "city.h"
#include "receiver.h"
#include "voice.h"

struct office_call {
	enum sim_co_state state;
	uint32_t ms;                /* in this state */
	struct sim_co_rule reached; /* of a number dialled */
	struct voice far_voice;
};

struct office_wire { /* what the port sees, and what it was told last */
	bool reversed, told_reversed;
	bool rings;
	bool told_no_current, told_no_voltage;
	uint32_t open_ms; /* of no battery, still to come: CPC */
};

struct office {
	struct hal_line *line;
	struct chance chance;
	bool cut, no_dial_tone, glare; /* faults */
	struct sim_co_settings settings;
	struct sim_saying caller_saying; /* of who rings us */
	struct city city;
	/* Our end. */
	bool hook;        /* the port's: off hook */
	bool hook_before; /* in the last tick */
	bool loop;        /* closed, as the office sees it */
	uint32_t open_ms; /* since it opened */
	struct office_wire wire;
	/* The call, and what a short opening of the loop may come back to. */
	struct office_call call;
	struct office_call before; /* the loop opened; state SIM_CO_IDLE: none */
	struct office_call held;   /* by a hook flash; likewise */
	char dialled[32];
	uint32_t waits_ms; /* since the last digit */
	struct receiver receiver;
	adsi_tx_state_t *modem;
	bool modem_sends;
	bool tells_caller; /* this call has caller ID */
	struct tone tone;
	bool tone_on;
	struct ear ear; /* of the far party */
};

int office_init(struct office *office, struct hal_line *line, uint64_t seed); /* -ENOMEM */
void office_free(struct office *office);

/* Wishes of sim.h. -EBUSY: the line is in use; -EINVAL: nobody is there to hang up, or not a text for caller ID. */
int office_ring(struct office *office, const char *number, const char *name);
int office_end(struct office *office);
void office_say(struct office *office, const struct sim_saying *saying);

void office_tick(struct office *office, const int16_t *to_line, int16_t *from_line);

/* office-call.c, for office.c: what the loop and time do to a call. */
void call_enter(struct office *office, enum sim_co_state state);
void call_loop_closed(struct office *office);
void call_loop_opened(struct office *office);
void call_loop_is_open(struct office *office);
void call_digit(struct office *office, char digit);
void call_tick(struct office *office);
void call_tick_is_over(struct office *office);
void call_far_end_hangs_up(struct office *office);

/* office-tones.c */
void office_tone(struct office *office, enum sim_co_state state); /* of that state, or none */

#define OFFICE_RING_MS 2000
#define OFFICE_RING_CYCLE_MS 6000

#endif
