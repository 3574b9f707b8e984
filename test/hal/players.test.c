/* SPDX-License-Identifier: MIT */
/* Players and recorders as a person at a telephone works them; measured on what is heard and what is in the file. */
#include <errno.h>
#include <math.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

#include "check.h"
#include "ear.h"
#include "law.h"
#include "stretch.h"

#define MOST (8000 * 20)

struct desk {
	struct hall hall;
	struct ear *ear;
	char folder[40], a[64], b[64], c[64], out[64];
	int16_t file[MOST];
	unsigned count, rate, channels, format, bytes;
};

static struct desk *desk_open(uint8_t codec)
{
	struct desk *d = calloc(1, sizeof *d);

	hall_open(&d->hall);
	d->ear = hall_ear(&d->hall, hall_context(&d->hall), codec);
	strcpy(d->folder, "/dev/shm/players-XXXXXX");
	CHECK(mkdtemp(d->folder) != NULL);
	snprintf(d->a, sizeof d->a, "%s/a.wav", d->folder);
	snprintf(d->b, sizeof d->b, "%s/b.wav", d->folder);
	snprintf(d->c, sizeof d->c, "%s/c.snd", d->folder);
	snprintf(d->out, sizeof d->out, "%s/out.wav", d->folder);
	return d;
}

static void desk_close(struct desk *d)
{
	hall_close(&d->hall);
	unlink(d->a);
	unlink(d->b);
	unlink(d->c);
	unlink(d->out);
	CHECK_EQUAL(rmdir(d->folder), 0);
	free(d);
}

/* Seconds 0 to 4 of 400, 700, 1000, 1300 and 1600 Hz. */
static void write_steps(const char *path, unsigned rate)
{
	char one[80];
	FILE *out = fopen(path, "wb");

	for (unsigned i = 0; i < 5; i++) {
		uint8_t bytes[44 + 2 * 48000];
		FILE *in;
		size_t count;

		snprintf(one, sizeof one, "%s.%u", path, i);
		write_tone(one, rate, 400 + 300 * i, -12, 1000);
		in = fopen(one, "rb");
		count = fread(bytes, 1, sizeof bytes, in);
		fclose(in);
		unlink(one);
		if (i == 0) {
			uint32_t data = 5 * 2 * rate, riff = data + 36;

			memcpy(bytes + 4, &riff, 4);
			memcpy(bytes + 40, &data, 4);
			fwrite(bytes, 1, 44, out);
		}
		fwrite(bytes + 44, 1, count - 44, out);
	}
	fclose(out);
}

static media_id play(struct desk *d, const char *path, uint32_t times)
{
	media_id a = 0;

	CHECK_EQUAL(media_play_files(d->hall.media, d->ear->termination, MEDIA_TO, path, 1, times,
				     0, &a),
		    0);
	return a;
}

/* Which second of the steps is heard in the last 200 ms, or -1. */
static int step_heard(const struct desk *d)
{
	for (int i = 0; i < 5; i++)
		if (ear_level(d->ear, 400 + 300 * i, 200) > -16)
			return i;
	return -1;
}

static bool has_ended(struct desk *d, media_id a, int error)
{
	struct media_event event;

	while (read(media_event_fd(d->hall.media), &event, sizeof event) == sizeof event)
		if (event.attachment == a && event.kind == MEDIA_EVENT_PLAYED)
			return CHECK_EQUAL(event.error, error);
	return false;
}

static void seek(struct desk *d, media_id a, uint8_t how, int32_t ms)
{
	struct media_player set = { .seek = how, .ms = ms };

	CHECK_EQUAL(media_player_set(d->hall.media, a, &set), 0);
	hall_step(&d->hall, 11);
}

static void goes_where_it_is_sent(uint8_t codec)
{
	struct desk *d = desk_open(codec);
	media_id a;

	write_steps(d->a, 8000);
	a = play(d, d->a, 1);
	hall_step(&d->hall, 30);
	CHECK_EQUAL(step_heard(d), 0);
	seek(d, a, MEDIA_TO_PLACE, 3200);
	CHECK_EQUAL(step_heard(d), 3);
	seek(d, a, MEDIA_BY, -2220); /* from 3.42 s */
	CHECK_EQUAL(step_heard(d), 1);
	seek(d, a, MEDIA_BY, 1000);
	CHECK_EQUAL(step_heard(d), 2);
	seek(d, a, MEDIA_BY, -60000); /* no further than the beginning */
	CHECK_EQUAL(step_heard(d), 0);
	hall_step(&d->hall, 250 - 11 - 1);
	CHECK(!has_ended(d, a, 0));
	hall_step(&d->hall, 2);
	CHECK(has_ended(d, a, 0)); /* 5 s after the beginning */
	a = play(d, d->a, 1);
	hall_step(&d->hall, 5);
	seek(d, a, MEDIA_TO_PLACE, 60000); /* beyond the end */
	CHECK(has_ended(d, a, 0));
	CHECK_EQUAL(media_player_set(d->hall.media, a, &(struct media_player){ 0 }), -ENOENT);
	desk_close(d);
}

