/* SPDX-License-Identifier: MIT */
/*
 * Recording on a disk that is full, truly: a small file system in memory, mounted where only this test sees it. The call goes on, what
 * was recorded is a whole file that can be played, and when there is room again the next recording is as it should be.
 */
#include <errno.h>
#include <fcntl.h>
#include <sched.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mount.h>
#include <sys/stat.h>
#include <unistd.h>

#include "check.h"
#include "ear.h"
#include "law.h"

#define ROOM "128k" /* four seconds of a recording, and its header */

static char folder[] = "/tmp/strowger-full-XXXXXX";
static char path[64], ballast[64];

static void write_text(const char *file, const char *text)
{
	int fd = open(file, O_WRONLY);

	if (fd < 0)
		return;
	(void)!write(fd, text, strlen(text));
	close(fd);
}

/* Who is not root may mount in a world where he is. */
static bool own_world(void)
{
	char users[32], groups[32];

	if (unshare(CLONE_NEWNS) == 0)
		return true;
	snprintf(users, sizeof users, "0 %u 1", geteuid());
	snprintf(groups, sizeof groups, "0 %u 1", getegid());
	if (unshare(CLONE_NEWUSER | CLONE_NEWNS) != 0)
		return false;
	write_text("/proc/self/setgroups", "deny");
	write_text("/proc/self/uid_map", users);
	write_text("/proc/self/gid_map", groups);
	return true;
}

static bool have_disk(void)
{
	if (!own_world())
		return false;
	(void)mount("none", "/", NULL, MS_REC | MS_PRIVATE, NULL);
	if (mkdtemp(folder) == NULL)
		return false;
	snprintf(path, sizeof path, "%s/call.wav", folder);
	snprintf(ballast, sizeof ballast, "%s/ballast", folder);
	return mount("strowger", folder, "tmpfs", 0, "size=" ROOM) == 0;
}

static void give_back(void)
{
	(void)umount2(folder, MNT_DETACH);
	(void)rmdir(folder);
}

static void fill_up(void)
{
	static const uint8_t block[4096];
	int fd = open(ballast, O_WRONLY | O_CREAT | O_TRUNC, 0600);

	while (write(fd, block, sizeof block) == (ssize_t)sizeof block)
		continue;
	CHECK_EQUAL(errno, ENOSPC);
	close(fd);
}

struct talk {
	struct hall hall;
	struct ear *ear;
};

static void talk_open(struct talk *talk)
{
	struct media_tone tone = { .hz = { 400 }, .level_dbm0 = -12 };
	media_id t;

	hall_open(&talk->hall);
	talk->ear = hall_ear(&talk->hall, hall_context(&talk->hall), MEDIA_PCMU);
	CHECK_EQUAL(media_play_tone(talk->hall.media, talk->ear->termination, MEDIA_TO, &tone, &t),
		    0);
	ear_talk(talk->ear, 1000, -12);
	hall_step(&talk->hall, 20);
}

static media_id record(struct talk *talk)
{
	media_id a = 0;

	CHECK_EQUAL(media_record(talk->hall.media, talk->ear->termination, MEDIA_FROM, path, 0, &a),
		    0);
	return a;
}

/* Until the recorder ends by itself; the writer has a thread of its own. */
static void until_it_ends(struct talk *talk, struct media_event *event)
{
	for (unsigned i = 0; i < 30000; i++) {
		hall_step(&talk->hall, 1);
		while (read(media_event_fd(talk->hall.media), event, sizeof *event) ==
		       sizeof *event)
			if (event->kind == MEDIA_EVENT_RECORDED)
				return;
		usleep(1000);
	}
	CHECK(false);
}

/* What the file holds, heard by the party itself: it can be played, and to its end. */
static void is_playable(struct talk *talk)
{
	media_id a;

	ear_forget(talk->ear);
	CHECK_EQUAL(media_play_files(talk->hall.media, talk->ear->termination, MEDIA_TO, path, 1, 1,
				     0, &a),
		    0);
	hall_step(&talk->hall, 40);
	CHECK_NEAR(ear_level(talk->ear, 1000, 300), -12, 1);
}

static off_t size_of(const char *file)
{
	struct stat status;

	return stat(file, &status) == 0 ? status.st_size : -1;
}

static void disk_fills_up(void)
{
	struct talk talk;
	struct media_event event = { 0 };

	talk_open(&talk);
	record(&talk);
	until_it_ends(&talk, &event);
	CHECK_EQUAL(event.error, -ENOSPC);
	CHECK(event.duration_ms >= 3500 && event.duration_ms <= 8192);
	CHECK_EQUAL(size_of(path), 44 + (off_t)event.duration_ms * 16);
	hall_step(&talk.hall, 50);
	CHECK_NEAR(ear_level(talk.ear, 400, 500), -12, 1); /* the call goes on */
	is_playable(&talk);
	hall_close(&talk.hall);
	CHECK_EQUAL(unlink(path), 0);
}

static void disk_is_full_and_has_room_again(void)
{
	struct talk talk;
	struct media_event event = { 0 };
	media_id a;

	fill_up();
	talk_open(&talk);
	record(&talk);
	until_it_ends(&talk, &event);
	CHECK_EQUAL(event.error, -ENOSPC);
	CHECK_EQUAL(event.duration_ms, 0);
	hall_step(&talk.hall, 50);
	CHECK_NEAR(ear_level(talk.ear, 400, 500), -12, 1);
	CHECK_EQUAL(unlink(ballast), 0);
	a = record(&talk);
	hall_step(&talk.hall, 50);
	CHECK_EQUAL(media_stop(talk.hall.media, a), 0);
	until_it_ends(&talk, &event);
	CHECK_EQUAL(event.error, 0);
	CHECK_NEAR(event.duration_ms, 1000, 40);
	is_playable(&talk);
	hall_close(&talk.hall);
	CHECK_EQUAL(unlink(path), 0);
}

int main(void)
{
	static const struct test tests[] = {
		{ "a disk that fills up ends the recording, not the call, and what is there is "
		  "played",
		  disk_fills_up },
		{ "a disk that is full takes nothing, and with room again the next recording is "
		  "whole",
		  disk_is_full_and_has_room_again },
	};
	int failed;

	if (!have_disk()) {
		printf("1..0 # SKIP no file system can be mounted here\n");
		return 0;
	}
	law_init();
	resample_init();
	failed = RUN(tests);
	give_back();
	return failed;
}
