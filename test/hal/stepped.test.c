/* SPDX-License-Identifier: MIT */
/* Stepped instances: time is what media_step makes of it, and everything is there when it returns. */
#include <errno.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "check.h"
#include "faults.h"
#include "law.h"
#include "peer.h"

#define FRAME 160

static struct media *open_stepped(uint32_t rtp_lost_ms)
{
	struct media_options options = usual_options();
	struct media *media = NULL;

	options.stepped = 1;
	options.rtp_lost_ms = rtp_lost_ms;
	CHECK_EQUAL(media_open(&options, &media), 0);
	return media;
}

static bool next_event(struct media *media, struct media_event *event)
{
	return read(media_event_fd(media), event, sizeof *event) == sizeof *event;
}

/* One packet of audio, which must be there already, and no other. */
static void only_packet(struct peer *peer, int16_t *samples)
{
	struct rtp_packet packet;

	if (!CHECK(peer_receive(peer, &packet, 0)))
		return;
	CHECK_EQUAL(packet.length, FRAME);
	law_decode(MU_LAW, samples, packet.payload, FRAME);
	CHECK(!peer_receive(peer, &packet, 0));
}

static void only_when_stepped(void)
{
	struct media_options options = usual_options();
	struct media *media;

	CHECK_EQUAL(media_open(&options, &media), 0);
	CHECK_EQUAL(media_step(media, 1), -EINVAL);
	media_close(media);
	options.stepped = 2;
	CHECK_EQUAL(media_open(&options, &media), -EINVAL);
}

static void no_time_passes(void)
{
	struct media_tone tone = { .hz = { 440 }, .level_dbm0 = -10, .total_ms = 100 };
	struct media *media = open_stepped(0);
	struct media_event event;
	struct rtp_packet packet;
	struct peer peer;
	media_id context, t, a;
	int16_t samples[FRAME];
	uint64_t before;

	media_context_add(media, &context);
	t = usual_termination(media, context, &peer);
	CHECK_EQUAL(media_play_tone(media, t, MEDIA_TO, &tone, &a), 0);
	CHECK(!peer_receive(&peer, &packet, 60));
	for (unsigned i = 0; i < 5; i++) {
		CHECK(!next_event(media, &event));
		CHECK_EQUAL(media_step(media, 1), 0);
		only_packet(&peer, samples);
		CHECK_NEAR(level_at(samples, FRAME, 440), -10, 1);
	}
	CHECK(next_event(media, &event));
	CHECK_EQUAL(event.kind, MEDIA_EVENT_PLAYED);
	before = event.monotonic_ns;
	CHECK_EQUAL(media_step(media, 0), 0);
	CHECK_EQUAL(media_step(media, 50), 0);
	CHECK(!peer_receive(&peer, &packet, 0));
	CHECK_EQUAL(media_play_tone(media, t, MEDIA_TO, &tone, &a), 0);
	CHECK_EQUAL(media_stop(media, a), 0);
	CHECK(next_event(media, &event));
	CHECK_EQUAL(event.monotonic_ns, before + 50 * 20000000ULL);
	peer_close(&peer);
	media_close(media);
}

static void packets_wait(void)
{
	struct media *media = open_stepped(0);
	struct rtp_packet packet;
	struct peer alice, bob;
	media_id context;
	uint8_t codes[FRAME] = { 0x55 };

	media_context_add(media, &context);
	usual_termination(media, context, &alice);
	usual_termination(media, context, &bob);
	for (unsigned i = 0; i < 200; i++)
		peer_send(&alice, 0, codes, sizeof codes);
	CHECK(!peer_receive(&bob, &packet, 60));
	CHECK_EQUAL(media_step(media, 1), 0);
	for (unsigned i = 0; i < 200; i++)
		CHECK(peer_receive(&bob, &packet, 0));
	CHECK(!peer_receive(&bob, &packet, 0));
	peer_close(&alice);
	peer_close(&bob);
	media_close(media);
}

