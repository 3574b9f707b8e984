/* SPDX-License-Identifier: MIT */
/* One story that every driver goes through, under the whole of libhal. A new driver adds a row, and hands at its wires. */
#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "check.h"
#include "lines/room.h"
#include "sim/sim.h"

#define FXS 0
#define FXO 1

/* What can be done at the other end of the wires of a card with one FXS and one FXO port. */
struct hands {
	const char *driver;
	const struct hal_driver *const drivers[2];
	const char *spec;
	const char *bad_specs[4]; /* of its own, and not valid */
	void (*lift)(struct hal *hal);
	void (*hang_up)(struct hal *hal);
	void (*flash)(struct hal *hal, uint32_t ms);
	void (*pulse)(struct hal *hal, const char *digits);
	void (*say)(struct hal *hal, uint32_t line, uint32_t hz, int32_t level_dbm0);
	/* Level of the loudest frequency at that end, and which it is. */
	double (*hear)(struct hal *hal, uint32_t line, uint32_t *hz);
	bool (*rings)(struct hal *hal);        /* the bell sounds */
	const char *(*shown)(struct hal *hal); /* by the telephone: who calls; empty: nobody */
	/* The office rings our FXO line, and sends this caller ID after the first ring. */
	void (*call)(struct hal *hal, const char *number, const char *name);
	void (*give_up)(struct hal *hal); /* and stops, or its party hangs up: CPC of 600 ms */
	bool (*sees_off_hook)(struct hal *hal);
	void (*cut)(struct hal *hal, bool cut); /* the FXO line */
	void (*stop_audio)(struct hal *hal, uint32_t line, bool stop);
};

/* ---- sim --------------------------------------------------------------------------------------------------------- */

static void sim_hand_lift(struct hal *hal)
{
	CHECK_EQUAL(sim_lift(hal, FXS), 0);
}

static void sim_hand_hang_up(struct hal *hal)
{
	CHECK_EQUAL(sim_hang_up(hal, FXS), 0);
}

static void sim_hand_flash(struct hal *hal, uint32_t ms)
{
	CHECK_EQUAL(sim_flash(hal, FXS, ms), 0);
}

static void sim_hand_pulse(struct hal *hal, const char *digits)
{
	CHECK_EQUAL(sim_dial(hal, FXS, digits, SIM_PULSE, 0, 0), 0);
}

static void sim_hand_say(struct hal *hal, uint32_t line, uint32_t hz, int32_t level_dbm0)
{
	struct sim_saying saying = { SIM_TONE, hz, level_dbm0 * 10 };

	CHECK_EQUAL(sim_say(hal, line, &saying), 0);
}

static struct sim_hearing sim_ear(struct hal *hal, uint32_t line)
{
	struct sim_hearing hearing = { 0 };

	CHECK_EQUAL(sim_hear(hal, line, &hearing), 0);
	return hearing;
}

static double sim_hand_hear(struct hal *hal, uint32_t line, uint32_t *hz)
{
	struct sim_hearing hearing = sim_ear(hal, line);

	*hz = hearing.hz[0];
	return hearing.level_tenths_dbm0 / 10.0;
}

static bool sim_hand_rings(struct hal *hal)
{
	return sim_ear(hal, FXS).ringing;
}

static const char *sim_hand_shown(struct hal *hal)
{
	static char shown[64];
	struct sim_hearing hearing = sim_ear(hal, FXS);

	snprintf(shown, sizeof shown, "%s %s", hearing.caller_number, hearing.caller_name);
	return hearing.caller_number[0] ? shown : "";
}

static void sim_hand_call(struct hal *hal, const char *number, const char *name)
{
	struct sim_co_settings settings = { .far_end = SIM_CPC,
					    .cpc_ms = 600,
					    .dial_tone_after_ms = 200 };

	CHECK_EQUAL(sim_co_set(hal, FXO, &settings), 0);
	CHECK_EQUAL(sim_co_ring(hal, FXO, number, name), 0);
}

static void sim_hand_give_up(struct hal *hal)
{
	CHECK_EQUAL(sim_co_end(hal, FXO), 0);
}

static bool sim_hand_sees_off_hook(struct hal *hal)
{
	return sim_ear(hal, FXO).off_hook;
}

