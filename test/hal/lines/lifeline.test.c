/* SPDX-License-Identifier: MIT */
/* DESIGN §1: the lifeline, with simulated telephones and central offices. */
#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "check.h"
#include "room.h"
#include "sim/sim.h"

#define FXS 0
#define OTHER_FXS 1
#define FXO 2 /* and 3 */

static const struct hal_emergency table = { .numbers = { "911", "9911" },
					    .sent = "911",
					    .lines = { FXO, FXO + 1, 0xff },
					    .pre_dial_ms = 500 };

static struct room opened(void)
{
	struct room room;

	room_open(&room, NULL, "sim:fxs=2,fxo=2");
	CHECK_EQUAL(hal_emergency(room.hal, &table), 0);
	return room;
}

static struct sim_hearing hearing(struct room *room, uint32_t line)
{
	struct sim_hearing out = { 0 };

	CHECK_EQUAL(sim_hear(room->hal, line, &out), 0);
	return out;
}

static bool hears(struct room *room, uint32_t line, uint32_t hz)
{
	struct sim_hearing out = hearing(room, line);

	for (unsigned i = 0; i < 4; i++)
		if (out.hz[i] + 10 >= hz && out.hz[i] <= hz + 10)
			return true;
	return false;
}

static bool hears_dial_tone(struct room *room, uint32_t line)
{
	return hears(room, line, 350) && hears(room, line, 440);
}

/* It sounds half of the time; half a second passes. */
static bool hears_reorder(struct room *room, uint32_t line)
{
	unsigned heard = 0;

	for (unsigned i = 0; i < 10; i++) {
		room_pass(room, 50);
		heard += hears(room, line, 480) && hears(room, line, 620);
	}
	return heard > 0;
}

static struct sim_co_state_of office(struct room *room, uint32_t line)
{
	struct sim_co_state_of out = { 0 };

	CHECK_EQUAL(sim_co_state(room->hal, line, &out), 0);
	return out;
}

/* A telephone off hook with the lifeline's dial tone. */
static void lift(struct room *room, uint32_t line)
{
	CHECK_EQUAL(sim_lift(room->hal, line), 0);
	CHECK(room_until(room, HAL_EVENT_LIFELINE, line, 2500));
	CHECK_EQUAL(room_last(room, HAL_EVENT_LIFELINE, line)->value, HAL_LIFELINE_TONE);
	room_pass(room, 300);
	CHECK(hears_dial_tone(room, line));
}

static void dial(struct room *room, uint32_t line, const char *keys, enum sim_dialling how)
{
	CHECK_EQUAL(sim_dial(room->hal, line, keys, how, 0, 0), 0);
}

static bool is_calling(const struct room *room, uint32_t line, uint8_t peer)
{
	const struct hal_event *event = room_last(room, HAL_EVENT_LIFELINE, line);

	return event && event->value == HAL_LIFELINE_CALL && event->peer == peer;
}

static void a_forsaken_telephone_gets_dial_tone(void)
{
	struct room room = opened();

	CHECK_EQUAL(sim_lift(room.hal, FXS), 0);
	CHECK(room_until(&room, HAL_EVENT_OFF_HOOK, FXS, 200));
	room_pass(&room, 1950);
	CHECK_EQUAL(room_count(&room, HAL_EVENT_LIFELINE, FXS), 0);
	CHECK(!hears_dial_tone(&room, FXS));
	room_pass(&room, 350);
	CHECK_EQUAL(room_count(&room, HAL_EVENT_LIFELINE, FXS), 1);
	CHECK(hears_dial_tone(&room, FXS));
	CHECK_NEAR(hearing(&room, FXS).level_tenths_dbm0, -100, 5); /* two tones of -13 dBm0 */
	CHECK_EQUAL(room_state(&room, FXS).lifeline, HAL_LIFELINE_TONE);
	CHECK_EQUAL(sim_hang_up(room.hal, FXS), 0);
	CHECK(room_until(&room, HAL_EVENT_LIFELINE, FXS, 1500));
	CHECK_EQUAL(room_last(&room, HAL_EVENT_LIFELINE, FXS)->value, HAL_LIFELINE_OFF);
	room_close(&room);
}

