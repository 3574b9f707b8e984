/* SPDX-License-Identifier: MIT */
/* Linear samples, most significant octet first (RFC 3551 §4.5.11), at 8 and 16 kHz. */
#include "codec.h"
#include "rtp.h"

static int start(void *state, const struct coding *coding, unsigned khz)
{
	(void)state;
	(void)coding;
	(void)khz;
	return 0;
}

static uint32_t ticks(const uint8_t *payload, size_t length)
{
	(void)payload;
	return length % 2 == 0 ? (uint32_t)(length / 2) : 0;
}

static int decode(void *state, int16_t *out, int room, const uint8_t *payload, size_t length)
{
	int count = (int)(length / 2);

	(void)state;
	if (count > room)
		return -1;
	for (int i = 0; i < count; i++)
		out[i] = (int16_t)read_u16(payload + 2 * i);
	return count;
}

static int encode(void *state, uint8_t *out, int room, const int16_t *in, int count)
{
	(void)state;
	if (2 * count > room)
		return -1;
	for (int i = 0; i < count; i++)
		write_u16(out + 2 * i, (uint16_t)in[i]);
	return 2 * count;
}

#define L16(rate)                                                                                  \
	.clock_khz = (rate), .khz = (rate), .has_30_ms = true, .size = 1, .start = start,          \
	.ticks = ticks, .decode = decode, .encode = encode

const struct codec codec_l16 = { .name = "L16", L16(8) };
const struct codec codec_l16_wide = { .name = "L16/16000", L16(16) };
