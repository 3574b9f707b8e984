/* SPDX-License-Identifier: MIT */
#include "jitter.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "check.h"

static struct jitter jitter;
static int16_t out[FRAME];

/* Packet number n has a level of its own, so that what comes out tells what went in. */
static uint8_t code_of(uint32_t n)
{
	return (uint8_t)(0x80 | (n * 7 % 100));
}

static void put(uint32_t n, uint32_t first)
{
	uint8_t codes[FRAME];

	memset(codes, code_of(n), sizeof codes);
	jitter_put(&jitter, first + n * FRAME, MU_LAW, codes, FRAME);
}

/* After a loss the first 4 ms are blended with what concealed it. */
static bool is(uint32_t n)
{
	for (unsigned i = 32; i < FRAME; i++)
		if (out[i] != law_decode_sample(MU_LAW, code_of(n)))
			return false;
	return true;
}

static bool is_silent(void)
{
	for (unsigned i = 0; i < FRAME; i++)
		if (out[i] != 0)
			return false;
	return true;
}

static void in_order_over_a_wrap(void)
{
	memset(&jitter, 0, sizeof jitter);
	CHECK(!jitter_get(&jitter, out));
	put(0, 0xffffff00);
	CHECK(!jitter_get(&jitter, out)); /* one frame in reserve */
	for (uint32_t n = 0; n < 1000; n++) {
		put(n + 1, 0xffffff00);
		CHECK(jitter_get(&jitter, out));
		CHECK(is(n));
	}
	CHECK_EQUAL(jitter.late, 0);
}

static void out_of_order(void)
{
	memset(&jitter, 0, sizeof jitter);
	put(0, 5);
	put(2, 5);
	put(1, 5);
	put(1, 5);
	jitter_get(&jitter, out);
	for (uint32_t n = 0; n < 3; n++) {
		CHECK(jitter_get(&jitter, out));
		CHECK(is(n));
	}
}

/* 20 ms of 400 Hz at -10 dBm0, as packet n. */
static void put_tone(uint32_t n)
{
	uint8_t codes[FRAME];

	for (unsigned i = 0; i < FRAME; i++)
		codes[i] =
			law_encode_sample(MU_LAW, (int16_t)(7218 * sin(2 * M_PI * 400 * i / 8000)));
	jitter_put(&jitter, n * FRAME, MU_LAW, codes, FRAME);
}

static void lost_is_concealed(void)
{
	memset(&jitter, 0, sizeof jitter);
	for (uint32_t n = 0; n < 10; n++)
		put_tone(n);
	put_tone(11);
	for (unsigned i = 0; i < 11; i++)
		jitter_get(&jitter, out);
	CHECK(!jitter_get(&jitter, out)); /* packet 10 */
	CHECK_NEAR(level_at(out, FRAME, 400), -12, 2);
	CHECK(jitter_get(&jitter, out));
	CHECK_NEAR(level_at(out, FRAME, 400), -10, 1);
	for (unsigned i = 0; i < 5; i++)
		CHECK(!jitter_get(&jitter, out));
	CHECK(is_silent()); /* but not for ever */
}

static void late_packets_deepen(void)
{
	memset(&jitter, 0, sizeof jitter);
	put(0, 0);
	jitter_get(&jitter, out);
	jitter_get(&jitter, out); /* packet 0 */
	jitter_get(&jitter, out); /* 1 is not there */
	jitter_get(&jitter, out); /* 2 neither */
	put(1, 0);
	CHECK_EQUAL(jitter.late, 1);
	put(2, 0);
	for (uint32_t n = 1; n < 200; n++) { /* from now on the same delay is no harm */
		put(n + 2, 0);
		CHECK(jitter_get(&jitter, out));
		CHECK(is(n));
	}
	CHECK_EQUAL(jitter.late, 1);
}

static void far_too_late(void)
{
	memset(&jitter, 0, sizeof jitter);
	put(0, 0);
	for (uint32_t n = 1; n < 20; n++) {
		put(n, 0);
		jitter_get(&jitter, out);
	}
	put(2, 0); /* 340 ms late: not worth waiting for from now on */
	put(0, (uint32_t)-30 * FRAME);
	CHECK_EQUAL(jitter.late, 2);
	put(20, 0);
	CHECK(jitter_get(&jitter, out) && is(18));
}

static void deep_buffer_shrinks(void)
{
	uint32_t n = 0;

	memset(&jitter, 0, sizeof jitter);
	for (; n < 8; n++)
		put(n, 0); /* a burst: the peer's clock was ahead */
	for (unsigned tick = 0; tick < 3000; tick++) {
		put(n++, 0);
		jitter_get(&jitter, out);
	}
	CHECK((int32_t)(n * FRAME - jitter.play) <= 3 * FRAME);
}

static void fast_peer(void)
{
	unsigned silent = 0;

	memset(&jitter, 0, sizeof jitter);
	/* 200 ppm faster than we: after 40 minutes it would be half a second ahead. */
	for (uint32_t tick = 0, n = 0; tick < 120000; tick++) {
		put(n++, 0);
		if (tick % 5000 == 0)
			put(n++, 0);
		silent += jitter_get(&jitter, out) ? 0 : 1;
	}
	CHECK(silent <= 1);
	CHECK(jitter.end - jitter.play <= 4 * FRAME);
}

static void clock_jumps(void)
{
	memset(&jitter, 0, sizeof jitter);
	put(0, 0);
	jitter_get(&jitter, out);
	put(0, 1000000);
	jitter_get(&jitter, out);
	CHECK(jitter_get(&jitter, out) && is(0));
	put(1, 500); /* and back: one packet alone is late, five are the truth */
	CHECK(!jitter_get(&jitter, out));
	for (uint32_t n = 2; n < 7; n++)
		put(n, 500);
	jitter_get(&jitter, out);
	CHECK(jitter_get(&jitter, out) && is(5));
}

