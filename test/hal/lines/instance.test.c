/* SPDX-License-Identifier: MIT */
/* A whole instance, stepped, on wires of our own. */
#include <errno.h>
#include <string.h>
#include <unistd.h>

#include "check.h"
#include "room.h"
#include "wires.h"

#define FXS 0
#define FXO 1
#define SPEC "wires:fxs=1,fxo=1"

static struct room opened(void)
{
	struct room room;

	room_open(&room, wires_drivers, SPEC);
	return room;
}

static void wire(struct room *room, uint32_t line, enum hal_wire what)
{
	wires_do(room->hal, line, what);
}

static struct wires look(struct room *room, uint32_t line)
{
	struct wires now = *wires_of(room->hal, line);

	hal_leave(room->hal);
	return now;
}

static void arguments_are_checked(void)
{
	struct room room = opened();
	struct hal_line_settings settings = { .disconnect_ms = 350,
					      .flash_min_ms = 300,
					      .flash_max_ms = 300 };
	struct hal_cadence never = { { 0 } };
	struct hal_line_state state;

	CHECK_EQUAL(hal_line_set(room.hal, FXS, &settings), -EINVAL);
	settings.flash_max_ms = 1000;
	CHECK_EQUAL(hal_line_set(room.hal, FXS, &settings), 0);
	settings.gain_to_tenths_db = 121;
	CHECK_EQUAL(hal_line_set(room.hal, FXS, &settings), -EINVAL);
	CHECK_EQUAL(hal_hook(room.hal, FXS, HAL_OFF_HOOK), -ENOTSUP);
	CHECK_EQUAL(hal_hook(room.hal, FXO, (enum hal_hook)3), -EINVAL);
	CHECK_EQUAL(hal_hook(room.hal, 2, HAL_OFF_HOOK), -ENOENT);
	CHECK_EQUAL(hal_ring(room.hal, FXS, &never), -EINVAL);
	CHECK_EQUAL(hal_caller(room.hal, FXO, "1", "A"), -ENOTSUP);
	CHECK_EQUAL(hal_caller(room.hal, FXS, NULL, "A"), -EINVAL);
	CHECK_EQUAL(hal_caller(room.hal, FXS, "123456789012345678901", "A"), -EINVAL);
	CHECK_EQUAL(hal_open_loop(room.hal, FXS, 0), -EINVAL);
	CHECK_EQUAL(hal_open_loop(room.hal, FXO, 100), -ENOTSUP);
	CHECK_EQUAL(hal_serve(room.hal, FXS, 2, 0), -EINVAL);
	CHECK_EQUAL(hal_serve(room.hal, 9, 1, 0), -ENOENT);
	CHECK_EQUAL(hal_line_state(room.hal, 9, &state), -ENOENT);
	CHECK(hal_enter(room.hal, 9, &wires_driver) == NULL);
	CHECK(hal_enter(room.hal, FXS, wires_drivers[0]) == NULL);
	room_close(&room);
}

static void a_card_may_be_able_to_do_little(void)
{
	struct room room;
	struct hal_cadence cadence = { { 2000, 4000 } };

	room_open(&room, deaf_drivers, SPEC);
	CHECK_EQUAL(hal_hook(room.hal, FXO, HAL_OFF_HOOK), -ENOTSUP);
	CHECK_EQUAL(hal_ring(room.hal, FXS, &cadence), -ENOTSUP);
	CHECK_EQUAL(hal_open_loop(room.hal, FXS, 100), -ENOTSUP);
	room_pass(&room, 100);
	room_close(&room);
	CHECK_EQUAL(wires_open, 1); /* it has no `remove`: the card stays counted */
	wires_open = 0;
}

static void what_a_card_refuses_is_told(void)
{
	struct room room = opened();
	struct hal_cadence cadence = { { 2000, 4000 } };

	wires_of(room.hal, FXO)->refuses = -ENODEV;
	hal_leave(room.hal);
	wires_of(room.hal, FXS)->refuses = -ENODEV;
	hal_leave(room.hal);
	CHECK_EQUAL(hal_hook(room.hal, FXO, HAL_OFF_HOOK), -ENODEV);
	CHECK_EQUAL(room_state(&room, FXO).hook, HAL_ON_HOOK);
	CHECK_EQUAL(hal_ring(room.hal, FXS, &cadence), -ENODEV);
	CHECK(!room_state(&room, FXS).ringing);
	room_close(&room);
}

