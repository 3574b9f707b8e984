/* SPDX-License-Identifier: MIT */
/* Calls of the central office: states, and what the loop, digits and time do to them. */
#include <string.h>

#include "office.h"

#define TICK_MS 10
#define PERMANENT_MS                                                                               \
	20000 /* off hook without dialling: reorder, and after as long again the howler */
#define ANSWER_AFTER_MS 1000 /* of the pause behind the last ring */
#define PULSE_MOST_MS 200
#define HIT_MOST_MS 290 /* in a call: a hit on the line, not a hook flash */
#define FLASH_MOST_MS 1000

void call_enter(struct office *office, enum sim_co_state state)
{
	office->call.state = state;
	office->call.ms = 0;
	/* Dial tone and the tone behind a call come when their time has come. */
	office_tone(office, state == SIM_CO_DIAL_TONE ? SIM_CO_IDLE : state);
}

static void talk(struct office *office, const struct sim_saying *saying)
{
	voice_init(&office->call.far_voice, saying, chance_next(&office->chance));
	call_enter(office, SIM_CO_TALKING);
}

static void answer_incoming(struct office *office)
{
	memset(&office->call.reached, 0, sizeof office->call.reached);
	office->modem_sends = false;
	talk(office, &office->caller_saying);
}

static void seize(struct office *office)
{
	memset(office->dialled, 0, sizeof office->dialled);
	office->waits_ms = 0;
	receiver_seized(&office->receiver);
	if (office->glare) { /* the caller was connected in this very moment, before a ring */
		office->glare = false;
		answer_incoming(office);
	} else {
		call_enter(office, SIM_CO_DIAL_TONE);
	}
}

static bool is_dialling(const struct office_call *call)
{
	return call->state == SIM_CO_DIAL_TONE || call->state == SIM_CO_DIALLED;
}

/* Goes back to what was there before the loop opened; a tone begins anew. */
static void resume(struct office *office)
{
	office->call = office->before;
	office_tone(office,
		    office->call.state == SIM_CO_DIAL_TONE ? SIM_CO_IDLE : office->call.state);
}

static void hook_flash(struct office *office)
{
	if (office->held.state != SIM_CO_IDLE) {
		office->call = office->held;
		office->held.state = SIM_CO_IDLE;
		office_tone(office, SIM_CO_TALKING);
		return;
	}
	office->held = office->before;
	seize(office);
}

static void pulse(struct office *office, uint32_t open_ms)
{
	if (office->no_dial_tone)
		return;
	receiver_pulse(&office->receiver, open_ms);
	call_digit(office, 0);
}

void call_loop_closed(struct office *office)
{
	const struct office_call *before = &office->before;
	bool may_flash = before->state == SIM_CO_TALKING || office->held.state != SIM_CO_IDLE;
	uint32_t open_ms = office->open_ms;

	if (office->call.state == SIM_CO_RINGING) {
		answer_incoming(office);
	} else if (is_dialling(before) && open_ms <= PULSE_MOST_MS) {
		resume(office);
		pulse(office, open_ms);
	} else if (before->state != SIM_CO_IDLE && !is_dialling(before) && open_ms <= HIT_MOST_MS) {
		resume(office);
	} else if (may_flash && open_ms > HIT_MOST_MS && open_ms <= FLASH_MOST_MS) {
		hook_flash(office);
	} else {
		office->held.state = SIM_CO_IDLE;
		seize(office);
	}
	office->before.state = SIM_CO_IDLE;
}

void call_loop_opened(struct office *office)
{
	const struct office_call *call = &office->call;

	office->before.state = SIM_CO_IDLE;
	if (is_dialling(call) || call->state == SIM_CO_TALKING || office->held.state != SIM_CO_IDLE)
		office->before = *call;
	else
		office->wire.reversed = false;
	office->wire.open_ms = 0;
	call_enter(office, SIM_CO_IDLE);
}

