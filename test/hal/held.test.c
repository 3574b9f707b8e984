/* SPDX-License-Identifier: MIT */
/* Who is held says nothing, in any codec, and is heard again afterwards. */
#include "check.h"
#include "ear.h"

static void set_receive(struct hall *hall, struct ear *ear, bool receives)
{
	struct media_stream stream = usual_stream(&ear->peer);

	stream.codec = ear->number;
	stream.payload_type = ear->codec ? 96 : 0;
	stream.receive = receives;
	CHECK_EQUAL(media_rtp_set(hall->media, ear->termination, &stream), 0);
}

static void held_in_a_mix(uint8_t codec)
{
	struct hall hall;
	struct ear *held, *one, *two;
	media_id context;

	hall_open(&hall);
	context = hall_context(&hall);
	held = hall_ear(&hall, context, codec);
	one = hall_ear(&hall, context, MEDIA_PCMU);
	two = hall_ear(&hall, context, MEDIA_PCMU);
	ear_talk(held, 600, -12);
	ear_talk(one, 1000, -12);
	hall_step(&hall, 50);
	CHECK_NEAR(ear_level(two, 600, 400), -12, 1.5);
	set_receive(&hall, held, false);
	hall_step(&hall, 50);
	CHECK(ear_level(two, 600, 400) < -40);
	CHECK_NEAR(ear_level(held, 1000, 400), -12, 1.5);
	set_receive(&hall, held, true);
	hall_step(&hall, 50);
	CHECK_NEAR(ear_level(two, 600, 400), -12, 1.5);
	CHECK_NEAR(ear_level(held, 1000, 400), -12, 1.5);
	hall_close(&hall);
}

static void wideband(void)
{
	held_in_a_mix(MEDIA_G722);
	held_in_a_mix(MEDIA_L16_16);
}

static void others(void)
{
	held_in_a_mix(MEDIA_OPUS);
	held_in_a_mix(MEDIA_GSM);
	held_in_a_mix(MEDIA_PCMU);
}

int main(void)
{
	static const struct test tests[] = {
		{ "RFC 3264 §8.4 a wideband party is held among narrowband ones", wideband },
		{ "RFC 3264 §8.4 and so are others", others },
	};

	return RUN(tests);
}
