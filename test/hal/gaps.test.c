/* SPDX-License-Identifier: MIT */
/*
 * A machine that stands still for a moment makes a hole in what is heard, and not in what was said: what listens for signals
 * waits in it. This test is the lines process, and a telephone that sends late; it steps the library.
 */
#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "check.h"
#include "key_in.h"
#include "law.h"
#include "line-file.h"
#include "peer.h"
#include "tone.h"

#define FRAME 160

struct booth {
	struct line_file file;
	struct media *media;
	struct peer peer;
	media_id line, rtp, ear;
	struct tone tone; /* count 0: nothing */
	uint8_t late[32][FRAME];
	unsigned waiting; /* packets of the phone that are on the way */
};

static void booth_open(struct booth *b)
{
	struct media_options options = usual_options();
	struct media_line wanted = { .name = "fxs-1" };
	media_id context;

	memset(b, 0, sizeof *b);
	options.stepped = 1;
	line_file_open(&b->file, 1);
	snprintf(wanted.path, sizeof wanted.path, "%s", b->file.path);
	CHECK_EQUAL(media_open(&options, &b->media), 0);
	CHECK_EQUAL(media_context_add(b->media, &context), 0);
	CHECK_EQUAL(media_line_add(b->media, context, &wanted, &b->line), 0);
	b->rtp = usual_termination(b->media, context, &b->peer);
}

static void booth_close(struct booth *b)
{
	peer_close(&b->peer);
	media_close(b->media);
	line_file_close(&b->file);
}

static void next_frame(struct booth *b, int16_t *samples)
{
	int32_t mix[FRAME] = { 0 };

	if (b->tone.count > 0)
		tone_add(&b->tone, mix, FRAME);
	for (unsigned i = 0; i < FRAME; i++)
		samples[i] = (int16_t)mix[i];
}

static void step(struct booth *b)
{
	int16_t heard[FRAME];

	CHECK_EQUAL(media_step(b->media, 1), 0);
	line_file_hear(&b->file, 0, heard, FRAME);
}

/* So many ticks in which the line says its tone, or nothing comes of it. */
static void line_says(struct booth *b, unsigned ticks, bool comes)
{
	int16_t samples[FRAME];

	while (ticks-- > 0) {
		if (comes) {
			next_frame(b, samples);
			line_file_say(&b->file, 0, samples, FRAME);
		}
		step(b);
	}
}

/* The same of the phone, whose packets come all at once when they come after all. */
static void phone_says(struct booth *b, unsigned ticks, bool comes)
{
	int16_t samples[FRAME];

	while (ticks-- > 0) {
		next_frame(b, samples);
		law_encode(MU_LAW, b->late[b->waiting++], samples, FRAME);
		for (unsigned i = 0; comes && i < b->waiting; i++)
			peer_send(&b->peer, 0, b->late[i], FRAME);
		if (comes)
			b->waiting = 0;
		step(b);
	}
}

/* What detectors have told since the last time, and of the last digit how long it was. */
static unsigned told(struct booth *b, char *text, uint32_t *ms)
{
	struct media_event event;
	unsigned count = 0;

	while (read(media_event_fd(b->media), &event, sizeof event) == sizeof event) {
		if (event.kind != MEDIA_EVENT_DIGIT && event.kind != MEDIA_EVENT_PROGRESS)
			continue;
		if (event.kind == MEDIA_EVENT_DIGIT && ms)
			*ms = event.duration_ms;
		if (count < 15)
			text[count++] = (char)event.digit;
	}
	text[count] = '\0';
	return count;
}

static void heard_is(struct booth *b, const char *wanted, uint32_t *ms)
{
	char text[16];

	told(b, text, ms);
	if (!check_true(strcmp(text, wanted) == 0, "what was heard", __FILE__, __LINE__))
		printf("# \"%s\", not \"%s\"\n", text, wanted);
}

static void press(struct booth *b, char digit)
{
	tone_dtmf(&b->tone, (uint8_t)key_code(digit));
}

static void line_digit(void)
{
	struct booth b;
	uint32_t ms = 0;

	booth_open(&b);
	CHECK_EQUAL(media_detect_dtmf(b.media, b.line, MEDIA_FROM, &b.ear), 0);
	line_says(&b, 10, true);
	for (unsigned gap = 1; gap <= 40; gap = gap * 2 + 1) {
		press(&b, '5');
		line_says(&b, 4, true);
		line_says(&b, gap, false);
		line_says(&b, 4, true);
		b.tone.count = 0;
		line_says(&b, 10, true);
		heard_is(&b, "5", &ms);
		CHECK_NEAR(ms, 160, 40); /* as long as it was pressed */
	}
	booth_close(&b);
}