void call_loop_is_open(struct office *office)
{
	if (office->open_ms <= FLASH_MOST_MS)
		return;
	office->before.state = SIM_CO_IDLE;
	office->held.state = SIM_CO_IDLE;
	office->wire.reversed = false;
}

/* 0: a pulse, of a digit that is not yet complete. */
void call_digit(struct office *office, char digit)
{
	size_t length = strlen(office->dialled);

	if (office->call.state == SIM_CO_DIAL_TONE)
		call_enter(office, SIM_CO_DIALLED);
	office->waits_ms = 0;
	if (digit != 0 && length + 1 < sizeof office->dialled)
		office->dialled[length] = digit;
}

static void far_answers(struct office *office)
{
	if (office->settings.answer_reversal)
		office->wire.reversed = !office->wire.reversed;
	talk(office, &office->call.reached.saying);
}

static void reach(struct office *office)
{
	if (office->dialled[0] == '\0') { /* pulses that made no digit */
		call_enter(office, SIM_CO_REORDER);
		return;
	}
	office->call.reached = city_reach(&office->city, office->dialled);
	if (office->call.reached.rings == CITY_BUSY)
		call_enter(office, SIM_CO_BUSY);
	else if (office->call.reached.rings == CITY_REORDER)
		call_enter(office, SIM_CO_REORDER);
	else if (office->call.reached.rings == 0)
		far_answers(office);
	else
		call_enter(office, SIM_CO_FAR_RINGING);
}

static void far_rings(struct office *office)
{
	uint64_t rings = office->call.reached.rings;

	if (rings != CITY_NEVER && office->call.ms >= (rings - 1) * OFFICE_RING_CYCLE_MS +
							      OFFICE_RING_MS + ANSWER_AFTER_MS)
		far_answers(office);
}

void call_far_end_hangs_up(struct office *office)
{
	uint32_t how = office->settings.far_end;

	call_enter(office, SIM_CO_ENDED);
	if (how & SIM_REVERSAL)
		office->wire.reversed = !office->wire.reversed;
	if (how & SIM_CPC)
		office->wire.open_ms = office->settings.cpc_ms;
	else if (how & SIM_BUSY_TONE)
		office_tone(office, SIM_CO_BUSY);
}

void call_tick_is_over(struct office *office)
{
	uint32_t *left = &office->wire.open_ms;

	if (*left == 0)
		return;
	*left -= *left < TICK_MS ? *left : TICK_MS;
	if (*left == 0 && (office->settings.far_end & SIM_BUSY_TONE))
		office_tone(office, SIM_CO_BUSY);
}

static void nobody_dials(struct office *office)
{
	if (office->no_dial_tone) {
		office_tone(office, SIM_CO_IDLE);
		return;
	}
	if (office->call.ms >= office->settings.dial_tone_after_ms && !office->tone_on)
		office_tone(office, SIM_CO_DIAL_TONE);
	if (office->call.ms >= PERMANENT_MS)
		call_enter(office, SIM_CO_REORDER);
}

void call_tick(struct office *office)
{
	const struct office_call *call = &office->call;

	switch (call->state) {
	case SIM_CO_DIAL_TONE:
		nobody_dials(office);
		break;
	case SIM_CO_DIALLED:
		if (office->waits_ms >= city_patience_ms(&office->city, office->dialled))
			reach(office);
		break;
	case SIM_CO_FAR_RINGING:
		far_rings(office);
		break;
	case SIM_CO_TALKING:
		if (call->reached.talk_ms != 0 && call->ms >= call->reached.talk_ms)
			call_far_end_hangs_up(office);
		break;
	case SIM_CO_REORDER:
		if (office->dialled[0] == '\0' && call->ms >= PERMANENT_MS)
			call_enter(office, SIM_CO_HOWLER);
		break;
	default:
		break;
	}
	office->call.ms += TICK_MS;
	office->waits_ms += TICK_MS;
}
