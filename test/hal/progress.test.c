/* SPDX-License-Identifier: MIT */
/* What the detector of call-progress tones says to tones, and to what is none. */
#include "progress.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#include "check.h"

#define PEAK_0_DBM0 22827.0
#define NONE (-99.0)

/* A listener, and a line with noise on it that plays sounds to it. */
struct ear {
	struct progress progress;
	double noise_dbm0;
	double off; /* frequencies are so much too high */
	unsigned long at;
	unsigned chance;
	unsigned fill;
	int16_t frame[PROGRESS_FRAME];
	char heard[64];
	unsigned when_ms[64];
	unsigned count;
};

static void ear_init(struct ear *e, double noise_dbm0, double off)
{
	memset(e, 0, sizeof *e);
	progress_init(&e->progress);
	e->noise_dbm0 = noise_dbm0;
	e->off = off;
	e->chance = 4711;
}

static double random_unit(struct ear *e) /* -1 to 1 */
{
	e->chance = e->chance * 1664525U + 1013904223U;
	return (double)e->chance / 2147483648.0 - 1.0;
}

/* Nearly Gaussian, of mean square 1. */
static double noise(struct ear *e)
{
	double sum = 0;

	for (unsigned i = 0; i < 12; i++)
		sum += random_unit(e);
	return sum / 2;
}

static double peak(double dbm0)
{
	return dbm0 <= NONE ? 0 : PEAK_0_DBM0 * pow(10, dbm0 / 20);
}

static void give(struct ear *e, double sample)
{
	char heard;

	sample += peak(e->noise_dbm0) / sqrt(2) * noise(e);
	e->frame[e->fill++] = (int16_t)fmax(-32768, fmin(32767, round(sample)));
	e->at++;
	if (e->fill < PROGRESS_FRAME)
		return;
	e->fill = 0;
	heard = progress_hear(&e->progress, e->frame);
	if (heard && e->count < sizeof e->heard - 1) {
		e->when_ms[e->count] = (unsigned)(e->at / 8);
		e->heard[e->count++] = heard;
	}
}

/* Two frequencies (0: none) of the same level. */
static void play(struct ear *e, double a, double b, double dbm0, unsigned ms)
{
	for (unsigned i = 0; i < ms * 8; i++) {
		double t = 2 * M_PI * (double)e->at / 8000 * (1 + e->off);

		give(e, peak(dbm0) * ((a > 0 ? sin(a * t) : 0) + (b > 0 ? sin(b * t + 1) : 0)));
	}
}

static void rest(struct ear *e, unsigned ms)
{
	play(e, 0, 0, NONE, ms);
}

struct tone {
	char letter;
	double a, b;
	unsigned on, off; /* ms; on 0: steady */
};

static const struct tone tones[] = {
	{ 'd', 350, 440, 0, 0 },
	{ 'r', 440, 480, 2000, 4000 },
	{ 'b', 480, 620, 500, 500 },
	{ 'o', 480, 620, 250, 250 },
};

static void sound(struct ear *e, const struct tone *tone, double dbm0, unsigned ms)
{
	for (unsigned done = 0; done < ms; done += tone->on + tone->off) {
		if (tone->on == 0) {
			play(e, tone->a, tone->b, dbm0, ms);
			return;
		}
		play(e, tone->a, tone->b, dbm0, tone->on);
		rest(e, tone->off);
	}
}

/* Hears the tone for 6 s: it and nothing else, but for the silence between two rings. */
static bool is_heard(double dbm0, double noise_dbm0, double off, const struct tone *tone)
{
	struct ear ear;
	const char *wanted = tone->letter == 'r' ? "rs" : (char[]){ tone->letter, '\0' };
	bool right;

	ear_init(&ear, noise_dbm0, off);
	rest(&ear, 137);
	sound(&ear, tone, dbm0, 6000);
	right = ear.count > 0 && ear.heard[0] == tone->letter &&
		(noise_dbm0 > -45 || strcmp(ear.heard, wanted) == 0);
	if (!right)
		printf("# %c at %g dBm0, noise %g, off %g: \"%s\"\n", tone->letter, dbm0,
		       noise_dbm0, off, ear.heard);
	return right;
}

