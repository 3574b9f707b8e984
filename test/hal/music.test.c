/* SPDX-License-Identifier: MIT */
/* One source for many: music on hold, announcements to a whole conference, and the mix of a crowd. */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "check.h"
#include "ear.h"
#include "law.h"

struct radio {
	struct hall hall;
	char path[64];
	media_id context, studio, player;
};

/* A studio that plays a tone of 1000 Hz for ever. */
static void radio_open(struct radio *radio)
{
	hall_open(&radio->hall);
	snprintf(radio->path, sizeof radio->path, "/dev/shm/music-%d.wav", getpid());
	write_tone(radio->path, 8000, 1000, -16, 1000);
	radio->context = hall_context(&radio->hall);
	CHECK_EQUAL(media_studio_add(radio->hall.media, radio->context, &radio->studio), 0);
	CHECK_EQUAL(media_play_files(radio->hall.media, radio->studio, MEDIA_FROM, radio->path, 1,
				     0, 0, &radio->player),
		    0);
}

static void radio_close(struct radio *radio)
{
	hall_close(&radio->hall);
	unlink(radio->path);
}

static bool same_payload(const struct ear *a, const struct ear *b)
{
	return a->length == b->length && memcmp(a->payload, b->payload, a->length) == 0;
}

static void music_is_heard_by_all(void)
{
	static const uint8_t codecs[] = { MEDIA_PCMU, MEDIA_PCMA, MEDIA_G722, MEDIA_OPUS,
					  MEDIA_GSM,  MEDIA_PCMU, MEDIA_OPUS, MEDIA_G722 };
	struct radio radio;
	struct ear *ears[8];
	media_id a;

	radio_open(&radio);
	for (unsigned i = 0; i < 8; i++) {
		ears[i] = hall_ear(&radio.hall, hall_context(&radio.hall), codecs[i]);
		CHECK_EQUAL(media_play_termination(radio.hall.media, ears[i]->termination, MEDIA_TO,
						   radio.studio, &a),
			    0);
		hall_step(&radio.hall, 7); /* they come one after the other */
	}
	hall_step(&radio.hall, 100);
	for (unsigned i = 0; i < 8; i++)
		CHECK_NEAR(ear_level(ears[i], 1000, 1000), -16, 1.5);
	CHECK(same_payload(ears[3], ears[6])); /* Opus, encoded once */
	CHECK(same_payload(ears[2], ears[7]));
	CHECK(same_payload(ears[0], ears[5]));
	radio_close(&radio);
}

/* Who encodes goes away, or hears something else: those who took its packets go on without a gap. */
static void the_encoder_goes(uint8_t codec)
{
	struct radio radio;
	struct ear *ears[3];
	struct media_tone tone = { .hz = { 440 }, .level_dbm0 = -16 };
	media_id a, played[3];

	radio_open(&radio);
	for (unsigned i = 0; i < 3; i++) {
		ears[i] = hall_ear(&radio.hall, hall_context(&radio.hall), codec);
		media_play_termination(radio.hall.media, ears[i]->termination, MEDIA_TO,
				       radio.studio, &played[i]);
	}
	hall_step(&radio.hall, 50);
	CHECK(same_payload(ears[0], ears[1]) && same_payload(ears[1], ears[2]));
	/* A tone of its own for each in turn: who has one encodes alone, whoever encoded for the others. */
	for (unsigned i = 0; i < 3; i++) {
		media_play_tone(radio.hall.media, ears[i]->termination, MEDIA_TO, &tone, &a);
		hall_step(&radio.hall, 10);
		CHECK_NEAR(ear_level(ears[i], 440, 100), -16, 2);
		CHECK_NEAR(ear_level(ears[i], 1000, 100), -16, 2);
		CHECK_NEAR(ear_level(ears[(i + 1) % 3], 1000, 200), -16, 1.5);
		CHECK(ear_level(ears[(i + 1) % 3], 440, 100) < -40);
		CHECK(same_payload(ears[(i + 1) % 3], ears[(i + 2) % 3]));
		media_stop(radio.hall.media, a);
		hall_step(&radio.hall, 10);
	}
	for (unsigned i = 2; i > 0; i--) {
		CHECK_EQUAL(media_remove(radio.hall.media, ears[i]->termination), 0);
		for (unsigned tick = 0; tick < 10; tick++) { /* from the first packet on */
			hall_step(&radio.hall, 1);
			CHECK_NEAR(ear_level(ears[0], 1000, 20), -16, 1.5);
		}
	}
	CHECK_EQUAL(media_stop(radio.hall.media, played[0]), 0);
	ear_forget(ears[0]);
	hall_step(&radio.hall, 10);
	CHECK_EQUAL(ears[0]->packets, 0);
	radio_close(&radio);
}

