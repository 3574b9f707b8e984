/* SPDX-License-Identifier: MIT */
#include "agc.h"

#include <math.h>
#include <string.h>

#include "check.h"

#define RATE 8000
#define PEAK_0_DBM0 22827.0

struct talker {
	struct agc agc;
	uint32_t seed;
	unsigned at; /* samples so far */
	double power;
	unsigned frames;
};

static double noise(struct talker *t)
{
	t->seed = t->seed * 1664525U + 1013904223U;
	return (double)(int32_t)t->seed / 2147483648.0 *
	       sqrt(1.5); /* mean square as a sine has it */
}

/* Words of 300 ms and pauses of 150 ms, in a room; what comes out while he speaks, dBm0. */
static double speaks(struct talker *t, double dbm0, double room_dbm0, unsigned ms)
{
	double peak = PEAK_0_DBM0 * pow(10, dbm0 / 20),
	       room = PEAK_0_DBM0 * pow(10, room_dbm0 / 20);

	t->power = 0;
	t->frames = 0;
	for (unsigned frame = 0; frame < ms / 20; frame++) {
		int16_t samples[160];
		bool word = t->at / 160 % 22 < 15;
		double sum = 0;

		for (unsigned i = 0; i < 160; i++, t->at++) {
			double voice = word ? peak * sin(2 * M_PI * 500 * t->at / RATE) : 0;

			samples[i] = (int16_t)lrint(voice + room * noise(t));
		}
		agc_run(&t->agc, samples, 160);
		for (unsigned i = 0; i < 160; i++)
			sum += samples[i] * samples[i];
		if (!word || frame < ms / 40)
			continue;
		t->power += sum / 160;
		t->frames++;
	}
	return 10 * log10(2 * t->power / t->frames / PEAK_0_DBM0 / PEAK_0_DBM0);
}

static void levels_meet(void)
{
	for (int dbm0 = -34; dbm0 <= -12; dbm0 += 2) {
		struct talker t = { .seed = 1 };

		(void)speaks(&t, dbm0, -65, 8000);
		CHECK_NEAR(speaks(&t, dbm0, -65, 4000), -20, 1);
	}
}

static void no_further_than_it_may(void)
{
	struct talker soft = { .seed = 1 }, loud = { .seed = 1 };

	(void)speaks(&soft, -43, -70, 10000);
	CHECK_NEAR(speaks(&soft, -43, -70, 4000), -28, 1);
	(void)speaks(&loud, -3, -70, 10000);
	CHECK_NEAR(speaks(&loud, -3, -70, 4000), -12, 1);
}

static void slowly(void)
{
	struct talker t = { .seed = 1 };

	CHECK(speaks(&t, -32, -65, 1000) < -27); /* 3 dB a second at most */
	(void)speaks(&t, -32, -65, 6000);
	CHECK_NEAR(speaks(&t, -32, -65, 1000), -20, 1);
}

/* A pause of a minute in a room, then the same voice: the room is not made louder. */
static void the_room_is_left_alone(void)
{
	struct talker t = { .seed = 1 };
	float before;

	(void)speaks(&t, -30, -55, 10000);
	before = t.agc.gain;
	(void)speaks(&t, -90, -55, 60000);
	CHECK_NEAR(20 * log10(t.agc.gain / before), 0, 0.5);
	CHECK_NEAR(speaks(&t, -30, -55, 2000), -20, 1.5);
}

static void voice_activity(void)
{
	struct talker t = { .seed = 1 };
	unsigned right = 0, all = 0;

	for (unsigned frame = 0; frame < 3000; frame++) {
		int16_t samples[160];
		bool word = frame / 25 % 2 == 1;

		for (unsigned i = 0; i < 160; i++, t.at++)
			samples[i] = (int16_t)lrint(
				(word ? 1500 * sin(2 * M_PI * 300 * t.at / RATE) : 0) +
				60 * noise(&t));
		right += agc_speaks(&t.agc, samples, 160) == word;
		all++;
	}
	CHECK(right > all * 98 / 100);
}

int main(void)
{
	static const struct test tests[] = {
		{ "voices of -34 to -12 dBm0 meet at -20", levels_meet },
		{ "15 dB up and 9 down are the most", no_further_than_it_may },
		{ "3 dB a second", slowly },
		{ "a pause makes no noise", the_room_is_left_alone },
		{ "who speaks is told from the room", voice_activity },
	};

	return RUN(tests);
}