static void reaches_emergency(const char *keys, enum sim_dialling how, uint32_t ms)
{
	struct room room = opened();
	struct sim_saying saying = { SIM_TONE, 1800, -150 };

	lift(&room, FXS);
	dial(&room, FXS, keys, how);
	CHECK(room_until(&room, HAL_EVENT_LIFELINE, FXS, ms));
	CHECK(is_calling(&room, FXS, FXO));
	room_pass(&room, 9000);
	CHECK_EQUAL(office(&room, FXO).state, SIM_CO_TALKING);
	CHECK_EQUAL(strcmp(office(&room, FXO).dialled, "911"), 0);
	CHECK_NEAR(office(&room, FXO).pre_dial_ms, 510, 20);
	CHECK_NEAR(office(&room, FXO).digit_ms[0], 100, 10);
	CHECK_NEAR(office(&room, FXO).digit_ms[1], 100, 10);
	CHECK(hears(&room, FXS, 1004));
	CHECK_EQUAL(sim_say(room.hal, FXS, &saying), 0);
	room_pass(&room, 400);
	CHECK(hears(&room, FXO, 1800));
	CHECK_NEAR(hearing(&room, FXO).level_tenths_dbm0, -150, 10);
	CHECK_EQUAL(room_state(&room, FXS).lifeline, HAL_LIFELINE_CALL);
	CHECK_EQUAL(room_state(&room, FXO).lifeline, HAL_LIFELINE_CALL);
	CHECK_EQUAL(hal_serve(room.hal, FXS, 1, 0), -EBUSY);
	CHECK_EQUAL(hal_serve(room.hal, FXO, 1, 0), -EBUSY);
	CHECK_EQUAL(hal_hook(room.hal, FXO, HAL_ON_HOOK), -EBUSY);
	CHECK_EQUAL(sim_hang_up(room.hal, FXS), 0);
	CHECK(room_until(&room, HAL_EVENT_ON_HOOK, FXS, 1500));
	room_pass(&room, 50);
	CHECK_EQUAL(room_state(&room, FXO).hook, HAL_ON_HOOK);
	CHECK_EQUAL(room_state(&room, FXO).lifeline, HAL_LIFELINE_OFF);
	CHECK_EQUAL(office(&room, FXO).state, SIM_CO_IDLE);
	CHECK_EQUAL(hal_hook(room.hal, FXO, HAL_OFF_HOOK), 0);
	room_close(&room);
}

static void emergency_is_reached_by_every_telephone(void)
{
	reaches_emergency("911", SIM_DTMF, 2000);
	reaches_emergency("9911", SIM_DTMF, 2000);
	reaches_emergency("911", SIM_PULSE, 6000);
	reaches_emergency("9911", SIM_PULSE, 8000);
}

static void anything_else_gets_reorder(void)
{
	struct room room = opened();

	lift(&room, FXS);
	dial(&room, FXS, "92", SIM_DTMF);
	room_pass(&room, 1600);
	CHECK(!hears_dial_tone(&room, FXS));
	CHECK(hears_reorder(&room, FXS));
	dial(&room, FXS, "911", SIM_DTMF); /* belongs to what was dialled before */
	room_pass(&room, 1500);
	CHECK_EQUAL(room_count(&room, HAL_EVENT_LIFELINE, FXS), 1);
	CHECK_EQUAL(room_state(&room, FXO).hook, HAL_ON_HOOK);
	room_pass(&room, 4000);
	dial(&room, FXS, "911", SIM_DTMF); /* but this is somebody who tries again */
	room_pass(&room, 1500);
	CHECK(is_calling(&room, FXS, FXO));
	room_close(&room);
}

static void a_flash_gives_dial_tone_again(void)
{
	struct room room = opened();

	lift(&room, FXS);
	dial(&room, FXS, "5", SIM_DTMF);
	room_pass(&room, 1000);
	CHECK(!hears_dial_tone(&room, FXS));
	CHECK_EQUAL(sim_flash(room.hal, FXS, 500), 0);
	room_pass(&room, 1000);
	CHECK(hears_dial_tone(&room, FXS));
	CHECK_EQUAL(room_count(&room, HAL_EVENT_FLASH, FXS), 0);
	room_close(&room);
}

static void who_waits_too_long_gets_reorder(void)
{
	struct room room = opened();

	lift(&room, FXS);
	room_pass(&room, 14000);
	CHECK(hears_dial_tone(&room, FXS));
	room_pass(&room, 1500);
	CHECK(!hears_dial_tone(&room, FXS));
	CHECK_EQUAL(sim_flash(room.hal, FXS, 500), 0);
	room_pass(&room, 1000);
	dial(&room, FXS, "91", SIM_DTMF);
	room_pass(&room, 9000);
	CHECK(hearing(&room, FXS).level_tenths_dbm0 < -600);
	room_pass(&room, 2300);
	CHECK(hears_reorder(&room, FXS));
	room_close(&room);
}