static void silence_is_told(void)
{
	struct media *media = open_stepped(1000);
	struct media_event event;
	struct peer peer;
	media_id context;

	media_context_add(media, &context);
	usual_termination(media, context, &peer);
	CHECK_EQUAL(media_step(media, 49), 0);
	CHECK(!next_event(media, &event));
	CHECK_EQUAL(media_step(media, 8), 0); /* it is looked for every 128 ms */
	CHECK(next_event(media, &event));
	CHECK_EQUAL(event.kind, MEDIA_EVENT_RTP_LOST);
	peer_close(&peer);
	media_close(media);
}

/* ---- files ---- */

/* A WAV file whose sample i is 10 * (first + i), below 32,000. */
static void write_wav(const char *path, unsigned first, unsigned samples)
{
	uint8_t header[44] =
		"RIFF\0\0\0\0WAVEfmt \x10\0\0\0\1\0\1\0\x40\x1f\0\0\x80\x3e\0\0\2\0\x10\0data";
	FILE *file = fopen(path, "wb");

	for (unsigned i = 0; i < 4; i++) {
		header[4 + i] = (uint8_t)((36 + samples * 2) >> (8 * i));
		header[40 + i] = (uint8_t)((samples * 2) >> (8 * i));
	}
	fwrite(header, 1, sizeof header, file);
	for (unsigned i = 0; i < samples; i++) {
		unsigned value = 10 * (first + i) % 32000;
		uint8_t bytes[2] = { (uint8_t)value, (uint8_t)(value >> 8) };

		fwrite(bytes, 1, 2, file);
	}
	fclose(file);
}

static unsigned read_wav(const char *path, int16_t *samples, unsigned most)
{
	FILE *file = fopen(path, "rb");
	unsigned count;

	if (!CHECK(file != NULL))
		return 0;
	fseek(file, 44, SEEK_SET);
	count = (unsigned)fread(samples, sizeof *samples, most, file);
	fclose(file);
	return count;
}

#define MOST 400000

struct files {
	char directory[40], a[64], b[64], out[64];
	struct media *media;
	struct peer peer;
	media_id t, recorder;
	int16_t *samples;
	unsigned count;
};

static void files_open(struct files *f)
{
	media_id context;

	snprintf(f->directory, sizeof f->directory, "/dev/shm/stepped-XXXXXX");
	CHECK(mkdtemp(f->directory) != NULL);
	snprintf(f->a, sizeof f->a, "%s/a.wav", f->directory);
	snprintf(f->b, sizeof f->b, "%s/b.wav", f->directory);
	snprintf(f->out, sizeof f->out, "%s/out.wav", f->directory);
	f->media = open_stepped(0);
	f->samples = calloc(MOST, sizeof *f->samples);
	media_context_add(f->media, &context);
	f->t = usual_termination(f->media, context, &f->peer);
	CHECK_EQUAL(media_record(f->media, f->t, MEDIA_TO, f->out, 0, &f->recorder), 0);
}

static void files_stop(struct files *f)
{
	struct media_event event;

	CHECK_EQUAL(media_stop(f->media, f->recorder), 0);
	CHECK_EQUAL(media_step(f->media, 1), 0);
	CHECK(next_event(f->media, &event)); /* it is there already */
	while (event.kind == MEDIA_EVENT_PLAYED && next_event(f->media, &event))
		continue;
	CHECK_EQUAL(event.kind, MEDIA_EVENT_RECORDED);
	CHECK_EQUAL(event.error, 0);
	f->count = read_wav(f->out, f->samples, MOST);
}

static void files_close(struct files *f)
{
	media_close(f->media);
	peer_close(&f->peer);
	free(f->samples);
	unlink(f->a);
	unlink(f->b);
	unlink(f->out);
	CHECK_EQUAL(rmdir(f->directory), 0);
}

/* Half a minute at once, of files too long for the cache and of one too short for a frame: no gap, and the
 * end is told in the tick of the last sample. */
