/* SPDX-License-Identifier: MIT */
/* An emergency call of the lifeline on an outside line, from the choice of the line to its end. Under the lock. */
#include <string.h>

#include "emergency.h"
#include "key_in.h"
#include "lines.h"

#define ANSWER_MS 500
#define CLEAR_MS 1500 /* on hook for so long the office takes for the end of a call */
#define DIAL_TONE_MS 2500
#define DIGIT_MS 100 /* on, and the gap after it */
#define PLACES (sizeof((struct hal_emergency *)0)->lines)

static struct emergency_call *call_of(struct line *fxs)
{
	return &fxs->fxs.lifeline.call;
}

static void enter(struct line *fxs, enum emergency_state state)
{
	call_of(fxs)->state = state;
	call_of(fxs)->since_ms = hal_now_ms(fxs->port.hal);
}

/* Somebody speaks on it: an emergency call of the controller's, and media is there. */
static bool is_protected(const struct line *fxo)
{
	const struct hal *hal = fxo->port.hal;

	return fxo->served && fxo->protected_call &&
	       hal_now_ms(hal) - fxo->attended_ms < hal->options.lifeline_after_ms;
}

static enum emergency_rank rank(const struct line *fxo)
{
	const struct fxo_wire *wire = &fxo->fxo.wire;

	if (fxo->fxo.emergency || is_protected(fxo) || fxo->driver->hook == NULL)
		return EMERGENCY_FORBIDDEN;
	if (wire->lost || fxo->audio_stopped)
		return EMERGENCY_DEAD;
	if (wire->off_hook)
		return EMERGENCY_IN_CALL;
	return wire->ringing ? EMERGENCY_RINGING : EMERGENCY_IDLE;
}

/* The line to try next, and its place in the table; NULL: none. */
static struct line *choose(struct line *fxs, unsigned *place)
{
	struct hal *hal = fxs->port.hal;
	const uint8_t *places = call_of(fxs)->table.lines;
	enum emergency_rank ranks[PLACES];
	unsigned count;
	int chosen;

	for (count = 0; count < PLACES && places[count] != 0xff; count++)
		ranks[count] = rank(&hal->lines[places[count]]);
	chosen = emergency_choose(ranks, count, call_of(fxs)->tried);
	if (chosen < 0)
		return NULL;
	*place = (unsigned)chosen;
	return &hal->lines[places[chosen]];
}

static void release(struct line *fxs)
{
	struct line *fxo = call_of(fxs)->line;

	if (fxo == NULL)
		return;
	(void)fxo_hook(fxo, HAL_ON_HOOK);
	fxo->fxo.emergency = false;
	fxo->fxo.lifeline_says = NULL;
	call_of(fxs)->line = NULL;
}

static void seize(struct line *fxs)
{
	memset(&call_of(fxs)->ear, 0, sizeof call_of(fxs)->ear);
	/* A card that refuses has no dial tone: the next line is tried. */
	(void)fxo_hook(call_of(fxs)->line, HAL_OFF_HOOK);
	enter(fxs, CALL_WAITING);
}

static void take(struct line *fxs, struct line *fxo)
{
	bool ringing = fxo->fxo.wire.ringing;

	line_unserve(fxo);
	fxo->fxo.emergency = true;
	fxo->fxo.lifeline_says = NULL;
	call_of(fxs)->line = fxo;
	if (ringing) {
		(void)fxo_hook(fxo, HAL_OFF_HOOK);
		enter(fxs, CALL_ANSWERING);
	} else if (fxo->fxo.wire.off_hook) {
		(void)fxo_hook(fxo, HAL_ON_HOOK);
		enter(fxs, CALL_CLEARING);
	} else {
		seize(fxs);
	}
	event_send(fxs->port.hal, (struct hal_event){ .kind = HAL_EVENT_LIFELINE,
						      .line = fxs->port.index,
						      .value = HAL_LIFELINE_CALL,
						      .peer = (uint8_t)fxo->port.index });
}