static void goes_where_it_is_sent_in_g711(void)
{
	goes_where_it_is_sent(MEDIA_PCMU);
}

static void goes_where_it_is_sent_in_opus(void)
{
	goes_where_it_is_sent(MEDIA_OPUS);
}

static void waits_and_goes_on(void)
{
	struct desk *d = desk_open(MEDIA_PCMU);
	struct media_player pause = { .paused = 1 }, on = { 0 };
	struct media_tone tone = { .hz = { 400 }, .level_dbm0 = -10 };
	media_id a, t;

	write_steps(d->a, 8000);
	a = play(d, d->a, 1);
	hall_step(&d->hall, 80); /* 1.6 s */
	CHECK_EQUAL(step_heard(d), 1);
	CHECK_EQUAL(media_player_set(d->hall.media, a, &pause), 0);
	hall_step(&d->hall, 100);
	CHECK_EQUAL(step_heard(d), -1);
	CHECK_EQUAL(media_player_set(d->hall.media, a, &on), 0);
	hall_step(&d->hall, 15); /* 1.9 s */
	CHECK_EQUAL(step_heard(d), 1);
	hall_step(&d->hall, 20);
	CHECK_EQUAL(step_heard(d), 2);
	CHECK_EQUAL(media_play_tone(d->hall.media, d->ear->termination, MEDIA_TO, &tone, &t), 0);
	CHECK_EQUAL(media_player_set(d->hall.media, t, &pause), -EINVAL);
	CHECK_EQUAL(
		media_player_set(d->hall.media, a, &(struct media_player){ .speed_percent = 49 }),
		-EINVAL);
	CHECK_EQUAL(media_player_set(d->hall.media, a, &(struct media_player){ .seek = 3 }),
		    -EINVAL);
	desk_close(d);
}

/* Faster and slower: it ends when it should, and every tone keeps its frequency and level. */
static void speed(unsigned percent)
{
	struct desk *d = desk_open(MEDIA_L16_8);
	struct media_player set = { .speed_percent = (uint16_t)percent };
	unsigned ticks = 0;
	media_id a;

	write_steps(d->a, 8000);
	a = play(d, d->a, 1);
	CHECK_EQUAL(media_player_set(d->hall.media, a, &set), 0);
	while (ticks < 1000 && !has_ended(d, a, 0)) {
		hall_step(&d->hall, 1);
		ticks++;
	}
	CHECK_NEAR(ticks * 20.0, 5000.0 * 100 / percent, 40);
	for (unsigned i = 0; i < 5; i++) {
		unsigned second = 8000 * 100 / percent; /* of the file, as heard */
		const int16_t *middle = d->ear->heard + i * second + second / 4;

		CHECK_NEAR(level_at(middle, second / 2, 400 + 300 * i), -12, 1);
		CHECK(level_at(middle, second / 2, (400 + 300 * i) * percent / 100.0) < -30 ||
		      percent == 100);
	}
	desk_close(d);
}

static void speeds(void)
{
	speed(50);
	speed(80);
	speed(100);
	speed(130);
	speed(200);
}

/* A voice: pulses 8 ms apart, which must stay 8 ms apart. */
static void pitch_is_kept(void)
{
	struct stretch *s = calloc(1, sizeof *s);
	int16_t in[STRETCH_ROOM], out[80], heard[8000];
	unsigned at = 0, peaks = 0, last = 0, wrong = 0;

	for (unsigned made = 0; made + 80 <= 8000; made += 80) {
		unsigned wanted = stretch_wants(s, 8);

		for (unsigned i = 0; i < wanted; i++, at++)
			in[i] = (int16_t)(10000 * exp(-(double)(at % 64) / 8));
		stretch_add(s, in, wanted);
		stretch_make(s, out, 8, 150);
		memcpy(heard + made, out, sizeof out);
	}
	for (unsigned i = 160; i < 7900; i++) {
		if (heard[i] < 6000 || heard[i] <= heard[i - 1] || heard[i] < heard[i + 1])
			continue;
		wrong += last > 0 && abs((int)(i - last) - 64) > 1;
		peaks++;
		last = i;
	}
	CHECK_NEAR(peaks, 7740 / 64.0, 3);
	CHECK(wrong <= 2);
	free(s);
}

