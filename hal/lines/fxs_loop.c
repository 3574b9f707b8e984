/* SPDX-License-Identifier: MIT */
/*
 * Times are those of ticks: what lasted 60 ms may seem to have lasted 50 or 70, so every limit is
 * one tick wider than the dial's own (GR-506: 8 to 12 pulses a second, break 30 to 90 ms here).
 */
#include "fxs_loop.h"

#define DEBOUNCE_MS 20
#define CALM_MS 60 /* nobody dials so soon after lifting or flashing */
#define BREAK_LEAST_MS 20
#define BREAK_MOST_MS 100
#define PERIOD_LEAST_MS 70 /* 12 pulses a second: 83 ms; 8: 125 ms */
#define PERIOD_MOST_MS 140
#define BETWEEN_DIGITS_MS 200 /* closed for so long; a make of a slow dial is 90 ms at most */
#define MOST_PULSES 10
#define SPOILED (MOST_PULSES + 1)

bool fxs_off_hook(const struct fxs_loop *loop)
{
	return loop->state == LOOP_TALKING || loop->state == LOOP_BREAK;
}

static void enter(struct fxs_loop *loop, enum loop_state state, uint64_t now_ms)
{
	loop->state = state;
	loop->since_ms = now_ms;
}

static struct fxs_effect say(enum fxs_said said)
{
	return (struct fxs_effect){ .said = said };
}

static void count_pulse(struct fxs_loop *loop)
{
	uint64_t period = loop->since_ms - loop->break_ms;

	if (loop->pulses > 0 && (period < PERIOD_LEAST_MS || period > PERIOD_MOST_MS))
		loop->pulses = SPOILED;
	else if (loop->pulses < SPOILED)
		loop->pulses++;
	loop->break_ms = loop->since_ms;
}

static struct fxs_effect end_break(struct fxs_loop *loop, const struct fxs_limits *limits,
				   uint64_t now_ms)
{
	uint64_t ms = now_ms - loop->since_ms;

	if (ms > limits->flash_max_ms) {
		loop->pulses = 0;
		enter(loop, LOOP_CLOSING, now_ms);
		return say(FXS_ON_HOOK);
	}
	if (ms >= limits->flash_min_ms) {
		loop->pulses = 0;
		loop->calm_ms = now_ms + CALM_MS;
		enter(loop, LOOP_TALKING, now_ms);
		return (struct fxs_effect){ .said = FXS_FLASH, .ms = (uint32_t)ms };
	}
	if (ms >= BREAK_LEAST_MS && ms <= BREAK_MOST_MS && loop->since_ms >= loop->calm_ms)
		count_pulse(loop);
	else if (ms > BREAK_MOST_MS && loop->pulses > 0)
		loop->pulses = SPOILED;
	enter(loop, LOOP_TALKING, now_ms);
	return say(FXS_NOTHING);
}

static struct fxs_effect end_digit(struct fxs_loop *loop)
{
	unsigned pulses = loop->pulses;

	loop->pulses = 0;
	if (pulses == 0 || pulses > MOST_PULSES)
		return say(FXS_NOTHING);
	return (struct fxs_effect){ .said = FXS_DIGIT, .digit = (char)('0' + pulses % 10) };
}

static struct fxs_effect closed(struct fxs_loop *loop, const struct fxs_limits *limits,
				uint64_t now_ms)
{
	if (loop->state == LOOP_IDLE)
		enter(loop, LOOP_CLOSING, now_ms);
	else if (loop->state == LOOP_BREAK)
		return end_break(loop, limits, now_ms);
	return say(FXS_NOTHING);
}

static struct fxs_effect opened(struct fxs_loop *loop, uint64_t now_ms)
{
	struct fxs_effect effect = say(FXS_NOTHING);

	if (loop->state == LOOP_CLOSING) {
		enter(loop, LOOP_IDLE, now_ms);
	} else if (loop->state == LOOP_TALKING) {
		if (now_ms - loop->since_ms >= BETWEEN_DIGITS_MS)
			effect = end_digit(loop);
		enter(loop, LOOP_BREAK, now_ms);
	}
	return effect;
}

static struct fxs_effect passed(struct fxs_loop *loop, const struct fxs_limits *limits,
				uint64_t now_ms)
{
	uint64_t ms = now_ms - loop->since_ms;

	if (loop->state == LOOP_CLOSING && ms >= DEBOUNCE_MS) {
		loop->pulses = 0;
		loop->calm_ms = now_ms + CALM_MS;
		enter(loop, LOOP_TALKING, now_ms);
		return say(FXS_OFF_HOOK);
	}
	if (loop->state == LOOP_BREAK && ms > limits->flash_max_ms) {
		enter(loop, LOOP_IDLE, now_ms);
		return say(FXS_ON_HOOK);
	}
	if (loop->state == LOOP_TALKING && loop->pulses > 0 && ms >= BETWEEN_DIGITS_MS)
		return end_digit(loop);
	return say(FXS_NOTHING);
}

struct fxs_effect fxs_loop_step(struct fxs_loop *loop, const struct fxs_limits *limits,
				enum fxs_event event, uint64_t now_ms)
{
	switch (event) {
	case FXS_CLOSED:
		return closed(loop, limits, now_ms);
	case FXS_OPENED:
		return opened(loop, now_ms);
	case FXS_TIME:
		break;
	}
	return passed(loop, limits, now_ms);
}
