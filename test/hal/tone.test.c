/* SPDX-License-Identifier: MIT */
#include "tone.h"

#include <errno.h>
#include <spandsp.h>
#include <string.h>

#include "check.h"
#include "key_in.h"

#define SECOND 8000

static int16_t heard[10 * SECOND];

static bool sound(struct tone *tone, unsigned samples)
{
	bool goes_on = true;

	for (unsigned at = 0; at < samples; at += 160) {
		int32_t mix[160] = { 0 };

		goes_on = tone_add(tone, mix, 160);
		for (unsigned i = 0; i < 160; i++)
			heard[at + i] = (int16_t)mix[i];
	}
	return goes_on;
}

static void level_and_frequency(void)
{
	struct media_tone wanted = { .hz = { 350, 440 }, .level_dbm0 = -13 };
	struct tone tone;

	CHECK_EQUAL(tone_init(&tone, &wanted), 0);
	CHECK(sound(&tone, 10 * SECOND));
	CHECK_NEAR(level_at(heard, SECOND, 350), -13, 0.1);
	CHECK_NEAR(level_at(heard, SECOND, 440), -13, 0.1);
	CHECK_NEAR(level_at(heard + 9 * SECOND, SECOND, 440), -13, 0.1);
	CHECK(level_at(heard, SECOND, 500) < -60);
}

static void lasts_an_hour(void)
{
	struct media_tone wanted = { .hz = { 1000 }, .level_dbm0 = 0 };
	struct tone tone;

	tone_init(&tone, &wanted);
	for (unsigned i = 0; i < 360; i++)
		sound(&tone, 10 * SECOND);
	CHECK_NEAR(level_at(heard, SECOND, 1000), 0, 0.01);
}

static void cadence(void)
{
	struct media_tone wanted = { .hz = { 440 },
				     .level_dbm0 = -10,
				     .cadence_ms = { 400, 200, 400, 1000 },
				     .total_ms = 4500 };
	struct tone tone;

	CHECK_EQUAL(tone_init(&tone, &wanted), 0);
	CHECK(!sound(&tone, 5 * SECOND));
	for (unsigned ms = 0; ms < 5000; ms += 100) {
		unsigned in = ms % 2000;
		bool on = ms < 4500 && (in < 400 || (in >= 600 && in < 1000));

		CHECK((level_at(heard + ms * 8, 800, 440) > -11) == on);
	}
}

static void refused(void)
{
	struct media_tone high = { .hz = { 4000 } }, loud = { .hz = { 440 }, .level_dbm0 = 1 };
	struct media_tone none = { .level_dbm0 = -10 };
	struct media_tone never = { .hz = { 440 }, .cadence_ms = { 0, 500 } };
	struct tone tone;

	CHECK_EQUAL(tone_init(&tone, &high), -EINVAL);
	CHECK_EQUAL(tone_init(&tone, &loud), -EINVAL);
	CHECK_EQUAL(tone_init(&tone, &none), -EINVAL);
	CHECK_EQUAL(tone_init(&tone, &never), -EINVAL);
}

static void dtmf_is_understood(void)
{
	dtmf_rx_state_t *detector = dtmf_rx_init(NULL, NULL, NULL);
	char got[32] = "", wanted[32] = "";

	for (uint8_t code = 0; code < KEY_CODES; code++) {
		struct tone tone;

		tone_dtmf(&tone, code);
		sound(&tone, 480); /* 60 ms */
		memset(heard + 480, 0, 480 * sizeof *heard);
		dtmf_rx(detector, heard, 960);
		wanted[code] = key_digit(code);
	}
	dtmf_rx_get(detector, got, sizeof got - 1);
	CHECK_EQUAL(strcmp(got, wanted), 0);
	dtmf_rx_free(detector);
}

int main(void)
{
	static const struct test tests[] = {
		{ "a tone has its frequencies and its level", level_and_frequency },
		{ "a tone has its level after an hour", lasts_an_hour },
		{ "a tone follows its cadence and ends", cadence },
		{ "what cannot sound is refused", refused },
		{ "Q.23 the 16 digits are understood by a detector", dtmf_is_understood },
	};

	return RUN(tests);
}
