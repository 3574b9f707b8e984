/* SPDX-License-Identifier: MIT */
#include "office.h"

#include <errno.h>
#include <string.h>

#define TICK_MS 10
#define CALLER_ID_MS 2500 /* from the beginning of the first ring; GR-30: 0.5 s or more behind it */
#define FOREVER_MS 2000   /* open: nothing counts any more */

int office_init(struct office *office, struct hal_line *line, uint64_t seed)
{
	memset(office, 0, sizeof *office);
	office->line = line;
	office->chance.state = seed;
	office->settings = (struct sim_co_settings){ .far_end = SIM_CPC | SIM_BUSY_TONE,
						     .cpc_ms = 600,
						     .dial_tone_after_ms = 200 };
	office->caller_saying = (struct sim_saying){ SIM_SPEECH, 0, SPEECH_LEVEL_TENTHS };
	office->open_ms = FOREVER_MS;
	city_init(&office->city);
	office->modem = adsi_tx_init(NULL, ADSI_STANDARD_CLASS);
	if (office->modem == NULL || receiver_init(&office->receiver) != 0)
		return -ENOMEM;
	return 0;
}

void office_free(struct office *office)
{
	receiver_free(&office->receiver);
	if (office->modem)
		adsi_tx_free(office->modem);
	office->modem = NULL;
	recording_close(office->ear.file, office->ear.bytes);
	office->ear.file = NULL;
}

static bool is_text(const char *text)
{
	size_t length = strnlen(text, CALLER_TEXT);

	for (size_t i = 0; i < length; i++) {
		if (text[i] < 0x20 || text[i] > 0x7e)
			return false;
	}
	return length < CALLER_TEXT;
}

int office_ring(struct office *office, const char *number, const char *name)
{
	if (!is_text(number) || !is_text(name))
		return -EINVAL;
	if (office->loop || office->call.state != SIM_CO_IDLE)
		return -EBUSY;
	office->before.state = SIM_CO_IDLE;
	office->held.state = SIM_CO_IDLE;
	office->modem_sends = false;
	office->tells_caller = number[0] != '\0';
	if (office->tells_caller)
		caller_id_send(office->modem, number, name);
	call_enter(office, SIM_CO_RINGING);
	return 0;
}

int office_end(struct office *office)
{
	if (office->call.state == SIM_CO_RINGING)
		call_enter(office, SIM_CO_IDLE);
	else if (office->call.state == SIM_CO_TALKING)
		call_far_end_hangs_up(office);
	else
		return -EINVAL;
	return 0;
}

void office_say(struct office *office, const struct sim_saying *saying)
{
	office->caller_saying = *saying;
	if (office->call.state == SIM_CO_TALKING)
		voice_init(&office->call.far_voice, saying, chance_next(&office->chance));
}

static void watch_loop(struct office *office)
{
	bool closed = office->hook && !office->cut;

	if (closed != office->loop) {
		office->loop = closed;
		if (closed)
			call_loop_closed(office);
		else
			call_loop_opened(office);
		office->open_ms = 0;
	}
	if (!closed && office->open_ms < FOREVER_MS) {
		office->open_ms += TICK_MS;
		call_loop_is_open(office);
	}
}

/* Says `what` when something has changed. */
static void tell(struct office *office, bool *told, bool now, enum hal_wire begins,
		 enum hal_wire ends)
{
	if (*told == now)
		return;
	*told = now;
	hal_wire(office->line, now ? begins : ends);
}

static void report(struct office *office)
{
	struct office_wire *wire = &office->wire;
	bool dead = office->cut || wire->open_ms > 0;
	bool rings = office->call.state == SIM_CO_RINGING && !office->cut &&
		     (office->call.ms - TICK_MS) % OFFICE_RING_CYCLE_MS < OFFICE_RING_MS;

	if (office->hook && !office->hook_before)
		wire->told_no_current = false; /* a seized line is expected to have some */
	office->hook_before = office->hook;

	tell(office, &wire->rings, rings, HAL_WIRE_RING_ON, HAL_WIRE_RING_OFF);
	if (office->hook)
		tell(office, &wire->told_no_current, dead, HAL_WIRE_CURRENT_LOST,
		     HAL_WIRE_CURRENT_BACK);
	else
		tell(office, &wire->told_no_voltage, dead, HAL_WIRE_BATTERY_LOST,
		     HAL_WIRE_BATTERY_BACK);
	tell(office, &wire->told_reversed, wire->reversed, HAL_WIRE_REVERSED, HAL_WIRE_REVERSED);
}

static void listen(struct office *office, const int16_t *to_line)
{
	const struct office_call *call = &office->call;
	char digit;

	ear_hear(&office->ear, call->state == SIM_CO_TALKING ? to_line : NULL);
	if ((call->state != SIM_CO_DIAL_TONE && call->state != SIM_CO_DIALLED) ||
	    office->no_dial_tone)
		return;
	digit = receiver_tick(&office->receiver, to_line);
	if (digit != 0)
		call_digit(office, digit);
}

static void send_caller(struct office *office, int16_t *from_line)
{
	if (office->tells_caller && office->call.ms - TICK_MS == CALLER_ID_MS)
		office->modem_sends = true;
	if (office->modem_sends &&
	    adsi_tx(office->modem, from_line, HAL_TICK_SAMPLES) < HAL_TICK_SAMPLES)
		office->modem_sends = false;
}

static void speak(struct office *office, int16_t *from_line)
{
	int32_t mix[HAL_TICK_SAMPLES] = { 0 };

	if (office->cut || office->wire.open_ms > 0)
		return;
	if (office->call.state == SIM_CO_RINGING) {
		send_caller(office, from_line);
		return;
	}
	if (office->tone_on)
		tone_add(&office->tone, mix, HAL_TICK_SAMPLES);
	if (office->call.state == SIM_CO_TALKING)
		voice_add(&office->call.far_voice, &office->ear, mix);
	clip(mix, from_line);
}

static bool is_idle(const struct office *office)
{
	const struct office_wire *wire = &office->wire;

	return !office->hook && !office->hook_before && !office->loop && !office->wire.rings &&
	       office->call.state == SIM_CO_IDLE && office->open_ms >= FOREVER_MS &&
	       office->cut == wire->told_no_voltage && !wire->reversed && !wire->told_reversed &&
	       ear_rests(&office->ear);
}

void office_tick(struct office *office, const int16_t *to_line, int16_t *from_line)
{
	memset(from_line, 0, HAL_TICK_SAMPLES * sizeof *from_line);
	if (is_idle(office))
		return;
	watch_loop(office);
	call_tick(office);
	listen(office, to_line);
	report(office);
	speak(office, from_line);
	call_tick_is_over(office);
}
