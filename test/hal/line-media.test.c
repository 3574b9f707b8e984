/* SPDX-License-Identifier: MIT */
/*
 * Analog lines in contexts: this test is the lines process, by 10 ms, and steps the library, so that
 * samples can be counted. The last tests let the threads run.
 */
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <math.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "check.h"
#include "faults.h"
#include "key_in.h"
#include "law.h"
#include "line-file.h"
#include "peer.h"
#include "tone.h"

#define FRAME 160
#define BLOCK 80

static const struct media_tone tone_1000 = { .hz = { 1000 }, .level_dbm0 = -10 };

struct office {
	struct line_file file;
	struct media *media;
	media_id context;
	struct tone tones[2]; /* what the lines say; count 0: nothing */
	int16_t to[2][FRAME]; /* what they heard in the last step */
};

static void office_open(struct office *o, bool stepped)
{
	struct media_options options = usual_options();

	memset(o, 0, sizeof *o);
	options.stepped = stepped;
	line_file_open(&o->file, 2);
	CHECK_EQUAL(media_open(&options, &o->media), 0);
	CHECK_EQUAL(media_context_add(o->media, &o->context), 0);
}

static void office_close(struct office *o)
{
	media_close(o->media);
	line_file_close(&o->file);
}

static int add_line(struct office *o, media_id context, const char *name, media_id *line)
{
	struct media_line wanted;

	memset(&wanted, 0, sizeof wanted);
	snprintf(wanted.path, sizeof wanted.path, "%s", o->file.path);
	snprintf(wanted.name, sizeof wanted.name, "%s", name);
	return media_line_add(o->media, context, &wanted, line);
}

static void speak(struct office *o, uint32_t channel)
{
	int32_t mix[BLOCK] = { 0 };
	int16_t samples[BLOCK];

	if (o->tones[channel].count > 0)
		tone_add(&o->tones[channel], mix, BLOCK);
	for (unsigned i = 0; i < BLOCK; i++)
		samples[i] = (int16_t)mix[i];
	line_file_say(&o->file, channel, samples, BLOCK);
}

/* 20 ms: two ticks of lines, one of media, and the lines hear it. */
static void step(struct office *o)
{
	for (unsigned half = 0; half < 2; half++)
		for (uint32_t channel = 0; channel < 2; channel++)
			speak(o, channel);
	CHECK_EQUAL(media_step(o->media, 1), 0);
	for (uint32_t channel = 0; channel < 2; channel++)
		line_file_hear(&o->file, channel, o->to[channel], FRAME);
}

static void steps(struct office *o, unsigned count)
{
	while (count-- > 0)
		step(o);
}

static void say_tone(struct office *o, uint32_t channel, uint16_t hz)
{
	struct media_tone tone = { .hz = { hz }, .level_dbm0 = -10 };

	if (hz == 0)
		o->tones[channel].count = 0;
	else
		CHECK_EQUAL(tone_init(&o->tones[channel], &tone), 0);
}

/* The level in what the line heard last. */
static double heard(const struct office *o, uint32_t channel, double hz)
{
	return level_at(o->to[channel], FRAME, hz);
}

static bool is_silent(const struct office *o, uint32_t channel)
{
	for (unsigned i = 0; i < FRAME; i++)
		if (o->to[channel][i] != 0)
			return false;
	return true;
}

/* The next packet, which must be there. Decodes audio. */
static uint8_t packet_of(struct peer *peer, int16_t *samples)
{
	struct rtp_packet packet = { 0 };

	CHECK(peer_receive(peer, &packet, 1000));
	if (packet.payload_type == 0 && packet.length == FRAME)
		law_decode(MU_LAW, samples, packet.payload, FRAME);
	return packet.payload_type;
}

static void drain(struct peer *peer)
{
	struct rtp_packet packet;

	while (peer_receive(peer, &packet, 0))
		continue;
}

static bool next_event(struct media *media, struct media_event *event)
{
	return read(media_event_fd(media), event, sizeof *event) == sizeof *event;
}

/* ---- what is asked ---- */

