/* SPDX-License-Identifier: MIT */
/*
 * Everything of the media library at work at once, for as long as the first argument says (seconds): two instances, as in two boxes,
 * whose terminations talk to each other in all codecs, in the clear, by SDES and by DTLS, in rooms of two to many; players,
 * recorders, detectors, music, multicast, lines, levels, passing streams; all begun, changed and ended in an order that chance makes,
 * while strangers send nonsense to every port. For the sanitizers: make -f hal/hal.mk native-load.
 */
#include <arpa/inet.h>
#include <dirent.h>
#include <errno.h>
#include <poll.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

#include "check.h"
#include "ear.h"
#include "line-file.h"
#include "strowger/media.h"

#define BOXES 2
#define ROOMS 8   /* of each box */
#define LINKS 24  /* between the boxes */
#define OTHERS 24 /* lines, studios, listeners, what passes */
#define KEPT 256  /* attachments of each box that may be stopped or steered */
#define CHANNELS 4
#define KINDS 16 /* of events */
#define ENOUGH 5 /* events of each kind that must come */
#define STEP_US 2000
#define TICK_STEPS 5 /* 10 ms: a tick of lines */
#define PATIENCE 10  /* times the seconds, for a machine that a sanitizer brings to its knees */

struct box {
	struct media *media;
	media_id rooms[ROOMS], links[LINKS], others[OTHERS], kept[KEPT];
	media_id music;
	uint16_t ports[LINKS];
	uint8_t digest[64];
	unsigned events[KINDS], recorded, secured, ops;
};

static struct world {
	struct box boxes[BOXES];
	char directory[32], song[64];
	struct line_file file;
	uint16_t group_port;
	_Atomic uint16_t known[BOXES * LINKS]; /* ports that strangers have heard of */
	atomic_bool stop;
	uint32_t seed;
} world;

static uint32_t random_of(uint32_t *seed)
{
	*seed ^= *seed << 13;
	*seed ^= *seed >> 17;
	*seed ^= *seed << 5;
	return *seed;
}

static unsigned chance(unsigned below)
{
	return random_of(&world.seed) % below;
}

static double now(void)
{
	struct timespec at;

	clock_gettime(CLOCK_MONOTONIC, &at);
	return (double)at.tv_sec + (double)at.tv_nsec / 1e9;
}

/* What may happen to whoever acts without looking. */
static void tolerate(struct box *box, int result)
{
	box->ops++;
	if (result != -ENOENT && result != -ENOTSUP && result != -EBUSY && result != -ENOSPC &&
	    result != -EADDRINUSE && result != -EINVAL)
		CHECK_EQUAL(result, 0);
}

/* ---- links ---- */

static const uint8_t codecs[] = { MEDIA_PCMU,    MEDIA_PCMA,    MEDIA_G722,    MEDIA_OPUS,
				  MEDIA_GSM,     MEDIA_G726_32, MEDIA_G726_16, MEDIA_L16_16,
				  MEDIA_L16_8,   MEDIA_PCMU,    MEDIA_PCMU,    MEDIA_OPUS,
				  MEDIA_G726_40, MEDIA_PCMA };

static void stream_link(unsigned link)
{
	uint8_t codec = codecs[chance(sizeof codecs)];
	uint8_t ptime = (uint8_t)(10 + 10 * chance(3));

	for (unsigned b = 0; b < BOXES; b++) {
		struct media_stream stream = { .remote_address = "127.0.0.1",
					       .remote_port = world.boxes[!b].ports[link],
					       .codec = codec,
					       .payload_type = codec == MEDIA_PCMU   ? 0
							       : codec == MEDIA_PCMA ? 8
										     : 96,
					       .event_payload_type = chance(4) ? 101 : 0,
					       .ptime_ms = ptime,
					       .send = chance(8) != 0,
					       .receive = chance(8) != 0,
					       .symmetric = chance(2) != 0,
					       .fec = chance(2) != 0,
					       .dtx = chance(4) == 0,
					       .comfort = chance(2) != 0,
					       .pad_events = chance(2) != 0 };

		tolerate(&world.boxes[b],
			 media_rtp_set(world.boxes[b].media, world.boxes[b].links[link], &stream));
	}
}

