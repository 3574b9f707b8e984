/* SPDX-License-Identifier: MIT */
#include "phone.h"

#include <errno.h>
#include <string.h>

#define MOST_BOUNCES 2

int phone_init(struct phone *phone, struct hal_line *line, uint64_t seed)
{
	struct sim_saying nothing = { .voice = SIM_SILENT };

	memset(phone, 0, sizeof *phone);
	phone->line = line;
	phone->chance.state = seed;
	phone->battery = true;
	voice_init(&phone->voice, &nothing, 0);
	bell_forget(&phone->bell);
	return display_init(&phone->display);
}

void phone_free(struct phone *phone)
{
	display_free(&phone->display);
	recording_close(phone->ear.file, phone->ear.bytes);
	phone->ear.file = NULL;
}

void phone_lift(struct phone *phone)
{
	phone->lifted = true;
}

void phone_hang_up(struct phone *phone)
{
	phone->lifted = false;
	fingers_stop(&phone->fingers);
}

bool phone_is_up(const struct phone *phone)
{
	return phone->lifted || phone->stuck;
}

/* A handset at an ear must never get ringing voltage, whatever the exchange asks. */
int phone_ring(struct phone *phone, bool on)
{
	if (on && (phone->reported || phone_is_up(phone)))
		return -EBUSY;
	phone->ringing = on;
	return 0;
}

/*
 * A port that has taken its battery off sees nothing of the loop, so it says nothing either, until the battery is back.
 */
static void report(struct phone *phone, bool closed)
{
	if (!phone->battery || closed == phone->reported)
		return;
	phone->reported = closed;
	if (closed)
		phone->ringing = false; /* ring trip: the port's own, within the tick */
	hal_wire(phone->line, closed ? HAL_WIRE_OFF_HOOK : HAL_WIRE_ON_HOOK);
}

/* Contacts bounce for up to 20 ms: seen in whole ticks, or as several changes within one. */
static void bounce(struct phone *phone)
{
	uint32_t dice = chance_between(&phone->chance, 0, 3);

	phone->bounces = (uint8_t)(dice & 1 ? chance_between(&phone->chance, 1, MOST_BOUNCES) : 0);
	if ((dice & 2) && !phone->cut) {
		report(phone, phone->settled);
		report(phone, !phone->settled);
	}
}

/* Where the hook switch and the dial leave the loop in this tick. */
static bool loop_is_closed(struct phone *phone, enum fingers_do fingers)
{
	bool open = fingers == BREAK || fingers == FLASH;
	bool wanted = phone->stuck || (phone->lifted && !open);

	if (wanted != phone->settled) {
		bool by_dial = fingers == BREAK || fingers == MAKE;

		phone->settled = wanted;
		phone->bounces = 0;
		if (!by_dial) /* a dial's cam opens cleanly */
			bounce(phone);
	} else if (phone->bounces > 0) {
		phone->bounces--;
		return phone->bounces % 2 == 0 ? !phone->settled : phone->settled;
	}
	return phone->settled;
}

static void listen_to_bell(struct phone *phone)
{
	bool sounded = phone->bell.sounds;
	bool sounds = phone->ringing && !phone->cut;

	if (bell_tick(&phone->bell, sounds))
		display_clear(&phone->display);
	if (sounded && !sounds && !phone->reported)
		display_wake(&phone->display);
}

static bool is_idle(const struct phone *phone)
{
	return !phone_is_up(phone) && !phone->settled && !phone->reported && phone->bounces == 0 &&
	       !phone->ringing && !phone->bell.sounds && phone->bell.for_ms >= NEW_CALL_MS &&
	       phone->display.listens_ms == 0 && fingers_rest(&phone->fingers) &&
	       ear_rests(&phone->ear);
}

static void talk(struct phone *phone, const int16_t *to_line, int32_t *keys, enum fingers_do does,
		 int16_t *from_line)
{
	ear_hear(&phone->ear, to_line);
	if (does != PRESS) /* the keypad takes the microphone off */
		voice_add(&phone->voice, &phone->ear, keys);
	clip(keys, from_line);
}

void phone_tick(struct phone *phone, const int16_t *to_line, int16_t *from_line)
{
	int32_t mix[HAL_TICK_SAMPLES] = { 0 };
	bool was_up = phone->reported;
	enum fingers_do does;

	memset(from_line, 0, HAL_TICK_SAMPLES * sizeof *from_line);
	if (is_idle(phone))
		return;

	does = fingers_work(&phone->fingers, mix);
	report(phone, loop_is_closed(phone, does) && !phone->cut);
	if (was_up && !phone->reported && !phone_is_up(phone))
		bell_forget(&phone->bell);
	listen_to_bell(phone);

	if (phone->reported && phone->battery && !phone->cut) {
		talk(phone, to_line, mix, does, from_line);
	} else {
		ear_hear(&phone->ear, NULL);
		if (!phone->reported && !phone->bell.sounds && !phone->cut)
			display_tick(&phone->display, to_line);
	}
}