/* A file of 16 kHz: all of it for a party that has it, and its lower half for the others. */
static void wideband(void)
{
	static const uint8_t codecs[] = { MEDIA_G722, MEDIA_L16_16, MEDIA_PCMU };

	for (unsigned i = 0; i < 3; i++) {
		struct desk *d = desk_open(codecs[i]);
		int16_t wide[320 * 60];
		struct rtp_packet packet;
		unsigned count = 0;

		write_tone(d->a, 16000, 5000, -12, 2000);
		play(d, d->a, 1);
		for (unsigned tick = 0; tick < 60; tick++) {
			int16_t samples[CODEC_MOST_SAMPLES];

			media_step(d->hall.media, 1);
			while (peer_receive(&d->ear->peer, &packet, 0)) {
				if (d->ear->codec == NULL) {
					law_decode(MU_LAW, wide + count, packet.payload, 160);
					count += 160;
					continue;
				}
				if (d->ear->codec->decode(d->ear->state, samples,
							  CODEC_MOST_SAMPLES, packet.payload,
							  packet.length) == 320 &&
				    count + 320 <= 320 * 60) {
					memcpy(wide + count, samples, 640);
					count += 320;
				}
			}
		}
		if (d->ear->codec) /* level_at counts by 8 kHz */
			CHECK_NEAR(level_at(wide + count - 8000, 8000, 2500), -12, 1.5);
		else
			CHECK(level_at(wide + count - 4000, 4000, 3000) < -40);
		desk_close(d);
	}
}

/* MOH-8: raw mu-law has no header; the name tells. A gapless sequence of both kinds. */
static void raw_mu_law(void)
{
	struct desk *d = desk_open(MEDIA_PCMU);
	char paths[256];
	FILE *file = fopen(d->c, "wb");
	media_id a;

	for (unsigned i = 0; i < 8000; i++) {
		int16_t sample = (int16_t)lrint(5000 * sin(2 * M_PI * 1000 * i / 8000));
		uint8_t code;

		law_encode(MU_LAW, &code, &sample, 1);
		fputc(code, file);
	}
	fclose(file);
	write_tone(d->a, 44100, 1000, 20 * log10(5000 / 22827.0), 1000);
	memcpy(paths, d->c, strlen(d->c) + 1);
	memcpy(paths + strlen(d->c) + 1, d->a, strlen(d->a) + 1);
	CHECK_EQUAL(
		media_play_files(d->hall.media, d->ear->termination, MEDIA_TO, paths, 2, 3, 0, &a),
		0);
	hall_step(&d->hall, 299);
	CHECK_EQUAL(d->ear->count, 299 * 160);
	for (unsigned at = 0; at + 80 <= d->ear->count; at += 80) /* nowhere a hole of 10 ms */
		CHECK_NEAR(level_at(d->ear->heard + at, 80, 1000), 20 * log10(5000 / 22827.0), 4);
	hall_step(&d->hall, 3);
	CHECK(has_ended(d, a, 0));
	desk_close(d);
}

/* ---- recorders ---- */

static void read_file(struct desk *d)
{
	uint8_t header[44];
	FILE *file = fopen(d->out, "rb");

	d->count = 0;
	if (!CHECK(file != NULL) || !CHECK_EQUAL(fread(header, 1, 44, file), 44)) {
		if (file)
			fclose(file);
		return;
	}
	d->format = header[20];
	d->channels = header[22];
	memcpy(&d->rate, header + 24, 4);
	memcpy(&d->bytes, header + 40, 4);
	if (d->format == 7) {
		static uint8_t codes[MOST];

		d->count = (unsigned)fread(codes, 1, MOST, file);
		law_decode(MU_LAW, d->file, codes, d->count);
		CHECK_EQUAL(d->count, d->bytes);
	} else {
		d->count = (unsigned)fread(d->file, 2, MOST, file);
		CHECK_EQUAL(2 * d->count, d->bytes);
	}
	fclose(file);
}

