/* SPDX-License-Identifier: MIT */
#include "signals.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "check.h"

#define RATE 8000
#define PEAK_0_DBM0 22827.0

struct line {
	struct signals signals;
	char heard[32];
	unsigned count;
	int16_t frame[SIGNALS_FRAME];
	unsigned fill;
	double phase, noise_dbm0;
	uint32_t seed;
};

static void give(struct line *l, double sample)
{
	double noise = -6;
	char heard;

	for (unsigned i = 0; i < 12; i++) {
		l->seed = l->seed * 1664525U + 1013904223U;
		noise += (double)(l->seed >> 8) / (1 << 24);
	}
	if (l->noise_dbm0 < 0)
		sample += noise * PEAK_0_DBM0 / sqrt(2) * pow(10, l->noise_dbm0 / 20);
	l->frame[l->fill++] = (int16_t)lrint(fmax(-32768, fmin(32767, sample)));
	if (l->fill < SIGNALS_FRAME)
		return;
	l->fill = 0;
	heard = signals_hear(&l->signals, l->frame);
	if (heard && l->count + 1 < sizeof l->heard)
		l->heard[l->count++] = heard;
}

static void tone(struct line *l, double hz, double dbm0, unsigned ms)
{
	for (unsigned i = 0; i < ms * 8; i++) {
		l->phase += 2 * M_PI * hz / RATE;
		give(l, hz > 0 ? PEAK_0_DBM0 * pow(10, dbm0 / 20) * sin(l->phase) : 0);
	}
}

static void rest(struct line *l, unsigned ms)
{
	tone(l, 0, 0, ms);
}

static struct line new_line(double noise_dbm0, unsigned offset)
{
	struct line l = { .noise_dbm0 = noise_dbm0, .seed = 1 };

	for (unsigned i = 0; i < offset; i++)
		give(&l, 0);
	return l;
}

static bool is_heard(struct line *l, const char *wanted)
{
	bool right = strcmp(l->heard, wanted) == 0;

	if (!right)
		printf("# heard \"%s\", not \"%s\"\n", l->heard, wanted);
	return right;
}

static void fax_calls(void)
{
	for (unsigned offset = 0; offset < 160; offset += 23) {
		for (int off = -38; off <= 38; off += 19) {
			for (int dbm0 = -35; dbm0 <= -5; dbm0 += 15) {
				struct line l = new_line(dbm0 - 20, offset);

				for (unsigned i = 0; i < 2; i++) {
					tone(&l, 1100 + off * 0.95, dbm0, i == 0 ? 430 : 570);
					rest(&l, 3000);
				}
				CHECK(is_heard(&l, "cc"));
			}
		}
	}
}

static void fax_answers(void)
{
	for (int off = -15; off <= 15; off += 15) {
		struct line l = new_line(-45, 7);

		tone(&l, 2100 + off, -15, 3000);
		rest(&l, 500);
		CHECK(is_heard(&l, "a"));
	}
}

/* V.8 §7: 2100 Hz, modulated by 15 Hz to 20 %, its phase turned every 450 ms. */
static void modem_answers(void)
{
	struct line l = new_line(-50, 11);

	for (unsigned i = 0; i < 3 * RATE; i++) {
		double sign = i / 3600 % 2 ? -1 : 1;
		double envelope = 1 + 0.2 * sin(2 * M_PI * 15 * i / RATE);

		give(&l, sign * envelope * 4000 * sin(2 * M_PI * 2100 * i / RATE));
	}
	CHECK(is_heard(&l, "a"));
}

/* The four of North America (vacant, no circuit, intercept, reorder) and that of E.180. */
static void information_tones(void)
{
	static const struct {
		double hz[3];
		unsigned ms[3];
	} all[] = {
		{ { 950, 1400, 1800 }, { 330, 330, 330 } },
		{ { 985.2, 1428.5, 1776.7 }, { 380, 274, 380 } },
		{ { 985.2, 1428.5, 1776.7 }, { 380, 380, 380 } },
		{ { 913.8, 1370.6, 1776.7 }, { 274, 274, 380 } },
		{ { 913.8, 1428.5, 1776.7 }, { 274, 380, 380 } },
	};

	for (unsigned i = 0; i < sizeof all / sizeof *all; i++) {
		for (unsigned gap = 0; gap <= 30; gap += 15) {
			struct line l = new_line(-45, 31 * i);

			rest(&l, 200);
			for (unsigned k = 0; k < 3; k++) {
				tone(&l, all[i].hz[k], -14, all[i].ms[k]);
				rest(&l, gap);
			}
			rest(&l, 300);
			CHECK(is_heard(&l, "i"));
		}
	}
}

static void others_are_none(void)
{
	struct line l = new_line(-50, 0);

	tone(&l, 1100, -15, 300); /* too short, too long, beside it */
	rest(&l, 500);
	tone(&l, 1100, -15, 2000);
	rest(&l, 500);
	tone(&l, 1180, -15, 500);
	rest(&l, 500);
	tone(&l, 2100, -15, 300);
	rest(&l, 500);
	tone(&l, 2000, -15, 2000);
	rest(&l, 500);
	tone(&l, 950, -15, 330); /* not all three, not in their order, too far apart */
	tone(&l, 1400, -15, 330);
	rest(&l, 500);
	tone(&l, 1800, -15, 330);
	tone(&l, 1400, -15, 330);
	tone(&l, 950, -15, 330);
	rest(&l, 500);
	tone(&l, 1100, -50, 500); /* too weak */
	rest(&l, 500);
	CHECK(is_heard(&l, ""));
}

int main(void)
{
	static const struct test tests[] = {
		{ "T.30 §4.3.3 CNG: 1100 Hz of half a second, 38 Hz off, in noise", fax_calls },
		{ "T.30 §4.3.2 CED: 2100 Hz", fax_answers },
		{ "V.8 §7 ANSam with its phase reversals", modem_answers },
		{ "E.180 §7 special information tones", information_tones },
		{ "other tones are none of them", others_are_none },
	};

	return RUN(tests);
}
