/* SPDX-License-Identifier: MIT */
/* G.729 with annex B, in builds that have it: what stands in its packets. codecs.test.c has it among all others. */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "check.h"
#include "coder.h"
#include "law.h"
#include "peer.h"

#define PACKET 160 /* samples: 20 ms */

static struct coder *new_coder(bool dtx)
{
	const struct coding coding = { .dtx = dtx };
	struct coder *coder = coder_new(codec_of(MEDIA_G729), &coding);

	CHECK(coder != NULL);
	return coder;
}

/* A voice of three formants that is not the same for long, so that it is taken for one. */
static void speak(int16_t *samples, unsigned count, unsigned from, double loud)
{
	for (unsigned i = 0; i < count; i++) {
		double t = (from + i) / 8000.0, pitch = 120 + 20 * sin(2 * M_PI * 3 * t);
		double swell = 0.6 + 0.4 * sin(2 * M_PI * 5 * t);

		samples[i] = (int16_t)lrint(loud * swell *
					    (sin(2 * M_PI * pitch * t) + sin(2 * M_PI * 700 * t) +
					     0.5 * sin(2 * M_PI * 1200 * t)));
	}
}

static void hum(int16_t *samples, unsigned count)
{
	static uint32_t state = 1;

	for (unsigned i = 0; i < count; i++) {
		state = state * 1664525U + 1013904223U;
		samples[i] = (int16_t)((int)(state >> 16) % 64 - 32);
	}
}

static int encode(struct coder *coder, const int16_t *samples, uint8_t *out)
{
	return coder->codec->encode(coder->state, out, CODEC_MOST_BYTES, samples, PACKET);
}

static void lengths(void)
{
	static const struct {
		size_t bytes;
		uint32_t ticks;
	} rows[] = { { 10, 80 },  { 20, 160 }, { 2, 80 }, { 12, 160 }, { 22, 240 },
		     { 60, 480 }, { 0, 0 },    { 1, 0 },  { 9, 0 },    { 11, 0 },
		     { 13, 0 },   { 15, 0 },   { 21, 0 } };
	const struct codec *codec = codec_of(MEDIA_G729);

	for (unsigned i = 0; i < sizeof rows / sizeof *rows; i++)
		CHECK_EQUAL(codec->ticks(NULL, rows[i].bytes), rows[i].ticks);
}

static void without_annex_b(void)
{
	struct coder *coder = new_coder(false);
	int16_t samples[PACKET];
	uint8_t packet[CODEC_MOST_BYTES];

	for (unsigned n = 0; n < 100; n++) {
		hum(samples, PACKET);
		CHECK_EQUAL(encode(coder, samples, packet), 20);
	}
	coder_free(coder);
}

static void with_annex_b(void)
{
	struct coder *coder = new_coder(true);
	int16_t samples[PACKET];
	uint8_t packet[CODEC_MOST_BYTES];
	unsigned none = 0, noise = 0, voice = 0;

	for (unsigned n = 0; n < 300; n++) {
		bool speaks = n < 50 || n >= 250;
		int bytes;

		if (speaks)
			speak(samples, PACKET, n * PACKET, 5000);
		else
			hum(samples, PACKET);
		bytes = encode(coder, samples, packet);
		CHECK(bytes == 0 || bytes == 2 || bytes == 10 || bytes == 12 || bytes == 20);
		if (n >= 100 && n < 250) {
			none += bytes == 0;
			noise += bytes == 2;
		}
		if (n >= 260)
			voice += bytes == 20;
	}
	CHECK(none > 100);      /* of 150 packets of silence most are not sent, */
	CHECK(noise >= 1);      /* some say what it is like, */
	CHECK_EQUAL(voice, 40); /* and who speaks again is sent whole */
	coder_free(coder);
}

