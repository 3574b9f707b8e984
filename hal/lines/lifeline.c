/* SPDX-License-Identifier: MIT */
/*
 * DESIGN §1: an off-hook telephone that nobody serves gets dial tone, and reaches emergency. Under the
 * lock, but for opening and closing.
 */
#include <errno.h>
#include <spandsp.h>
#include <string.h>

#include "emergency.h"
#include "lines.h"

#define FIRST_DIGIT_MS 15000
#define NEXT_DIGIT_MS 10000
#define ANEW_MS 3000 /* reorder for so long: what is dialled now does not belong to what was */

static const struct media_tone dial_tone = { .hz = { 350, 440 }, .level_dbm0 = -13 };
static const struct media_tone reorder = { .hz = { 480, 620 },
					   .level_dbm0 = -24,
					   .cadence_ms = { 250, 250 } };

static void reset_dtmf(struct lifeline *lifeline)
{
	dtmf_rx_init(lifeline->dtmf, NULL, NULL);
	/* Dial tone comes back as echo while the first digit is pressed. */
	dtmf_rx_parms(lifeline->dtmf, 1, -1.0F, -1.0F, -99.0F);
}

int lifeline_open(struct lifeline *lifeline)
{
	lifeline->dtmf = dtmf_rx_init(NULL, NULL, NULL);
	return lifeline->dtmf == NULL ? -ENOMEM : 0;
}

void lifeline_close(struct lifeline *lifeline)
{
	if (lifeline->dtmf != NULL)
		dtmf_rx_free(lifeline->dtmf);
	lifeline->dtmf = NULL;
}

bool lifeline_has_call(const struct line *fxs)
{
	return fxs->fxs.lifeline.state == LIFELINE_CALL;
}

static void enter(struct line *fxs, enum lifeline_state state)
{
	fxs->fxs.lifeline.state = state;
	fxs->fxs.lifeline.since_ms = hal_now_ms(fxs->port.hal);
}

static void report(struct line *fxs, enum hal_lifeline value)
{
	event_send(fxs->port.hal, (struct hal_event){ .kind = HAL_EVENT_LIFELINE,
						      .line = fxs->port.index,
						      .value = (uint8_t)value,
						      .peer = 0xff });
}

static void give_tone(struct line *fxs)
{
	struct lifeline *lifeline = &fxs->fxs.lifeline;

	lifeline->count = 0;
	(void)tone_init(&lifeline->tone, &dial_tone);
	reset_dtmf(lifeline);
	enter(fxs, LIFELINE_TONE);
}

static void give_reorder(struct line *fxs)
{
	fxs->fxs.lifeline.count = 0;
	(void)tone_init(&fxs->fxs.lifeline.tone, &reorder);
	enter(fxs, LIFELINE_REORDER);
}

void lifeline_end(struct line *fxs)
{
	struct lifeline *lifeline = &fxs->fxs.lifeline;

	if (lifeline->state == LIFELINE_AWAY)
		return;
	emergency_end(fxs);
	enter(fxs, LIFELINE_AWAY);
	memset(lifeline->says, 0, sizeof lifeline->says);
	report(fxs, HAL_LIFELINE_OFF);
}

static void call(struct line *fxs)
{
	enter(fxs, LIFELINE_CALL);
	memset(fxs->fxs.lifeline.says, 0, sizeof fxs->fxs.lifeline.says);
	emergency_begin(fxs);
	if (fxs->fxs.lifeline.call.line == NULL)
		give_reorder(
			fxs); /* there is no line at all, or every one is in another emergency */
	else
		line_unserve(fxs);
}

void lifeline_digit(struct line *fxs, char digit)
{
	struct lifeline *lifeline = &fxs->fxs.lifeline;
	uint64_t now = hal_now_ms(fxs->port.hal);

	if (lifeline->state == LIFELINE_CALL)
		return;
	if (lifeline->state == LIFELINE_REORDER && now - lifeline->since_ms < ANEW_MS) {
		lifeline->since_ms = now;
		return;
	}
	if (lifeline->count == sizeof lifeline->digits)
		lifeline->count = 0; /* cannot be: no number is so long */
	lifeline->digits[lifeline->count++] = digit;
	enter(fxs, LIFELINE_DIALING);
	switch (emergency_match(&fxs->port.hal->emergency, lifeline->digits, lifeline->count)) {
	case EMERGENCY_YES:
		call(fxs);
		break;
	case EMERGENCY_NO:
		give_reorder(fxs);
		break;
	case EMERGENCY_MORE:
		break;
	}
}

void lifeline_flash(struct line *fxs)
{
	if (!lifeline_has_call(fxs))
		give_tone(fxs);
}

static void hear_digits(struct line *fxs)
{
	struct lifeline *lifeline = &fxs->fxs.lifeline;
	char digits[8];
	size_t count;

	dtmf_rx(lifeline->dtmf, fxs->heard, TICK);
	count = dtmf_rx_get(lifeline->dtmf, digits, sizeof digits - 1);
	for (size_t i = 0; i < count; i++)
		lifeline_digit(fxs, digits[i]);
}

static void sound(struct lifeline *lifeline)
{
	int32_t mix[TICK] = { 0 };

	if (lifeline->state != LIFELINE_DIALING)
		(void)tone_add(&lifeline->tone, mix, TICK);
	for (unsigned i = 0; i < TICK; i++)
		lifeline->says[i] = (int16_t)mix[i];
}

static bool is_forsaken(const struct line *fxs)
{
	uint64_t since = fxs->attended_ms > fxs->off_hook_ms ? fxs->attended_ms : fxs->off_hook_ms;

	return fxs_off_hook(&fxs->fxs.loop) && hal_now_ms(fxs->port.hal) >= since &&
	       hal_now_ms(fxs->port.hal) - since >= fxs->port.hal->options.lifeline_after_ms;
}

static void dial(struct line *fxs)
{
	struct lifeline *lifeline = &fxs->fxs.lifeline;
	uint64_t ms = hal_now_ms(fxs->port.hal) - lifeline->since_ms;

	if ((lifeline->state == LIFELINE_TONE && ms >= FIRST_DIGIT_MS) ||
	    (lifeline->state == LIFELINE_DIALING && ms >= NEXT_DIGIT_MS))
		give_reorder(fxs);
	hear_digits(fxs);
	if (lifeline->state != LIFELINE_CALL)
		sound(lifeline);
}

void lifeline_tick(struct line *fxs)
{
	switch (fxs->fxs.lifeline.state) {
	case LIFELINE_AWAY:
		if (!is_forsaken(fxs))
			break;
		give_tone(fxs);
		report(fxs, HAL_LIFELINE_TONE);
		break;
	case LIFELINE_CALL:
		emergency_tick(fxs);
		if (fxs->fxs.lifeline.call.line != NULL)
			break;
		give_tone(fxs);
		report(fxs, HAL_LIFELINE_TONE);
		break;
	default:
		dial(fxs);
	}
}
