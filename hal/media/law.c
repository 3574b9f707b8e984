/* SPDX-License-Identifier: MIT */
/*
 * The laws are computed once into tables small enough for the first-level cache: 14 bits in for
 * mu-law, 12 for A-law, which is all that the laws look at. A negative sample counts as its one's
 * complement, as in ITU-T G.191.
 */
#include "law.h"

#include <spandsp.h>

static uint8_t to_mu[1 << 14];
static uint8_t to_a[1 << 12];
static int16_t to_linear[2][256];
static uint8_t other_law[2][256];

static uint8_t mu_code(int16_t sample)
{
	unsigned magnitude = (unsigned)((sample < 0 ? ~sample : sample) >> 2) + 33;
	unsigned segment = 1;

	if (magnitude > 0x1fff)
		magnitude = 0x1fff;
	for (unsigned rest = magnitude >> 6; rest != 0; rest >>= 1)
		segment++;
	return (uint8_t)(((8 - segment) << 4 | (0xf - (magnitude >> segment & 0xf))) |
			 (sample < 0 ? 0 : 0x80));
}

static uint8_t a_code(int16_t sample)
{
	unsigned magnitude = (unsigned)((sample < 0 ? ~sample : sample) >> 4);
	unsigned segment = 0;

	if (magnitude > 15) {
		segment = 1;
		for (; magnitude > 31; magnitude >>= 1)
			segment++;
		magnitude -= 16;
	}
	return (uint8_t)((segment << 4 | magnitude | (sample < 0 ? 0 : 0x80)) ^ 0x55);
}

void law_init(void)
{
	for (unsigned i = 0; i < 1 << 14; i++)
		to_mu[i] = mu_code((int16_t)(uint16_t)(i << 2));
	for (unsigned i = 0; i < 1 << 12; i++)
		to_a[i] = a_code((int16_t)(uint16_t)(i << 4));
	for (unsigned i = 0; i < 256; i++) {
		to_linear[MU_LAW][i] = ulaw_to_linear((uint8_t)i);
		to_linear[A_LAW][i] = alaw_to_linear((uint8_t)i);
		other_law[MU_LAW][i] = ulaw_to_alaw((uint8_t)i);
		other_law[A_LAW][i] = alaw_to_ulaw((uint8_t)i);
	}
}

uint8_t law_encode_sample(enum law law, int16_t sample)
{
	return law == MU_LAW ? to_mu[(uint16_t)sample >> 2] : to_a[(uint16_t)sample >> 4];
}

int16_t law_decode_sample(enum law law, uint8_t code)
{
	return to_linear[law][code];
}

void law_encode(enum law law, uint8_t *out, const int16_t *in, size_t count)
{
	if (law == MU_LAW) {
		for (size_t i = 0; i < count; i++)
			out[i] = to_mu[(uint16_t)in[i] >> 2];
	} else {
		for (size_t i = 0; i < count; i++)
			out[i] = to_a[(uint16_t)in[i] >> 4];
	}
}

void law_decode(enum law law, int16_t *out, const uint8_t *in, size_t count)
{
	const int16_t *table = to_linear[law];

	for (size_t i = 0; i < count; i++)
		out[i] = table[in[i]];
}

void law_transcode(enum law from, uint8_t *out, const uint8_t *in, size_t count)
{
	const uint8_t *table = other_law[from];

	for (size_t i = 0; i < count; i++)
		out[i] = table[in[i]];
}
