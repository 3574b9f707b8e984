/* SPDX-License-Identifier: MIT */
/* In-band DTMF as ITU-T Q.24 (the table of AT&T and others) wants it heard, through the whole of libmedia. */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "check.h"
#include "ear.h"
#include "law.h"

#define RATE 8000
#define PEAK_0_DBM0 22827.0
#define OFFSETS 10 /* the detector works in blocks: a digit begins anywhere in them */

static const char keys[] = "123A456B789C*0#D";
static const double low[4] = { 697, 770, 852, 941 };
static const double high[4] = { 1209, 1336, 1477, 1633 };

struct press {
	double low_dbm0, high_dbm0;
	double low_off, high_off; /* of the frequency, 0.015 is 1.5 % */
	unsigned on_ms, gap_ms;
	unsigned break_ms;     /* an interruption in the middle */
	double noise_dbm0;     /* white; 0: none */
	double dial_tone_dbm0; /* 350 + 440 Hz beside it; 0: none */
};

struct receiver {
	struct hall hall;
	struct ear *ear;
	int16_t pending[EAR_TICK];
	unsigned count;
	uint32_t seed;
};

static void receiver_open(struct receiver *r)
{
	media_id a;

	memset(r, 0, sizeof *r);
	hall_open(&r->hall);
	r->ear = hall_ear(&r->hall, hall_context(&r->hall), MEDIA_PCMU);
	CHECK_EQUAL(media_detect_dtmf(r->hall.media, r->ear->termination, MEDIA_FROM, &a), 0);
	r->seed = 1;
}

static void receiver_close(struct receiver *r)
{
	hall_close(&r->hall);
}

static void give(struct receiver *r, double sample)
{
	uint8_t payload[EAR_TICK];

	r->pending[r->count++] = (int16_t)lrint(fmax(-32768, fmin(32767, sample)));
	if (r->count < EAR_TICK)
		return;
	r->count = 0;
	law_encode(MU_LAW, payload, r->pending, EAR_TICK);
	peer_send(&r->ear->peer, 0, payload, EAR_TICK);
	CHECK_EQUAL(media_step(r->hall.media, 1), 0);
}

/* Gaussian enough: twelve uniform ones. */
static double noise(struct receiver *r, double dbm0)
{
	double sum = -6;

	for (unsigned i = 0; i < 12; i++) {
		r->seed = r->seed * 1664525U + 1013904223U;
		sum += (double)(r->seed >> 8) / (1 << 24);
	}
	return sum * PEAK_0_DBM0 / sqrt(2) * pow(10, dbm0 / 20);
}

static double tone(double hz, double dbm0, unsigned at)
{
	return PEAK_0_DBM0 * pow(10, dbm0 / 20) * sin(2 * M_PI * hz * at / RATE);
}

static void press(struct receiver *r, unsigned key, const struct press *p)
{
	unsigned on = p->on_ms * 8, middle = on / 2, pause = p->break_ms * 8;

	for (unsigned at = 0; at < on + p->gap_ms * 8; at++) {
		double sample = 0;
		bool sounds = at < on && !(at >= middle && at < middle + pause);

		if (sounds)
			sample = tone(low[key / 4] * (1 + p->low_off), p->low_dbm0, at) +
				 tone(high[key % 4] * (1 + p->high_off), p->high_dbm0, at);
		if (p->noise_dbm0 < 0)
			sample += noise(r, p->noise_dbm0);
		if (p->dial_tone_dbm0 < 0)
			sample +=
				tone(350, p->dial_tone_dbm0, at) + tone(440, p->dial_tone_dbm0, at);
		give(r, sample);
	}
}

static void wait_ms(struct receiver *r, unsigned samples)
{
	for (unsigned i = 0; i < samples; i++)
		give(r, 0);
}

static void heard(struct receiver *r, char *out, unsigned room)
{
	struct media_event event;
	unsigned count = 0;

	while (read(media_event_fd(r->hall.media), &event, sizeof event) == sizeof event)
		if (event.kind == MEDIA_EVENT_DIGIT && count + 1 < room)
			out[count++] = (char)event.digit;
	out[count] = '\0';
}

/* How many of all keys at all offsets were heard once and as themselves; wrong ones fail the test. */
static unsigned heard_of_all(const struct press *p)
{
	unsigned right = 0;

	for (unsigned offset = 0; offset < OFFSETS; offset++) {
		struct receiver r;

		receiver_open(&r);
		for (unsigned key = 0; key < 16; key++) {
			char digits[16];

			wait_ms(&r, 800 + offset * 11);
			press(&r, key, p);
			wait_ms(&r, 800);
			heard(&r, digits, sizeof digits);
			right += digits[0] == keys[key] && digits[1] == '\0';
			for (unsigned i = 0; digits[i]; i++)
				if (digits[i] != keys[key] || i > 0)
					printf("# %c heard as %s\n", keys[key], digits);
		}
		receiver_close(&r);
	}
	return right;
}