static void line_two_digits(void)
{
	struct booth b;

	booth_open(&b);
	CHECK_EQUAL(media_detect_dtmf(b.media, b.line, MEDIA_FROM, &b.ear), 0);
	line_says(&b, 10, true);
	press(&b, '5');
	line_says(&b, 4, true);
	b.tone.count = 0;
	line_says(&b, 2, true);
	line_says(&b, 5, false); /* the pause is cut through, and goes on */
	line_says(&b, 2, true);
	press(&b, '5');
	line_says(&b, 4, true);
	b.tone.count = 0;
	line_says(&b, 10, true);
	heard_is(&b, "55", NULL);
	booth_close(&b);
}

/* Nothing comes any more: the digit that sounded ends all the same. */
static void line_dies(void)
{
	struct booth b;

	booth_open(&b);
	CHECK_EQUAL(media_detect_dtmf(b.media, b.line, MEDIA_FROM, &b.ear), 0);
	line_says(&b, 10, true);
	press(&b, '7');
	line_says(&b, 5, true);
	line_says(&b, 100, false);
	heard_is(&b, "7", NULL);
	booth_close(&b);
}

static void phone_digit(void)
{
	for (unsigned gap = 1; gap <= 8; gap++) {
		struct booth b;

		booth_open(&b);
		CHECK_EQUAL(media_detect_dtmf(b.media, b.rtp, MEDIA_FROM, &b.ear), 0);
		phone_says(&b, 10, true);
		press(&b, '2');
		phone_says(&b, 5, true);
		phone_says(&b, gap, false); /* they come too late, and are played all the same */
		phone_says(&b, 5, true);
		b.tone.count = 0;
		phone_says(&b, 20, true);
		heard_is(&b, "2", NULL);
		booth_close(&b);
	}
}

/* A phone that sends nothing while it is silent, two presses of one key: they are two. */
static void phone_hushes(void)
{
	struct booth b;

	booth_open(&b);
	CHECK_EQUAL(media_detect_dtmf(b.media, b.rtp, MEDIA_FROM, &b.ear), 0);
	phone_says(&b, 10, true);
	for (unsigned i = 0; i < 2; i++) {
		press(&b, '2');
		phone_says(&b, 5, true);
		b.tone.count = 0;
		phone_says(&b, 3, true);
		for (unsigned silent = 0; silent < 15; silent++) {
			b.peer.timestamp += FRAME;
			step(&b);
		}
	}
	heard_is(&b, "22", NULL);
	booth_close(&b);
}

static void progress_tones(void)
{
	static const struct media_tone busy = { .hz = { 480, 620 },
						.level_dbm0 = -20,
						.cadence_ms = { 500, 500 } };
	struct booth b;

	booth_open(&b);
	CHECK_EQUAL(media_detect_progress(b.media, b.line, MEDIA_FROM, &b.ear), 0);
	CHECK_EQUAL(tone_init(&b.tone, &busy), 0);
	for (unsigned i = 0; i < 5; i++) { /* in the first half of each burst a hole of 160 ms */
		line_says(&b, 12, true);
		line_says(&b, 8, false);
		line_says(&b, 38, true);
	}
	heard_is(&b, "b", NULL);
	booth_close(&b);
}

static void fax_tone(void)
{
	static const struct media_tone cng = { .hz = { 1100 },
					       .level_dbm0 = -15,
					       .cadence_ms = { 500, 3000 } };
	struct booth b;

	booth_open(&b);
	CHECK_EQUAL(media_detect_signals(b.media, b.line, MEDIA_FROM, &b.ear), 0);
	CHECK_EQUAL(tone_init(&b.tone, &cng), 0);
	line_says(&b, 10, true);
	line_says(&b, 10, false); /* 200 ms: with them the burst would be too long */
	line_says(&b, 30, true);
	heard_is(&b, "c", NULL);
	booth_close(&b);
}

int main(void)
{
	static const struct test tests[] = {
		{ "a digit of a line stays one through a hole of any length to 0.6 s", line_digit },
		{ "two digits of a line stay two where the hole is between them", line_two_digits },
		{ "a digit ends when its line says nothing any more", line_dies },
		{ "a digit in RTP stays one when its packets come late", phone_digit },
		{ "two digits of a phone that sends no silence stay two", phone_hushes },
		{ "a cadence is not shifted by holes in it", progress_tones },
		{ "a fax tone is as long as it was sent", fax_tone },
	};

	law_init();
	return RUN(tests);
}