static void odd_sizes(void)
{
	uint8_t codes[JITTER_SPAN];
	unsigned heard = 0;

	memset(&jitter, 0, sizeof jitter);
	memset(codes, 0x80, sizeof codes);
	jitter_put(&jitter, 0, MU_LAW, codes, 0);
	jitter_put(&jitter, 0, MU_LAW, codes,
		   JITTER_SPAN); /* refused: half a second in one packet */
	CHECK(!jitter_get(&jitter, out));
	for (uint32_t at = 0; at < 2400; at += 240) {
		jitter_put(&jitter, at, MU_LAW, codes, 240);
		heard += jitter_get(&jitter, out) ? 1 : 0;
	}
	CHECK(heard >= 9);
}

static void stops_after_silence(void)
{
	memset(&jitter, 0, sizeof jitter);
	put(0, 0);
	for (unsigned i = 0; i < 60; i++)
		jitter_get(&jitter, out);
	CHECK(!jitter.running);
	put(100, 0);
	jitter_get(&jitter, out);
	CHECK(jitter_get(&jitter, out) && is(100));
	CHECK_EQUAL(jitter.late, 0);
}

/* ---- a bad network ---- */

#define PACKETS 15000 /* five minutes */

struct network {
	double loss, jitter_ms;
	uint32_t seed;
};

struct outcome {
	double delay_ms,
		worst_ms; /* from when a packet is sent to when its first sample is played */
	double concealed; /* of 100 frames, those that were not what was sent */
	double late;      /* of 100 packets that came */
};

static double chance(struct network *network)
{
	network->seed = network->seed * 1664525U + 1013904223U;
	return (double)(network->seed >> 8) / (1 << 24);
}

/* Packets of a tone, so that what is played tells by its phase when it was sent; the clock of ticks is not that of packets. */
static struct outcome carry(struct network network)
{
	static double arrives[PACKETS];
	struct outcome outcome = { 0 };
	uint64_t late_before, frames = 0;
	double settled_ms = 10000;
	unsigned came = 0;

	memset(&jitter, 0, sizeof jitter);
	for (unsigned n = 0; n < PACKETS; n++) {
		bool lost = chance(&network) < network.loss;

		arrives[n] = lost ? INFINITY : n * 20.0 + network.jitter_ms * chance(&network);
	}
	late_before = jitter.late;
	for (unsigned tick = 0; tick < PACKETS; tick++) {
		double now = tick * 20.0 + 7, delay;
		unsigned from = tick > 4 ? tick - 4 : 0;

		for (unsigned n = from; n <= tick && n < PACKETS; n++) {
			if (arrives[n] > now || arrives[n] <= now - 20)
				continue;
			put(n, 0);
			came++;
		}
		delay = now - (double)(int32_t)jitter.play / 8;
		jitter_get(&jitter, out);
		if (now < settled_ms)
			continue;
		frames++;
		outcome.delay_ms += delay;
		outcome.worst_ms = delay > outcome.worst_ms ? delay : outcome.worst_ms;
		for (unsigned n = from > 16 ? from - 16 : 0; n <= tick; n++) {
			if (out[FRAME - 1] != law_decode_sample(MU_LAW, code_of(n)))
				continue;
			outcome.concealed--;
			break;
		}
	}
	outcome.concealed = 100 * (1 + outcome.concealed / (double)frames);
	outcome.delay_ms /= (double)frames;
	outcome.late = 100.0 * (double)(jitter.late - late_before) / came;
	return outcome;
}

static void show(const char *what, struct outcome o)
{
	if (getenv("SHOW"))
		printf("# %s: delay %.1f ms, at most %.1f; %.2f %% concealed, %.2f %% late\n", what,
		       o.delay_ms, o.worst_ms, o.concealed, o.late);
}

/* DESIGN §9: what a network does to speech, and what it costs in delay. */
static void bad_network(void)
{
	struct outcome quiet = carry((struct network){ .seed = 1 });
	struct outcome lossy = carry((struct network){ .loss = 0.02, .seed = 2 });
	struct outcome jittery = carry((struct network){ .jitter_ms = 30, .seed = 3 });
	struct outcome both = carry((struct network){ .loss = 0.02, .jitter_ms = 30, .seed = 4 });

	show("no loss, no jitter", quiet);
	show("2 % loss", lossy);
	show("30 ms of jitter", jittery);
	show("2 % loss, 30 ms of jitter", both);
	CHECK(quiet.concealed < 0.01 && quiet.delay_ms <= 30);
	CHECK(lossy.concealed < 2.5 && lossy.delay_ms <= 30);
	CHECK(jittery.concealed < 0.5 && jittery.delay_ms <= 55);
	CHECK(both.concealed < 3 && both.delay_ms <= 55);
}

int main(void)
{
	static const struct test tests[] = {
		{ "packets in order come out in order, one frame later", in_order_over_a_wrap },
		{ "packets out of order or twice come out in order", out_of_order },
		{ "what was lost is concealed, then silence", lost_is_concealed },
		{ "late packets make the buffer deeper, once", late_packets_deepen },
		{ "one packet far too late changes nothing", far_too_late },
		{ "a buffer deeper than needed shrinks", deep_buffer_shrinks },
		{ "a peer whose clock is fast does not fill it", fast_peer },
		{ "a peer whose clock jumps is heard again at once", clock_jumps },
		{ "packets of any size are taken", odd_sizes },
		{ "after a second without packets it starts afresh", stops_after_silence },
		{ "DESIGN §9 2 % loss and 30 ms of jitter: little is concealed, little delayed",
		  bad_network },
	};

	law_init();
	return RUN(tests);
}
