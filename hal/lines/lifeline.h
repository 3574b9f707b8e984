/* SPDX-License-Identifier: MIT */
/* The lifeline of one telephone: dial tone, digits, and an emergency call over an outside line. */
#ifndef STROWGER_LIFELINE_H
#define STROWGER_LIFELINE_H

#include <stdbool.h>
#include <stdint.h>

#include "dial_tone.h"
#include "strowger/hal.h"
#include "tone.h"

struct line;
struct dtmf_rx_state_s;

enum lifeline_state {
	LIFELINE_AWAY,    /* the controller is there, or the telephone is on hook */
	LIFELINE_TONE,    /* dial tone */
	LIFELINE_DIALING, /* digits */
	LIFELINE_REORDER,
	LIFELINE_CALL
};

enum emergency_state {
	CALL_ANSWERING, /* the line was ringing: its caller is taken, to be hung up on */
	CALL_CLEARING,  /* the line was in a call: on hook for a moment */
	CALL_WAITING,   /* seized; for dial tone */
	CALL_DIALING,
	CALL_THROUGH
};

struct emergency_call { /* of LIFELINE_CALL */
	enum emergency_state state;
	uint64_t since_ms;
	struct hal_emergency table; /* as it was when the call began */
	struct line *line;          /* the outside line; NULL: none */
	uint32_t tried;             /* bits: places in the table that had no dial tone */
	struct dial_tone ear;
	struct tone tone;
	unsigned digit; /* of `sent`, being sent */
	int16_t says[HAL_TICK_SAMPLES];
};

struct lifeline {
	enum lifeline_state state;
	uint64_t since_ms; /* of the state, or of the last digit */
	char digits[16];
	unsigned count;
	struct tone tone;
	struct dtmf_rx_state_s *dtmf;
	struct emergency_call call;
	int16_t says[HAL_TICK_SAMPLES]; /* what the telephone is to hear in this tick */
};

#endif