static void sim_hand_cut(struct hal *hal, bool cut)
{
	CHECK_EQUAL(sim_fault(hal, FXO, cut ? SIM_CUT : SIM_NO_FAULT), 0);
}

static void sim_hand_stop_audio(struct hal *hal, uint32_t line, bool stop)
{
	CHECK_EQUAL(sim_fault(hal, line, stop ? SIM_AUDIO_STOPS : SIM_NO_FAULT), 0);
}

static const struct hands all_hands[] = {
	{ .driver = "sim",
	  .drivers = { &hal_sim_driver },
	  .spec = "sim:fxs=1,fxo=1",
	  .bad_specs = { "sim:fxs=", "sim:fxs=33", "sim:lines=2" },
	  .lift = sim_hand_lift,
	  .hang_up = sim_hand_hang_up,
	  .flash = sim_hand_flash,
	  .pulse = sim_hand_pulse,
	  .say = sim_hand_say,
	  .hear = sim_hand_hear,
	  .rings = sim_hand_rings,
	  .shown = sim_hand_shown,
	  .call = sim_hand_call,
	  .give_up = sim_hand_give_up,
	  .sees_off_hook = sim_hand_sees_off_hook,
	  .cut = sim_hand_cut,
	  .stop_audio = sim_hand_stop_audio },
};

/* ---- the story --------------------------------------------------------------------------------------------------- */

static const struct hands *hands; /* of the driver that is tested */

static struct room opened(void)
{
	struct room room;

	room_open(&room, hands->drivers, hands->spec);
	room_pass(&room, 100);
	room_forget(&room);
	return room;
}

static void knows_its_cards(void)
{
	struct room room = opened();
	struct hal_line_info info;
	struct hal_card foreign = { .driver = hands->drivers[0], .spec = "somebody-else:1" };

	CHECK_EQUAL(hands->drivers[0]->abi, HAL_DRIVER_ABI);
	CHECK_EQUAL(hands->drivers[0]->probe(&foreign), -ENODEV);
	CHECK_EQUAL(hal_line_count(room.hal), 2);
	CHECK_EQUAL(hal_line_info(room.hal, FXS, &info), 0);
	CHECK_EQUAL(strcmp(info.driver, hands->driver), 0);
	CHECK_EQUAL(strcmp(info.name, "fxs-1"), 0);
	CHECK_EQUAL(info.kind, HAL_FXS);
	CHECK_EQUAL(hal_line_info(room.hal, FXO, &info), 0);
	CHECK_EQUAL(strcmp(info.name, "fxo-1"), 0);
	CHECK_EQUAL(info.kind, HAL_FXO);
	room_close(&room);
}

static void refuses_what_it_does_not_understand(void)
{
	for (unsigned i = 0; i < 4 && hands->bad_specs[i] != NULL; i++) {
		struct room room = { .path = "/tmp/strowger-room-never" };
		struct hal_options options = room_options(&room, hands->bad_specs[i]);
		char text[256];

		CHECK_EQUAL(hal_open_with(&options, hands->drivers, text, &room.hal), -EINVAL);
		CHECK(strstr(text, hands->bad_specs[i]) != NULL);
		CHECK(strstr(text, hands->drivers[0]->forms) != NULL);
	}
}

static void is_quiet_at_first(void)
{
	struct room room;

	room_open(&room, hands->drivers, hands->spec);
	room_pass(&room, 5000);
	CHECK_EQUAL(room.event_count, 0);
	CHECK_EQUAL(room_state(&room, FXS).hook, HAL_ON_HOOK);
	CHECK_EQUAL(room_state(&room, FXO).hook, HAL_ON_HOOK);
	CHECK(room_state(&room, FXO).battery && room_state(&room, FXO).audio);
	room_close(&room);
}

static void reports_the_hook(void)
{
	struct room room = opened();

	hands->lift(room.hal);
	CHECK(room_until(&room, HAL_EVENT_OFF_HOOK, FXS, 200));
	room_pass(&room, 500); /* less than until the lifeline */
	CHECK_EQUAL(room_state(&room, FXS).hook, HAL_OFF_HOOK);
	hands->hang_up(room.hal);
	CHECK(room_until(&room, HAL_EVENT_ON_HOOK, FXS, 1200));
	room_pass(&room, 1000);
	CHECK_EQUAL(room.event_count, 2);
	room_close(&room);
}

