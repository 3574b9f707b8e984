/* SPDX-License-Identifier: MIT */
/* A whole instance with wires of our own: its calls, its file, its time, its threads, its failures. */
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "check.h"
#include "faults.h"
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

static int try_open(const char *lines, char *text)
{
	struct room room = { .path = "/tmp/strowger-room-tried" };
	struct hal_options options = room_options(&room, lines);
	int error = hal_open_with(&options, wires_drivers, text, &room.hal);

	if (error == 0)
		hal_close(room.hal);
	unlink(room.path);
	return error;
}

static void lines_are_read(void)
{
	char text[256];

	CHECK_EQUAL(try_open("none", text), 0);
	CHECK_EQUAL(try_open(" wires:fxs=1,fxo=1 ; wires:fxs=0,fxo=2", text), 0);
	CHECK_EQUAL(try_open("wires:fxs=64,fxo=64", NULL), 0);
	CHECK_EQUAL(try_open("wires:fxs=64,fxo=65", text), -EINVAL);
	CHECK(strstr(text, "129 lines") != NULL);
	CHECK_EQUAL(try_open("", text), -ENODEV);
	CHECK_EQUAL(try_open(SPEC ";none", text), -ENODEV);
	CHECK_EQUAL(try_open("wires:some", NULL), -EINVAL);
	CHECK_EQUAL(try_open("wires:some", text), -EINVAL);
	CHECK(strstr(text, "\"wires:some\"") && strstr(text, "wires:fxs=1,fxo=1") &&
	      strstr(text, "none"));
	CHECK_EQUAL(wires_open, 0);
}

static void lines_are_numbered_by_kind(void)
{
	struct room room;
	struct hal_line_info info;
	static const char *const names[] = { "fxs-1", "fxo-1", "fxs-2", "fxo-2" };

	room_open(&room, wires_drivers, SPEC ";" SPEC);
	CHECK_EQUAL(hal_line_count(room.hal), 4);
	for (uint32_t i = 0; i < 4; i++) {
		CHECK_EQUAL(hal_line_info(room.hal, i, &info), 0);
		CHECK_EQUAL(strcmp(info.name, names[i]), 0);
		CHECK_EQUAL(strcmp(room.audio->channel[i].name, names[i]), 0);
	}
	CHECK_EQUAL(hal_line_info(room.hal, 4, &info), -ENOENT);
	room_close(&room);
}

