/* SPDX-License-Identifier: MIT */
/* What a line says, taken by ticks, against a writer with a clock and a temper of its own. */
#include "line_rings.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "check.h"

#define FRAME 160
#define BLOCK 80
#define MASK (LINE_AUDIO_RING - 1)

/* Time in ms. The writer writes block n, said up to then, at phase + n * 10 * pace, and late by a
 * random part of `jitter`. */
struct scene {
	struct line_audio *audio;
	struct line line;
	double phase, pace, jitter;
	unsigned long blocks, ticks;
	unsigned chance;
	double hz;
};

static struct line_audio *new_audio(void)
{
	size_t size = sizeof(struct line_audio) + sizeof(struct line_audio_channel);
	struct line_audio *audio = aligned_alloc(64, size);

	memset(audio, 0, size);
	return audio;
}

static void scene_open(struct scene *s, double phase, double pace, double jitter)
{
	memset(s, 0, sizeof *s);
	s->audio = new_audio();
	s->phase = phase;
	s->pace = pace;
	s->jitter = jitter;
	s->chance = 99;
	s->hz = 400;
	line_init(&s->line, s->audio, 0, false);
}

static void scene_close(struct scene *s)
{
	free(s->audio);
}

static double due(struct scene *s)
{
	unsigned chance = (unsigned)s->blocks * 2654435761U ^ s->chance;

	chance ^= chance >> 15;
	chance *= 2246822519U;
	chance ^= chance >> 13;
	return s->phase + (double)(s->blocks + 1) * 10 * s->pace +
	       s->jitter * (double)(chance & 0xffff) / 65536;
}

static void say(struct line_audio *audio, const int16_t *samples, unsigned count)
{
	struct line_audio_channel *c = &audio->channel[0];
	uint64_t put = atomic_load(&c->from_put);

	for (unsigned i = 0; i < count; i++)
		c->from[(put + i) & MASK] = samples[i];
	atomic_store(&c->from_put, put + count);
}

static void write_block(struct scene *s)
{
	int16_t samples[BLOCK];

	for (unsigned i = 0; i < BLOCK; i++)
		samples[i] = (int16_t)(8000 * sin(2 * M_PI * s->hz / 8000 *
						  (double)(s->blocks * BLOCK + i)));
	say(s->audio, samples, BLOCK);
	s->blocks++;
}

/* One tick of the reader. How long ago its first sample was said, ms. */
static double tick(struct scene *s, int16_t *frame)
{
	double now = (double)s->ticks++ * 20;

	while (due(s) <= now)
		write_block(s);
	line_take(&s->line, frame);
	return now - (s->phase + ((double)s->line.taken - FRAME) / 8 * s->pace);
}

static double latest_of(struct scene *s, unsigned ticks)
{
	int16_t frame[FRAME];
	double latest = 0;

	for (unsigned i = 0; i < ticks; i++) {
		double late = tick(s, frame);

		if (i > 10 && late > latest)
			latest = late;
	}
	return latest;
}

static void delay(void)
{
	for (unsigned i = 0; i < 40; i++) {
		struct scene s;

		scene_open(&s, i * 0.5, 1, 0);
		CHECK(latest_of(&s, 500) <= 30);
		CHECK_EQUAL(s.line.slips, 0);
		scene_close(&s);
	}
}

/* A writer up to 2 ms late: no more than that is added, and it slips a few times at most. */
static void jittering(void)
{
	for (unsigned i = 0; i < 40; i++) {
		struct scene s;

		scene_open(&s, i * 0.5, 1, 2);
		CHECK(latest_of(&s, 3000) <= 32.1);
		CHECK(s.line.slips <= 2);
		scene_close(&s);
	}
}

/* An hour of a card's clock that is wrong by 100 ppm, as much as it may be: 36 blocks. */
static void drifting(double pace)
{
	struct scene s;
	int16_t frame[FRAME];
	double latest = 0;

	scene_open(&s, 3, pace, 0.5);
	for (unsigned second = 0; second < 3600; second++) {
		double quietest = 0;

		for (unsigned i = 0; i < 50; i++) {
			double late = tick(&s, frame), level;

			if (second == 0)
				continue;
			latest = late > latest ? late : latest;
			level = level_at(frame, FRAME, 400);
			quietest = level < quietest ? level : quietest;
		}
		CHECK(quietest > -14); /* it is -5.9, and less in a frame with a seam */
	}
	CHECK(latest <= 41);
	CHECK(s.line.slips >= 36 && s.line.slips <= 80);
	scene_close(&s);
}

static void drift(void)
{
	drifting(1 + 1e-4);
	drifting(1 - 1e-4);
}