static void rings_with_a_cadence(void)
{
	struct room room = opened();
	struct hal_cadence cadence = { .ms = { 500, 300 } };
	unsigned on = 0;

	CHECK_EQUAL(hal_ring(room.hal, FXS, &cadence), 0);
	CHECK(room_state(&room, FXS).ringing);
	for (unsigned i = 0; i < 160; i++) {
		room_pass(&room, 10);
		on += hands->rings(room.hal);
	}
	CHECK_NEAR(on, 100, 2);
	CHECK_EQUAL(hal_ring(room.hal, FXS, NULL), 0);
	room_pass(&room, 20);
	CHECK(!hands->rings(room.hal));
	CHECK_EQUAL(hal_ring(room.hal, FXO, &cadence), -ENOTSUP);
	room_close(&room);
}

static void an_answered_telephone_does_not_ring(void)
{
	struct room room = opened();
	struct hal_cadence steady = { .ms = { 60000 } };

	CHECK_EQUAL(hal_ring(room.hal, FXS, &steady), 0);
	room_pass(&room, 1000);
	CHECK(hands->rings(room.hal));
	hands->lift(room.hal);
	room_pass(&room, 20);
	CHECK(!hands->rings(room.hal));
	CHECK(room_until(&room, HAL_EVENT_OFF_HOOK, FXS, 200));
	CHECK(!room_state(&room, FXS).ringing);
	CHECK_EQUAL(hal_ring(room.hal, FXS, &steady), -EBUSY);
	room_pass(&room, 500);
	CHECK(!hands->rings(room.hal));
	room_close(&room);
}

static void carries_audio(struct room *room, uint32_t line)
{
	uint32_t hz;

	CHECK_EQUAL(hal_serve(room->hal, line, 1, 0), 0);
	room_speak(room, line, 1500, -12);
	hands->say(room->hal, line, 700, -15);
	room_pass(room, 600);
	CHECK_NEAR(room_level(room, line, 700), -15, 1);
	CHECK_NEAR(hands->hear(room->hal, line, &hz), -12, 1);
	CHECK_NEAR(hz, 1500, 15);
	CHECK_NEAR(room_state(room, line).level_from_tenths_dbm0, -150, 10);
	CHECK_EQUAL(room_state(room, line).slips, 0);
	CHECK_EQUAL(hal_serve(room->hal, line, 0, 0), 0);
	room_pass(room, 300);
	CHECK(room_level(room, line, 700) < -80);
}

static void a_telephone_speaks_and_hears(void)
{
	struct room room = opened();

	hands->lift(room.hal);
	room_pass(&room, 300);
	carries_audio(&room, FXS);
	room_close(&room);
}

static void gains_are_kept(void)
{
	struct room room = opened();
	struct hal_line_settings settings = { .disconnect_ms = 350,
					      .flash_min_ms = 300,
					      .flash_max_ms = 1000,
					      .gain_from_tenths_db = 60,
					      .gain_to_tenths_db = -60 };
	uint32_t hz;

	CHECK_EQUAL(hal_line_set(room.hal, FXS, &settings), 0);
	hands->lift(room.hal);
	room_pass(&room, 300);
	CHECK_EQUAL(hal_serve(room.hal, FXS, 1, 0), 0);
	room_speak(&room, FXS, 1500, -12);
	hands->say(room.hal, FXS, 700, -15);
	room_pass(&room, 600);
	CHECK_NEAR(room_level(&room, FXS, 700), -9, 1);
	CHECK_NEAR(hands->hear(room.hal, FXS, &hz), -18, 1);
	room_close(&room);
}

static void a_dial_sends_pulses(void)
{
	struct room room = opened();
	char digits[16] = "";

	hands->lift(room.hal);
	room_pass(&room, 300);
	CHECK_EQUAL(hal_serve(room.hal, FXS, 1, 0), 0);
	room_speak(&room, FXS, 0, 0);
	hands->pulse(room.hal, "9150");
	room_pass(&room, 8000);
	for (unsigned i = 0; i < room.event_count; i++)
		if (room.events[i].kind == HAL_EVENT_DIGIT)
			digits[strlen(digits)] = (char)room.events[i].digit;
	CHECK_EQUAL(strcmp(digits, "9150"), 0);
	CHECK_EQUAL(room_count(&room, HAL_EVENT_FLASH, FXS), 0);
	room_close(&room);
}