static void options_are_checked(void)
{
	struct hal_options options = { .abi = HAL_ABI + 1, .lines = "none" };
	struct hal *hal = NULL;

	CHECK_EQUAL(hal_open(&options, NULL, &hal), -EINVAL);
	options.abi = HAL_ABI;
	options.drive = 2;
	CHECK_EQUAL(hal_open(&options, NULL, &hal), -EINVAL);
	options.drive = HAL_REAL_TIME;
	CHECK_EQUAL(hal_open(&options, NULL, &hal), 0);
	CHECK_EQUAL(hal_step(hal, 1), -EINVAL);
	hal_close(hal);
	memset(options.lines, 'n', sizeof options.lines); /* no end */
	CHECK_EQUAL(hal_open(&options, NULL, &hal), -EINVAL);
	CHECK_EQUAL(hal_open(NULL, NULL, &hal), -EINVAL);
	hal_close(NULL);
	for (uint32_t i = 0; i < 7; i++)
		CHECK(hal_abi_size(i) > 0);
	CHECK_EQUAL(hal_abi_size(7), 0);
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

static void the_file_is_ours_alone_and_replaced(void)
{
	struct room first = opened();
	struct room second;
	struct stat status;

	CHECK_EQUAL(stat(first.path, &status), 0);
	CHECK_EQUAL(status.st_mode & 0777, 0600);
	CHECK_EQUAL(first.audio->magic, LINE_AUDIO_MAGIC);
	CHECK_EQUAL(first.audio->channels, 2);
	/* As after a crash: nobody has closed the first one. */
	second = opened();
	CHECK_EQUAL(atomic_load(&first.audio->closed), 1);
	CHECK_EQUAL(atomic_load(&second.audio->closed), 0);
	CHECK(first.audio->boot != second.audio->boot);
	room_close(&first);
	CHECK_EQUAL(stat(second.path, &status), 0); /* the first one's is not there any more */
	room_close(&second);
	CHECK(stat(second.path, &status) != 0);
}

static void an_impossible_file_is_told_and_can_be_done_without(void)
{
	struct hal_options options = { .abi = HAL_ABI,
				       .drive = HAL_STEPPED,
				       .lines = SPEC,
				       .audio_path = "/proc/nowhere/audio" };
	struct hal *hal = NULL;
	char text[256];

	CHECK_EQUAL(hal_open_with(&options, wires_drivers, text, &hal), -ENOENT);
	CHECK(strstr(text, "/proc/nowhere/audio") != NULL);
	options.audio_path[0] = '\0';
	CHECK_EQUAL(hal_open_with(&options, wires_drivers, text, &hal), 0);
	CHECK_EQUAL(hal_step(hal, 10), 10);
	hal_close(hal);
}

static unsigned count_descriptors(void)
{
	DIR *directory = opendir("/proc/self/fd");
	unsigned count = 0;

	while (readdir(directory))
		count++;
	closedir(directory);
	return count;
}

static void every_failure_while_opening_is_told(void)
{
	unsigned descriptors = count_descriptors();
	unsigned failed = 0;
	struct stat status;

	for (uint32_t drive = HAL_REAL_TIME; drive <= HAL_STEPPED; drive++) {
		for (unsigned nth = 1;; nth++) {
			struct room room = { .path = "/tmp/strowger-room-failing" };
			struct hal_options options = room_options(&room, SPEC ";" SPEC);
			struct hal *hal = NULL;
			int error;

			options.drive = drive;
			faults_arm(nth);
			error = hal_open_with(&options, wires_drivers, NULL, &hal);
			if (!faults_disarm()) {
				CHECK_EQUAL(error, 0);
				hal_close(hal);
				break;
			}
			failed++;
			/* What only makes the file's predecessor know is not needed. */
			if (error == 0)
				hal_close(hal);
			CHECK_EQUAL(wires_open, 0);
			CHECK(stat("/tmp/strowger-room-failing.new", &status) != 0);
		}
	}
	CHECK(failed > 20);
	CHECK_EQUAL(count_descriptors(), descriptors);
	unlink("/tmp/strowger-room-failing");
}

static bool has_ticked(void *hal)
{
	struct hal_line_state state;

	CHECK_EQUAL(hal_line_state(hal, FXS, &state), 0);
	return state.off_hook_ms > 100;
}

static bool has_events(void *hal)
{
	struct hal_event event;

	return read(hal_event_fd(hal), &event, sizeof event) == sizeof event &&
	       event.kind == HAL_EVENT_OFF_HOOK;
}

/* The line thread ticks while this thread asks for everything; TSan looks on. */
static void real_time_ticks_by_itself(void)
{
	struct room room = { .path = "/tmp/strowger-room-real" };
	struct hal_options options = room_options(&room, SPEC);
	struct hal_cadence cadence = { { 100, 100 } };
	struct timespec now;
	struct hal *hal;

	options.drive = HAL_REAL_TIME;
	CHECK_EQUAL(hal_open_with(&options, wires_drivers, NULL, &hal), 0);
	CHECK_EQUAL(hal_ring(hal, FXS, &cadence), 0);
	CHECK_EQUAL(hal_caller(hal, FXS, "101", "A"), 0);
	wires_do(hal, FXS, HAL_WIRE_OFF_HOOK);
	CHECK(wait_until(has_events, hal));
	CHECK_EQUAL(hal_serve(hal, FXS, 1, 0), 0);
	CHECK_EQUAL(hal_hook(hal, FXO, HAL_OFF_HOOK), 0);
	CHECK(wait_until(has_ticked, hal));
	CHECK_EQUAL(hal_open_loop(hal, FXS, 50), 0);
	clock_gettime(CLOCK_MONOTONIC, &now);
	(void)wires_of(hal, FXS);
	CHECK_NEAR((double)hal_now_ms(hal) / 1000, (double)now.tv_sec, 5);
	hal_leave(hal);
	hal_close(hal);
	CHECK_EQUAL(wires_open, 0);
	unlink(room.path);
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
		{ "`lines` is read, and what is wrong is a sentence", lines_are_read },
		{ "lines are numbered by kind", lines_are_numbered_by_kind },
		{ "options are checked", options_are_checked },
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
		{ "the audio file is ours alone, and replaced",
		  the_file_is_ours_alone_and_replaced },
		{ "an impossible file is told, and can be done without",
		  an_impossible_file_is_told_and_can_be_done_without },
		{ "every failure while opening is told", every_failure_while_opening_is_told },
		{ "a real-time instance ticks by itself", real_time_ticks_by_itself },
		{ "who stood still counts slips", who_stood_still_counts_slips },
	};

	return RUN(tests);
}
