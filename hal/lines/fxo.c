/* SPDX-License-Identifier: MIT */
/* A central-office line: runs the state machine of its wire, and listens for caller ID. Under the lock. */
#include <errno.h>
#include <stdio.h>

#include "lines.h"

int fxo_open(struct line *line)
{
	fxo_wire_init(&line->fxo.wire);
	line->fxo.receiver = caller_receiver_new();
	return line->fxo.receiver == NULL ? -ENOMEM : 0;
}

void fxo_close(struct line *line)
{
	caller_receiver_free(line->fxo.receiver);
	line->fxo.receiver = NULL;
}

static void report(struct line *line, const struct fxo_effects *effects)
{
	if (effects->said & FXO_RING_OFF)
		event_of(line, HAL_EVENT_RING_OFF);
	if (effects->said & FXO_RING_ON) {
		caller_receiver_start(line->fxo.receiver);
		line->fxo.caller_told = false;
		event_of(line, HAL_EVENT_RING_ON);
	}
	if (effects->said & FXO_BATTERY_LOST)
		event_of(line, HAL_EVENT_BATTERY_LOST);
	if (effects->said & FXO_BATTERY_BACK)
		event_of(line, HAL_EVENT_BATTERY_BACK);
	if (effects->said & FXO_REVERSAL && !line->fxo.emergency)
		event_of(line, HAL_EVENT_REVERSAL);
	if (effects->said & FXO_DISCONNECT) {
		line->fxo.disconnected = true;
		if (!line->fxo.emergency)
			event_send(line->port.hal,
				   (struct hal_event){ .kind = HAL_EVENT_DISCONNECT,
						       .line = line->port.index,
						       .peer = 0xff,
						       .duration_ms = effects->ms });
	}
}

static int put_hook(struct line *line, unsigned said)
{
	if (said & FXO_HOOK_ON)
		return line->driver->hook(&line->port, HAL_ON_HOOK);
	if (said & FXO_HOOK_OFF)
		return line->driver->hook(&line->port, HAL_OFF_HOOK);
	return 0;
}

static int step(struct line *line, unsigned event)
{
	struct fxo_effects effects = fxo_wire_step(&line->fxo.wire, line->settings.disconnect_ms,
						   event, hal_now_ms(line->port.hal));
	int error = put_hook(line, effects.said);

	report(line, &effects);
	return error;
}

void fxo_wire_event(struct line *line, unsigned event)
{
	(void)step(line, event);
}

void fxo_heard(struct line *line)
{
	struct fxo *fxo = &line->fxo;
	struct hal_event event = { .kind = HAL_EVENT_CALLER,
				   .line = line->port.index,
				   .peer = 0xff };
	struct caller_id caller;

	if (!fxo->wire.ringing || fxo->wire.ring_voltage || fxo->caller_told ||
	    !caller_receiver_tick(fxo->receiver, line->heard, &caller))
		return;
	fxo->caller_told = true;
	snprintf(event.number, sizeof event.number, "%s", caller.number);
	snprintf(event.name, sizeof event.name, "%s", caller.name);
	event_send(line->port.hal, event);
}

int fxo_hook(struct line *line, enum hal_hook hook)
{
	const struct fxo_wire *wire = &line->fxo.wire;
	bool off_hook = hook != HAL_ON_HOOK;
	int error;

	if (line->driver->hook == NULL)
		return -ENOTSUP;
	if (hook == HAL_FLASH)
		return wire->off_hook ? step(line, FXO_FLASH) : -EBUSY;
	if (wire->off_hook == off_hook && !wire->flashing)
		return 0;
	line->fxo.disconnected = false;
	line->off_hook_ms = hal_now_ms(line->port.hal);
	error = step(line, off_hook ? FXO_SEIZE : FXO_RELEASE);
	if (error && off_hook)
		(void)step(line, FXO_RELEASE); /* a card that refused */
	return error;
}
