/* SPDX-License-Identifier: MIT */
#include "room.h"

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include "check.h"

struct hal_options room_options(const struct room *room, const char *lines)
{
	struct hal_options options = { .abi = HAL_ABI, .drive = HAL_STEPPED, .seed = 1 };

	snprintf(options.lines, sizeof options.lines, "%s", lines);
	snprintf(options.audio_path, sizeof options.audio_path, "%s", room->path);
	return options;
}

static void map(struct room *room)
{
	struct stat status = { 0 };
	int fd = open(room->path, O_RDWR | O_CLOEXEC);

	CHECK(fd >= 0 && fstat(fd, &status) == 0);
	room->size = (size_t)status.st_size;
	room->audio = mmap(NULL, room->size, PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);
	close(fd);
	if (room->audio == MAP_FAILED)
		abort();
}

void room_open(struct room *room, const struct hal_driver *const *drivers, const char *lines)
{
	struct hal_options options;
	char text[256];

	memset(room, 0, sizeof *room);
	snprintf(room->path, sizeof room->path, "/tmp/strowger-room-%d", getpid());
	options = room_options(room, lines);
	if (hal_open_with(&options, drivers != NULL ? drivers : hal_drivers, text, &room->hal)) {
		printf("# %s\n", text);
		abort();
	}
	map(room);
}

void room_close(struct room *room)
{
	if (room->hal == NULL)
		return;
	hal_close(room->hal);
	CHECK_EQUAL(atomic_load(&room->audio->closed), 1);
	munmap(room->audio, room->size);
	room->hal = NULL;
}

static void write_audio(struct room *room, uint32_t line)
{
	struct line_audio_channel *channel = &room->audio->channel[line];
	uint64_t put = atomic_load(&channel->to_put);
	int32_t mix[160] = { 0 };

	if (!room->silent[line])
		(void)tone_add(&room->tone[line], mix, 160);
	for (unsigned i = 0; i < 160; i++)
		channel->to[(put + i) % LINE_AUDIO_RING] = (int16_t)mix[i];
	atomic_store(&channel->to_put, put + 160);
}

static void read_audio(struct room *room, uint32_t line)
{
	struct line_audio_channel *channel = &room->audio->channel[line];
	int16_t *heard = room->heard[line];

	for (; room->read[line] < atomic_load(&channel->from_put); room->read[line]++) {
		memmove(heard, heard + 1, (ROOM_HEARD - 1) * sizeof *heard);
		heard[ROOM_HEARD - 1] = channel->from[room->read[line] % LINE_AUDIO_RING];
	}
}

static void read_events(struct room *room)
{
	struct hal_event event;

	while (read(hal_event_fd(room->hal), &event, sizeof event) == sizeof event)
		if (room->event_count < ROOM_EVENTS)
			room->events[room->event_count++] = event;
}

static void tick(struct room *room)
{
	uint32_t lines = (uint32_t)hal_line_count(room->hal);

	if (room->ms % 20 == 0)
		for (uint32_t i = 0; i < lines; i++)
			if (room->speaks[i])
				write_audio(room, i);
	CHECK_EQUAL(hal_step(room->hal, 1), 1);
	room->ms += 10;
	for (uint32_t i = 0; i < lines; i++)
		read_audio(room, i);
	read_events(room);
}

void room_pass(struct room *room, uint32_t ms)
{
	for (uint32_t i = 0; i < ms; i += 10)
		tick(room);
}

bool room_until(struct room *room, uint32_t kind, uint32_t line, uint32_t ms)
{
	unsigned before = room_count(room, kind, line);

	for (uint32_t i = 0; i < ms && room_count(room, kind, line) == before; i += 10)
		tick(room);
	return room_count(room, kind, line) > before;
}

void room_speak(struct room *room, uint32_t line, uint16_t hz, int8_t level_dbm0)
{
	struct media_tone wanted = { .hz = { hz }, .level_dbm0 = level_dbm0 };

	room->speaks[line] = true;
	room->silent[line] = hz == 0;
	if (hz != 0)
		CHECK_EQUAL(tone_init(&room->tone[line], &wanted), 0);
}

void room_hush(struct room *room, uint32_t line)
{
	room->speaks[line] = false;
}

double room_level(const struct room *room, uint32_t line, double hz)
{
	return level_at(room->heard[line], ROOM_HEARD, hz);
}

unsigned room_count(const struct room *room, uint32_t kind, uint32_t line)
{
	unsigned count = 0;

	for (unsigned i = 0; i < room->event_count; i++)
		count += room->events[i].kind == kind && room->events[i].line == line;
	return count;
}

const struct hal_event *room_last(const struct room *room, uint32_t kind, uint32_t line)
{
	for (unsigned i = room->event_count; i-- > 0;)
		if (room->events[i].kind == kind && room->events[i].line == line)
			return &room->events[i];
	return NULL;
}

void room_forget(struct room *room)
{
	room->event_count = 0;
}

struct hal_line_state room_state(struct room *room, uint32_t line)
{
	struct hal_line_state state = { 0 };

	CHECK_EQUAL(hal_line_state(room->hal, line, &state), 0);
	return state;
}