static void every_level(void)
{
	for (unsigned i = 0; i < 4; i++)
		for (int dbm0 = -30; dbm0 <= 0; dbm0 += 3)
			CHECK(is_heard(dbm0, NONE, 0, &tones[i]));
}

static void frequencies_off(void)
{
	for (unsigned i = 0; i < 4; i++)
		for (int dbm0 = -30; dbm0 <= 0; dbm0 += 10)
			for (int off = -15; off <= 15; off += 5)
				CHECK(is_heard(dbm0, NONE, off / 1000.0, &tones[i]));
}

/* The tone's two frequencies together are 3 dB above the level of each. */
static void in_noise(void)
{
	for (unsigned i = 0; i < 4; i++)
		for (int dbm0 = -30; dbm0 <= 0; dbm0 += 5)
			for (int off = -15; off <= 15; off += 15)
				CHECK(is_heard(dbm0, dbm0 + 3 - 20, off / 1000.0, &tones[i]));
}

/* One frequency 6 dB weaker than the other, as a line with a slope makes it. */
static void with_twist(void)
{
	struct ear ear;

	ear_init(&ear, -50, 0);
	for (unsigned i = 0; i < 8000; i++) {
		double t = 2 * M_PI * (double)ear.at / 8000;

		give(&ear, peak(-13) * sin(350 * t) + peak(-19) * sin(440 * t));
	}
	CHECK_EQUAL(strcmp(ear.heard, "d"), 0);
}

static void times(void)
{
	struct ear ear;

	ear_init(&ear, NONE, 0);
	sound(&ear, &tones[0], -13, 1000);
	CHECK(ear.when_ms[0] >= 300 && ear.when_ms[0] <= 340);
	ear_init(&ear, NONE, 0);
	sound(&ear, &tones[1], -19, 1000);
	CHECK(ear.when_ms[0] >= 600 && ear.when_ms[0] <= 640);
	ear_init(&ear, NONE, 0);
	sound(&ear, &tones[2], -24, 3000);
	CHECK(ear.when_ms[0] >= 2000 && ear.when_ms[0] <= 2080);
	ear_init(&ear, NONE, 0);
	sound(&ear, &tones[3], -24, 3000);
	CHECK(ear.when_ms[0] >= 1500 && ear.when_ms[0] <= 1580);
	ear_init(&ear, NONE, 0);
	rest(&ear, 2200);
	CHECK_EQUAL(strcmp(ear.heard, "s"), 0);
	CHECK(ear.when_ms[0] == 2000);
}

static void too_short(void)
{
	struct ear ear;

	ear_init(&ear, NONE, 0);
	play(&ear, 350, 440, -13, 250);
	rest(&ear, 1000);
	play(&ear, 440, 480, -19, 540);
	rest(&ear, 1000);
	play(&ear, 480, 620, -19, 500);
	rest(&ear, 500);
	play(&ear, 480, 620, -19, 500);
	rest(&ear, 1500);
	CHECK_EQUAL(strcmp(ear.heard, ""), 0);
}

/* A crackle in the middle does not begin it anew. */
static void crackle(void)
{
	struct ear ear;

	ear_init(&ear, NONE, 0);
	play(&ear, 350, 440, -13, 200);
	play(&ear, 3000, 0, 0, 20);
	play(&ear, 350, 440, -13, 130);
	CHECK_EQUAL(strcmp(ear.heard, "d"), 0);
}

/* Stutter dial tone: ten short bursts, then it is steady. */
static void stutter(void)
{
	struct ear ear;

	ear_init(&ear, NONE, 0);
	for (unsigned i = 0; i < 10; i++) {
		play(&ear, 350, 440, -13, 100);
		rest(&ear, 100);
	}
	CHECK_EQUAL(ear.count, 0);
	play(&ear, 350, 440, -13, 1000);
	CHECK_EQUAL(strcmp(ear.heard, "d"), 0);
}

