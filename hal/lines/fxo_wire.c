/* SPDX-License-Identifier: MIT */
#include "fxo_wire.h"

#include <string.h>

#define RING_LEAST_MS 50     /* shorter is a spark: a telephone in parallel, a surge */
#define RING_OVER_MS 6000    /* the longest pause of a cadence is 4 s */
#define BATTERY_LOST_MS 2000 /* a far-end disconnect is shorter */
#define FLASH_MS 600

void fxo_wire_init(struct fxo_wire *wire)
{
	memset(wire, 0, sizeof *wire);
	wire->voltage = wire->current = true;
}

static bool is_fed(const struct fxo_wire *wire)
{
	return wire->voltage && (!wire->off_hook || wire->current);
}

/* After voltage, current or hook have changed. */
static unsigned feed_changed(struct fxo_wire *wire, bool was_fed, uint64_t now_ms)
{
	bool told = wire->lost;

	if (!is_fed(wire)) {
		if (was_fed)
			wire->lost_ms = now_ms;
		return 0;
	}
	wire->lost = wire->disconnected = false;
	return told ? FXO_BATTERY_BACK : 0;
}

static unsigned feed(struct fxo_wire *wire, bool *which, bool there, uint64_t now_ms)
{
	bool was_fed = is_fed(wire);

	/* We interrupt the current ourselves while we flash. */
	if (wire->flashing && which == &wire->current)
		return 0;
	*which = there;
	if (there && which == &wire->current)
		wire->voltage = true;
	return feed_changed(wire, was_fed, now_ms);
}

static unsigned hook(struct fxo_wire *wire, bool off_hook, uint64_t now_ms)
{
	unsigned said = off_hook ? FXO_HOOK_OFF : FXO_HOOK_ON;
	bool was_fed = is_fed(wire);

	wire->flashing = false;
	if (wire->off_hook == off_hook)
		return said;
	wire->off_hook = off_hook;
	wire->hook_ms = now_ms;
	wire->current = true; /* until the wire says otherwise */
	wire->disconnected = false;
	wire->ring_voltage = false;
	if (off_hook && wire->ringing) {
		wire->ringing = false;
		said |= FXO_RING_OFF;
	}
	return said | feed_changed(wire, was_fed, now_ms);
}

static void ring(struct fxo_wire *wire, bool on, uint64_t now_ms)
{
	if (wire->off_hook || wire->ring_voltage == on)
		return;
	wire->ring_voltage = on;
	wire->ring_ms = now_ms;
}

static unsigned ring_time(struct fxo_wire *wire, uint64_t now_ms)
{
	uint64_t ms = now_ms - wire->ring_ms;

	if (wire->off_hook)
		return 0;
	if (wire->ring_voltage && !wire->ringing && ms >= RING_LEAST_MS) {
		wire->ringing = true;
		return FXO_RING_ON;
	}
	if (!wire->ring_voltage && wire->ringing && ms >= RING_OVER_MS) {
		wire->ringing = false;
		return FXO_RING_OFF;
	}
	return 0;
}

static struct fxo_effects passed(struct fxo_wire *wire, uint32_t disconnect_ms, uint64_t now_ms)
{
	struct fxo_effects effects = { .said = ring_time(wire, now_ms) };
	uint64_t ms = now_ms - wire->lost_ms;

	if (wire->flashing) {
		if (now_ms - wire->flash_ms < FLASH_MS)
			return effects;
		wire->flashing = false;
		effects.said |= FXO_HOOK_OFF;
	}
	if (is_fed(wire))
		return effects;
	if (wire->off_hook && !wire->disconnected && ms >= disconnect_ms) {
		wire->disconnected = true;
		effects.said |= FXO_DISCONNECT;
		effects.ms = (uint32_t)ms;
	}
	if (!wire->lost && ms >= BATTERY_LOST_MS) {
		wire->lost = true;
		effects.said |= FXO_BATTERY_LOST;
	}
	return effects;
}

static unsigned flash(struct fxo_wire *wire, uint64_t now_ms)
{
	if (!wire->off_hook || wire->flashing)
		return 0;
	wire->flashing = true;
	wire->flash_ms = now_ms;
	return FXO_HOOK_ON;
}

struct fxo_effects fxo_wire_step(struct fxo_wire *wire, uint32_t disconnect_ms, unsigned event,
				 uint64_t now_ms)
{
	struct fxo_effects effects = { 0 };

	switch (event) {
	case FXO_TIME:
		return passed(wire, disconnect_ms, now_ms);
	case FXO_SEIZE:
	case FXO_RELEASE:
		effects.said = hook(wire, event == FXO_SEIZE, now_ms);
		break;
	case FXO_FLASH:
		effects.said = flash(wire, now_ms);
		break;
	case HAL_WIRE_RING_ON:
	case HAL_WIRE_RING_OFF:
		ring(wire, event == HAL_WIRE_RING_ON, now_ms);
		break;
	case HAL_WIRE_CURRENT_LOST:
	case HAL_WIRE_CURRENT_BACK:
		effects.said = feed(wire, &wire->current, event == HAL_WIRE_CURRENT_BACK, now_ms);
		break;
	case HAL_WIRE_BATTERY_LOST:
	case HAL_WIRE_BATTERY_BACK:
		effects.said = feed(wire, &wire->voltage, event == HAL_WIRE_BATTERY_BACK, now_ms);
		break;
	case HAL_WIRE_REVERSED:
		effects.said = wire->off_hook && !wire->flashing ? FXO_REVERSAL : 0;
		break;
	default:
		break; /* of an FXS port */
	}
	return effects;
}