static void refused(const char *path, const char *name, int error)
{
	struct office o;
	struct media_line wanted;
	media_id line = 0;

	office_open(&o, true);
	memset(&wanted, 0, sizeof wanted);
	snprintf(wanted.path, sizeof wanted.path, "%s", path ? path : o.file.path);
	snprintf(wanted.name, sizeof wanted.name, "%s", name);
	CHECK_EQUAL(media_line_add(o.media, o.context, &wanted, &line), error);
	CHECK_EQUAL(line, 0);
	office_close(&o);
}

static void arguments(void)
{
	struct office o;
	struct media_line wanted;
	struct media_stream stream = { .codec = MEDIA_PCMU, .ptime_ms = 20 };
	media_id line = 0;

	refused("", "fxs-1", -EINVAL);
	refused(NULL, "", -EINVAL);
	refused("/nonexistent/line-audio", "fxs-1", -ENODEV);
	refused("/dev/null", "fxs-1", -ENODEV);
	refused("/dev", "fxs-1", -EISDIR);
	refused(NULL, "fxs-3", -ENODEV);
	refused(NULL, "fxs", -ENODEV);
	refused(NULL, "fxs-1x", -ENODEV);
	office_open(&o, true);
	memset(&wanted, 'x', sizeof wanted); /* texts without an end */
	CHECK_EQUAL(media_line_add(o.media, o.context, &wanted, &line), -EINVAL);
	snprintf(wanted.path, sizeof wanted.path, "%s", o.file.path);
	CHECK_EQUAL(media_line_add(o.media, o.context, &wanted, &line), -EINVAL);
	CHECK_EQUAL(add_line(&o, 4711, "fxs-1", &line), -ENOENT);
	CHECK_EQUAL(add_line(&o, o.context, "fxs-1", &line), 0);
	CHECK_EQUAL(media_rtp_set(o.media, line, &stream), -ENOTSUP);
	office_close(&o);
}

static void one_each(void)
{
	struct office o;
	media_id line, other, context;

	office_open(&o, true);
	CHECK_EQUAL(media_context_add(o.media, &context), 0);
	CHECK_EQUAL(add_line(&o, o.context, "fxs-1", &line), 0);
	CHECK_EQUAL(add_line(&o, context, "fxs-1", &other), -EBUSY);
	CHECK_EQUAL(add_line(&o, context, "fxs-2", &other), 0);
	CHECK_EQUAL(media_remove(o.media, line), 0);
	CHECK_EQUAL(add_line(&o, context, "fxs-1", &line), 0);
	CHECK_EQUAL(media_context_remove(o.media, context), 0);
	CHECK_EQUAL(add_line(&o, o.context, "fxs-1", &line), 0);
	office_close(&o);
}

/* A file that is not what it says: nothing beyond its end is touched. */
static void bad_files(void)
{
	struct office o;
	media_id line;

	office_open(&o, true);
	o.file.audio->channels = 3; /* but there is room for two */
	CHECK_EQUAL(add_line(&o, o.context, "fxs-1", &line), -ENODEV);
	o.file.audio->channels = UINT32_MAX;
	CHECK_EQUAL(add_line(&o, o.context, "fxs-1", &line), -ENODEV);
	o.file.audio->channels = 2;
	o.file.audio->abi = LINE_AUDIO_ABI + 1;
	CHECK_EQUAL(add_line(&o, o.context, "fxs-1", &line), -ENODEV);
	o.file.audio->abi = LINE_AUDIO_ABI;
	o.file.audio->magic = 0;
	CHECK_EQUAL(add_line(&o, o.context, "fxs-1", &line), -ENODEV);
	o.file.audio->magic = LINE_AUDIO_MAGIC;
	memset(o.file.audio->channel[1].name, 'x', sizeof o.file.audio->channel[1].name);
	CHECK_EQUAL(add_line(&o, o.context, "fxs-2", &line), -ENODEV);
	CHECK_EQUAL(add_line(&o, o.context, "fxs-1", &line), 0);
	o.file.audio->channels = UINT32_MAX; /* believed once only */
	CHECK_EQUAL(add_line(&o, o.context, "fxs-2", &line), -ENODEV);
	steps(&o, 3);
	office_close(&o);
	office_open(&o, true);
	CHECK_EQUAL(truncate(o.file.path, 63), 0);
	CHECK_EQUAL(add_line(&o, o.context, "fxs-1", &line), -ENODEV);
	office_close(&o);
}

