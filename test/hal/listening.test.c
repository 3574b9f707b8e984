/* SPDX-License-Identifier: MIT */
/* Who hears whom in each situation of docs/architecture.md (Media topology), measured at every ear. */
#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "check.h"
#include "ear.h"
#include "law.h"

#define MOST_PARTIES 5

/* One row an ear, one letter a voice: x hears, . does not. */
struct situation {
	const char *name;
	const char *hears[MOST_PARTIES];
};

static const struct situation situations[] = {
	{ "call", { ".x", "x." } },
	{ "one announces to the other", { "..", "x." } },
	{ "hold", { "..", ".." } },
	{ "echo", { "x" } },
	{ "three-way", { ".xx", "x.x", "xx." } },
	{ "barge-in of the third", { ".xx", "x.x", "xx." } },
	{ "whisper of the third to the first", { ".xx", "x..", "xx." } },
	{ "monitor by the third", { ".x.", "x..", "xx." } },
	{ "consultation of the first with the third", { "..x", "...", "x.." } },
	{ "page of the first to all", { ".....", "x....", "x....", "x....", "x...." } },
	{ "training: the third and fourth listen, the third whispers",
	  { ".xx.", "x...", "xx..", "xxx." } },
	{ "conference of five, the fifth only listens",
	  { ".xxx.", "x.xx.", "xx.x.", "xxx..", "xxxx." } },
};

static unsigned size_of(const struct situation *s)
{
	return (unsigned)strlen(s->hears[0]);
}

static void arrange(struct hall *hall, const struct situation *s, struct ear **ears, unsigned size)
{
	for (unsigned ear = 0; ear < size; ear++)
		for (unsigned voice = 0; voice < size; voice++)
			CHECK_EQUAL(media_topology(hall->media, ears[voice]->termination,
						   ears[ear]->termination,
						   s->hears[ear][voice] == 'x' ? MEDIA_ONE_WAY
									       : MEDIA_NONE),
				    0);
}

/* A frequency of its own for each. */
static double voice_of(unsigned party)
{
	return 400 + 550 * party;
}

static void check(const struct situation *s, struct ear **ears, unsigned size)
{
	for (unsigned ear = 0; ear < size; ear++) {
		for (unsigned voice = 0; voice < size; voice++) {
			double level = ear_level(ears[ear], voice_of(voice), 300);
			bool heard = s->hears[ear][voice] == 'x';

			if (heard ? level > -19 && level < -13 : level < -45)
				continue;
			printf("# %s: %u at %u %.1f dBm0\n", s->name, voice, ear, level);
			CHECK(false);
		}
	}
}

static void each_situation(const uint8_t *codecs)
{
	for (unsigned i = 0; i < sizeof situations / sizeof *situations; i++) {
		const struct situation *s = &situations[i];
		const unsigned size = size_of(s);
		struct ear *ears[MOST_PARTIES] = { NULL };
		struct hall hall;
		media_id context;

		hall_open(&hall);
		context = hall_context(&hall);
		for (unsigned party = 0; party < size; party++) {
			ears[party] = hall_ear(&hall, context, codecs[party]);
			ear_talk(ears[party], voice_of(party), -16);
		}
		arrange(&hall, s, ears, size);
		hall_step(&hall, 60);
		check(s, ears, size);
		hall_close(&hall);
	}
}

static void in_one_codec(void)
{
	static const uint8_t codecs[MOST_PARTIES] = { MEDIA_PCMU, MEDIA_PCMU, MEDIA_PCMU,
						      MEDIA_PCMU, MEDIA_PCMU };

	each_situation(codecs);
}

static void in_many_codecs(void)
{
	static const uint8_t codecs[MOST_PARTIES] = { MEDIA_PCMU, MEDIA_OPUS, MEDIA_G722,
						      MEDIA_PCMA, MEDIA_OPUS };

	each_situation(codecs);
}

