/* SPDX-License-Identifier: MIT */
/* Opening an instance: its cards, its file, its thread, and every failure on the way. */
#include <dirent.h>
#include <errno.h>
#include <string.h>
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

int main(void)
{
	static const struct test tests[] = {
		{ "`lines` is read, and what is wrong is a sentence", lines_are_read },
		{ "lines are numbered by kind", lines_are_numbered_by_kind },
		{ "options are checked", options_are_checked },
		{ "the audio file is ours alone, and replaced",
		  the_file_is_ours_alone_and_replaced },
		{ "an impossible file is told, and can be done without",
		  an_impossible_file_is_told_and_can_be_done_without },
		{ "every failure while opening is told", every_failure_while_opening_is_told },
		{ "a real-time instance ticks by itself", real_time_ticks_by_itself },
	};

	return RUN(tests);
}