static unsigned count_descriptors(void)
{
	DIR *directory = opendir("/proc/self/fd");
	unsigned count = 0;

	while (readdir(directory))
		count++;
	closedir(directory);
	return count;
}

static void fails_cleanly(void)
{
	struct office o;
	unsigned before;
	bool fired = true;

	office_open(&o, true);
	before = count_descriptors();
	for (unsigned n = 1; fired; n++) {
		media_id line, a;
		int error;

		faults_arm(n);
		error = add_line(&o, o.context, "fxs-1", &line);
		if (error == 0)
			error = media_detect_progress(o.media, line, MEDIA_FROM, &a);
		if (error == 0)
			error = media_detect_dtmf(o.media, line, MEDIA_FROM, &a);
		fired = faults_disarm();
		CHECK(fired ? error == -ENOMEM : error == 0);
		(void)media_remove(o.media, line);
		CHECK_EQUAL(count_descriptors(), before);
	}
	office_close(&o);
}

/* ---- what is heard ---- */

/* In a stepped instance the packet leaves in the tick that takes its last sample: 20 ms of
 * packetisation, and nothing else. */
static void a_click(void)
{
	struct office o;
	struct peer peer;
	media_id line;
	int16_t samples[FRAME] = { 0 };

	office_open(&o, true);
	CHECK_EQUAL(add_line(&o, o.context, "fxs-1", &line), 0);
	usual_termination(o.media, o.context, &peer);
	steps(&o, 10);
	drain(&peer);
	for (int at = 0; at < FRAME; at += 37) {
		int16_t said[FRAME] = { 0 };

		said[at] = 8000;
		line_file_say(&o.file, 0, said, BLOCK);
		line_file_say(&o.file, 0, said + BLOCK, BLOCK);
		media_step(o.media, 1);
		CHECK_EQUAL(packet_of(&peer, samples), 0);
		for (int i = 0; i < FRAME; i++)
			CHECK_NEAR(samples[i], said[i], 200);
	}
	peer_close(&peer);
	office_close(&o);
}

/* What arrives by RTP is in the next frame but one: the jitter buffer has one in reserve. */
static void a_click_back(void)
{
	struct office o;
	struct peer peer;
	media_id line;
	uint8_t codes[FRAME];
	int at = -1;

	office_open(&o, true);
	CHECK_EQUAL(add_line(&o, o.context, "fxs-1", &line), 0);
	usual_termination(o.media, o.context, &peer);
	for (int i = 0; i < 20; i++) {
		memset(codes, law_encode_sample(MU_LAW, 0), sizeof codes);
		if (i == 10)
			codes[50] = law_encode_sample(MU_LAW, 8000);
		peer_send(&peer, 0, codes, sizeof codes);
		step(&o);
		for (int k = 0; i >= 10 && at < 0 && k < FRAME; k++)
			if (o.to[0][k] > 7000)
				at = (i - 10) * FRAME + k;
	}
	CHECK_EQUAL(at, FRAME + 50);
	peer_close(&peer);
	office_close(&o);
}

static void every_tick(void)
{
	struct office o;
	struct media_stats stats;
	media_id line, other;

	office_open(&o, true);
	CHECK_EQUAL(add_line(&o, o.context, "fxs-1", &line), 0);
	steps(&o, 5);
	CHECK_EQUAL(atomic_load(&o.file.audio->channel[0].to_put), 5 * FRAME);
	CHECK_EQUAL(atomic_load(&o.file.audio->channel[1].to_put), 0);
	CHECK_EQUAL(add_line(&o, o.context, "fxs-2", &other), 0);
	CHECK_EQUAL(media_topology(o.media, line, other, MEDIA_NONE), 0);
	CHECK_EQUAL(media_topology(o.media, other, line, MEDIA_NONE), 0);
	say_tone(&o, 0, 1000);
	say_tone(&o, 1, 800);
	for (unsigned i = 0; i < 5; i++) {
		step(&o);
		CHECK(is_silent(&o, 0));
		CHECK(is_silent(&o, 1));
	}
	CHECK_EQUAL(atomic_load(&o.file.audio->channel[0].to_put), 10 * FRAME);
	CHECK_EQUAL(media_stats(o.media, line, &stats), 0);
	CHECK_EQUAL(stats.packets_received, 10);
	CHECK_EQUAL(stats.packets_sent, 10);
	CHECK_EQUAL(stats.late, 0);
	CHECK_EQUAL(stats.lost, 0);
	CHECK_EQUAL(stats.remote_address[0], 0);
	CHECK_EQUAL(media_remove(o.media, line), 0);
	steps(&o, 2);
	CHECK_EQUAL(atomic_load(&o.file.audio->channel[0].to_put), 10 * FRAME);
	office_close(&o);
}