static void secure_link(unsigned link)
{
	struct media_secure secure = { .keying = (uint8_t)chance(3),
				       .mux = chance(2) != 0,
				       .hash = MEDIA_SHA_256 };
	uint8_t one[46], two[46];

	for (unsigned i = 0; i < sizeof one; i++) {
		one[i] = (uint8_t)chance(256);
		two[i] = (uint8_t)chance(256);
	}
	if (secure.keying == MEDIA_SDES)
		secure.keys.suite = (uint8_t)(1 + chance(6));
	for (unsigned b = 0; b < BOXES; b++) {
		memcpy(secure.keys.local, b ? one : two, sizeof one);
		memcpy(secure.keys.remote, b ? two : one, sizeof two);
		if (secure.keying != MEDIA_SDES)
			memset(&secure.keys, 0, sizeof secure.keys);
		memcpy(secure.digest, world.boxes[!b].digest, sizeof secure.digest);
		secure.active = (uint8_t)b;
		tolerate(&world.boxes[b], media_secure_set(world.boxes[b].media,
							   world.boxes[b].links[link], &secure));
	}
}

static void renew_link(unsigned link)
{
	for (unsigned b = 0; b < BOXES; b++) {
		struct box *box = &world.boxes[b];
		struct media_rtp rtp = { .local_address = "127.0.0.1" };

		if (box->links[link])
			tolerate(box, media_remove(box->media, box->links[link]));
		tolerate(box, media_rtp_add(box->media, box->rooms[chance(ROOMS)], &rtp,
					    &box->links[link], &box->ports[link]));
		atomic_store(&world.known[b * LINKS + link], box->ports[link]);
	}
	stream_link(link);
	secure_link(link);
}

/* ---- what else sits in a room ---- */

static void renew_other(struct box *box, unsigned which)
{
	media_id room = box->rooms[chance(ROOMS)], *other = &box->others[which];
	struct media_rtp rtp = { .local_address = "127.0.0.1" };
	struct media_stream listening = { .codec = MEDIA_PCMU, .ptime_ms = 20, .receive = 1 };
	struct media_listen listen = { .group = "239.255.10.7",
				       .interface = "127.0.0.1",
				       .port = world.group_port,
				       .priority = (uint8_t)(1 + which) };
	struct media_line line;
	uint16_t port;

	if (*other)
		tolerate(box, media_remove(box->media, *other));
	*other = 0;
	switch (which % 4) {
	case 0:
		memset(&line, 0, sizeof line);
		snprintf(line.path, sizeof line.path, "%s", world.file.path);
		snprintf(line.name, sizeof line.name, "fxs-%u", 1 + chance(CHANNELS));
		tolerate(box, media_line_add(box->media, room, &line, other));
		break;
	case 1:
		tolerate(box, media_studio_add(box->media, room, other));
		break;
	case 2:
		tolerate(box, media_listen_add(box->media, room, &listen, other));
		tolerate(box, media_rtp_set(box->media, *other, &listening));
		break;
	default:
		tolerate(box, media_pass_add(box->media, room, &rtp, other, &port));
	}
}

static void page(struct box *box, media_id termination)
{
	struct media_stream stream = { .remote_address = "239.255.10.7",
				       .remote_port = world.group_port,
				       .codec = MEDIA_PCMU,
				       .ptime_ms = 20,
				       .send = 1 };

	tolerate(box, media_secure_set(box->media, termination, &(struct media_secure){ 0 }));
	tolerate(box, media_multicast(box->media, termination, 1, 1));
	tolerate(box, media_rtp_set(box->media, termination, &stream));
}

static void pass(struct box *box)
{
	unsigned one = chance(OTHERS / 4) * 4 + 3, other = chance(OTHERS / 4) * 4 + 3;
	struct media_pass passing = { .remote_address = "127.0.0.1",
				      .remote_port = world.boxes[0].ports[chance(LINKS)],
				      .rtp = chance(2) != 0,
				      .send = 1,
				      .receive = 1,
				      .symmetric = chance(2) != 0,
				      .to = box->others[other] };

	tolerate(box, media_pass_set(box->media, box->others[one], &passing));
}

/* ---- attachments ---- */