/* From one situation to the next and back in one call, as a supervisor changes his mind. */
static void one_after_the_other(void)
{
	static const unsigned order[] = { 7, 6, 5, 7, 8, 4, 6 };
	struct ear *ears[3];
	struct hall hall;
	media_id context;

	hall_open(&hall);
	context = hall_context(&hall);
	for (unsigned party = 0; party < 3; party++) {
		ears[party] = hall_ear(&hall, context, MEDIA_G722);
		ear_talk(ears[party], voice_of(party), -16);
	}
	for (unsigned i = 0; i < sizeof order / sizeof *order; i++) {
		arrange(&hall, &situations[order[i]], ears, 3);
		for (unsigned party = 0; party < 3; party++)
			ear_forget(ears[party]);
		hall_step(&hall, 25);
		check(&situations[order[i]], ears, 3);
	}
	hall_close(&hall);
}

/* The supervisor is mute for one and louder for the other: levels are the party's, topology is the pair's. */
static void levels_beside_topology(void)
{
	struct ear *ears[3];
	struct hall hall;
	media_id context;

	hall_open(&hall);
	context = hall_context(&hall);
	for (unsigned party = 0; party < 3; party++) {
		ears[party] = hall_ear(&hall, context, MEDIA_PCMU);
		ear_talk(ears[party], voice_of(party), -20);
	}
	arrange(&hall, &situations[6], ears, 3);
	CHECK_EQUAL(media_level(hall.media, ears[2]->termination, MEDIA_FROM, 8), 0);
	CHECK_EQUAL(media_level(hall.media, ears[1]->termination, MEDIA_TO, -10), 0);
	hall_step(&hall, 50);
	CHECK_NEAR(ear_level(ears[0], voice_of(2), 300), -12, 1);
	CHECK_NEAR(ear_level(ears[0], voice_of(1), 300), -20, 1);
	CHECK_NEAR(ear_level(ears[1], voice_of(0), 300), -30, 1);
	CHECK(ear_level(ears[1], voice_of(2), 300) < -50);
	CHECK_EQUAL(media_level(hall.media, ears[2]->termination, MEDIA_FROM, MEDIA_MUTE), 0);
	ear_forget(ears[0]);
	hall_step(&hall, 30);
	CHECK(ear_level(ears[0], voice_of(2), 300) < -50);
	CHECK_NEAR(ear_level(ears[0], voice_of(1), 300), -20, 1);
	hall_close(&hall);
}

/* Whoever speaks softly is heard as the others are. */
static void automatic_gain(uint8_t codec)
{
	struct ear *soft, *loud;
	struct hall hall;
	media_id context;

	hall_open(&hall);
	context = hall_context(&hall);
	soft = hall_ear(&hall, context, codec);
	loud = hall_ear(&hall, context, codec);
	CHECK_EQUAL(media_level(hall.media, soft->termination, MEDIA_FROM, MEDIA_AUTOMATIC), 0);
	CHECK_EQUAL(media_level(hall.media, loud->termination, MEDIA_TO, MEDIA_AUTOMATIC), -EINVAL);
	for (unsigned word = 0; word < 20; word++) {
		ear_talk(soft, 600, -30);
		hall_step(&hall, 15);
		ear_talk(soft, 600, -70);
		hall_step(&hall, 10);
	}
	ear_talk(soft, 600, -30);
	hall_step(&hall, 15);
	CHECK_NEAR(ear_level(loud, 600, 200), -20, 1.5);
	CHECK_EQUAL(media_level(hall.media, soft->termination, MEDIA_FROM, 0), 0);
	hall_step(&hall, 20);
	CHECK_NEAR(ear_level(loud, 600, 200), -30, 1.5);
	hall_close(&hall);
}

static void automatic_gain_in_g711(void)
{
	automatic_gain(MEDIA_PCMU);
}

static void automatic_gain_in_opus(void)
{
	automatic_gain(MEDIA_OPUS);
}

int main(void)
{
	static const struct test tests[] = {
		{ "DESIGN §5 who hears whom: call, hold, three-way, barge, whisper, monitor, page",
		  in_one_codec },
		{ "the same with a codec for each", in_many_codecs },
		{ "from one to the other in one call", one_after_the_other },
		{ "levels and mute beside it", levels_beside_topology },
		{ "automatic gain", automatic_gain_in_g711 },
		{ "the same in Opus", automatic_gain_in_opus },
	};

	law_init();
	resample_init();
	return RUN(tests);
}
