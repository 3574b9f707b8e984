/* SPDX-License-Identifier: MIT */
/* Who speaks, against noise of every loudness; words are bursts that swell, of a voice's harmonics. */
#include "voice.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#include "check.h"

#define PEAK_0_DBM0 22827.0

struct room {
	struct voice voice;
	unsigned khz;
	double noise_dbm0, hum_dbm0;
	uint32_t seed;
	double time;     /* s */
	unsigned begins; /* how often */
	double begun, ended;
};

static double noise(struct room *r)
{
	double sum = -2;

	for (unsigned i = 0; i < 4; i++) {
		r->seed = r->seed * 1664525U + 1013904223U;
		sum += (double)(r->seed >> 8) / (1 << 24);
	}
	return sum * sqrt(3) * PEAK_0_DBM0 / sqrt(2) * pow(10, r->noise_dbm0 / 20);
}

/* A voice of 140 Hz; `swell` is 0 to 1. */
static double say(double time, double dbm0, double swell)
{
	double sum = 0;

	for (unsigned h = 1; h <= 20; h++)
		sum += sin(2 * M_PI * 140 * h * time) / h;
	return sum * PEAK_0_DBM0 * 0.8 * pow(10, dbm0 / 20) * swell;
}

/* `ms` of syllables of 180 ms with hardly a gap, or of the room alone. */
static void pass(struct room *r, unsigned ms, double dbm0, bool speaks)
{
	int16_t frame[960];

	for (unsigned at = 0; at < ms; at += 20) {
		for (unsigned i = 0; i < 20 * r->khz; i++) {
			double sample = r->noise_dbm0 < 0 ? noise(r) : 0;
			double swell = fabs(sin(M_PI * r->time / 0.18));

			if (r->hum_dbm0 < 0)
				sample += PEAK_0_DBM0 * pow(10, r->hum_dbm0 / 20) *
					  sin(2 * M_PI * 50 * r->time);
			if (speaks)
				sample += say(r->time, dbm0, swell);
			frame[i] = (int16_t)lrint(fmax(-32768, fmin(32767, sample)));
			r->time += 1.0 / (r->khz * 1000);
		}
		if (!voice_hear(&r->voice, frame, r->khz))
			continue;
		if (r->voice.speaks) {
			r->begins++;
			r->begun = r->time;
		} else {
			r->ended = r->time;
		}
	}
}

static struct room new_room(double noise_dbm0)
{
	return (struct room){ .khz = 8, .noise_dbm0 = noise_dbm0, .seed = 7 };
}

static void steady_noise(void)
{
	for (int dbm0 = -70; dbm0 <= -10; dbm0 += 5) {
		struct room r = new_room(dbm0);

		pass(&r, 60000, 0, false);
		CHECK_EQUAL(r.begins, 0);
	}
}

static void hum(void)
{
	struct room r = new_room(-65);

	pass(&r, 3000, 0, false);
	r.hum_dbm0 = -30; /* somebody switches a lamp on */
	pass(&r, 3000, 0, false);
	CHECK_EQUAL(r.begins, 0);
}

static void speech(void)
{
	static const unsigned khz[] = { 8, 16, 48 };

	for (unsigned rate = 0; rate < 3; rate++) {
		for (int level = -40; level <= -5; level += rate == 0 ? 5 : 35) {
			for (int noise_dbm0 = level - 40; noise_dbm0 <= level - 15;
			     noise_dbm0 += 5) {
				struct room r = new_room(noise_dbm0);
				double began;

				r.khz = khz[rate];
				pass(&r, 1500, 0, false);
				began = r.time;
				pass(&r, 3000, level, true);
				CHECK_EQUAL(r.begins, 1);
				CHECK_NEAR(r.begun - began, 0.1, 0.1);
				CHECK(r.voice.speaks);
				pass(&r, 1500, 0, false);
				CHECK_EQUAL(r.begins, 1);
				CHECK_NEAR(r.ended - began - 3, 0.4, 0.15);
			}
		}
	}
}

static void pauses(void)
{
	struct room r = new_room(-55);

	pass(&r, 500, 0, false);
	for (unsigned i = 0; i < 10; i++) {
		pass(&r, 900, -20, true);
		pass(&r, 300, 0, false); /* between words */
	}
	CHECK_EQUAL(r.begins, 1);
	for (unsigned i = 0; i < 5; i++) {
		pass(&r, 1000, 0, false); /* between sentences */
		pass(&r, 900, -20, true);
	}
	CHECK_EQUAL(r.begins, 6);
}

static void clicks(void)
{
	struct room r = new_room(-60);

	pass(&r, 1000, 0, false);
	for (unsigned i = 0; i < 20; i++) {
		pass(&r, 20, -10, true);
		pass(&r, 480, 0, false);
	}
	CHECK_EQUAL(r.begins, 0);
}

/* A line that becomes noisy in the middle of a call is nobody who speaks, after a moment. */
static void louder_noise(void)
{
	struct room r = new_room(-60);

	pass(&r, 3000, 0, false);
	r.noise_dbm0 = -30;
	pass(&r, 10000, 0, false);
	CHECK(!r.voice.speaks);
	CHECK(r.ended < 3 + 4);
	pass(&r, 1000, -15, true);
	CHECK(r.voice.speaks);
}

int main(void)
{
	static const struct test tests[] = {
		{ "steady noise of -70 to -10 dBm0 is nobody, from its first moment",
		  steady_noise },
		{ "hum is nobody", hum },
		{ "who speaks 15 dB and more above the noise is heard within 0.2 s, and his end "
		  "within 0.55 s",
		  speech },
		{ "a pause between words is none between sentences", pauses },
		{ "clicks are nobody", clicks },
		{ "noise that grows louder is nobody after three seconds", louder_noise },
	};

	return RUN(tests);
}