static media_id anybody(struct box *box)
{
	return chance(4) ? box->links[chance(LINKS)] : box->others[chance(OTHERS)];
}

static void play(struct box *box, media_id *kept)
{
	static const struct media_tone dial = { .hz = { 350, 440 }, .level_dbm0 = -13 };
	static const struct media_tone_part parts[] = {
		{ .hz = { 950 }, .level_dbm0 = -12, .ms = 330 },
		{ .hz = { 1400 }, .level_dbm0 = -12, .ms = 330 },
		{ .hz = { 440, 60 }, .level_dbm0 = -15, .modulated = 1, .ms = 200 },
		{ .ms = 100 },
	};
	media_id whom = anybody(box);
	uint8_t side = (uint8_t)(1 + chance(2));

	switch (chance(5)) {
	case 0:
		tolerate(box, media_play_tone(box->media, whom, side, &dial, kept));
		break;
	case 1:
		tolerate(box, media_play_tones(box->media, whom, side, parts, 4, chance(5), kept));
		break;
	case 2:
		tolerate(box, media_play_termination(box->media, whom, MEDIA_TO,
						     chance(3) ? box->music : anybody(box), kept));
		break;
	default:
		tolerate(box, media_play_files(box->media, whom, side, world.song, 1, chance(3),
					       chance(2000), kept));
	}
}

static void record(struct box *box, media_id *kept)
{
	static atomic_uint number;
	struct media_recording recording = { .max_ms = 200 + chance(3000),
					     .format = (uint8_t)chance(3),
					     .khz = 8,
					     .trim = chance(2) != 0,
					     .silence_dbm0 = chance(2) ? -45 : 0 };
	char path[64];

	snprintf(path, sizeof path, "%s/%u", world.directory, atomic_fetch_add(&number, 1) % 64);
	tolerate(box, media_record_as(box->media, anybody(box), (uint8_t)(1 + chance(3)), path,
				      &recording, kept));
}

static void attach(struct box *box)
{
	media_id *kept = &box->kept[chance(KEPT)];

	(void)media_stop(box->media, *kept); /* most have ended */
	switch (chance(8)) {
	case 0:
		tolerate(box, media_detect_dtmf(box->media, anybody(box), MEDIA_FROM, kept));
		break;
	case 1:
		tolerate(box, media_detect_progress(box->media, anybody(box),
						    (uint8_t)(1 + chance(2)), kept));
		break;
	case 2:
		tolerate(box, media_detect_signals(box->media, anybody(box), MEDIA_FROM, kept));
		break;
	case 3:
	case 4:
		record(box, kept);
		break;
	default:
		play(box, kept);
	}
}

static void steer(struct box *box)
{
	media_id kept = box->kept[chance(KEPT)];
	struct media_player player = { .paused = chance(4) == 0,
				       .seek = (uint8_t)chance(3),
				       .speed_percent = (uint16_t)(50 + chance(150)),
				       .ms = (int32_t)chance(4000) - 1000 };

	tolerate(box, media_player_set(box->media, kept, &player));
	tolerate(box, media_recorder_pause(box->media, kept, chance(3) == 0));
}

/* ---- chance ---- */

static void look(struct box *box)
{
	struct media_stats stats;
	struct media_totals totals;
	struct media_keys keys;

	tolerate(box, media_stats(box->media, anybody(box), &stats));
	tolerate(box, media_keys(box->media, anybody(box), &keys));
	tolerate(box, media_totals(box->media, &totals));
}

static void act(struct box *box)
{
	static const int8_t levels[] = { 0, 0, 6, -6, MEDIA_MUTE, MEDIA_AUTOMATIC };

	switch (chance(24)) {
	case 0:
		renew_link(chance(LINKS));
		break;
	case 1:
		stream_link(chance(LINKS));
		break;
	case 2:
		secure_link(chance(LINKS));
		break;
	case 3:
		renew_other(box, chance(OTHERS));
		break;
	case 4:
		page(box, box->links[chance(3)]);
		break;
	case 5:
		pass(box);
		break;
	case 6:
	case 7:
		tolerate(box, media_move(box->media, anybody(box), box->rooms[chance(ROOMS)]));
		break;
	case 8:
		tolerate(box, media_topology(box->media, anybody(box), anybody(box),
					     (uint8_t)chance(2)));
		break;
	case 9:
		tolerate(box, media_level(box->media, anybody(box), (uint8_t)(1 + chance(2)),
					  levels[chance(sizeof levels)]));
		break;
	case 10:
	case 11:
		tolerate(box, media_send_digits(box->media, box->links[chance(LINKS)], "159D#",
						40 + chance(60), 40 + chance(60)));
		break;
	case 12:
	case 13:
		steer(box);
		break;
	case 14:
		look(box);
		break;
	default:
		attach(box);
	}
}