static void lines_talk(void)
{
	struct office o;
	media_id a, b;

	office_open(&o, true);
	CHECK_EQUAL(add_line(&o, o.context, "fxs-1", &a), 0);
	CHECK_EQUAL(add_line(&o, o.context, "fxs-2", &b), 0);
	say_tone(&o, 0, 1000);
	say_tone(&o, 1, 600);
	steps(&o, 5);
	CHECK_NEAR(heard(&o, 1, 1000), -10, 0.2);
	CHECK_NEAR(heard(&o, 0, 600), -10, 0.2);
	CHECK(heard(&o, 0, 1000) < -60);
	CHECK_EQUAL(media_topology(o.media, a, a, MEDIA_ONE_WAY), 0);
	step(&o);
	CHECK_NEAR(heard(&o, 0, 1000), -10, 0.2);
	CHECK_EQUAL(media_topology(o.media, a, b, MEDIA_NONE), 0);
	step(&o);
	CHECK(is_silent(&o, 1));
	CHECK_NEAR(heard(&o, 0, 600), -10, 0.2);
	office_close(&o);
}

static void conference(void)
{
	struct office o;
	struct peer peer;
	media_id a, b, rtp;
	int16_t samples[FRAME] = { 0 };
	uint8_t codes[FRAME];

	office_open(&o, true);
	CHECK_EQUAL(add_line(&o, o.context, "fxs-1", &a), 0);
	CHECK_EQUAL(add_line(&o, o.context, "fxs-2", &b), 0);
	rtp = usual_termination(o.media, o.context, &peer);
	say_tone(&o, 0, 1000);
	say_tone(&o, 1, 600);
	for (unsigned i = 0; i < 10; i++) {
		for (int k = 0; k < FRAME; k++)
			codes[k] =
				law_encode_sample(MU_LAW, (int16_t)(5000 * sin(2 * M_PI * k / 4)));
		peer_send(&peer, 0, codes, sizeof codes);
		step(&o);
	}
	CHECK_NEAR(heard(&o, 0, 600), -10, 0.5);
	CHECK(heard(&o, 0, 2000) > -20);
	CHECK(heard(&o, 0, 1000) < -40);
	drain(&peer);
	step(&o);
	CHECK_EQUAL(packet_of(&peer, samples), 0);
	CHECK_NEAR(level_at(samples, FRAME, 600), -10, 0.5);
	CHECK_NEAR(level_at(samples, FRAME, 1000), -10, 0.5);
	CHECK_EQUAL(media_topology(o.media, b, rtp, MEDIA_NONE), 0);
	step(&o);
	CHECK_EQUAL(packet_of(&peer, samples), 0);
	CHECK(level_at(samples, FRAME, 600) < -40);
	CHECK_NEAR(level_at(samples, FRAME, 1000), -10, 0.5);
	peer_close(&peer);
	office_close(&o);
}