static void an_open_loop_is_not_taken_for_a_hook(void)
{
	struct room room = opened();

	wire(&room, FXS, HAL_WIRE_OFF_HOOK);
	CHECK(room_until(&room, HAL_EVENT_OFF_HOOK, FXS, 100));
	CHECK_EQUAL(hal_open_loop(room.hal, FXS, 600), 0);
	CHECK(!look(&room, FXS).battery);
	wire(&room, FXS, HAL_WIRE_ON_HOOK); /* without a battery there is no current */
	room_pass(&room, 590);
	CHECK(!look(&room, FXS).battery);
	room_pass(&room, 10);
	CHECK(look(&room, FXS).battery);
	room_pass(&room, 50); /* the current builds up */
	wire(&room, FXS, HAL_WIRE_OFF_HOOK);
	room_pass(&room, 500);
	CHECK_EQUAL(room.event_count, 1);
	CHECK_EQUAL(room_state(&room, FXS).hook, HAL_OFF_HOOK);
	CHECK_EQUAL(hal_open_loop(room.hal, FXS, 600), 0);
	wire(&room, FXS, HAL_WIRE_ON_HOOK); /* this time the telephone is hung up meanwhile */
	CHECK(room_until(&room, HAL_EVENT_ON_HOOK, FXS, 2000));
	room_close(&room);
}

static void a_bounce_only_interrupts_the_bell(void)
{
	struct room room = opened();
	struct hal_cadence steady = { { 60000 } };

	CHECK_EQUAL(hal_ring(room.hal, FXS, &steady), 0);
	CHECK(look(&room, FXS).ringing);
	wire(&room, FXS, HAL_WIRE_OFF_HOOK);
	CHECK(!look(&room, FXS).ringing); /* at once */
	room_pass(&room, 10);
	wire(&room, FXS, HAL_WIRE_ON_HOOK);
	room_pass(&room, 10);
	CHECK(look(&room, FXS).ringing);
	CHECK_EQUAL(room.event_count, 0);
	room_close(&room);
}

static void service_ends_on_hook(void)
{
	struct room room = opened();

	CHECK_EQUAL(hal_serve(room.hal, FXS, 1, 0), 0);
	wire(&room, FXS, HAL_WIRE_OFF_HOOK);
	room_pass(&room, 500);
	CHECK(room_state(&room, FXS).served);
	CHECK_EQUAL(room_state(&room, FXS).off_hook_ms, 480);
	wire(&room, FXS, HAL_WIRE_ON_HOOK);
	room_pass(&room, 1100);
	CHECK(!room_state(&room, FXS).served);
	CHECK_EQUAL(room_state(&room, FXS).off_hook_ms, 0);
	room_close(&room);
}

/* Caller ID as the office sends it, on an idle line. */
static void send_caller(struct room *room, const char *number)
{
	struct caller_sender *sender = caller_sender_new();
	uint8_t message[CALLER_ID_LONGEST];
	int length = caller_id_build(number, "", NULL, message);
	bool more = true;

	caller_sender_start(sender, message, (unsigned)length);
	while (more) {
		more = caller_sender_tick(sender, wires_of(room->hal, FXO)->said);
		hal_leave(room->hal);
		room_pass(room, 10);
	}
	room_pass(room, 200);
	caller_sender_free(sender);
}

static void a_call_has_one_caller(void)
{
	struct room room = opened();

	for (unsigned call = 0; call < 2; call++) {
		room_forget(&room);
		send_caller(&room, "101"); /* nobody has rung */
		CHECK_EQUAL(room_count(&room, HAL_EVENT_CALLER, FXO), 0);
		for (unsigned ring = 0; ring < 3; ring++) {
			wire(&room, FXO, HAL_WIRE_RING_ON);
			room_pass(&room, 1000);
			wire(&room, FXO, HAL_WIRE_RING_OFF);
			room_pass(&room, 500);
			send_caller(&room, ring == 0 ? "102" : "103");
		}
		CHECK_EQUAL(room_count(&room, HAL_EVENT_CALLER, FXO), 1);
		CHECK_EQUAL(strcmp(room_last(&room, HAL_EVENT_CALLER, FXO)->number, "102"), 0);
		CHECK(room_until(&room, HAL_EVENT_RING_OFF, FXO, 7000));
	}
	room_close(&room);
}

/* The lifeline calls over a line that gives no dial tone; passes until the digits are sent. */
static struct room emergency_call(uint32_t interruption_ms)
{
	struct room room = opened();
	struct hal_emergency table = { .numbers = { "9" }, .sent = "9", .lines = { FXO, 0xff } };