static uint32_t recorded(struct desk *d, media_id a, int error)
{
	struct media_event event = { 0 };

	hall_step(&d->hall, 1);
	while (event.kind != MEDIA_EVENT_RECORDED || event.attachment != a)
		if (!CHECK_EQUAL(read(media_event_fd(d->hall.media), &event, sizeof event),
				 sizeof event))
			return 0;
	CHECK_EQUAL(event.error, error);
	return event.duration_ms;
}

static media_id record(struct desk *d, uint8_t side, struct media_recording how)
{
	media_id a = 0;

	how.khz = how.khz ? how.khz : 8;
	CHECK_EQUAL(media_record_as(d->hall.media, d->ear->termination, side, d->out, &how, &a), 0);
	return a;
}

static void formats(void)
{
	struct desk *d = desk_open(MEDIA_L16_16);
	media_id a;

	ear_talk(d->ear, 1000, -12);
	a = record(d, MEDIA_FROM, (struct media_recording){ .format = MEDIA_WAV_MU_LAW });
	hall_step(&d->hall, 50);
	media_stop(d->hall.media, a);
	CHECK_EQUAL(recorded(d, a, 0), 1000);
	read_file(d);
	CHECK_EQUAL(d->format, 7);
	CHECK_EQUAL(d->rate, 8000);
	CHECK_NEAR(level_at(d->file + 2000, 4000, 1000), -12, 0.3);
	ear_talk(d->ear, 5000, -12);
	a = record(d, MEDIA_FROM, (struct media_recording){ .khz = 16 });
	hall_step(&d->hall, 50);
	media_stop(d->hall.media, a);
	CHECK_EQUAL(recorded(d, a, 0), 1000);
	read_file(d);
	CHECK_EQUAL(d->rate, 16000);
	CHECK_EQUAL(d->count, 16000);
	CHECK_EQUAL(media_record_as(d->hall.media, d->ear->termination, MEDIA_FROM, d->out,
				    &(struct media_recording){ .khz = 16, .format = 1 }, &a),
		    -EINVAL);
	CHECK_EQUAL(media_record_as(d->hall.media, d->ear->termination, MEDIA_FROM, d->out,
				    &(struct media_recording){ .khz = 48 }, &a),
		    -EINVAL);
	desk_close(d);
}

/* Two of wideband: left what one says, right what it hears, with all of the band. */
static void stereo_wideband(void)
{
	struct desk *d = desk_open(MEDIA_L16_16);
	media_id context = hall_context(&d->hall), a;
	struct ear *other;
	int16_t left[8000], right[8000];

	CHECK_EQUAL(media_move(d->hall.media, d->ear->termination, context), 0);
	other = hall_ear(&d->hall, context, MEDIA_G722);
	ear_talk(d->ear, 5000, -12);
	ear_talk(other, 6000, -20);
	hall_step(&d->hall, 10);
	a = record(d, MEDIA_BOTH, (struct media_recording){ .khz = 16 });
	hall_step(&d->hall, 60);
	media_stop(d->hall.media, a);
	CHECK_EQUAL(recorded(d, a, 0), 1200);
	read_file(d);
	CHECK_EQUAL(d->channels, 2);
	CHECK_EQUAL(d->count, 2 * 19200);
	for (unsigned i = 0; i < 8000; i++) {
		left[i] = d->file[2 * (8000 + i)];
		right[i] = d->file[2 * (8000 + i) + 1];
	}
	CHECK_NEAR(level_at(left, 8000, 2500), -12, 1); /* by 8 kHz: half of it */
	CHECK_NEAR(level_at(right, 8000, 3000), -20, 1.5);
	CHECK(level_at(left, 8000, 3000) < -45);
	desk_close(d);
}