static void moves(void)
{
	struct office o;
	media_id a, b, attachment, context;

	office_open(&o, true);
	CHECK_EQUAL(media_context_add(o.media, &context), 0);
	CHECK_EQUAL(add_line(&o, o.context, "fxs-1", &a), 0);
	CHECK_EQUAL(add_line(&o, context, "fxs-2", &b), 0);
	CHECK_EQUAL(media_play_tone(o.media, a, MEDIA_TO, &tone_1000, &attachment), 0);
	say_tone(&o, 1, 600);
	steps(&o, 3);
	CHECK_NEAR(heard(&o, 0, 1000), -10, 0.2);
	CHECK(heard(&o, 0, 600) < -60);
	CHECK_EQUAL(media_move(o.media, a, context), 0);
	for (unsigned i = 0; i < 5; i++) {
		step(&o);
		CHECK_NEAR(heard(&o, 0, 1000), -10, 0.2);
		CHECK_NEAR(heard(&o, 0, 600), -10, 0.2);
	}
	CHECK_EQUAL(atomic_load(&o.file.audio->channel[0].to_put), 8 * FRAME);
	CHECK_EQUAL(media_stop(o.media, attachment), 0);
	CHECK_EQUAL(media_play_tone(o.media, a, MEDIA_FROM, &tone_1000, &attachment), 0);
	step(&o);
	CHECK_NEAR(heard(&o, 1, 1000), -10, 0.2);
	CHECK(heard(&o, 0, 1000) < -60);
	office_close(&o);
}

/* ---- keys ---- */

static void dtmf_of(struct tone *tone, char digit)
{
	tone_dtmf(tone, (uint8_t)key_code(digit));
}

static void keys_to_a_line(void)
{
	struct office o;
	struct peer peer;
	media_id line, rtp;
	uint8_t key[4] = { 5, 10, 0, 160 };
	unsigned pressed = 0;

	office_open(&o, true);
	CHECK_EQUAL(add_line(&o, o.context, "fxs-1", &line), 0);
	rtp = usual_termination(o.media, o.context, &peer);
	CHECK(rtp != 0);
	CHECK_EQUAL(media_send_digits(o.media, line, "9", 100, 100), 0);
	steps(&o, 2);
	CHECK_NEAR(heard(&o, 0, 852), -9, 0.5);
	CHECK_NEAR(heard(&o, 0, 1477), -7, 0.5);
	steps(&o, 10);
	CHECK(is_silent(&o, 0));
	for (uint16_t i = 1; i <= 6; i++) { /* an RFC 4733 event of the phone */
		key[2] = (uint8_t)(i * FRAME >> 8);
		key[3] = (uint8_t)(i * FRAME & 0xff);
		key[1] = i == 6 ? 0x8a : 10;
		peer_send(&peer, 101, key, sizeof key);
		peer.timestamp -= 4; /* an event keeps its own */
		step(&o);
		pressed += heard(&o, 0, 770) > -12 && heard(&o, 0, 1336) > -10;
	}
	CHECK(pressed >= 4);
	steps(&o, 5);
	CHECK(is_silent(&o, 0));
	peer_close(&peer);
	office_close(&o);
}

/* What came in the packets of one step. */
struct received {
	unsigned events, tone_frames, codes[16];
	uint32_t stamps[64];
	unsigned presses;
};

static void receive(struct peer *peer, struct received *r, double low)
{
	struct rtp_packet packet;
	int16_t samples[FRAME] = { 0 };

	while (peer_receive(peer, &packet, 0)) {
		if (packet.payload_type == 101) {
			unsigned i = 0;

			r->events++;
			while (i < r->presses && r->stamps[i] != packet.timestamp)
				i++;
			if (i < r->presses || i == 64)
				continue;
			r->stamps[r->presses++] = packet.timestamp;
			r->codes[packet.payload[0] & 15]++;
		} else if (packet.length == FRAME) {
			law_decode(MU_LAW, samples, packet.payload, FRAME);
			r->tone_frames += level_at(samples, FRAME, low) > -40;
		}
	}
}

/*
 * Wherever in a frame a key begins, the far end gets it as an event, once, and at most 20 ms of its
 * sound: too little for anybody to take it for a second press (ITU-T Q.24).
 */