static void take_events(struct box *box)
{
	struct media_event event;

	while (read(media_event_fd(box->media), &event, sizeof event) == sizeof event) {
		if (!CHECK(event.kind > 0 && event.kind < KINDS))
			continue;
		box->events[event.kind]++;
		box->recorded += event.kind == MEDIA_EVENT_RECORDED && event.error == 0;
		box->secured += event.kind == MEDIA_EVENT_SECURED && event.error == 0;
		if (event.kind == MEDIA_EVENT_RECORDED)
			CHECK(event.error == 0 || event.error == -ENOENT);
	}
}

/*
 * A tick of lines. Rings are for two processes, where who falls behind reads what is being overwritten; in one process TSan would call
 * that a race, so there nobody looks into them.
 */
static void tick_lines(void)
{
	int16_t samples[80];

	for (uint32_t i = 0; i < CHANNELS; i++) {
#ifdef STROWGER_TSAN
		struct line_audio_channel *c = &world.file.audio->channel[i];

		(void)samples;
		atomic_fetch_add(&c->from_put, 80);
		atomic_store(&c->to_taken, atomic_load(&c->to_put));
#else
		(void)line_file_hear(&world.file, i, samples, 80);
		line_file_say(&world.file, i, samples, 80); /* as if its hybrid were none */
#endif
	}
}

/* RTP, RTCP, STUN and DTLS of no sense to every port. */
static void *be_strange(void *argument)
{
	static const uint8_t firsts[] = { 0x80, 0x80, 0x90, 0xb3, 0x00, 0x01, 20, 22, 23, 0xff };
	uint32_t seed = 4711;
	int fd = socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0);

	while (!atomic_load(&world.stop)) {
		uint16_t port = atomic_load(&world.known[random_of(&seed) % (BOXES * LINKS)]);
		struct sockaddr_in to = { .sin_family = AF_INET,
					  .sin_port =
						  htons((uint16_t)(port + random_of(&seed) % 2)),
					  .sin_addr.s_addr = htonl(INADDR_LOOPBACK) };
		uint8_t data[200];
		size_t length = random_of(&seed) % sizeof data;

		for (size_t i = 0; i < length; i++)
			data[i] = (uint8_t)random_of(&seed);
		data[0] = firsts[random_of(&seed) % sizeof firsts];
		if (port)
			(void)sendto(fd, data, length, 0, (struct sockaddr *)&to, sizeof to);
		usleep(1000);
	}
	close(fd);
	return argument;
}

/* ---- beginning and end ---- */

static unsigned count_descriptors(void)
{
	DIR *directory = opendir("/proc/self/fd");
	unsigned count = 0;

	while (readdir(directory))
		count++;
	closedir(directory);
	return count;
}

static void open_box(struct box *box)
{
	struct media_options options = usual_options();
	char text[65], pair[3] = "";
	media_id a;

	options.max_terminations = 256;
	options.rtp_lost_ms = 200;
	CHECK_EQUAL(media_open(&options, &box->media), 0);
	CHECK_EQUAL(media_fingerprint(box->media, text), 0);
	for (unsigned i = 0; i < 32; i++) {
		memcpy(pair, text + (size_t)2 * i, 2);
		box->digest[i] = (uint8_t)strtoul(pair, NULL, 16);
	}
	for (unsigned i = 0; i < ROOMS; i++)
		CHECK_EQUAL(media_context_add(box->media, &box->rooms[i]), 0);
	CHECK_EQUAL(media_studio_add(box->media, box->rooms[0], &box->music), 0);
	CHECK_EQUAL(media_play_files(box->media, box->music, MEDIA_FROM, world.song, 1, 0, 0, &a),
		    0);
}

