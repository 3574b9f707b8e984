/* SPDX-License-Identifier: MIT */
/*
 * G.729 with annexes A and B by bcg729, in builds with STROWGER_G729=1. That library is GPL-3, and so is what is linked with it: libmedia alone,
 * never libhal, whose libpri is GPL-2 only. It allocates its channels: `open` and `close`, off the media threads.
 */
#ifdef STROWGER_G729
#include <bcg729/decoder.h>
#include <bcg729/encoder.h>
#include <errno.h>
#include <string.h>

#include "codec.h"

#define FRAME_SAMPLES 80
#define VOICE_BYTES 10
#define NOISE_BYTES 2 /* a silence insertion descriptor of annex B */

struct g729 {
	bcg729EncoderChannelContextStruct *encoder;
	bcg729DecoderChannelContextStruct *decoder;
};

static void g729_close(void *state)
{
	struct g729 *g729 = state;

	if (g729->encoder)
		closeBcg729EncoderChannel(g729->encoder);
	if (g729->decoder)
		closeBcg729DecoderChannel(g729->decoder);
	g729->encoder = NULL;
	g729->decoder = NULL;
}

static int g729_open(void *state, const struct coding *coding)
{
	struct g729 *g729 = state;

	g729->encoder = initBcg729EncoderChannel(coding->dtx ? 1 : 0);
	g729->decoder = initBcg729DecoderChannel();
	if (g729->encoder && g729->decoder)
		return 0;
	g729_close(state);
	return -ENOMEM;
}

/* Opened is begun: whoever begins afresh opens another. */
static int g729_start(void *state, const struct coding *coding, unsigned khz)
{
	(void)state;
	(void)coding;
	(void)khz;
	return 0;
}

/* Voice frames, then one of noise or none (RFC 3551 §4.5.6). */
static uint32_t g729_ticks(const uint8_t *payload, size_t length)
{
	size_t rest = length % VOICE_BYTES;

	(void)payload;
	if (rest != 0 && rest != NOISE_BYTES)
		return 0;
	return (uint32_t)(length / VOICE_BYTES + (rest != 0)) * FRAME_SAMPLES;
}

static bool g729_hushes(const uint8_t *payload, size_t length)
{
	(void)payload;
	return length % VOICE_BYTES == NOISE_BYTES;
}

static int g729_decodes(void *state, int16_t *out, int room, const uint8_t *payload, size_t length)
{
	struct g729 *g729 = state;
	int count = 0;

	if ((int)g729_ticks(payload, length) > room)
		return -1;
	for (size_t at = 0; at < length; at += VOICE_BYTES, count += FRAME_SAMPLES) {
		bool noise = length - at < VOICE_BYTES;

		bcg729Decoder(g729->decoder, payload + at, noise ? NOISE_BYTES : VOICE_BYTES, 0,
			      noise, 0, out + count);
	}
	return count;
}

/* After voice: how it goes on; after a descriptor: more of its noise. */
static int g729_conceals(void *state, int16_t *out, int count, const uint8_t *next, size_t length)
{
	struct g729 *g729 = state;
	int done = 0;

	(void)next;
	(void)length;
	for (; done + FRAME_SAMPLES <= count; done += FRAME_SAMPLES)
		bcg729Decoder(g729->decoder, NULL, 0, 1, 0, 0, out + done);
	return done;
}

/*
 * A payload has one timestamp and its frames follow one another, so noise may only stand last in it. Where voice begins within a packet
 * its first frame is there twice, in the place of the silence before it.
 */
static int g729_encodes(void *state, uint8_t *out, int room, const int16_t *in, int count)
{
	struct g729 *g729 = state;
	int bytes = 0, frames = count / FRAME_SAMPLES, voiced = 0;
	uint8_t noise[NOISE_BYTES] = { 0 }, noises = 0;

	if (frames * VOICE_BYTES > room)
		return -1;
	for (int i = 0; i < frames; i++) {
		uint8_t frame[VOICE_BYTES], length = 0;

		bcg729Encoder(g729->encoder, in + (size_t)i * FRAME_SAMPLES, frame, &length);
		if (length == NOISE_BYTES) {
			memcpy(noise, frame, NOISE_BYTES);
			noises = NOISE_BYTES;
		}
		if (length < VOICE_BYTES)
			continue;
		for (; voiced <= i; voiced++, bytes += VOICE_BYTES)
			memcpy(out + bytes, frame, VOICE_BYTES);
		noises = 0;
	}
	if (noises && voiced < frames)
		memcpy(out + bytes, noise, NOISE_BYTES);
	return bytes + (voiced < frames ? noises : 0);
}

const struct codec codec_g729 = {
	.name = "G729",
	.clock_khz = 8,
	.khz = 8,
	.frame_ms = 10,
	.has_30_ms = true,
	.size = sizeof(struct g729),
	.open = g729_open,
	.close = g729_close,
	.start = g729_start,
	.ticks = g729_ticks,
	.hushes = g729_hushes,
	.decode = g729_decodes,
	.conceal = g729_conceals,
	.encode = g729_encodes,
};
#endif