static void press(struct line *fxs, unsigned digit)
{
	call_of(fxs)->digit = digit;
	tone_dtmf(&call_of(fxs)->tone, (uint8_t)key_code(call_of(fxs)->table.sent[digit]));
	enter(fxs, CALL_DIALING);
}

/* No dial tone: another line, if there is one; else this one all the same. */
static void go_on(struct line *fxs)
{
	struct emergency_call *call = call_of(fxs);
	unsigned place;
	struct line *next = choose(fxs, &place);

	if (next == NULL) {
		press(fxs, 0);
		return;
	}
	release(fxs);
	call->tried |= 1U << place;
	take(fxs, next);
}

static void wait_for_tone(struct line *fxs)
{
	struct emergency_call *call = call_of(fxs);
	bool heard = dial_tone_hear(&call->ear, call->line->heard);
	uint64_t ms = hal_now_ms(fxs->port.hal) - call->since_ms;

	if (heard && ms >= call->table.pre_dial_ms)
		press(fxs, 0);
	else if (ms >= DIAL_TONE_MS && ms >= call->table.pre_dial_ms)
		go_on(fxs);
}

static void send_digits(struct line *fxs)
{
	struct emergency_call *call = call_of(fxs);
	uint64_t ms = hal_now_ms(fxs->port.hal) - call->since_ms;
	int32_t mix[TICK] = { 0 };

	if (ms >= 2 * DIGIT_MS) {
		if (call->table.sent[call->digit + 1] == '\0') {
			/* An interruption at seizure is no end; one that lasts yet is. */
			call->line->fxo.disconnected = call->line->fxo.wire.disconnected;
			enter(fxs, CALL_THROUGH);
			return;
		}
		press(fxs, call->digit + 1);
		ms = 0;
	}
	if (ms < DIGIT_MS)
		(void)tone_add(&call->tone, mix, TICK);
	for (unsigned i = 0; i < TICK; i++)
		call->says[i] = (int16_t)mix[i];
}

static void bridge(struct line *fxs)
{
	struct emergency_call *call = call_of(fxs);

	memcpy(call->says, fxs->heard, sizeof call->says);
	if (call->line->fxo.disconnected)
		release(fxs);
}

void emergency_tick(struct line *fxs)
{
	struct emergency_call *call = call_of(fxs);
	struct line *fxo = call->line;
	uint64_t ms = hal_now_ms(fxs->port.hal) - call->since_ms;

	memset(call->says, 0, sizeof call->says);
	memset(fxs->fxs.lifeline.says, 0, sizeof fxs->fxs.lifeline.says);
	if (call->state > CALL_CLEARING)
		memcpy(fxs->fxs.lifeline.says, fxo->heard, sizeof fxo->heard);
	switch (call->state) {
	case CALL_ANSWERING:
		if (ms < ANSWER_MS)
			break;
		(void)fxo_hook(fxo, HAL_ON_HOOK);
		enter(fxs, CALL_CLEARING);
		break;
	case CALL_CLEARING:
		if (ms >= CLEAR_MS)
			seize(fxs);
		break;
	case CALL_WAITING:
		wait_for_tone(fxs);
		break;
	case CALL_DIALING:
		send_digits(fxs);
		break;
	case CALL_THROUGH:
		bridge(fxs);
		break;
	}
	if (call->line != NULL)
		call->line->fxo.lifeline_says = call->says;
}

void emergency_begin(struct line *fxs)
{
	struct emergency_call *call = call_of(fxs);
	unsigned place;
	struct line *first;

	memset(call, 0, sizeof *call);
	call->table = fxs->port.hal->emergency;
	first = choose(fxs, &place);
	if (first == NULL)
		return;
	call->tried = 1U << place;
	take(fxs, first);
}

void emergency_end(struct line *fxs)
{
	release(fxs);
}