static void the_controller_takes_a_telephone_back(void)
{
	struct room room = opened();

	lift(&room, FXS);
	CHECK_EQUAL(hal_serve(room.hal, FXS, 1, 0), 0);
	CHECK_EQUAL(room_state(&room, FXS).lifeline, HAL_LIFELINE_OFF);
	room_speak(&room, FXS, 1500, -12);
	room_pass(&room, 3000);
	CHECK(hears(&room, FXS, 1500));
	CHECK(!hears_dial_tone(&room, FXS));
	CHECK_EQUAL(room_last(&room, HAL_EVENT_LIFELINE, FXS)->value, HAL_LIFELINE_OFF);
	/* Media dies: */
	room_hush(&room, FXS);
	room_pass(&room, 2300);
	CHECK(hears_dial_tone(&room, FXS));
	CHECK_EQUAL(room_last(&room, HAL_EVENT_LIFELINE, FXS)->value, HAL_LIFELINE_TONE);
	/* and is back: */
	room_speak(&room, FXS, 1500, -12);
	room_pass(&room, 400);
	CHECK_EQUAL(room_last(&room, HAL_EVENT_LIFELINE, FXS)->value, HAL_LIFELINE_OFF);
	CHECK(hears(&room, FXS, 1500));
	room_close(&room);
}

static void a_line_without_dial_tone_is_passed_over(void)
{
	struct room room = opened();

	CHECK_EQUAL(sim_fault(room.hal, FXO, SIM_NO_DIAL_TONE), 0);
	lift(&room, FXS);
	dial(&room, FXS, "911", SIM_DTMF);
	room_pass(&room, 2000);
	CHECK(is_calling(&room, FXS, FXO));
	room_pass(&room, 2500);
	CHECK(is_calling(&room, FXS, FXO + 1));
	room_pass(&room, 9000);
	CHECK_EQUAL(strcmp(office(&room, FXO + 1).dialled, "911"), 0);
	CHECK_EQUAL(room_state(&room, FXO).hook, HAL_ON_HOOK);
	CHECK_EQUAL(room_state(&room, FXO).lifeline, HAL_LIFELINE_OFF);
	room_close(&room);
}

static void the_last_line_is_dialled_without_dial_tone(void)
{
	struct room room = opened();
	struct sim_co_settings late = { .far_end = SIM_CPC,
					.cpc_ms = 600,
					.dial_tone_after_ms = 60000 };

	CHECK_EQUAL(sim_fault(room.hal, FXO, SIM_CUT), 0);
	CHECK_EQUAL(sim_co_set(room.hal, FXO + 1, &late), 0);
	room_pass(&room, 3000); /* the cut is known */
	lift(&room, FXS);
	dial(&room, FXS, "911", SIM_DTMF);
	room_pass(&room, 2000);
	CHECK(is_calling(&room, FXS, FXO + 1));
	room_pass(&room, 4000);
	CHECK(is_calling(&room, FXS, FXO + 1));
	CHECK_EQUAL(room_state(&room, FXO + 1).hook, HAL_OFF_HOOK);
	CHECK_EQUAL(room_state(&room, FXO).hook, HAL_ON_HOOK);
	room_close(&room);
}

/* Both outside lines are in calls of the controller's. */
static void occupy(struct room *room, bool protect_first)
{
	for (uint32_t line = FXO; line <= FXO + 1; line++) {
		CHECK_EQUAL(hal_hook(room->hal, line, HAL_OFF_HOOK), 0);
		CHECK_EQUAL(hal_serve(room->hal, line, 1, protect_first && line == FXO), 0);
		room_speak(room, line, 0, 0);
	}
	room_pass(room, 3000);
}

static void a_call_gives_way(void)
{
	struct room room = opened();
	unsigned on_hook = 0;

	occupy(&room, true);
	lift(&room, FXS);
	dial(&room, FXS, "911", SIM_DTMF);
	CHECK(room_until(&room, HAL_EVENT_LIFELINE, FXS, 2000));
	CHECK(is_calling(&room, FXS, FXO + 1)); /* the first one is protected */
	CHECK(!room_state(&room, FXO + 1).served);
	for (unsigned i = 0; i < 200; i++) {
		on_hook += room_state(&room, FXO + 1).hook == HAL_ON_HOOK;
		room_pass(&room, 10);
	}
	CHECK_NEAR(on_hook, 150, 2);
	room_pass(&room, 8000);
	CHECK_EQUAL(strcmp(office(&room, FXO + 1).dialled, "911"), 0);
	CHECK(room_state(&room, FXO).served);
	CHECK_EQUAL(room_state(&room, FXO).hook, HAL_OFF_HOOK);
	room_close(&room);
}

static void a_protected_call_without_media_gives_way_at_last(void)
{
	struct room room = opened();

	occupy(&room, true);
	CHECK_EQUAL(hal_serve(room.hal, FXO + 1, 1, 1), 0);
	lift(&room, FXS);
	dial(&room, FXS, "911", SIM_DTMF);
	room_pass(&room, 2000);
	CHECK_EQUAL(room_state(&room, FXS).lifeline, HAL_LIFELINE_TONE); /* reorder */
	room_hush(&room, FXO);
	room_pass(&room, 3500);
	dial(&room, FXS, "911", SIM_DTMF);
	room_pass(&room, 2000);
	CHECK(is_calling(&room, FXS, FXO));
	room_close(&room);
}