static void mid_burst(void)
{
	for (unsigned i = 2; i < 4; i++) {
		const struct tone *tone = &tones[i];

		for (unsigned first = 10; first < tone->on; first += 30) {
			struct ear ear;

			ear_init(&ear, NONE, 0);
			rest(&ear, first % 20);
			play(&ear, tone->a, tone->b, -24, first);
			rest(&ear, tone->off);
			sound(&ear, tone, -24, 5000);
			if (!CHECK(ear.count == 1 && ear.heard[0] == tone->letter))
				printf("# %c after %u ms: %s\n", tone->letter, first, ear.heard);
		}
	}
}

/* Dial tone, digits, ringback with its pauses, an answer, the far end gone. */
static void a_call(void)
{
	struct ear ear;

	ear_init(&ear, -60, 0.003);
	sound(&ear, &tones[0], -13, 1200);
	for (unsigned i = 0; i < 7; i++) {
		play(&ear, 770, 1336, -8, 80);
		rest(&ear, 80);
	}
	rest(&ear, 1500);
	sound(&ear, &tones[1], -19, 12000);
	for (unsigned i = 0; i < 12000; i++)
		give(&ear, peak(-20) * noise(&ear) * (i / 1600 % 3 != 2));
	rest(&ear, 500);
	sound(&ear, &tones[2], -24, 5000);
	if (!CHECK_EQUAL(strcmp(ear.heard, "dvrsrsvb"), 0))
		printf("# heard %s\n", ear.heard);
}

static bool no_tone(const struct ear *ear, const char *what)
{
	bool none = strpbrk(ear->heard, "drbo") == NULL;

	if (!none)
		printf("# %s: %s\n", what, ear->heard);
	return none;
}

/*
 * A voice: pulses of a wandering pitch through three wandering formants, in syllables, with hiss
 * between; ten minutes of it at all pitches.
 */
static void voice(void)
{
	struct ear ear;
	double phase = 0, formants[3][2] = { { 0 } };

	ear_init(&ear, -55, 0);
	for (unsigned long i = 0; i < 8000UL * 600; i++) {
		double seconds = (double)i / 8000;
		double pitch = 80 + 180 * fabs(sin(seconds * 0.05)) + 12 * sin(seconds * 5.1);
		double hz[3] = { 300 + 250 * (1 + sin(seconds * 2.3)),
				 900 + 500 * (1 + sin(seconds * 3.1)), 2500 };
		double loud = fmax(0, sin(seconds * 2 * M_PI * 3.3) + 0.4 * sin(seconds * 1.7));
		double excitation, out = 0;

		phase += pitch / 8000;
		excitation = phase >= 1 ? 40 : 0.05 * noise(&ear);
		phase -= phase >= 1 ? 1 : 0;
		for (unsigned f = 0; f < 3; f++) {
			double radius = exp(-M_PI * (60 + 40 * f) / 8000);
			double now = excitation +
				     2 * radius * cos(2 * M_PI * hz[f] / 8000) * formants[f][0] -
				     radius * radius * formants[f][1];

			formants[f][1] = formants[f][0];
			formants[f][0] = now;
			out += now / (f + 1);
		}
		give(&ear, out * loud * 60);
	}
	CHECK(ear.count > 0 && ear.heard[0] == 'v');
	CHECK(no_tone(&ear, "voice"));
}

/* Chords of three notes with overtones, four a second, over three octaves. */
static void music(void)
{
	struct ear ear;

	ear_init(&ear, -60, 0);
	for (unsigned chord = 0; chord < 1200; chord++) {
		double root = 110 * pow(2, (chord * 7 % 36) / 12.0);
		double third = root * pow(2, chord % 2 ? 4 / 12.0 : 3 / 12.0),
		       fifth = root * 1.4983;

		for (unsigned i = 0; i < 2000; i++) {
			double t = 2 * M_PI * (double)ear.at / 8000, out = 0;

			for (unsigned k = 1; k <= 5; k++)
				out += (sin(root * k * t) + sin(third * k * t) +
					sin(fifth * k * t)) /
				       k * (root * k < 3400);
			give(&ear, peak(-18) * out * exp(-(double)i / 4000));
		}
	}
	CHECK(ear.count > 0 && ear.heard[0] == 'v');
	CHECK(no_tone(&ear, "music"));
}

