/* SPDX-License-Identifier: MIT */
#include <stdio.h>
#include <string.h>

#include "check.h"
#include "fxs_loop.h"

static const struct fxs_limits limits = { 300, 1000 };

/* A telephone, and what was understood of it: o off hook, h on hook, f flash, digits. */
struct phone {
	struct fxs_loop loop;
	uint64_t now_ms;
	char said[64];
	uint32_t flash_ms;
};

static void note(struct phone *phone, struct fxs_effect effect)
{
	static const char letters[] = { 0, 'o', 'h', 'f', 0 };
	char letter = effect.said == FXS_DIGIT ? effect.digit : letters[effect.said];
	size_t length = strlen(phone->said);

	if (letter && length + 1 < sizeof phone->said)
		phone->said[length] = letter;
	if (effect.said == FXS_FLASH)
		phone->flash_ms = effect.ms;
}

static void stay(struct phone *phone, bool closed, unsigned ms)
{
	enum fxs_event event = closed ? FXS_CLOSED : FXS_OPENED;

	note(phone, fxs_loop_step(&phone->loop, &limits, event, phone->now_ms));
	for (unsigned i = 0; i < ms; i += 10) {
		phone->now_ms += 10;
		note(phone, fxs_loop_step(&phone->loop, &limits, FXS_TIME, phone->now_ms));
	}
}

static struct phone lifted(void)
{
	struct phone phone = { .now_ms = 5000 };

	stay(&phone, true, 500);
	memset(phone.said, 0, sizeof phone.said);
	return phone;
}

static void dial(struct phone *phone, unsigned pulses, unsigned break_ms, unsigned make_ms)
{
	for (unsigned i = 0; i < pulses; i++) {
		stay(phone, false, break_ms);
		stay(phone, true, make_ms);
	}
	stay(phone, true, 700);
}

static bool is_said(const struct phone *phone, const char *wanted)
{
	if (strcmp(phone->said, wanted) != 0)
		printf("# said \"%s\", not \"%s\"\n", phone->said, wanted);
	return strcmp(phone->said, wanted) == 0;
}

static void lifting_is_believed_after_bounce(void)
{
	struct phone phone = { .now_ms = 5000 };

	stay(&phone, true, 10);
	stay(&phone, false, 10);
	CHECK(is_said(&phone, ""));
	stay(&phone, true, 10);
	stay(&phone, false, 20); /* still bouncing */
	stay(&phone, true, 20);
	CHECK(is_said(&phone, "o"));
	stay(&phone, false, 20);
	stay(&phone, true, 1000);
	CHECK(is_said(&phone, "o"));
	CHECK(fxs_off_hook(&phone.loop));
}

static void hanging_up_is_longer_than_a_flash(void)
{
	struct phone phone = lifted();

	stay(&phone, false, 1000);
	CHECK(is_said(&phone, ""));
	CHECK(fxs_off_hook(&phone.loop));
	stay(&phone, false, 10);
	CHECK(is_said(&phone, "h"));
	CHECK(!fxs_off_hook(&phone.loop));
	stay(&phone, true, 500);
	CHECK(is_said(&phone, "ho"));
}

static void flashes_have_a_window(void)
{
	static const struct {
		unsigned ms;
		const char *said;
	} cases[] = { { 10, "" },   { 150, "" },   { 290, "" },    { 300, "f" },
		      { 600, "f" }, { 1000, "f" }, { 1010, "ho" }, { 3000, "ho" } };

	for (unsigned i = 0; i < sizeof cases / sizeof *cases; i++) {
		struct phone phone = lifted();

		stay(&phone, false, cases[i].ms);
		stay(&phone, true, 500);
		CHECK(is_said(&phone, cases[i].said));
		if (cases[i].said[0] == 'f')
			CHECK_EQUAL(phone.flash_ms, cases[i].ms);
	}
}

static void bounce_after_a_flash_is_no_digit(void)
{
	struct phone phone = lifted();

	stay(&phone, false, 600);
	stay(&phone, true, 10);
	stay(&phone, false, 20);
	stay(&phone, true, 500);
	CHECK(is_said(&phone, "f"));
}

static void pulses_are_digits(void)
{
	for (unsigned pulses = 1; pulses <= 10; pulses++) {
		struct phone phone = lifted();
		char wanted[2] = { (char)('0' + pulses % 10), 0 };

		dial(&phone, pulses, 60, 40);
		CHECK(is_said(&phone, wanted));
	}
}

static void dials_of_8_to_12_pulses_a_second_are_understood(void)
{
	static const unsigned dials[][2] = { { 80, 40 }, { 70, 50 }, { 60, 40 }, { 50, 30 },
					     { 30, 60 }, { 90, 30 }, { 40, 40 } };

	for (unsigned i = 0; i < sizeof dials / sizeof *dials; i++) {
		struct phone phone = lifted();

		dial(&phone, 9, dials[i][0], dials[i][1]);
		dial(&phone, 1, dials[i][0], dials[i][1]);
		dial(&phone, 1, dials[i][0], dials[i][1]);
		CHECK(is_said(&phone, "911"));
	}
}

static void other_rhythms_are_no_digits(void)
{
	struct phone phone = lifted();

	dial(&phone, 5, 30, 20);  /* 20 a second */
	dial(&phone, 3, 60, 110); /* 6 a second */
	dial(&phone, 11, 60, 40);
	stay(&phone, false, 150); /* too long for a pulse, too short for a flash */
	stay(&phone, true, 500);
	CHECK(is_said(&phone, ""));
	dial(&phone, 4, 60, 40);
	CHECK(is_said(&phone, "4"));
}

static void hanging_up_while_dialling_drops_the_digit(void)
{
	struct phone phone = lifted();

	stay(&phone, false, 60);
	stay(&phone, true, 40);
	stay(&phone, false, 2000);
	stay(&phone, true, 500);
	CHECK(is_said(&phone, "ho"));
}

int main(void)
{
	static const struct test tests[] = {
		{ "lifting is believed after bounce", lifting_is_believed_after_bounce },
		{ "hanging up is longer than a flash", hanging_up_is_longer_than_a_flash },
		{ "hook flashes have a window", flashes_have_a_window },
		{ "bounce after a flash is no digit", bounce_after_a_flash_is_no_digit },
		{ "pulses are digits, ten are 0", pulses_are_digits },
		{ "dials of 8 to 12 pulses a second are understood",
		  dials_of_8_to_12_pulses_a_second_are_understood },
		{ "other rhythms are no digits", other_rhythms_are_no_digits },
		{ "hanging up while dialling drops the digit",
		  hanging_up_while_dialling_drops_the_digit },
	};

	return RUN(tests);
}
