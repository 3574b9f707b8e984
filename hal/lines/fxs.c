/* SPDX-License-Identifier: MIT */
/* A telephone: runs its loop's state machine, its bell and its caller ID. Under the lock. */
#include <errno.h>
#include <string.h>

#include "lines.h"

#define SETTLE_MS 100 /* after the battery is back the loop may seem to open and close */
/* GR-30: caller ID begins 500 ms after the ring and ends 200 ms before the next. Ours takes 0.9 s. */
#define BEFORE_CALLER_MS 500
#define CALLER_PAUSE_MS 1800

int fxs_open(struct line *line)
{
	line->fxs.sender = caller_sender_new();
	return line->fxs.sender == NULL ? -ENOMEM : lifeline_open(&line->fxs.lifeline);
}

void fxs_close(struct line *line)
{
	caller_sender_free(line->fxs.sender);
	line->fxs.sender = NULL;
	lifeline_close(&line->fxs.lifeline);
}

/* No ringing voltage at an ear, whatever the cadence says. */
static int put_voltage(struct line *line)
{
	struct fxs *fxs = &line->fxs;
	bool wanted = ringer_is_on(&fxs->ringer) && !fxs->closed && fxs->battery_after_ms == 0;
	int error = 0;

	if (wanted != fxs->voltage)
		error = line->driver->ring(&line->port, wanted);
	if (error == 0)
		fxs->voltage = wanted;
	return error;
}

static void stop_ringing(struct line *line)
{
	ringer_stop(&line->fxs.ringer);
	line->fxs.caller_length = 0;
	line->fxs.send_ms = 0;
	line->fxs.sending = false;
	(void)put_voltage(line);
}

static void apply(struct line *line, const struct fxs_effect *effect)
{
	struct hal_event event = { .line = line->port.index, .peer = 0xff };
	bool lifeline = line->fxs.lifeline.state != LIFELINE_AWAY;

	switch (effect->said) {
	case FXS_NOTHING:
		break;
	case FXS_OFF_HOOK:
		line->off_hook_ms = hal_now_ms(line->port.hal);
		stop_ringing(line);
		event_of(line, HAL_EVENT_OFF_HOOK);
		break;
	case FXS_ON_HOOK:
		event_of(line, HAL_EVENT_ON_HOOK);
		line_unserve(line);
		lifeline_end(line);
		break;
	case FXS_FLASH:
		if (lifeline) {
			lifeline_flash(line);
			break;
		}
		event.kind = HAL_EVENT_FLASH;
		event.duration_ms = effect->ms;
		event_send(line->port.hal, event);
		break;
	case FXS_DIGIT:
		if (lifeline) {
			lifeline_digit(line, effect->digit);
			break;
		}
		event.kind = HAL_EVENT_DIGIT;
		event.digit = (uint8_t)effect->digit;
		event_send(line->port.hal, event);
		break;
	}
}

static void step(struct line *line, enum fxs_event event)
{
	struct fxs_limits limits = { line->settings.flash_min_ms, line->settings.flash_max_ms };
	struct fxs_effect effect =
		fxs_loop_step(&line->fxs.loop, &limits, event, hal_now_ms(line->port.hal));

	apply(line, &effect);
}

/* The state machine hears of the loop, unless that cannot be told for want of a battery. */
static void hear_loop(struct line *line)
{
	struct fxs *fxs = &line->fxs;

	if (fxs->battery_after_ms != 0 || hal_now_ms(line->port.hal) < fxs->settled_ms ||
	    fxs->heard == fxs->closed)
		return;
	fxs->heard = fxs->closed;
	step(line, fxs->closed ? FXS_CLOSED : FXS_OPENED);
}

void fxs_wire(struct line *line, enum hal_wire what)
{
	if (what != HAL_WIRE_OFF_HOOK && what != HAL_WIRE_ON_HOOK)
		return;
	line->fxs.closed = what == HAL_WIRE_OFF_HOOK;
	if (line->fxs.voltage)
		(void)put_voltage(line);
	hear_loop(line);
}

static void restore_battery(struct line *line)
{
	struct fxs *fxs = &line->fxs;
	uint64_t now = hal_now_ms(line->port.hal);

	if (fxs->battery_after_ms == 0 || now < fxs->battery_after_ms ||
	    line->driver->battery(&line->port, true) != 0)
		return;
	fxs->battery_after_ms = 0;
	fxs->settled_ms = now + SETTLE_MS;
}

static void time_caller(struct line *line)
{
	struct fxs *fxs = &line->fxs;
	uint64_t now = hal_now_ms(line->port.hal);
	uint32_t pause = ringer_pause_ms(&fxs->ringer);

	if (fxs->closed || pause == 0)
		fxs->sending = false;
	if (fxs->caller_length == 0 || fxs->closed)
		return;
	if (pause == 0)
		fxs->send_ms = 0;
	else if (fxs->send_ms == 0 && pause >= CALLER_PAUSE_MS)
		fxs->send_ms = now + BEFORE_CALLER_MS;
	if (fxs->send_ms == 0 || now < fxs->send_ms)
		return;
	caller_sender_start(fxs->sender, fxs->caller, fxs->caller_length);
	fxs->caller_length = 0;
	fxs->send_ms = 0;
	fxs->sending = true;
}

void fxs_tick(struct line *line)
{
	struct fxs *fxs = &line->fxs;

	restore_battery(line);
	hear_loop(line);
	step(line, FXS_TIME);
	(void)put_voltage(line);
	time_caller(line);
	if (!fxs->closed) /* this tick rings as it began */
		ringer_tick(&fxs->ringer, TICK_MS);
}

bool fxs_send_caller(struct line *line, int16_t *out)
{
	if (line->fxs.sending)
		line->fxs.sending = caller_sender_tick(line->fxs.sender, out);
	return line->fxs.sending;
}

int fxs_ring(struct line *line, const struct hal_cadence *cadence)
{
	int error;

	if (line->driver->ring == NULL)
		return -ENOTSUP;
	if (cadence == NULL) {
		stop_ringing(line);
		return 0;
	}
	if (line->fxs.closed || fxs_off_hook(&line->fxs.loop))
		return -EBUSY;
	error = ringer_start(&line->fxs.ringer, cadence);
	if (error == 0)
		error = put_voltage(line);
	if (error)
		stop_ringing(line);
	return error;
}

int fxs_open_loop(struct line *line, uint32_t ms)
{
	int error;

	if (line->driver->battery == NULL)
		return -ENOTSUP;
	error = line->driver->battery(&line->port, false);
	if (error)
		return error;
	line->fxs.battery_after_ms = hal_now_ms(line->port.hal) + ms;
	return put_voltage(line);
}