static void the_encoder_goes_in_opus(void)
{
	the_encoder_goes(MEDIA_OPUS);
}

static void the_encoder_goes_in_g722(void)
{
	the_encoder_goes(MEDIA_G722);
}

#define AFTER 10

struct packets {
	uint8_t payload[AFTER][CODEC_MOST_BYTES];
	size_t length[AFTER];
};

/* What the first of three hears after the two others have gone, or have not: contexts tick the newest first, so that it follows. */
static void hear_on(uint8_t codec, bool others_go, struct packets *out)
{
	struct radio radio;
	struct ear *ears[3];
	media_id a;

	memset(out, 0, sizeof *out);
	radio_open(&radio);
	for (unsigned i = 0; i < 3; i++) {
		ears[i] = hall_ear(&radio.hall, hall_context(&radio.hall), codec);
		media_play_termination(radio.hall.media, ears[i]->termination, MEDIA_TO,
				       radio.studio, &a);
	}
	hall_step(&radio.hall, 50);
	for (unsigned i = 1; others_go && i < 3; i++)
		CHECK_EQUAL(media_remove(radio.hall.media, ears[i]->termination), 0);
	for (unsigned i = 0; i < AFTER; i++) {
		hall_step(&radio.hall, 1);
		memcpy(out->payload[i], ears[0]->payload, ears[0]->length);
		out->length[i] = ears[0]->length;
	}
	radio_close(&radio);
}

/* To the bit as if the encoder that it followed had gone on. */
static void an_encoder_is_taken_over(void)
{
	static const uint8_t codecs[] = { MEDIA_OPUS, MEDIA_G722, MEDIA_GSM, MEDIA_G726_32 };
	static struct packets one, other;

	for (unsigned i = 0; i < sizeof codecs; i++) {
		hear_on(codecs[i], false, &one);
		hear_on(codecs[i], true, &other);
		CHECK(one.length[0] > 10);
		CHECK_EQUAL(memcmp(&one, &other, sizeof one), 0);
	}
}

static void music_ends_with_its_source(void)
{
	struct radio radio;
	struct ear *ear;
	struct media_event event = { 0 };
	media_id a;

	radio_open(&radio);
	ear = hall_ear(&radio.hall, hall_context(&radio.hall), MEDIA_PCMU);
	CHECK_EQUAL(media_play_termination(radio.hall.media, ear->termination, MEDIA_TO,
					   radio.studio, &a),
		    0);
	CHECK_EQUAL(media_play_termination(radio.hall.media, ear->termination, MEDIA_TO,
					   ear->termination, &a),
		    -EINVAL);
	CHECK_EQUAL(media_play_termination(radio.hall.media, ear->termination, MEDIA_TO, a, &a),
		    -ENOENT);
	hall_step(&radio.hall, 5);
	CHECK_EQUAL(media_context_remove(radio.hall.media, radio.context), 0);
	while (event.attachment != a)
		CHECK_EQUAL(read(media_event_fd(radio.hall.media), &event, sizeof event),
			    sizeof event);
	CHECK_EQUAL(event.kind, MEDIA_EVENT_PLAYED);
	CHECK_EQUAL(event.error, -ENOENT);
	CHECK_EQUAL(media_stop(radio.hall.media, a), -ENOENT);
	hall_step(&radio.hall, 5);
	radio_close(&radio);
}

/* ---- a crowd ---- */

#define CROWD 12

static struct ear *crowd[CROWD];

static void gather_crowd(struct hall *hall, media_id context, uint8_t codec)
{
	for (unsigned i = 0; i < CROWD; i++) {
		crowd[i] = hall_ear(hall, context, codec);
		ear_talk(crowd[i], 300 + 200 * i, i < 4 ? -20 : -40);
	}
}