static void digits_and_test_tones(void)
{
	static const double low[] = { 697, 770, 852, 941 }, high[] = { 1209, 1336, 1477, 1633 };
	struct ear ear;

	ear_init(&ear, -60, 0);
	for (unsigned i = 0; i < 64; i++) {
		play(&ear, low[i % 4], high[i / 4 % 4], -8, 100);
		rest(&ear, i % 2 ? 100 : 250);
	}
	CHECK_EQUAL(strcmp(ear.heard, "v"), 0);
	for (unsigned hz = 200; hz < 3400; hz += 7) {
		ear_init(&ear, NONE, 0);
		play(&ear, hz, 0, -10, 700);
		rest(&ear, 300);
		CHECK_EQUAL(strcmp(ear.heard, "v"), 0);
	}
	ear_init(&ear, NONE, 0);
	play(&ear, 1004, 0, 0, 3000);
	CHECK_EQUAL(strcmp(ear.heard, "v"), 0);
}

static void other_tones(void)
{
	struct ear ear;

	ear_init(&ear, NONE, 0); /* call waiting */
	play(&ear, 440, 0, -13, 300);
	rest(&ear, 1000);
	CHECK(no_tone(&ear, "call waiting"));
	ear_init(&ear, NONE, 0); /* tones of other countries */
	for (unsigned i = 0; i < 8; i++) {
		play(&ear, 425, 0, -10, 500);
		rest(&ear, 500);
	}
	play(&ear, 400, 450, -10, 2000);
	CHECK(no_tone(&ear, "foreign"));
	ear_init(&ear, NONE, 0); /* 480 + 620 that does not end */
	play(&ear, 480, 620, -20, 3000);
	CHECK_EQUAL(strcmp(ear.heard, "v"), 0);
	ear_init(&ear, NONE, 0); /* howler */
	for (unsigned i = 0; i < 20; i++) {
		play(&ear, 1400, 2060, -6, 100);
		rest(&ear, 100);
	}
	CHECK_EQUAL(strcmp(ear.heard, "v"), 0);
}

static void white_noise(void)
{
	for (int dbm0 = -44; dbm0 <= -4; dbm0 += 10) {
		struct ear ear;

		ear_init(&ear, dbm0, 0);
		rest(&ear, 60000);
		CHECK_EQUAL(strcmp(ear.heard, "v"), 0);
	}
}

static void clicks_are_no_sound(void)
{
	struct ear ear;

	ear_init(&ear, -60, 0);
	for (unsigned i = 0; i < 20; i++) {
		play(&ear, 1000, 0, -10, 20);
		rest(&ear, 400);
	}
	CHECK_EQUAL(ear.count, 0);
	rest(&ear, 2100);
	CHECK_EQUAL(strcmp(ear.heard, "s"), 0);
}

int main(void)
{
	static const struct test tests[] = {
		{ "TIA-464 tones are told at every level from -30 to 0 dBm0", every_level },
		{ "TIA-464 tones 1.5 % too high or too low are told", frequencies_off },
		{ "tones in noise 20 dB below them are told", in_noise },
		{ "a tone with a slope of 6 dB is told", with_twist },
		{ "each tone is told as soon as it is certain", times },
		{ "what ends before it is certain is not told", too_short },
		{ "a crackle does not break a tone", crackle },
		{ "stutter dial tone is told once it is steady", stutter },
		{ "busy and reorder are told apart, wherever in a burst they begin", mid_burst },
		{ "the sounds of a call are told in their order", a_call },
		{ "a voice is no tone", voice },
		{ "music is no tone", music },
		{ "DTMF and test tones are no call-progress tones", digits_and_test_tones },
		{ "other signals of the network are no call-progress tones", other_tones },
		{ "noise is a sound", white_noise },
		{ "a click is no sound", clicks_are_no_sound },
	};

	return RUN(tests);
}