static void two_telephones_use_two_lines(void)
{
	struct room room = opened();

	lift(&room, FXS);
	lift(&room, OTHER_FXS);
	dial(&room, FXS, "911", SIM_DTMF);
	room_pass(&room, 1500);
	dial(&room, OTHER_FXS, "911", SIM_DTMF);
	room_pass(&room, 1500);
	CHECK(is_calling(&room, FXS, FXO));
	CHECK(is_calling(&room, OTHER_FXS, FXO + 1));
	room_close(&room);
}

static void when_the_far_end_hangs_up_there_is_dial_tone(void)
{
	struct room room = opened();

	lift(&room, FXS);
	dial(&room, FXS, "911", SIM_DTMF);
	room_pass(&room, 9000);
	CHECK_EQUAL(office(&room, FXO).state, SIM_CO_TALKING);
	CHECK_EQUAL(sim_co_end(room.hal, FXO), 0);
	room_pass(&room, 1500);
	CHECK_EQUAL(room_last(&room, HAL_EVENT_LIFELINE, FXS)->value, HAL_LIFELINE_TONE);
	CHECK_EQUAL(room_count(&room, HAL_EVENT_DISCONNECT, FXO), 0);
	CHECK(hears_dial_tone(&room, FXS));
	CHECK_EQUAL(room_state(&room, FXO).hook, HAL_ON_HOOK);
	dial(&room, FXS, "911", SIM_DTMF);
	room_pass(&room, 9000);
	CHECK_EQUAL(office(&room, FXO).state, SIM_CO_TALKING);
	room_close(&room);
}

static void a_ringing_line_is_answered_and_cleared(void)
{
	struct room room = opened();
	struct hal_emergency one = table;

	one.lines[1] = 0xff;
	CHECK_EQUAL(hal_emergency(room.hal, &one), 0);
	lift(&room, FXS);
	CHECK_EQUAL(sim_co_ring(room.hal, FXO, "2025550100", "BOB"), 0);
	CHECK(room_until(&room, HAL_EVENT_RING_ON, FXO, 7000));
	dial(&room, FXS, "911", SIM_DTMF);
	room_pass(&room, 1100);
	CHECK(is_calling(&room, FXS, FXO));
	CHECK_EQUAL(room_count(&room, HAL_EVENT_RING_OFF, FXO), 1);
	room_pass(&room, 12000);
	CHECK_EQUAL(strcmp(office(&room, FXO).dialled, "911"), 0);
	room_close(&room);
}

static void tables_are_checked(void)
{
	struct room room = opened();
	struct hal_emergency wrong = table;

	wrong.lines[1] = FXS;
	CHECK_EQUAL(hal_emergency(room.hal, &wrong), -EINVAL);
	wrong.lines[1] = 4;
	CHECK_EQUAL(hal_emergency(room.hal, &wrong), -EINVAL);
	CHECK_EQUAL(hal_emergency(room.hal, NULL), -EINVAL);
	memset(&wrong, 0, sizeof wrong);
	wrong.lines[0] = 0xff;
	CHECK_EQUAL(hal_emergency(room.hal, &wrong), 0); /* none: whatever is dialled, reorder */
	lift(&room, FXS);
	dial(&room, FXS, "9", SIM_DTMF);
	room_pass(&room, 1000);
	CHECK(!hears_dial_tone(&room, FXS));
	room_close(&room);
}

int main(void)
{
	static const struct test tests[] = {
		{ "a forsaken telephone gets dial tone", a_forsaken_telephone_gets_dial_tone },
		{ "emergency is reached by tones and by pulses",
		  emergency_is_reached_by_every_telephone },
		{ "anything else gets reorder", anything_else_gets_reorder },
		{ "a hook flash gives dial tone again", a_flash_gives_dial_tone_again },
		{ "who waits too long gets reorder", who_waits_too_long_gets_reorder },
		{ "the controller takes a telephone back, and media too",
		  the_controller_takes_a_telephone_back },
		{ "a line without dial tone is passed over",
		  a_line_without_dial_tone_is_passed_over },
		{ "the last line is dialled without dial tone",
		  the_last_line_is_dialled_without_dial_tone },
		{ "a call gives way, an emergency call does not", a_call_gives_way },
		{ "an emergency call without media gives way",
		  a_protected_call_without_media_gives_way_at_last },
		{ "two telephones use two lines", two_telephones_use_two_lines },
		{ "when the far end hangs up there is dial tone",
		  when_the_far_end_hangs_up_there_is_dial_tone },
		{ "a ringing line is answered and cleared",
		  a_ringing_line_is_answered_and_cleared },
		{ "emergency tables are checked", tables_are_checked },
	};

	return RUN(tests);
}
