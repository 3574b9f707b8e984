/* SPDX-License-Identifier: MIT */
#include "key_in.h"

#include <string.h>

#include "check.h"

#define MS 1000000ULL

static struct key_report report;

static bool event(struct key_in *key, uint32_t timestamp, uint8_t code, bool end, uint16_t duration)
{
	uint8_t payload[4] = { code, end ? 0x8a : 0x0a, (uint8_t)(duration >> 8),
			       (uint8_t)duration };

	return key_in_packet(key, timestamp, duration == 160, payload, 4, 0, &report);
}

static void one_press(void)
{
	struct key_in key = { 0 };

	CHECK(event(&key, 1000, 5, false, 160));
	CHECK(report.pressed && !report.ended && report.code == 5);
	CHECK(!event(&key, 1000, 5, false, 320));
	CHECK(event(&key, 1000, 5, true, 480));
	CHECK(report.ended && !report.pressed);
	CHECK_EQUAL(report.samples, 480);
	CHECK(!event(&key, 1000, 5, true, 480));
	CHECK(!event(&key, 1000, 5, true, 480));
}

static void end_lost(void)
{
	struct key_in key = { 0 };

	event(&key, 1000, 5, false, 160);
	event(&key, 1000, 5, false, 320);
	CHECK(event(&key, 3000, 5, false, 160)); /* the same digit again */
	CHECK(report.released && report.pressed && !report.ended);
	CHECK_EQUAL(report.released_code, 5);
	CHECK_EQUAL(report.released_samples, 320);
	CHECK(event(&key, 3000, 5, true, 320));
	CHECK(report.ended && !report.released);
}

static void only_the_last_end_came(void)
{
	struct key_in key = { 0 };

	CHECK(event(&key, 1000, 11, true, 800));
	CHECK(report.pressed && report.ended);
	CHECK_EQUAL(report.code, 11);
	CHECK_EQUAL(report.samples, 800);
	CHECK(!event(&key, 1000, 11, true, 800));
}

static void late_packets_are_no_press(void)
{
	struct key_in key = { 0 };

	event(&key, 1000, 1, false, 160);
	event(&key, 1000, 1, true, 320);
	event(&key, 2000, 2, false, 160);
	CHECK(!event(&key, 1000, 1, true, 320));
	CHECK(!event(&key, 1000, 1, false, 160));
	CHECK(event(&key, 2000, 2, true, 320));
	CHECK(!event(&key, 2000, 2, false, 160)); /* an update that the end overtook */
}

static void timestamps_wrap(void)
{
	struct key_in key = { 0 };

	event(&key, 0xfffffff0, 1, true, 320);
	CHECK(event(&key, 0x200, 2, true, 320));
	CHECK(report.pressed && report.code == 2);
}

static void silence_releases(void)
{
	struct key_in key = { 0 };

	event(&key, 1000, 9, false, 160);
	CHECK(!key_in_expired(&key, 199 * MS, &report));
	CHECK(key_in_expired(&key, 200 * MS, &report));
	CHECK(report.released && report.released_code == 9);
	CHECK(!key_in_expired(&key, 400 * MS, &report));
	CHECK(!event(&key, 1000, 9, true, 400)); /* the end after all: still one press */
}

static void long_press_in_segments(void)
{
	struct key_in key = { 0 };
	unsigned presses = 0;
	uint8_t payload[4] = { 3, 10, 0xff, 0xff };

	presses += event(&key, 1000, 3, false, 160);
	for (uint32_t segment = 0; segment < 2; segment++) {
		presses +=
			key_in_packet(&key, 1000 + segment * 0xffff, false, payload, 4, 0, &report);
		CHECK(!report.released);
	}
	payload[1] = 0x8a;
	payload[2] = 0x01;
	payload[3] = 0x00;
	CHECK(key_in_packet(&key, 1000 + 2 * 0xffff, false, payload, 4, 0, &report));
	CHECK(report.ended && !report.pressed);
	CHECK_EQUAL(report.samples, 2 * 0xffff + 0x100);
	CHECK_EQUAL(presses, 1);
}

static void not_a_key(void)
{
	struct key_in key = { 0 };
	uint8_t payload[4] = { 1, 0, 0, 160 };

	CHECK(!event(&key, 1000, 16, true, 160)); /* hook flash */
	CHECK(!event(&key, 1000, 255, true, 160));
	for (size_t length = 0; length < 4; length++)
		CHECK(!key_in_packet(&key, 1000, true, payload, length, 0, &report));
}

static void names(void)
{
	for (uint8_t code = 0; code < KEY_CODES; code++)
		CHECK_EQUAL(key_code(key_digit(code)), code);
	CHECK_EQUAL(key_code('d'), 15);
	CHECK_EQUAL(key_code('E'), -1);
	CHECK_EQUAL(key_code('\0'), -1);
}

int main(void)
{
	static const struct test tests[] = {
		{ "RFC 4733 §2.5.1.4 an end sent three times is one press", one_press },
		{ "RFC 4733 a lost end is told by the next press", end_lost },
		{ "RFC 4733 one end packet is enough", only_the_last_end_came },
		{ "RFC 4733 packets out of order are no press", late_packets_are_no_press },
		{ "RFC 4733 timestamps wrap", timestamps_wrap },
		{ "a key whose packets stop is up", silence_releases },
		{ "RFC 4733 §2.5.1.3 a long press in segments is one", long_press_in_segments },
		{ "what is no key is ignored", not_a_key },
		{ "RFC 4733 §3.2 digits and codes", names },
	};

	return RUN(tests);
}
