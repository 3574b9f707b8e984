/* SPDX-License-Identifier: MIT */
/*
 * Opus (RFC 6716, RFC 7587), mono, at the rate of the context: libopus itself turns 8 and 16 kHz into
 * its 48 kHz, so that a call with a narrowband party costs no more than that. Encoder and decoder lie
 * in our memory, one after the other.
 */
#include <errno.h>
#include <opus/opus.h>

#include "codec.h"

#define CLOCK 48000
#define LEAST_LOSS                                                                                 \
	10 /* per cent that FEC is prepared for: from 6 on libopus takes SILK, which alone has it */
#define COMPLEXITY                                                                                 \
	3 /* of SILK, where tones lose 0.5 dB; with 2 it is 1.5 dB, at 5 it costs a quarter more */

static size_t padded(int size)
{
	return ((size_t)size + 63) / 64 * 64;
}

static OpusEncoder *encoder_of(void *state)
{
	return state;
}

static OpusDecoder *decoder_of(void *state)
{
	return (OpusDecoder *)((char *)state + padded(opus_encoder_get_size(1)));
}

static size_t size_now(void)
{
	return padded(opus_encoder_get_size(1)) + padded(opus_decoder_get_size(1));
}

static size_t encoder_size_now(void)
{
	return (size_t)opus_encoder_get_size(1);
}

static opus_int32 usual_bitrate(unsigned khz)
{
	return khz == 48 ? 48000 : 32000;
}

/* RFC 7587 §6.1: what goes beyond maxplaybackrate is wasted. */
static opus_int32 bandwidth_of(uint8_t band_khz)
{
	if (band_khz == 0 || band_khz > 24)
		return OPUS_BANDWIDTH_FULLBAND;
	if (band_khz > 16)
		return OPUS_BANDWIDTH_SUPERWIDEBAND;
	if (band_khz > 12)
		return OPUS_BANDWIDTH_WIDEBAND;
	return band_khz > 8 ? OPUS_BANDWIDTH_MEDIUMBAND : OPUS_BANDWIDTH_NARROWBAND;
}

/*
 * CELT does it where it may: at these rates it costs a third of SILK (18 us for 20 ms at 8 kHz, SILK 48 to 60), and no tone loses
 * more than 0.1 dB (2026-11-23). SILK is left to low bit rates, to DTX, and to peers that lose packets.
 */
static int start(void *state, const struct coding *coding, unsigned khz)
{
	OpusEncoder *encoder = encoder_of(state);
	opus_int32 bitrate = coding->bitrate ? (opus_int32)coding->bitrate : usual_bitrate(khz);
	opus_int32 rate = (opus_int32)khz * 1000;

	int application = coding->dtx ? OPUS_APPLICATION_VOIP : OPUS_APPLICATION_AUDIO;

	if (opus_encoder_init(encoder, rate, 1, application) != OPUS_OK ||
	    opus_decoder_init(decoder_of(state), rate, 1) != OPUS_OK)
		return -EINVAL;
	(void)opus_encoder_ctl(encoder, OPUS_SET_BITRATE(bitrate));
	(void)opus_encoder_ctl(encoder, OPUS_SET_INBAND_FEC(coding->fec ? 1 : 0));
	(void)opus_encoder_ctl(encoder, OPUS_SET_DTX(coding->dtx ? 1 : 0));
	(void)opus_encoder_ctl(encoder, OPUS_SET_MAX_BANDWIDTH(bandwidth_of(coding->band_khz)));
	(void)opus_encoder_ctl(encoder, OPUS_SET_COMPLEXITY(COMPLEXITY));
	return 0;
}

static void protect(void *state, unsigned permille)
{
	opus_int32 loss = (opus_int32)(permille / 10);

	if (permille > 0 && loss < LEAST_LOSS)
		loss = LEAST_LOSS;
	(void)opus_encoder_ctl(encoder_of(state), OPUS_SET_PACKET_LOSS_PERC(loss > 50 ? 50 : loss));
}

static uint32_t ticks(const uint8_t *payload, size_t length)
{
	int count = opus_packet_get_nb_samples(payload, (opus_int32)length, CLOCK);

	return count > 0 ? (uint32_t)count : 0;
}

static int decode(void *state, int16_t *out, int room, const uint8_t *payload, size_t length)
{
	return opus_decode(decoder_of(state), payload, (opus_int32)length, out, room, 0);
}

static int conceal(void *state, int16_t *out, int count, const uint8_t *next, size_t length)
{
	return opus_decode(decoder_of(state), next, (opus_int32)length, out, count, next != NULL);
}

static int encode(void *state, uint8_t *out, int room, const int16_t *in, int count)
{
	int bytes = opus_encode(encoder_of(state), in, count, out, room);

	return bytes <= 2 ? 0 : bytes; /* RFC 7587 §3.1.3: such a packet need not be sent */
}

const struct codec codec_opus = {
	.name = "opus",
	.clock_khz = 48,
	.khz = 48,
	.any_rate = true,
	.frame_ms = 10,
	.size_now = size_now,
	.encoder_size_now = encoder_size_now,
	.start = start,
	.ticks = ticks,
	.decode = decode,
	.conceal = conceal,
	.protect = protect,
	.encode = encode,
};