static void the_loudest_are_heard(uint8_t codec)
{
	struct hall hall;
	media_id context;

	hall_open(&hall);
	context = hall_context(&hall);
	gather_crowd(&hall, context, codec);
	hall_step(&hall, 60);
	for (unsigned i = 4; i < CROWD; i++) {
		for (unsigned loud = 0; loud < 4; loud++)
			CHECK_NEAR(ear_level(crowd[i], 300 + 200 * loud, 400), -20, 2);
		CHECK(ear_level(crowd[i], 300 + 200 * 6, 400) < -50);
		CHECK(i == 4 || same_payload(crowd[4], crowd[i])); /* encoded once */
	}
	CHECK(ear_level(crowd[0], 300, 400) < -45); /* not itself */
	CHECK_NEAR(ear_level(crowd[0], 500, 400), -20, 2);
	/* Another becomes louder: within a tenth of a second he has the place of one of them. */
	ear_talk(crowd[8], 300 + 200 * 8, -8);
	ear_talk(crowd[0], 0, 0);
	hall_step(&hall, 30);
	CHECK_NEAR(ear_level(crowd[5], 300 + 200 * 8, 200), -8, 2);
	CHECK(ear_level(crowd[5], 300, 200) < -45);
	CHECK(ear_level(crowd[8], 300 + 200 * 8, 200) < -30);
	CHECK_NEAR(ear_level(crowd[8], 500, 200), -20, 2);
	hall_close(&hall);
}

/* Cars, fans, hold music of others: what is steady is background after a while, and who then speaks softly is heard. */
static void a_speaker_before_noise(void)
{
	struct hall hall;
	media_id context;

	hall_open(&hall);
	context = hall_context(&hall);
	for (unsigned i = 0; i < CROWD; i++) {
		crowd[i] = hall_ear(&hall, context, MEDIA_PCMU);
		ear_talk(crowd[i], i < 8 ? 400 + 200 * i : 0, -28);
	}
	hall_step(&hall, 200);
	ear_talk(crowd[10], 2500, -38);
	hall_step(&hall, 40);
	CHECK_NEAR(ear_level(crowd[11], 2500, 400), -38, 2);
	hall_close(&hall);
}

static void the_loudest_are_heard_in_g711(void)
{
	the_loudest_are_heard(MEDIA_PCMU);
}

static void the_loudest_are_heard_in_opus(void)
{
	the_loudest_are_heard(MEDIA_OPUS);
}

/* An announcement in a conference: to all, beside the loudest, and in a recording of the room. */
static void a_studio_speaks_to_all(void)
{
	struct hall hall;
	struct media_tone tone = { .hz = { 2900 }, .level_dbm0 = -16, .total_ms = 400 };
	struct media_event event = { 0 };
	char path[64];
	media_id context, studio, a, recorder;
	int16_t samples[8000];
	FILE *file;

	snprintf(path, sizeof path, "/dev/shm/room-%d.wav", getpid());
	hall_open(&hall);
	context = hall_context(&hall);
	gather_crowd(&hall, context, MEDIA_PCMU);
	CHECK_EQUAL(media_studio_add(hall.media, context, &studio), 0);
	CHECK_EQUAL(media_record(hall.media, studio, MEDIA_TO, path, 0, &recorder), 0);
	hall_step(&hall, 20);
	CHECK_EQUAL(media_play_tone(hall.media, studio, MEDIA_FROM, &tone, &a), 0);
	hall_step(&hall, 20);
	for (unsigned i = 0; i < CROWD; i++)
		CHECK_NEAR(ear_level(crowd[i], 2900, 300), -16, 1);
	hall_step(&hall, 10);
	CHECK(ear_level(crowd[5], 2900, 100) < -50);
	/* One of them does not hear it. */
	CHECK_EQUAL(media_topology(hall.media, studio, crowd[7]->termination, MEDIA_NONE), 0);
	CHECK_EQUAL(media_play_tone(hall.media, studio, MEDIA_FROM, &tone, &a), 0);
	hall_step(&hall, 15);
	CHECK(ear_level(crowd[7], 2900, 200) < -50);
	CHECK_NEAR(ear_level(crowd[6], 2900, 200), -16, 1);
	CHECK_EQUAL(media_stop(hall.media, recorder), 0);
	hall_step(&hall, 1);
	while (event.kind != MEDIA_EVENT_RECORDED)
		CHECK_EQUAL(read(media_event_fd(hall.media), &event, sizeof event), sizeof event);
	CHECK_EQUAL(event.duration_ms, 65 * 20);
	file = fopen(path, "rb");
	CHECK(file != NULL && fseek(file, 44 + 2 * 1600, SEEK_SET) == 0);
	CHECK_EQUAL(fread(samples, 2, 1600, file), 1600);
	fclose(file);
	CHECK_NEAR(level_at(samples, 1600, 300), -20, 1);
	CHECK_NEAR(level_at(samples, 1600, 900), -20, 1);
	unlink(path);
	hall_close(&hall);
}