static void silence_is_trimmed(void)
{
	struct desk *d = desk_open(MEDIA_PCMU);
	media_id a = record(d, MEDIA_FROM, (struct media_recording){ .trim = 1 });

	ear_talk(d->ear, 1000, -60); /* what a quiet room sounds like */
	hall_step(&d->hall, 100);
	ear_talk(d->ear, 1000, -12);
	hall_step(&d->hall, 50);
	ear_talk(d->ear, 1000, -60);
	hall_step(&d->hall, 60);
	ear_talk(d->ear, 1000, -12);
	hall_step(&d->hall, 25);
	ear_talk(d->ear, 1000, -60);
	hall_step(&d->hall, 150);
	media_stop(d->hall.media, a);
	CHECK_NEAR(recorded(d, a, 0), 200 + 1000 + 1200 + 500 + 200, 45);
	read_file(d);
	CHECK(level_at(d->file, 1200, 1000) < -50);
	CHECK_NEAR(level_at(d->file + 2000, 4000, 1000), -12, 0.5);
	CHECK(level_at(d->file + 8 * 1500, 8 * 500, 1000) < -50);
	a = record(d, MEDIA_FROM, (struct media_recording){ .trim = 1 });
	hall_step(&d->hall, 50);
	media_stop(d->hall.media, a);
	CHECK_EQUAL(recorded(d, a, 0), 0);
	desk_close(d);
}

static void pauses(void)
{
	struct desk *d = desk_open(MEDIA_PCMU);
	media_id a = record(d, MEDIA_FROM, (struct media_recording){ .max_ms = 2000 });

	ear_talk(d->ear, 1000, -12);
	hall_step(&d->hall, 50);
	CHECK_EQUAL(media_recorder_pause(d->hall.media, a, 1), 0);
	ear_talk(d->ear, 2000, -12); /* the card number */
	hall_step(&d->hall, 80);
	CHECK_EQUAL(media_recorder_pause(d->hall.media, a, 0), 0);
	ear_talk(d->ear, 1500, -12);
	hall_step(&d->hall, 80);
	CHECK_EQUAL(recorded(d, a, 0), 2000); /* the longest, without the pause */
	read_file(d);
	CHECK_NEAR(level_at(d->file + 1000, 6000, 1000), -12, 0.5);
	CHECK_NEAR(level_at(d->file + 9000, 6000, 1500), -12, 0.5);
	CHECK(level_at(d->file + 7000, 4000, 2000) < -30);
	CHECK_EQUAL(media_recorder_pause(d->hall.media, a, 1), -ENOENT);
	desk_close(d);
}

/* The disk is full after a second and a half: what was recorded is a whole file, and the party hears and talks on. */
static void disk_full(void)
{
	struct desk *d = desk_open(MEDIA_PCMU);
	struct rlimit before, small;
	struct media_tone tone = { .hz = { 400 }, .level_dbm0 = -12 };
	media_id a, t;
	uint32_t ms;

	(void)signal(SIGXFSZ, SIG_IGN);
	getrlimit(RLIMIT_FSIZE, &before);
	small = before;
	small.rlim_cur = 44 + 2 * 12000;
	a = record(d, MEDIA_FROM, (struct media_recording){ 0 });
	CHECK_EQUAL(media_play_tone(d->hall.media, d->ear->termination, MEDIA_TO, &tone, &t), 0);
	CHECK_EQUAL(setrlimit(RLIMIT_FSIZE, &small), 0);
	ear_talk(d->ear, 1000, -12);
	for (unsigned i = 0; i < 400; i++) { /* the writer is not waited for while there is room */
		hall_step(&d->hall, 1);
		usleep(1000);
	}
	ms = recorded(d, a, -EFBIG);
	CHECK_EQUAL(setrlimit(RLIMIT_FSIZE, &before), 0);
	CHECK(ms >= 400 && ms <= 1500);
	CHECK_NEAR(ear_level(d->ear, 400, 500), -12, 1);
	read_file(d);
	CHECK_EQUAL(d->count, ms * 8);
	CHECK_NEAR(level_at(d->file, d->count, 1000), -12, 0.7);
	desk_close(d);
}

int main(void)
{
	static const struct test tests[] = {
		{ "a player goes where it is sent", goes_where_it_is_sent_in_g711 },
		{ "the same in Opus", goes_where_it_is_sent_in_opus },
		{ "it waits, and goes on where it was", waits_and_goes_on },
		{ "half to double speed at the same pitch", speeds },
		{ "a voice keeps its pitch", pitch_is_kept },
		{ "files of 16 kHz are heard in wideband where the party has it", wideband },
		{ "MOH-8 raw mu-law, and no gap between files", raw_mu_law },
		{ "recordings in mu-law and in wideband", formats },
		{ "a call in stereo and wideband", stereo_wideband },
		{ "silence at both ends is left out, and none in the middle", silence_is_trimmed },
		{ "a card number is not recorded", pauses },
		{ "a full disk keeps what was recorded, and the call goes on", disk_full },
	};

	law_init();
	resample_init();
	return RUN(tests);
}