static void files_are_waited_for(void)
{
	struct files f;
	struct media_event event;
	char paths[2 * sizeof f.a];
	size_t first;
	media_id player;
	uint32_t at = 0, wrong = 0;

	files_open(&f);
	write_wav(f.a, 0, 90000);
	write_wav(f.b, 90000, 7);
	first = strlen(f.a) + 1;
	memcpy(paths, f.a, first);
	memcpy(paths + first, f.b, strlen(f.b) + 1);
	CHECK_EQUAL(media_play_files(f.media, f.t, MEDIA_TO, paths, 2, 3, 0, &player), 0);
	CHECK_EQUAL(media_step(f.media, 3 * 90007 / FRAME), 0);
	CHECK(!next_event(f.media, &event));
	CHECK_EQUAL(media_step(f.media, 1), 0);
	CHECK(next_event(f.media, &event));
	CHECK_EQUAL(event.kind, MEDIA_EVENT_PLAYED);
	CHECK_EQUAL(event.error, 0);
	files_stop(&f);
	CHECK(f.count >= 3 * 90007);
	for (; at < f.count; at++)
		wrong += f.samples[at] !=
			 (at < 3 * 90007 ? (int16_t)(10 * (at % 90007) % 32000) : 0);
	CHECK_EQUAL(wrong, 0);
	files_close(&f);
}

static void many_short_files(void)
{
	struct files f;
	char paths[200 * sizeof f.a];
	size_t length = 0;
	media_id player;
	uint32_t wrong = 0;

	files_open(&f);
	write_wav(f.a, 1, 7);
	for (unsigned i = 0; i < 200; i++) {
		memcpy(paths + length, f.a, strlen(f.a) + 1);
		length += strlen(f.a) + 1;
	}
	CHECK_EQUAL(media_play_files(f.media, f.t, MEDIA_TO, paths, 200, 1, 0, &player), 0);
	CHECK_EQUAL(media_step(f.media, 20), 0);
	files_stop(&f);
	for (unsigned at = 0; at < 1400; at++)
		wrong += f.samples[at] != (int16_t)(10 * (1 + at % 7));
	CHECK_EQUAL(wrong, 0);
	files_close(&f);
}

static void missing_file(void)
{
	struct files f;
	struct media_event event;
	media_id player;

	files_open(&f);
	CHECK_EQUAL(media_play_files(f.media, f.t, MEDIA_TO, "/nonexistent.wav", 1, 1, 0, &player),
		    0);
	CHECK_EQUAL(media_step(f.media, 1), 0);
	CHECK(next_event(f.media, &event));
	CHECK_EQUAL(event.kind, MEDIA_EVENT_PLAYED);
	CHECK_EQUAL(event.error, -ENOENT);
	files_stop(&f);
	files_close(&f);
}

/* A minute at once: the ring holds 4 s, and the writer is waited for. */
static void recordings_are_whole(void)
{
	struct files f;
	struct media_tone tone = { .hz = { 1000 }, .level_dbm0 = -10 };
	media_id a;

	files_open(&f);
	CHECK_EQUAL(media_play_tone(f.media, f.t, MEDIA_TO, &tone, &a), 0);
	CHECK_EQUAL(media_step(f.media, 2000), 0);
	files_stop(&f);
	CHECK_EQUAL(f.count, 2000 * FRAME);
	for (unsigned at = 0; at < f.count; at += FRAME)
		CHECK_NEAR(level_at(f.samples + at, FRAME, 1000), -10, 0.1);
	files_close(&f);
}

static void fails_cleanly(void)
{
	struct media_options options = usual_options();
	struct media *media = NULL;
	bool fired = true;

	options.stepped = 1;
	for (unsigned n = 1; fired; n++) {
		int error;

		faults_arm(n);
		error = media_open(&options, &media);
		fired = faults_disarm();
		CHECK(fired ? error < 0 : error == 0);
	}
	media_close(media);
}

int main(void)
{
	static const struct test tests[] = {
		{ "only a stepped instance is stepped", only_when_stepped },
		{ "time passes by steps alone", no_time_passes },
		{ "packets wait for the next step", packets_wait },
		{ "silence on the wire is told by the time of the instance", silence_is_told },
		{ "files that play are waited for", files_are_waited_for },
		{ "files shorter than a frame are waited for", many_short_files },
		{ "a missing file is told in the step that wants it", missing_file },
		{ "what is recorded is whole, however fast time passes", recordings_are_whole },
		{ "every failure at opening leaves nothing behind", fails_cleanly },
	};

	law_init();
	return RUN(tests);
}