static void keys_become_events(void)
{
	struct office o;
	struct peer peer, deaf;
	struct media_stream stream;
	media_id line, other, a, deaf_rtp;
	struct media_event event;
	unsigned reported = 0;

	office_open(&o, true);
	CHECK_EQUAL(add_line(&o, o.context, "fxs-1", &line), 0);
	CHECK_EQUAL(add_line(&o, o.context, "fxs-2", &other), 0);
	usual_termination(o.media, o.context, &peer);
	deaf_rtp = usual_termination(o.media, o.context, &deaf); /* hears nothing of the line */
	CHECK_EQUAL(media_topology(o.media, line, deaf_rtp, MEDIA_NONE), 0);
	stream = usual_stream(&deaf);
	CHECK_EQUAL(media_rtp_set(o.media, deaf_rtp, &stream), 0);
	CHECK_EQUAL(media_detect_dtmf(o.media, line, MEDIA_FROM, &a), 0);
	steps(&o, 20);
	for (unsigned shift = 0; shift < FRAME; shift += 23) {
		struct received r = { 0 };
		int16_t rest[FRAME] = { 0 };
		unsigned in_band = 0;

		drain(&peer);
		line_file_say(&o.file, 0, rest, shift); /* moves all against the frames */
		dtmf_of(&o.tones[0], '7');
		for (unsigned i = 0; i < 5; i++) {
			step(&o);
			receive(&peer, &r, 852);
			in_band += heard(&o, 1, 852) > -12;
		}
		say_tone(&o, 0, 0);
		for (unsigned i = 0; i < 12; i++) {
			step(&o);
			receive(&peer, &r, 852);
			in_band += heard(&o, 1, 852) > -12;
		}
		CHECK_EQUAL(r.presses, 1);
		CHECK_EQUAL(r.codes[7], 1);
		CHECK(r.events >= 5);
		CHECK(r.tone_frames <= 1);
		CHECK(in_band >= 3); /* the other line has no events, and hears it whole */
		while (next_event(o.media, &event))
			reported += event.kind == MEDIA_EVENT_DIGIT && event.digit == '7' &&
				    event.source == MEDIA_DIGIT_IN_BAND && event.attachment == a;
		drain(&deaf);
	}
	CHECK_EQUAL(reported, 7);
	say_tone(&o, 0, 1000); /* and then there is sound again */
	say_tone(&o, 1, 600);
	steps(&o, 5);
	drain(&peer);
	step(&o);
	CHECK_EQUAL(packet_of(&peer, o.to[0]), 0);
	CHECK_NEAR(level_at(o.to[0], FRAME, 1000), -10, 0.5);
	peer_close(&peer);
	peer_close(&deaf);
	office_close(&o);
}

/* An ear that does not hear the line gets neither its keys nor a hole in what it hears. */
static void keys_not_heard(void)
{
	struct office o;
	struct peer peer;
	media_id line, other, rtp, a;
	int16_t samples[FRAME] = { 0 };

	office_open(&o, true);
	CHECK_EQUAL(add_line(&o, o.context, "fxs-1", &line), 0);
	CHECK_EQUAL(add_line(&o, o.context, "fxs-2", &other), 0);
	rtp = usual_termination(o.media, o.context, &peer);
	CHECK_EQUAL(media_topology(o.media, line, rtp, MEDIA_NONE), 0);
	CHECK_EQUAL(media_detect_dtmf(o.media, line, MEDIA_FROM, &a), 0);
	say_tone(&o, 1, 600);
	steps(&o, 3);
	drain(&peer);
	dtmf_of(&o.tones[0], '1');
	for (unsigned i = 0; i < 10; i++) {
		step(&o);
		CHECK_EQUAL(packet_of(&peer, samples), 0);
		CHECK_NEAR(level_at(samples, FRAME, 600), -10, 0.5);
		CHECK(level_at(samples, FRAME, 697) < -35);
	}
	peer_close(&peer);
	office_close(&o);
}

/* The detector or the line goes while a key is down: the event ends all the same. */
static void keys_cut_off(void)
{
	for (unsigned how = 0; how < 3; how++) {
		struct office o;
		struct peer peer;
		struct rtp_packet packet;
		media_id line, a, context;
		unsigned ends = 0, after = 0;

		office_open(&o, true);
		CHECK_EQUAL(media_context_add(o.media, &context), 0);
		CHECK_EQUAL(add_line(&o, o.context, "fxs-1", &line), 0);
		usual_termination(o.media, o.context, &peer);
		CHECK_EQUAL(media_detect_dtmf(o.media, line, MEDIA_FROM, &a), 0);
		dtmf_of(&o.tones[0], '4');
		steps(&o, 10);
		drain(&peer);
		if (how == 0)
			CHECK_EQUAL(media_stop(o.media, a), 0);
		else if (how == 1)
			CHECK_EQUAL(media_remove(o.media, line), 0);
		else
			CHECK_EQUAL(media_move(o.media, line, context), 0);
		for (unsigned i = 0; i < 20; i++) {
			step(&o);
			while (peer_receive(&peer, &packet, 0)) {
				ends += packet.payload_type == 101 && packet.payload[1] & 0x80;
				after += packet.payload_type == 101 && i > 5;
			}
		}
		CHECK_EQUAL(ends, 3);
		CHECK_EQUAL(after, 0);
		peer_close(&peer);
		office_close(&o);
	}
}