/* Media stood still for 100 ms and made up for three ticks: what is too much goes within seconds. */
static void catches_up(void)
{
	struct scene s;
	double at_first;

	scene_open(&s, 3, 1, 0);
	at_first = latest_of(&s, 100);
	s.ticks += 4;
	CHECK(latest_of(&s, 200) > at_first + 70);
	(void)latest_of(&s, 1500);
	CHECK_NEAR(latest_of(&s, 100), at_first, 0.1);
	CHECK_EQUAL(s.line.slips, 8);
	s.ticks += 20; /* too long: begins again */
	CHECK_NEAR(latest_of(&s, 100), at_first, 0.1);
	CHECK_EQUAL(s.line.slips, 9);
	scene_close(&s);
}

static bool is_silent(const int16_t *frame)
{
	for (unsigned i = 0; i < FRAME; i++)
		if (frame[i] != 0)
			return false;
	return true;
}

static void stands_still(void)
{
	struct scene s;
	int16_t frame[FRAME];

	scene_open(&s, 3, 1, 0);
	(void)latest_of(&s, 100);
	s.pace = 1e9;
	line_take(&s.line, frame);
	CHECK(!is_silent(frame));
	for (unsigned i = 0; i < 3; i++)
		line_take(&s.line, frame);
	for (unsigned i = 0; i < 1000; i++) {
		CHECK(!line_take(&s.line, frame));
		CHECK(is_silent(frame));
	}
	CHECK_EQUAL(s.line.slips, 1);
	write_block(&s);
	CHECK(!line_take(&s.line, frame)); /* not yet a frame */
	write_block(&s);
	CHECK(line_take(&s.line, frame));
	CHECK(!is_silent(frame));
	atomic_store(&s.audio->closed, 1);
	write_block(&s);
	write_block(&s);
	CHECK(!line_take(&s.line, frame));
	CHECK(is_silent(frame));
	scene_close(&s);
}

/* Whatever another process writes there: no sample from outside the rings. The address sanitizer
 * looks on. */
static void nonsense(void)
{
	struct scene s;
	int16_t frame[FRAME];
	uint64_t chance = 1;

	scene_open(&s, 0, 1, 0);
	for (unsigned i = 0; i < 20000; i++) {
		struct line_audio_channel *c = &s.audio->channel[0];

		chance = chance * 6364136223846793005ULL + 1442695040888963407ULL;
		if (chance >> 60 == 0)
			atomic_store(&c->from_put, chance << (chance >> 40 & 31));
		else if (chance >> 60 == 1)
			atomic_store(&c->to_put, chance);
		else
			atomic_fetch_add(&c->from_put, chance >> 32 & 255);
		line_take(&s.line, frame);
		line_put(&s.line, frame);
	}
	scene_close(&s);
}

static void lockstep(void)
{
	struct line_audio *audio = new_audio();
	struct line line;
	int16_t said[1600], frame[FRAME];

	for (int i = 0; i < 1600; i++)
		said[i] = (int16_t)(i * 7 - 5000);
	say(audio, said, 400); /* before anybody listens */
	line_init(&line, audio, 0, true);
	for (unsigned at = 0; at < 1600; at += 160) {
		say(audio, said + at, 80);
		say(audio, said + at + 80, 80);
		CHECK(line_take(&line, frame));
		CHECK_EQUAL(memcmp(frame, said + at, sizeof frame), 0);
	}
	for (unsigned round = 0; round < 50; round++) { /* ten ticks at a time, long */
		say(audio, said, 1600);
		for (unsigned at = 0; at < 1600; at += 160) {
			CHECK(line_take(&line, frame));
			CHECK_EQUAL(memcmp(frame, said + at, sizeof frame), 0);
		}
	}
	CHECK_EQUAL(line.slips, 0);
	CHECK_EQUAL(line.frames_in, 510);
	free(audio);
}

static void gives(void)
{
	struct line_audio *audio = new_audio();
	struct line_audio_channel *c = &audio->channel[0];
	struct line line;
	int16_t frame[FRAME];

	atomic_store(&c->to_put, UINT64_MAX - 79); /* somebody's before, and the counter turns */
	line_init(&line, audio, 0, false);
	for (int i = 0; i < FRAME; i++)
		frame[i] = (int16_t)(i + 1);
	line_put(&line, frame);
	CHECK_EQUAL(atomic_load(&c->to_put), 80);
	CHECK_EQUAL(c->to[LINE_AUDIO_RING - 80], 1);
	CHECK_EQUAL(c->to[LINE_AUDIO_RING - 1], 80);
	CHECK_EQUAL(c->to[79], 160);
	CHECK_EQUAL(line.frames_out, 1);
	free(audio);
}

int main(void)
{
	static const struct test tests[] = {
		{ "budget: a line's frame is at most 30 ms old, however the two clocks stand",
		  delay },
		{ "a writer that is late by 2 ms costs 2 ms", jittering },
		{ "a drift of 100 ppm is taken up in an hour by few slips", drift },
		{ "what lies ready after a standstill is made up for", catches_up },
		{ "a writer that stopped is silence, and begins again", stands_still },
		{ "positions that make no sense harm nobody", nonsense },
		{ "in lockstep every sample comes, and none twice", lockstep },
		{ "what a line hears goes on where the last one ended", gives },
	};

	return RUN(tests);
}