#define ALL (16 * OFFSETS)
#define USUAL .low_dbm0 = -13, .high_dbm0 = -13, .on_ms = 60, .gap_ms = 60

struct row {
	const char *what;
	struct press press;
	unsigned least, most; /* of 100 that are heard */
};

static const struct row rows[] = {
	{ "usual", { USUAL }, 100, 100 },
	{ "40 ms", { .low_dbm0 = -13, .high_dbm0 = -13, .on_ms = 40, .gap_ms = 40 }, 100, 100 },
	{ "23 ms", { .low_dbm0 = -13, .high_dbm0 = -13, .on_ms = 23, .gap_ms = 60 }, 0, 0 },
	{ "0 dBm0 each", { .low_dbm0 = -3, .high_dbm0 = -3, .on_ms = 60, .gap_ms = 60 }, 100, 100 },
	{ "-25 dBm each",
	  { .low_dbm0 = -25, .high_dbm0 = -25, .on_ms = 60, .gap_ms = 60 },
	  100,
	  100 },
	{ "-55 dBm each", { .low_dbm0 = -55, .high_dbm0 = -55, .on_ms = 60, .gap_ms = 60 }, 0, 0 },
	{ "high 8 dB weaker",
	  { .low_dbm0 = -9, .high_dbm0 = -17, .on_ms = 60, .gap_ms = 60 },
	  100,
	  100 },
	{ "high 4 dB louder",
	  { .low_dbm0 = -15, .high_dbm0 = -11, .on_ms = 60, .gap_ms = 60 },
	  100,
	  100 },
	{ "high 14 dB weaker",
	  { .low_dbm0 = -6, .high_dbm0 = -20, .on_ms = 60, .gap_ms = 60 },
	  0,
	  0 },
	{ "high 10 dB louder",
	  { .low_dbm0 = -20, .high_dbm0 = -10, .on_ms = 60, .gap_ms = 60 },
	  0,
	  0 },
	{ "S/N 15 dB", { USUAL, .noise_dbm0 = -25 }, 99, 100 },
	{ "both 1.5 % high", { USUAL, .low_off = 0.015, .high_off = 0.015 }, 100, 100 },
	{ "both 1.5 % low", { USUAL, .low_off = -0.015, .high_off = -0.015 }, 100, 100 },
	{ "one high, one low", { USUAL, .low_off = 0.015, .high_off = -0.015 }, 100, 100 },
	{ "low 3.5 % high", { USUAL, .low_off = 0.035 }, 0, 0 },
	{ "low 3.5 % low", { USUAL, .low_off = -0.035 }, 0, 0 },
	{ "high 3.5 % high", { USUAL, .high_off = 0.035 }, 0, 0 },
	{ "high 3.5 % low", { USUAL, .high_off = -0.035 }, 0, 0 },
	{ "beside dial tone", { USUAL, .dial_tone_dbm0 = -19 }, 100, 100 },
	{ "interrupted for 5 ms",
	  { .low_dbm0 = -13, .high_dbm0 = -13, .on_ms = 100, .gap_ms = 60, .break_ms = 5 },
	  100,
	  100 },
};

static void table(void)
{
	for (unsigned i = 0; i < sizeof rows / sizeof *rows; i++) {
		unsigned of_100 = heard_of_all(&rows[i].press) * 100 / ALL;

		if (!CHECK(of_100 >= rows[i].least && of_100 <= rows[i].most) || getenv("SHOW"))
			printf("# %s: %u %% heard\n", rows[i].what, of_100);
	}
}

/* Ten digits a second, one after the other, over and over: none is lost and none doubled. */
static void fast_dialling(void)
{
	static const struct press fast = {
		.low_dbm0 = -13, .high_dbm0 = -11, .on_ms = 50, .gap_ms = 50
	};
	struct receiver r;
	char digits[200];

	receiver_open(&r);
	for (unsigned round = 0; round < 10; round++)
		for (unsigned key = 0; key < 16; key++)
			press(&r, key, &fast);
	wait_ms(&r, 800);
	heard(&r, digits, sizeof digits);
	CHECK_EQUAL(strlen(digits), 160);
	for (unsigned i = 0; i < 160 && digits[i]; i++)
		CHECK(digits[i] == keys[i % 16]);
	receiver_close(&r);
}

int main(void)
{
	static const struct test tests[] = {
		{ "Q.24 level, duration, twist, noise and frequency of all keys", table },
		{ "160 digits at ten a second", fast_dialling },
	};

	law_init();
	resample_init();
	return RUN(tests);
}