static void progress(void)
{
	struct office o;
	struct media_tone dial = { .hz = { 350, 440 }, .level_dbm0 = -13 };
	media_id line, a, b, tone;
	struct media_event event;

	office_open(&o, true);
	CHECK_EQUAL(add_line(&o, o.context, "fxs-1", &line), 0);
	CHECK_EQUAL(media_detect_progress(o.media, line, MEDIA_BOTH, &a), -EINVAL);
	CHECK_EQUAL(media_detect_progress(o.media, 4711, MEDIA_FROM, &a), -ENOENT);
	CHECK_EQUAL(media_detect_progress(o.media, line, MEDIA_FROM, &a), 0);
	CHECK_EQUAL(media_detect_progress(o.media, line, MEDIA_TO, &b), 0);
	CHECK_EQUAL(tone_init(&o.tones[0], &dial), 0);
	steps(&o, 20);
	CHECK(next_event(o.media, &event));
	CHECK_EQUAL(event.kind, MEDIA_EVENT_PROGRESS);
	CHECK_EQUAL(event.termination, line);
	CHECK_EQUAL(event.attachment, a);
	CHECK_EQUAL(event.side, MEDIA_FROM);
	CHECK_EQUAL(event.digit, 'd');
	CHECK_EQUAL(event.monotonic_ns % 20000000, 0);
	CHECK(!next_event(o.media, &event));
	CHECK_EQUAL(media_stop(o.media, a), 0);
	CHECK_EQUAL(media_play_tone(o.media, line, MEDIA_TO, &dial, &tone), 0);
	steps(&o, 20);
	CHECK(next_event(o.media, &event));
	CHECK_EQUAL(event.attachment, b);
	CHECK_EQUAL(event.side, MEDIA_TO);
	CHECK_EQUAL(event.digit, 'd');
	office_close(&o);
}

/* ---- the lines process goes ---- */

static void lines_gone(void)
{
	struct office o;
	media_id line, other;

	office_open(&o, true);
	CHECK_EQUAL(add_line(&o, o.context, "fxs-1", &line), 0);
	CHECK_EQUAL(add_line(&o, o.context, "fxs-2", &other), 0);
	say_tone(&o, 0, 1000);
	steps(&o, 5);
	CHECK_NEAR(heard(&o, 1, 1000), -10, 0.2);
	for (unsigned i = 0; i < 20; i++) /* nobody writes */
		media_step(o.media, 1);
	for (unsigned i = 0; i < 20; i++)
		line_file_hear(&o.file, 1, o.to[1], FRAME);
	CHECK(is_silent(&o, 1));
	steps(&o, 2);
	CHECK_NEAR(heard(&o, 1, 1000), -10, 0.2);
	line_file_replace(&o.file, 2);
	steps(&o, 5);
	CHECK(is_silent(&o, 1));
	CHECK_EQUAL(media_remove(o.media, line), 0);
	CHECK_EQUAL(add_line(&o, o.context, "fxs-1", &line), 0); /* of the new file */
	CHECK_EQUAL(add_line(&o, o.context, "fxs-2", &line), 0); /* and nobody has this one */
	steps(&o, 3);
	CHECK_NEAR(heard(&o, 1, 1000), -10, 0.2);
	CHECK_EQUAL(media_remove(o.media, other), 0);
	steps(&o, 3);
	CHECK_NEAR(heard(&o, 1, 1000), -10, 0.2);
	office_close(&o);
}

/* ---- threads ---- */