static void open_world(void)
{
	struct peer peer;

	world.seed = 20261123;
	snprintf(world.directory, sizeof world.directory, "/dev/shm/bustle-XXXXXX");
	CHECK(mkdtemp(world.directory) != NULL);
	snprintf(world.song, sizeof world.song, "%s/song.wav", world.directory);
	write_tone(world.song, 16000, 700, -12, 4000);
	line_file_open(&world.file, CHANNELS);
	peer_open(&peer);
	world.group_port = peer.port & 0xfffe;
	peer_close(&peer);
	for (unsigned b = 0; b < BOXES; b++)
		open_box(&world.boxes[b]);
	for (unsigned i = 0; i < LINKS; i++)
		renew_link(i);
}

static void close_world(void)
{
	DIR *directory;
	struct dirent *entry;

	for (unsigned b = 0; b < BOXES; b++) {
		struct media_totals totals;
		struct box *box = &world.boxes[b];

		for (unsigned i = 0; i < ROOMS; i++)
			CHECK_EQUAL(media_context_remove(box->media, box->rooms[i]), 0);
		CHECK_EQUAL(media_totals(box->media, &totals), 0);
		CHECK_EQUAL(totals.contexts + totals.terminations + totals.attachments, 0);
		CHECK(totals.packets_received > 0 && totals.packets_sent > 0);
		printf("# %u operations, %llu packets in, %llu out, %llu dropped, %u late ticks\n",
		       box->ops, (unsigned long long)totals.packets_received,
		       (unsigned long long)totals.packets_sent,
		       (unsigned long long)totals.packets_dropped, totals.late_ticks);
		media_close(box->media);
	}
	line_file_close(&world.file);
	directory = opendir(world.directory);
	while ((entry = readdir(directory))) {
		char path[400];

		snprintf(path, sizeof path, "%s/%s", world.directory, entry->d_name);
		(void)unlink(path);
	}
	closedir(directory);
	CHECK_EQUAL(rmdir(world.directory), 0);
}

static bool has_seen_all(void)
{
	static const uint8_t kinds[] = { MEDIA_EVENT_DIGIT, MEDIA_EVENT_PLAYED,
					 MEDIA_EVENT_RTP_LOST, MEDIA_EVENT_RTP_BACK,
					 MEDIA_EVENT_PROGRESS };

	for (unsigned b = 0; b < BOXES; b++) {
		const struct box *box = &world.boxes[b];

		if (box->recorded < ENOUGH || box->secured < ENOUGH)
			return false;
		for (unsigned i = 0; i < sizeof kinds; i++)
			if (box->events[kinds[i]] < ENOUGH)
				return false;
	}
	return true;
}

static double seconds;

static void bustle(void)
{
	unsigned before = count_descriptors();
	pthread_t strangers;
	double start = now();

	open_world();
	CHECK_EQUAL(pthread_create(&strangers, NULL, be_strange, NULL), 0);
	for (unsigned step = 0;
	     now() < start + seconds || (!has_seen_all() && now() < start + PATIENCE * seconds);
	     step++) {
		act(&world.boxes[step % BOXES]);
		if (step % TICK_STEPS == 0)
			tick_lines();
		for (unsigned b = 0; b < BOXES; b++)
			take_events(&world.boxes[b]);
		usleep(STEP_US);
	}
	for (unsigned b = 0; b < BOXES; b++)
		for (unsigned kind = 1; kind < KINDS; kind++)
			if (world.boxes[b].events[kind])
				printf("# box %u: %u events of kind %u\n", b,
				       world.boxes[b].events[kind], kind);
	CHECK(has_seen_all());
	atomic_store(&world.stop, true);
	pthread_join(strangers, NULL);
	close_world();
	CHECK_EQUAL(count_descriptors(), before);
}

int main(int count, char **arguments)
{
	static const struct test tests[] = {
		{ "SECURITY row 17: two boxes with all that they can at once", bustle },
	};

	seconds = count > 1 ? strtod(arguments[1], NULL) : 10;
	return RUN(tests);
}