static void a_hook_flash_is_timed(void)
{
	struct room room = opened();

	hands->lift(room.hal);
	room_pass(&room, 300);
	hands->flash(room.hal, 500);
	CHECK(room_until(&room, HAL_EVENT_FLASH, FXS, 1000));
	CHECK_NEAR(room_last(&room, HAL_EVENT_FLASH, FXS)->duration_ms, 500, 30);
	room_pass(&room, 1000);
	CHECK_EQUAL(room_count(&room, HAL_EVENT_DIGIT, FXS), 0);
	CHECK_EQUAL(room_count(&room, HAL_EVENT_ON_HOOK, FXS), 0);
	room_close(&room);
}

static void an_incoming_call_rings_and_is_given_up(void)
{
	struct room room = opened();

	hands->call(room.hal, "", "");
	CHECK(room_until(&room, HAL_EVENT_RING_ON, FXO, 7000));
	room_pass(&room, 14000);
	CHECK(room_state(&room, FXO).ringing);
	CHECK_EQUAL(room.event_count, 1);
	hands->give_up(room.hal);
	CHECK(room_until(&room, HAL_EVENT_RING_OFF, FXO, 9000));
	CHECK(!room_state(&room, FXO).ringing);
	room_close(&room);
}

static void a_call_is_answered_and_its_end_is_heard(void)
{
	struct room room = opened();

	hands->call(room.hal, "", "");
	CHECK(room_until(&room, HAL_EVENT_RING_ON, FXO, 7000));
	CHECK_EQUAL(hal_hook(room.hal, FXO, HAL_OFF_HOOK), 0);
	room_pass(&room, 500);
	CHECK_EQUAL(room_count(&room, HAL_EVENT_RING_OFF, FXO), 1);
	CHECK(hands->sees_off_hook(room.hal));
	carries_audio(&room, FXO);
	hands->give_up(room.hal);
	CHECK(room_until(&room, HAL_EVENT_DISCONNECT, FXO, 2000));
	CHECK_NEAR(room_last(&room, HAL_EVENT_DISCONNECT, FXO)->duration_ms, 350, 20);
	room_pass(&room, 2000);
	CHECK_EQUAL(room_count(&room, HAL_EVENT_DISCONNECT, FXO), 1);
	CHECK_EQUAL(hal_hook(room.hal, FXO, HAL_ON_HOOK), 0);
	room_pass(&room, 100);
	CHECK(!hands->sees_off_hook(room.hal));
	room_close(&room);
}

static void callers_are_shown_and_understood(void)
{
	struct room room = opened();
	struct hal_cadence cadence = { .ms = { 2000, 4000 } };
	const struct hal_event *caller;

	CHECK_EQUAL(hal_caller(room.hal, FXS, "2025550100", "ALICE BLUE"), 0);
	CHECK_EQUAL(hal_ring(room.hal, FXS, &cadence), 0);
	hands->call(room.hal, "2025550111", "BOB");
	CHECK(room_until(&room, HAL_EVENT_CALLER, FXO, 6000));
	caller = room_last(&room, HAL_EVENT_CALLER, FXO);
	CHECK_EQUAL(strcmp(caller->number, "2025550111"), 0);
	CHECK_EQUAL(strcmp(caller->name, "BOB"), 0);
	room_pass(&room, 7000);
	CHECK_EQUAL(strcmp(hands->shown(room.hal), "2025550100 ALICE BLUE"), 0);
	CHECK_EQUAL(room_count(&room, HAL_EVENT_CALLER, FXO), 1);
	room_close(&room);
}

static void our_flash_is_600_ms(void)
{
	struct room room = opened();
	unsigned on_hook = 0;

	CHECK_EQUAL(hal_hook(room.hal, FXO, HAL_FLASH), -EBUSY);
	CHECK_EQUAL(hal_hook(room.hal, FXO, HAL_OFF_HOOK), 0);
	room_pass(&room, 1000);
	CHECK_EQUAL(hal_hook(room.hal, FXO, HAL_FLASH), 0);
	for (unsigned i = 0; i < 100; i++) {
		room_pass(&room, 10);
		on_hook += !hands->sees_off_hook(room.hal);
	}
	CHECK_NEAR(on_hook, 60, 2);
	CHECK_EQUAL(room_count(&room, HAL_EVENT_DISCONNECT, FXO), 0);
	CHECK_EQUAL(room_state(&room, FXO).hook, HAL_OFF_HOOK);
	room_close(&room);
}