struct lines_thread {
	struct office *office;
	pthread_t thread;
	atomic_bool stop;
	atomic_uint heard; /* times that channel 0 heard 800 Hz in 20 ms */
};

/* The lines process in real time: channel 0 says 1000 Hz. */
static void *run_lines(void *argument)
{
	struct lines_thread *lines = argument;
	struct office *o = lines->office;
	struct timespec at;
	int16_t to[FRAME];
	unsigned filled = 0;

	clock_gettime(CLOCK_MONOTONIC, &at);
	while (!atomic_load(&lines->stop)) {
		at.tv_nsec += 10000000;
		at.tv_sec += at.tv_nsec / 1000000000;
		at.tv_nsec %= 1000000000;
		clock_nanosleep(CLOCK_MONOTONIC, TIMER_ABSTIME, &at, NULL);
		speak(o, 0);
		filled += line_file_hear(&o->file, 0, to + filled, BLOCK);
		if (filled < FRAME)
			continue;
		filled = 0;
		if (level_at(to, FRAME, 800) > -14)
			atomic_fetch_add(&lines->heard, 1);
	}
	return NULL;
}

static bool has_heard(void *argument)
{
	struct lines_thread *lines = argument;

	return atomic_load(&lines->heard) >= 20;
}

static void real_time(void)
{
	struct office o;
	struct lines_thread lines = { .office = &o };
	struct media_tone tone = { .hz = { 800 }, .level_dbm0 = -10 };
	struct peer peer;
	media_id line, rtp, a;
	int16_t samples[FRAME] = { 0 };
	unsigned good = 0;

	office_open(&o, false);
	say_tone(&o, 0, 1000);
	CHECK_EQUAL(add_line(&o, o.context, "fxs-1", &line), 0);
	rtp = usual_termination(o.media, o.context, &peer);
	CHECK_EQUAL(media_play_tone(o.media, rtp, MEDIA_FROM, &tone, &a), 0);
	CHECK_EQUAL(media_detect_progress(o.media, line, MEDIA_FROM, &a), 0);
	CHECK_EQUAL(media_detect_dtmf(o.media, line, MEDIA_FROM, &a), 0);
	CHECK_EQUAL(pthread_create(&lines.thread, NULL, run_lines, &lines), 0);
	for (unsigned i = 0; i < 2000 && good < 30; i++) {
		CHECK_EQUAL(packet_of(&peer, samples), 0);
		good += fabs(level_at(samples, FRAME, 1000) + 10) < 1;
	}
	CHECK(good >= 30);
	CHECK(wait_until(has_heard, &lines));
	CHECK_EQUAL(media_remove(o.media, line), 0);
	CHECK_EQUAL(add_line(&o, o.context, "fxs-1", &line), 0);
	atomic_store(&lines.heard, 0);
	CHECK(wait_until(has_heard, &lines));
	atomic_store(&lines.stop, true);
	pthread_join(lines.thread, NULL);
	peer_close(&peer);
	office_close(&o);
}

int main(void)
{
	static const struct test tests[] = {
		{ "what is no line is refused", arguments },
		{ "a channel has one termination at a time", one_each },
		{ "a file that is no segment is refused, and nothing beyond its end touched",
		  bad_files },
		{ "every failure of memory leaves nothing behind", fails_cleanly },
		{ "budget: a click on a line is in the packet of its 20 ms", a_click },
		{ "a click from the network is on the line 20 ms later", a_click_back },
		{ "a line gets 160 samples a tick, whoever is heard", every_tick },
		{ "two lines hear each other, as topology says", lines_talk },
		{ "lines and a phone are mixed", conference },
		{ "a line moves with what plays on it", moves },
		{ "digits to a line go in band", keys_to_a_line },
		{ "RFC 4733 a line's digit goes on as an event, once, without its sound",
		  keys_become_events },
		{ "a line's digit is no matter to who does not hear it", keys_not_heard },
		{ "RFC 4733 an event ends when its line or its detector goes", keys_cut_off },
		{ "call-progress tones are told, of either side", progress },
		{ "when the lines process is gone its lines are silent", lines_gone },
		{ "lines in real time, each side with a thread of its own", real_time },
	};

	law_init();
	return RUN(tests);
}
