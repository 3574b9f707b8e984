/* SPDX-License-Identifier: MIT */
/*
 * What a telephone means by closing and opening its loop: off hook, on hook, a dial pulse, a hook
 * flash, or nothing but bounce. Pure: state and event in, state and effect out.
 */
#ifndef STROWGER_FXS_LOOP_H
#define STROWGER_FXS_LOOP_H

#include <stdbool.h>
#include <stdint.h>

enum loop_state {
	LOOP_IDLE,    /* on hook */
	LOOP_CLOSING, /* closed, not yet for long enough to believe it */
	LOOP_TALKING, /* off hook and closed */
	LOOP_BREAK    /* open, and not yet known what that is to be */
};

struct fxs_loop {
	enum loop_state state;
	uint64_t since_ms; /* of this state */
	uint64_t break_ms; /* when the last break began that counted as a pulse */
	uint64_t calm_ms;  /* a break that begins before is bounce of the contact that closed */
	unsigned pulses;   /* of the digit that is being dialled; above 10: none */
};

struct fxs_limits {
	uint32_t flash_min_ms, flash_max_ms;
};

enum fxs_event { FXS_CLOSED, FXS_OPENED, FXS_TIME };

enum fxs_said { FXS_NOTHING, FXS_OFF_HOOK, FXS_ON_HOOK, FXS_FLASH, FXS_DIGIT };

struct fxs_effect {
	enum fxs_said said;
	uint32_t ms; /* of a flash */
	char digit;
};

struct fxs_effect fxs_loop_step(struct fxs_loop *loop, const struct fxs_limits *limits,
				enum fxs_event event, uint64_t now_ms);

bool fxs_off_hook(const struct fxs_loop *loop);

#endif