static void a_cut_line_is_told(void)
{
	struct room room = opened();

	hands->cut(room.hal, true);
	room_pass(&room, 1900);
	CHECK_EQUAL(room.event_count, 0);
	CHECK(room_until(&room, HAL_EVENT_BATTERY_LOST, FXO, 300));
	CHECK(!room_state(&room, FXO).battery);
	hands->cut(room.hal, false);
	CHECK(room_until(&room, HAL_EVENT_BATTERY_BACK, FXO, 300));
	room_pass(&room, 3000);
	CHECK_EQUAL(room.event_count, 2);
	room_close(&room);
}

static void stopped_audio_is_told(void)
{
	struct room room = opened();

	for (uint32_t line = FXS; line <= FXO; line++) {
		room_forget(&room);
		hands->stop_audio(room.hal, line, true);
		room_pass(&room, 980);
		CHECK_EQUAL(room_count(&room, HAL_EVENT_AUDIO_STOPPED, line), 0);
		CHECK(room_until(&room, HAL_EVENT_AUDIO_STOPPED, line, 50));
		CHECK(!room_state(&room, line).audio);
		hands->stop_audio(room.hal, line, false);
		CHECK(room_until(&room, HAL_EVENT_AUDIO_BACK, line, 50));
		CHECK(room_state(&room, line).audio);
	}
	room_close(&room);
}

static void closes_twice(void)
{
	struct hal_card card = { .driver = hands->drivers[0], .seed = 1 };
	struct hal_line line = { .kind = HAL_FXS, .card = &card };

	snprintf(card.spec, sizeof card.spec, "%s", hands->spec);
	CHECK_EQUAL(card.driver->probe(&card), 0);
	CHECK_EQUAL(card.fxs, 1);
	CHECK_EQUAL(card.fxo, 1);
	CHECK_EQUAL(card.driver->open(&line), 0);
	card.driver->close(&line);
	card.driver->close(&line);
	if (card.driver->remove)
		card.driver->remove(&card);
}

static void is_opened_and_closed_in_any_state(void)
{
	struct hal_cadence cadence = { .ms = { 2000, 4000 } };
	struct room room = opened();

	CHECK_EQUAL(hal_ring(room.hal, FXS, &cadence), 0);
	hands->call(room.hal, "", "");
	room_pass(&room, 300);
	room_close(&room);
	room = opened();
	hands->lift(room.hal);
	CHECK_EQUAL(hal_hook(room.hal, FXO, HAL_OFF_HOOK), 0);
	room_pass(&room, 300);
	room_close(&room);
	room_close(&room);
}

static int run_story(void)
{
	static const struct test tests[] = {
		{ "knows its cards, and no others", knows_its_cards },
		{ "refuses what it does not understand, and shows its forms",
		  refuses_what_it_does_not_understand },
		{ "is quiet at first", is_quiet_at_first },
		{ "reports the hook", reports_the_hook },
		{ "rings with a cadence", rings_with_a_cadence },
		{ "an answered telephone does not ring", an_answered_telephone_does_not_ring },
		{ "a telephone speaks and hears", a_telephone_speaks_and_hears },
		{ "gains are kept", gains_are_kept },
		{ "a dial sends pulses", a_dial_sends_pulses },
		{ "a hook flash is timed", a_hook_flash_is_timed },
		{ "an incoming call rings and is given up",
		  an_incoming_call_rings_and_is_given_up },
		{ "CO-14 a call is answered and its end is heard",
		  a_call_is_answered_and_its_end_is_heard },
		{ "callers are shown and understood", callers_are_shown_and_understood },
		{ "our flash is 600 ms", our_flash_is_600_ms },
		{ "a cut line is told", a_cut_line_is_told },
		{ "stopped audio is told", stopped_audio_is_told },
		{ "closes twice", closes_twice },
		{ "is opened and closed in any state", is_opened_and_closed_in_any_state },
	};

	printf("# driver %s\n", hands->driver);
	return RUN(tests);
}

int main(void)
{
	int failed = 0;

	for (unsigned i = 0; i < sizeof all_hands / sizeof *all_hands; i++) {
		hands = &all_hands[i];
		failed |= run_story();
	}
	return failed;
}
