/* SPDX-License-Identifier: MIT */
/*
 * G.722, G.726 and GSM 06.10 by spandsp, whose states lie in our memory: its functions then allocate
 * nothing.
 */
#include <errno.h>
#include <spandsp.h>
#include <spandsp/private/bitstream.h>
#include <spandsp/private/g722.h>
#include <spandsp/private/g726.h>
#include <spandsp/private/gsm0610.h>

#include "codec.h"

/* ---- G.722 at 64 kbit/s: 16 kHz, but its RTP clock says 8000 (RFC 3551 §4.5.2) ---- */

struct g722 {
	g722_encode_state_t encoder;
	g722_decode_state_t decoder;
};

static int g722_start(void *state, const struct coding *coding, unsigned khz)
{
	struct g722 *g722 = state;

	(void)coding;
	(void)khz;
	(void)g722_encode_init(&g722->encoder, 64000, 0);
	(void)g722_decode_init(&g722->decoder, 64000, 0);
	return 0;
}

static uint32_t g722_ticks(const uint8_t *payload, size_t length)
{
	(void)payload;
	return (uint32_t)length;
}

static int g722_decodes(void *state, int16_t *out, int room, const uint8_t *payload, size_t length)
{
	struct g722 *g722 = state;

	if (2 * (int)length > room)
		return -1;
	return g722_decode(&g722->decoder, out, payload, (int)length);
}

static int g722_encodes(void *state, uint8_t *out, int room, const int16_t *in, int count)
{
	struct g722 *g722 = state;

	return count / 2 > room ? -1 : g722_encode(&g722->encoder, out, in, count);
}

const struct codec codec_g722 = {
	.name = "G722",
	.clock_khz = 8,
	.khz = 16,
	.octets = true,
	.has_30_ms = true,
	.size = sizeof(struct g722),
	.encoder_size = sizeof(g722_encode_state_t),
	.start = g722_start,
	.ticks = g722_ticks,
	.decode = g722_decodes,
	.encode = g722_encodes,
};

/* ---- G.726: RFC 3551 §4.5.4 packs from the least significant bit, ITU-T I.366.2 (AAL2) from the
 * most significant ---- */

struct g726 {
	g726_state_t encoder, decoder;
};

static int g726_start(void *state, int rate, int packing)
{
	struct g726 *g726 = state;

	(void)g726_init(&g726->encoder, rate, G726_ENCODING_LINEAR, packing);
	(void)g726_init(&g726->decoder, rate, G726_ENCODING_LINEAR, packing);
	return 0;
}

static uint32_t g726_ticks(size_t length, unsigned bits)
{
	return length * 8 % bits == 0 ? (uint32_t)(length * 8 / bits) : 0;
}

static int g726_decodes(void *state, int16_t *out, int room, const uint8_t *payload, size_t length)
{
	struct g726 *g726 = state;

	if ((int)length * 8 / g726->decoder.bits_per_sample >= room)
		return -1;
	return g726_decode(&g726->decoder, out, payload, (int)length);
}

static int g726_encodes(void *state, uint8_t *out, int room, const int16_t *in, int count)
{
	struct g726 *g726 = state;

	if (count * g726->encoder.bits_per_sample / 8 > room)
		return -1;
	return g726_encode(&g726->encoder, out, in, count);
}

#define G726(bits, packing, tag)                                                                   \
	static int g726_start_##tag(void *state, const struct coding *coding, unsigned khz)        \
	{                                                                                          \
		(void)coding;                                                                      \
		(void)khz;                                                                         \
		return g726_start(state, 8000 * (bits), packing);                                  \
	}
#define G726_TICKS(bits)                                                                           \
	static uint32_t g726_ticks_##bits(const uint8_t *payload, size_t length)                   \
	{                                                                                          \
		(void)payload;                                                                     \
		return g726_ticks(length, bits);                                                   \
	}
#define G726_CODEC(label, bits, tag)                                                               \
	{                                                                                          \
		.name = (label), .clock_khz = 8, .khz = 8, .has_30_ms = true,                      \
		.size = sizeof(struct g726), .encoder_size = sizeof(g726_state_t),                 \
		.start = g726_start_##tag, .ticks = g726_ticks_##bits, .decode = g726_decodes,     \
		.encode = g726_encodes,                                                            \
	}

G726_TICKS(2)
G726_TICKS(3)
G726_TICKS(4)
G726_TICKS(5)
G726(2, G726_PACKING_RIGHT, 16)
G726(3, G726_PACKING_RIGHT, 24)
G726(4, G726_PACKING_RIGHT, 32)
G726(5, G726_PACKING_RIGHT, 40)
G726(2, G726_PACKING_LEFT, aal2_16)
G726(3, G726_PACKING_LEFT, aal2_24)
G726(4, G726_PACKING_LEFT, aal2_32)
G726(5, G726_PACKING_LEFT, aal2_40)

const struct codec codec_g726[8] = {
	G726_CODEC("G726-16", 2, 16),           G726_CODEC("G726-24", 3, 24),
	G726_CODEC("G726-32", 4, 32),           G726_CODEC("G726-40", 5, 40),
	G726_CODEC("AAL2-G726-16", 2, aal2_16), G726_CODEC("AAL2-G726-24", 3, aal2_24),
	G726_CODEC("AAL2-G726-32", 4, aal2_32), G726_CODEC("AAL2-G726-40", 5, aal2_40),
};

/* ---- GSM 06.10 full rate: frames of 33 octets (RFC 3551 §4.5.8.1) ---- */

#define GSM_BYTES 33
#define GSM_SAMPLES 160

struct gsm {
	gsm0610_state_t encoder, decoder;
};

static int gsm_start(void *state, const struct coding *coding, unsigned khz)
{
	struct gsm *gsm = state;

	(void)coding;
	(void)khz;
	(void)gsm0610_init(&gsm->encoder, GSM0610_PACKING_VOIP);
	(void)gsm0610_init(&gsm->decoder, GSM0610_PACKING_VOIP);
	return 0;
}

static uint32_t gsm_ticks(const uint8_t *payload, size_t length)
{
	(void)payload;
	return length % GSM_BYTES == 0 ? (uint32_t)(length / GSM_BYTES * GSM_SAMPLES) : 0;
}

static int gsm_decodes(void *state, int16_t *out, int room, const uint8_t *payload, size_t length)
{
	struct gsm *gsm = state;

	if ((int)gsm_ticks(payload, length) > room)
		return -1;
	return gsm0610_decode(&gsm->decoder, out, payload, (int)length);
}

static int gsm_encodes(void *state, uint8_t *out, int room, const int16_t *in, int count)
{
	struct gsm *gsm = state;

	if (count / GSM_SAMPLES * GSM_BYTES > room)
		return -1;
	return gsm0610_encode(&gsm->encoder, out, in, count);
}

const struct codec codec_gsm = {
	.name = "GSM",
	.clock_khz = 8,
	.khz = 8,
	.frame_ms = 20,
	.size = sizeof(struct gsm),
	.encoder_size = sizeof(gsm0610_state_t),
	.start = gsm_start,
	.ticks = gsm_ticks,
	.decode = gsm_decodes,
	.encode = gsm_encodes,
};
