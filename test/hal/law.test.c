/* SPDX-License-Identifier: MIT */
#include "law.h"

#include <spandsp.h>
#include <stdlib.h>

#include "check.h"

static void decodes_as_spandsp(void)
{
	for (int code = 0; code < 256; code++) {
		CHECK_EQUAL(law_decode_sample(MU_LAW, (uint8_t)code),
			    ulaw_to_linear((uint8_t)code));
		CHECK_EQUAL(law_decode_sample(A_LAW, (uint8_t)code), alaw_to_linear((uint8_t)code));
	}
}

/* G.711 tables 1a to 2b: the ends of the scale, and the signal of silence. */
static void known_values(void)
{
	CHECK_EQUAL(law_decode_sample(MU_LAW, 0x00), -32124);
	CHECK_EQUAL(law_decode_sample(MU_LAW, 0x80), 32124);
	CHECK_EQUAL(law_decode_sample(MU_LAW, 0xff), 0);
	CHECK_EQUAL(law_decode_sample(A_LAW, 0x2a), -32256);
	CHECK_EQUAL(law_decode_sample(A_LAW, 0xaa), 32256);
	CHECK_EQUAL(law_decode_sample(A_LAW, 0xd5), 8);
	CHECK_EQUAL(law_encode_sample(MU_LAW, 0), 0xff);
	CHECK_EQUAL(law_encode_sample(MU_LAW, INT16_MAX), 0x80);
	CHECK_EQUAL(law_encode_sample(MU_LAW, INT16_MIN), 0x00);
	CHECK_EQUAL(law_encode_sample(A_LAW, 0), 0xd5);
	CHECK_EQUAL(law_encode_sample(A_LAW, INT16_MAX), 0xaa);
	CHECK_EQUAL(law_encode_sample(A_LAW, INT16_MIN), 0x2a);
}

static void codes_survive(void)
{
	for (int code = 0; code < 256; code++) {
		int16_t mu = law_decode_sample(MU_LAW, (uint8_t)code);
		int16_t a = law_decode_sample(A_LAW, (uint8_t)code);

		/* Mu-law has two zeros. */
		CHECK_EQUAL(law_encode_sample(MU_LAW, mu), code == 0x7f ? 0xff : code);
		CHECK_EQUAL(law_encode_sample(A_LAW, a), code);
	}
}

/* On the boundary of two steps G.191, which we follow, and spandsp may differ; nowhere are we
 * farther off. */
static void encodes_to_the_nearest(void)
{
	for (int sample = INT16_MIN; sample <= INT16_MAX; sample++) {
		int16_t in = (int16_t)sample;
		int mu = abs(law_decode_sample(MU_LAW, law_encode_sample(MU_LAW, in)) - in);
		int a = abs(law_decode_sample(A_LAW, law_encode_sample(A_LAW, in)) - in);

		CHECK(mu <= abs(ulaw_to_linear(linear_to_ulaw(in)) - in));
		CHECK(a <= abs(alaw_to_linear(linear_to_alaw(in)) - in));
	}
}

static void transcodes_as_g711(void)
{
	for (int code = 0; code < 256; code++) {
		uint8_t in = (uint8_t)code;
		uint8_t out;

		law_transcode(MU_LAW, &out, &in, 1);
		CHECK_EQUAL(out, ulaw_to_alaw(in));
		law_transcode(A_LAW, &out, &in, 1);
		CHECK_EQUAL(out, alaw_to_ulaw(in));
	}
}

static void blocks_are_samples(void)
{
	int16_t linear[256], back[256];
	uint8_t codes[256];

	for (int i = 0; i < 256; i++)
		linear[i] = (int16_t)(i * 251 - 32000);
	for (enum law law = MU_LAW; law <= A_LAW; law++) {
		law_encode(law, codes, linear, 256);
		law_decode(law, back, codes, 256);
		for (int i = 0; i < 256; i++) {
			CHECK_EQUAL(codes[i], law_encode_sample(law, linear[i]));
			CHECK_EQUAL(back[i], law_decode_sample(law, codes[i]));
		}
	}
}

int main(void)
{
	static const struct test tests[] = {
		{ "G.711 every code decodes as in spandsp", decodes_as_spandsp },
		{ "G.711 tables 1 and 2: ends of the scale and silence", known_values },
		{ "G.711 a code decoded and encoded is the same code", codes_survive },
		{ "G.711 every sample becomes the nearest code", encodes_to_the_nearest },
		{ "G.711 §4 codes convert from law to law by its tables", transcodes_as_g711 },
		{ "blocks give what single samples give", blocks_are_samples },
	};

	law_init();
	return RUN(tests);
}