	CHECK_EQUAL(hal_emergency(room.hal, &table), 0);
	wire(&room, FXS, HAL_WIRE_OFF_HOOK);
	CHECK(room_until(&room, HAL_EVENT_LIFELINE, FXS, 2500));
	lifeline_digit(&room.hal->lines[FXS], '9');
	wire(&room, FXO, HAL_WIRE_CURRENT_LOST);
	room_pass(&room, interruption_ms);
	wire(&room, FXO, HAL_WIRE_CURRENT_BACK);
	room_pass(&room, 4000 - interruption_ms);
	return room;
}

static void an_interruption_at_seizure_is_no_end(void)
{
	struct room room = emergency_call(400);

	CHECK_EQUAL(room_state(&room, FXS).lifeline, HAL_LIFELINE_CALL);
	CHECK(look(&room, FXO).off_hook);
	wire(&room, FXO, HAL_WIRE_CURRENT_LOST);
	room_pass(&room, 400);
	CHECK_EQUAL(room_state(&room, FXS).lifeline, HAL_LIFELINE_TONE);
	CHECK(!look(&room, FXO).off_hook);
	room_close(&room);
}

static void closing_puts_lines_on_hook(void)
{
	struct room room = opened();

	CHECK_EQUAL(hal_hook(room.hal, FXO, HAL_OFF_HOOK), 0);
	CHECK(look(&room, FXO).off_hook);
	room_close(&room);
	CHECK_EQUAL(wires_open, 0);
	CHECK_EQUAL(wires_closed_off_hook, 0);
}

static void a_step_ends_with_an_event(void)
{
	struct room room = opened();

	wire(&room, FXS, HAL_WIRE_OFF_HOOK);
	CHECK_EQUAL(hal_step(room.hal, 100), 2);
	CHECK_EQUAL(hal_step(room.hal, 100), 100);
	CHECK_EQUAL(hal_now_ms(room.hal), 1020);
	room_close(&room);
}

static void lost_events_are_told(void)
{
	struct room room = opened();
	struct hal_event event;
	unsigned flashes = 0, overflows = 0;

	CHECK_EQUAL(hal_hook(room.hal, FXO, HAL_OFF_HOOK), 0);
	for (unsigned i = 0; i < 10000; i++)
		wire(&room, FXO, HAL_WIRE_REVERSED);
	while (read(hal_event_fd(room.hal), &event, sizeof event) == sizeof event)
		flashes++;
	CHECK(flashes > 500 && flashes < 10000);
	hal_step(room.hal, 1);
	while (read(hal_event_fd(room.hal), &event, sizeof event) == sizeof event)
		overflows += event.kind == HAL_EVENT_OVERFLOW && event.line == NO_LINE;
	CHECK_EQUAL(overflows, 1);
	for (unsigned i = 0; i < 10000; i++)
		wire(&room, FXO, HAL_WIRE_REVERSED);
	while (read(hal_event_fd(room.hal), &event, sizeof event) == sizeof event)
		continue;
	wire(&room, FXO, HAL_WIRE_REVERSED); /* between two ticks */
	CHECK_EQUAL(read(hal_event_fd(room.hal), &event, sizeof event), sizeof event);
	CHECK_EQUAL(event.kind, HAL_EVENT_OVERFLOW);
	CHECK_EQUAL(read(hal_event_fd(room.hal), &event, sizeof event), sizeof event);
	CHECK_EQUAL(event.kind, HAL_EVENT_REVERSAL);
	room_close(&room);
}

static void who_stood_still_counts_slips(void)
{
	struct room room = opened();
	uint64_t before = hal_now_ms(room.hal);

	tick_skip(room.hal, 7);
	CHECK_EQUAL(room_state(&room, FXS).slips, 7);
	CHECK_EQUAL(hal_now_ms(room.hal) - before, 70);
	room_close(&room);
}

int main(void)
{
	static const struct test tests[] = {
		{ "arguments are checked", arguments_are_checked },
		{ "a card may be able to do little", a_card_may_be_able_to_do_little },
		{ "what a card refuses is told", what_a_card_refuses_is_told },
		{ "an open loop is not taken for a hook", an_open_loop_is_not_taken_for_a_hook },
		{ "a bounce only interrupts the bell", a_bounce_only_interrupts_the_bell },
		{ "service ends on hook", service_ends_on_hook },
		{ "a call has one caller", a_call_has_one_caller },
		{ "an interruption at seizure is no end of an emergency call",
		  an_interruption_at_seizure_is_no_end },
		{ "closing puts lines on hook", closing_puts_lines_on_hook },
		{ "a step ends with an event", a_step_ends_with_an_event },
		{ "lost events are told", lost_events_are_told },
		{ "who stood still counts slips", who_stood_still_counts_slips },
	};

	return RUN(tests);
}