/* ---- levels ---- */

static void levels_change(uint8_t codec)
{
	struct hall hall;
	struct ear *a, *b;
	media_id context;

	hall_open(&hall);
	context = hall_context(&hall);
	a = hall_ear(&hall, context, codec);
	b = hall_ear(&hall, context, codec);
	ear_talk(a, 500, -20);
	ear_talk(b, 1500, -20);
	hall_step(&hall, 30);
	CHECK_NEAR(ear_level(b, 500, 300), -20, 1.5);
	CHECK_EQUAL(media_level(hall.media, a->termination, MEDIA_FROM, 9), 0);
	hall_step(&hall, 40);
	CHECK_NEAR(ear_level(b, 500, 300), -11, 1.5);
	CHECK_NEAR(ear_level(a, 1500, 300), -20, 1.5);
	CHECK_EQUAL(media_level(hall.media, a->termination, MEDIA_FROM, MEDIA_MUTE), 0);
	CHECK_EQUAL(media_level(hall.media, a->termination, MEDIA_TO, -12), 0);
	hall_step(&hall, 5);
	ear_forget(b);
	hall_step(&hall, 40);
	CHECK(ear_level(b, 500, 100) < -45); /* silence, or no packets */
	CHECK_NEAR(ear_level(a, 1500, 300), -32, 1.5);
	CHECK_EQUAL(media_level(hall.media, a->termination, MEDIA_BOTH, 0), 0);
	ear_forget(b);
	hall_step(&hall, 40);
	CHECK_NEAR(ear_level(b, 500, 300), -20, 1.5);
	CHECK_NEAR(ear_level(a, 1500, 300), -20, 1.5);
	CHECK_EQUAL(media_level(hall.media, a->termination, MEDIA_BOTH, 31), -EINVAL);
	CHECK_EQUAL(media_level(hall.media, a->termination, MEDIA_BOTH, -41), -EINVAL);
	hall_close(&hall);
}

static void levels_change_in_g711(void)
{
	levels_change(MEDIA_PCMU);
}

static void levels_change_in_g722(void)
{
	levels_change(MEDIA_G722);
}

int main(void)
{
	static const struct test tests[] = {
		{ "MOH-1 MOH-12 music of one source is heard in every codec, encoded once for each",
		  music_is_heard_by_all },
		{ "who encodes Opus for others goes: they go on", the_encoder_goes_in_opus },
		{ "who encodes G.722 for others goes: they go on", the_encoder_goes_in_g722 },
		{ "who followed an encoder goes on to the bit as it would have",
		  an_encoder_is_taken_over },
		{ "music ends with its source, and says so", music_ends_with_its_source },
		{ "of a crowd the four loudest are heard", the_loudest_are_heard_in_g711 },
		{ "in a crowd who speaks is heard before what is merely loud",
		  a_speaker_before_noise },
		{ "of a crowd in Opus the four loudest are heard", the_loudest_are_heard_in_opus },
		{ "a studio speaks to all of a conference and hears it", a_studio_speaks_to_all },
		{ "a party is made louder, mute, and as before", levels_change_in_g711 },
		{ "the same in G.722", levels_change_in_g722 },
	};

	law_init();
	resample_init();
	return RUN(tests);
}