/* Whatever begins inside a packet: it is never noise before voice, which no payload can say. */
static void voice_in_the_middle(void)
{
	for (unsigned offset = 0; offset < PACKET; offset += 20) {
		struct coder *coder = new_coder(true);
		int16_t samples[PACKET];
		uint8_t packet[CODEC_MOST_BYTES];
		int bytes = 0;

		for (unsigned n = 0; n < 100; n++) {
			hum(samples, PACKET);
			(void)encode(coder, samples, packet);
		}
		for (unsigned n = 0; n < 3; n++) {
			hum(samples, PACKET);
			speak(samples + (n ? 0 : offset), n ? PACKET : PACKET - offset, n * PACKET,
			      8000);
			bytes = encode(coder, samples, packet);
			CHECK(bytes == 0 || bytes == 2 || bytes == 20);
		}
		CHECK_EQUAL(bytes, 20);
		coder_free(coder);
	}
}

static double loudness(const int16_t *samples, unsigned count)
{
	double power = 0;

	for (unsigned i = 0; i < count; i++)
		power += (double)samples[i] * samples[i];
	return 10 * log10(power / count + 1e-9);
}

/* Between descriptors the decoder makes noise of its own: a silent line is not a dead one. */
static void noise_is_heard(void)
{
	static struct jitter jitter;
	struct coder *from = new_coder(true), *to = new_coder(false);
	struct rtp_packet packet = { .sequence = 1 };
	uint8_t payload[CODEC_MOST_BYTES];
	int16_t samples[PACKET], heard[960];
	double quietest = 99;

	memset(&jitter, 0, sizeof jitter);
	coder_rate(to, &jitter, 8);
	for (unsigned n = 0; n < 200; n++) {
		int bytes;

		hum(samples, PACKET);
		bytes = encode(from, samples, payload);
		packet.payload = payload;
		packet.length = (size_t)bytes;
		if (bytes > 0) {
			coder_put(to, &jitter, &packet);
			packet.sequence++;
		}
		packet.timestamp += PACKET;
		(void)coder_get(to, &jitter, heard);
		if (n >= 100 && n < 140 && loudness(heard, PACKET) < quietest)
			quietest = loudness(heard, PACKET);
	}
	if (!CHECK(quietest > 5)) /* what was said has 25 */
		printf("# %.1f dB\n", quietest);
	coder_free(from);
	coder_free(to);
}

/* A call that agrees on annex B, and then no longer does, goes on. */
static void agreed_anew(void)
{
	struct media_options options = usual_options();
	struct media *media = NULL;
	media_id context, termination;
	struct peer peer;
	struct media_stream stream;

	options.stepped = 1;
	CHECK_EQUAL(media_open(&options, &media), 0);
	CHECK_EQUAL(media_context_add(media, &context), 0);
	termination = usual_termination(media, context, &peer);
	stream = usual_stream(&peer);
	stream.codec = MEDIA_G729;
	stream.payload_type = 18;
	CHECK_EQUAL(media_topology(media, termination, termination, MEDIA_ONE_WAY), 0);
	for (unsigned n = 0; n < 6; n++) {
		media_id tone;
		struct media_tone loud = { .hz = { 400 }, .level_dbm0 = -10, .total_ms = 60 };
		struct rtp_packet packet;
		unsigned packets = 0;

		stream.dtx = n % 2;
		CHECK_EQUAL(media_rtp_set(media, termination, &stream), 0);
		CHECK_EQUAL(media_play_tone(media, termination, MEDIA_TO, &loud, &tone), 0);
		CHECK_EQUAL(media_step(media, 10), 0);
		while (peer_receive(&peer, &packet, 0))
			packets += packet.payload_type == 18 && packet.length % 10 % 8 <= 2;
		CHECK(packets >= 2);
	}
	media_close(media);
	peer_close(&peer);
}

int main(void)
{
	static const struct test tests[] = {
		{ "RFC 3551 §4.5.6 voice frames of ten octets, then a descriptor or none",
		  lengths },
		{ "without annex B every packet is sent", without_annex_b },
		{ "G.729 annex B: of silence hardly anything is sent", with_annex_b },
		{ "RFC 3551 §4.5.6 noise never stands before voice", voice_in_the_middle },
		{ "G.729 annex B: noise is heard between its descriptors", noise_is_heard },
		{ "annex B comes and goes in one call", agreed_anew },
	};

	law_init();
	if (!media_has_codec(MEDIA_G729)) {
		puts("1..0 # SKIP built without STROWGER_G729=1");
		return 0;
	}
	return RUN(tests);
}
