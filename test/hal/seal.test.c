/* SPDX-License-Identifier: MIT */
/* SRTP against the vectors of its standards, against libsrtp2, and against who changes, repeats and guesses packets. */
#include "seal.h"

#include <errno.h>
#include <srtp2/srtp.h>
#include <stdlib.h>
#include <string.h>

#include "check.h"
#include "rtp.h"
#include "strowger/media.h"

static const uint8_t suites[] = {
	MEDIA_AES_CM_128_HMAC_SHA1_80, MEDIA_AES_CM_128_HMAC_SHA1_32, MEDIA_AES_256_CM_HMAC_SHA1_80,
	MEDIA_AES_256_CM_HMAC_SHA1_32, MEDIA_AEAD_AES_128_GCM,        MEDIA_AEAD_AES_256_GCM,
};
#define SUITES (sizeof suites / sizeof *suites)

/* RFC 3711 appendix B.3: master key and salt. */
static const uint8_t rfc3711[30] = {
	0xe1, 0xf9, 0x7a, 0x0d, 0x3e, 0x01, 0x8b, 0xe0, 0xd6, 0x4f, 0xa3, 0x2c, 0x06, 0xde, 0x41,
	0x39, 0x0e, 0xc6, 0x75, 0xad, 0x49, 0x8a, 0xfe, 0xeb, 0xb6, 0x96, 0x0b, 0x3a, 0xab, 0xe6,
};

static struct seal *seal_of(uint8_t suite, const uint8_t *key)
{
	struct seal *seal = NULL;

	CHECK_EQUAL(seal_new(suite, key, &seal), 0);
	return seal;
}

/* A packet of `length` bytes after its header, each `fill`. */
static size_t packet(uint8_t *out, uint16_t sequence, uint8_t fill, size_t length)
{
	rtp_write_header(out, &(struct rtp_packet){ .payload_type = 15,
						    .sequence = sequence,
						    .timestamp = 0xdecafbad,
						    .ssrc = 0xcafebabe });
	memset(out + RTP_HEADER, fill, length);
	return RTP_HEADER + length;
}

/* Whose session keys are wrong in a bit has neither this body nor this tag. */
static void key_derivation(void)
{
	static const uint8_t sealed[] = {
		/* what libsrtp's own validation expects under that key */
		0x80, 0x0f, 0x12, 0x34, 0xde, 0xca, 0xfb, 0xad, 0xca, 0xfe, 0xba, 0xbe, 0x4e,
		0x55, 0xdc, 0x4c, 0xe7, 0x99, 0x78, 0xd8, 0x8c, 0xa4, 0xd2, 0x15, 0x94, 0x9d,
		0x24, 0x02, 0xb7, 0x8d, 0x6a, 0xcc, 0x99, 0xea, 0x17, 0x9b, 0x8d, 0xbb
	};
	struct seal *out = seal_of(MEDIA_AES_CM_128_HMAC_SHA1_80, rfc3711);
	struct seal *in = seal_of(MEDIA_AES_CM_128_HMAC_SHA1_80, rfc3711);
	uint8_t data[128];
	size_t length = packet(data, 0x1234, 0xab, 16);

	CHECK_EQUAL(seal_rtp(out, data, &length), 0);
	CHECK_EQUAL(length, sizeof sealed);
	CHECK_EQUAL(memcmp(data, sealed, sizeof sealed), 0);
	CHECK_EQUAL(unseal_rtp(in, data, &length), 0);
	CHECK_EQUAL(length, RTP_HEADER + 16);
	CHECK_EQUAL(data[RTP_HEADER + 15], 0xab);
	seal_free(out);
	seal_free(in);
}

/* RFC 7714 in its master key form: the packet of libsrtp's validation. */
static void gcm(void)
{
	static const uint8_t key[28] = { 0,    1,    2,    3,    4,    5,    6,    7,    8,    9,
					 10,   11,   12,   13,   14,   15,   0xa0, 0xa1, 0xa2, 0xa3,
					 0xa4, 0xa5, 0xa6, 0xa7, 0xa8, 0xa9, 0xaa, 0xab };
	static const uint8_t sealed[] = { 0xc5, 0x00, 0x2e, 0xde, 0x04, 0xcf, 0xdd, 0x2e,
					  0xb9, 0x11, 0x59, 0xe0, 0x88, 0x0a, 0xa0, 0x6e,
					  0xd2, 0x97, 0x68, 0x26, 0xf7, 0x96, 0xb2, 0x01,
					  0xdf, 0x31, 0x31, 0xa1, 0x27, 0xe8, 0xa3, 0x92 };
	struct seal *out = seal_of(MEDIA_AEAD_AES_128_GCM, key);
	uint8_t data[128];
	size_t length = packet(data, 0x1234, 0xab, 16);

	CHECK_EQUAL(seal_rtp(out, data, &length), 0);
	CHECK_EQUAL(length, RTP_HEADER + sizeof sealed);
	CHECK_EQUAL(memcmp(data + RTP_HEADER, sealed, sizeof sealed), 0);
	seal_free(out);
}

static srtp_t theirs(uint8_t suite, uint8_t *key, srtp_ssrc_type_t direction)
{
	srtp_policy_t policy;
	srtp_t session = NULL;

	memset(&policy, 0, sizeof policy);
	switch (suite) {
	case MEDIA_AES_CM_128_HMAC_SHA1_80:
		srtp_crypto_policy_set_rtp_default(&policy.rtp);
		break;
	case MEDIA_AES_CM_128_HMAC_SHA1_32:
		srtp_crypto_policy_set_aes_cm_128_hmac_sha1_32(&policy.rtp);
		break;
	case MEDIA_AES_256_CM_HMAC_SHA1_80:
		srtp_crypto_policy_set_aes_cm_256_hmac_sha1_80(&policy.rtp);
		break;
	case MEDIA_AES_256_CM_HMAC_SHA1_32:
		srtp_crypto_policy_set_aes_cm_256_hmac_sha1_32(&policy.rtp);
		break;
	case MEDIA_AEAD_AES_128_GCM:
		srtp_crypto_policy_set_aes_gcm_128_16_auth(&policy.rtp);
		break;
	default:
		srtp_crypto_policy_set_aes_gcm_256_16_auth(&policy.rtp);
	}
	policy.rtcp = policy.rtp;
	if (policy.rtcp.auth_tag_len == 4)
		policy.rtcp.auth_tag_len = 10; /* RFC 4568 §6.2.2 */
	policy.key = key;
	policy.window_size = 128;
	policy.ssrc.type = direction;
	CHECK_EQUAL(srtp_create(&session, &policy), srtp_err_status_ok);
	return session;
}

/* Another one each time, and the same ones in each run. */
static void random_key(uint8_t *key)
{
	static uint32_t state = 1;

	for (unsigned i = 0; i < SEAL_LONGEST_KEY; i++) {
		state = state * 1664525 + 1013904223;
		key[i] = (uint8_t)(state >> 24);
	}
}

/* Twice around the sequence numbers, with CSRCs and extensions among the headers. */
static void both_read_each_other(void)
{
	for (unsigned s = 0; s < SUITES; s++) {
		uint8_t key[SEAL_LONGEST_KEY];
		struct seal *out, *in;
		srtp_t their_in, their_out;
		unsigned wrong = 0;

		random_key(key);
		out = seal_of(suites[s], key);
		in = seal_of(suites[s], key);
		their_in = theirs(suites[s], key, ssrc_any_inbound);
		their_out = theirs(suites[s], key, ssrc_any_outbound);
		for (unsigned i = 0; i < 1400; i++) {
			_Alignas(8) uint8_t data[512], plain[512];
			uint16_t sequence = (uint16_t)(40000 + i * 97);
			size_t length = packet(plain, sequence, (uint8_t)i, i % 300 + 8);
			int their_length;

			plain[0] |=
				i % 3 == 1 ? 0x11 : 0; /* a CSRC, and an extension of one word */
			if (i % 3 == 1) {
				write_u16(plain + 16, 0xbede);
				write_u16(plain + 18, i % 300 >= 8 ? 1 : 0);
			}
			memcpy(data, plain, length);
			their_length = (int)length;
			wrong += seal_rtp(out, data, &length) != 0;
			their_length = (int)length;
			wrong +=
				srtp_unprotect(their_in, data, &their_length) != srtp_err_status_ok;
			wrong += memcmp(data, plain, (size_t)their_length) != 0;
			wrong += srtp_protect(their_out, data, &their_length) != srtp_err_status_ok;
			length = (size_t)their_length;
			wrong += unseal_rtp(in, data, &length) != 0;
			wrong += memcmp(data, plain, length) != 0;
		}
		CHECK_EQUAL(wrong, 0);
		srtp_dealloc(their_in);
		srtp_dealloc(their_out);
		seal_free(out);
		seal_free(in);
	}
}

static void both_read_each_others_reports(void)
{
	for (unsigned s = 0; s < SUITES; s++) {
		uint8_t key[SEAL_LONGEST_KEY];
		struct seal *out, *in;
		srtp_t their_in, their_out;

		random_key(key);
		out = seal_of(suites[s], key);
		in = seal_of(suites[s], key);
		their_in = theirs(suites[s], key, ssrc_any_inbound);
		their_out = theirs(suites[s], key, ssrc_any_outbound);
		for (unsigned i = 0; i < 50; i++) {
			_Alignas(8) uint8_t data[512] = { 0x80, 201, 0, 7, 1, 2, 3, 4 }, plain[512];
			size_t length = 32;
			int their_length;

			memset(data + 8, (int)i, 24);
			memcpy(plain, data, sizeof plain);
			CHECK_EQUAL(seal_rtcp(out, data, &length), 0);
			CHECK(memcmp(data + 8, plain + 8, 24) != 0);
			their_length = (int)length;
			CHECK_EQUAL(srtp_unprotect_rtcp(their_in, data, &their_length),
				    srtp_err_status_ok);
			CHECK_EQUAL(their_length, 32);
			CHECK_EQUAL(memcmp(data, plain, 32), 0);
			CHECK_EQUAL(srtp_protect_rtcp(their_out, data, &their_length),
				    srtp_err_status_ok);
			length = (size_t)their_length;
			CHECK_EQUAL(unseal_rtcp(in, data, &length), 0);
			CHECK_EQUAL(length, 32);
			CHECK_EQUAL(memcmp(data, plain, 32), 0);
		}
		srtp_dealloc(their_in);
		srtp_dealloc(their_out);
		seal_free(out);
		seal_free(in);
	}
}

static void what_was_changed_does_not_open(void)
{
	for (unsigned s = 0; s < SUITES; s++) {
		struct seal *out = seal_of(suites[s], (const uint8_t[SEAL_LONGEST_KEY]){ 7 });
		struct seal *in = seal_of(suites[s], (const uint8_t[SEAL_LONGEST_KEY]){ 7 });
		uint8_t data[256], changed[256];
		size_t length = packet(data, 1, 0x55, 160), whole;

		CHECK_EQUAL(seal_rtp(out, data, &length), 0);
		for (size_t i = 0; i < length; i++) {
			memcpy(changed, data, length);
			changed[i] ^= 0x10;
			whole = length;
			CHECK(unseal_rtp(in, changed, &whole) != 0);
		}
		for (size_t cut = 1; cut < length; cut++) {
			memcpy(changed, data, length);
			whole = length - cut;
			CHECK(unseal_rtp(in, changed, &whole) != 0);
		}
		CHECK_EQUAL(unseal_rtp(in, data, &length), 0);
		seal_free(out);
		seal_free(in);
	}
}

static void replays(void)
{
	struct seal *out = seal_of(MEDIA_AEAD_AES_128_GCM, rfc3711);
	struct seal *in = seal_of(MEDIA_AEAD_AES_128_GCM, rfc3711);
	uint8_t kept[300][128], data[128];
	size_t length = 0;

	for (uint16_t i = 0; i < 300; i++) {
		length = packet(kept[i], (uint16_t)(65400 + i), 1, 40);
		CHECK_EQUAL(seal_rtp(out, kept[i], &length), 0);
	}
	for (unsigned i = 0; i < 300; i++) { /* pairs change places */
		size_t whole = length;

		memcpy(data, kept[i ^ 1], length);
		CHECK_EQUAL(unseal_rtp(in, data, &whole), 0);
	}
	for (unsigned i = 0; i < 300; i++) {
		size_t whole = length;

		memcpy(data, kept[i], length);
		CHECK_EQUAL(unseal_rtp(in, data, &whole), -EALREADY);
	}
	seal_free(out);
	seal_free(in);
}

/* The key stream of a sequence number is used once: two texts under it would give each other away. */
static void nothing_is_sealed_twice(void)
{
	struct seal *out = seal_of(MEDIA_AES_CM_128_HMAC_SHA1_80, rfc3711);
	uint8_t data[128];
	size_t length = packet(data, 9, 1, 40);

	CHECK_EQUAL(seal_rtp(out, data, &length), 0);
	length = packet(data, 9, 2, 40);
	CHECK_EQUAL(seal_rtp(out, data, &length), -EALREADY);
	seal_free(out);
}

/* We have been killed and started anew: the peer has gone around 20 times. */
static void joins_late(void)
{
	for (unsigned s = 0; s < SUITES; s++) {
		struct seal *out = seal_of(suites[s], (const uint8_t[SEAL_LONGEST_KEY]){ 3 });
		struct seal *in = seal_of(suites[s], (const uint8_t[SEAL_LONGEST_KEY]){ 3 });
		uint8_t data[128];
		size_t length;

		for (unsigned i = 0; i < 20 * 65536; i += 30000) {
			length = packet(data, (uint16_t)i, 1, 40);
			CHECK_EQUAL(seal_rtp(out, data, &length), 0);
		}
		CHECK_EQUAL(unseal_rtp(in, data, &length), 0);
		CHECK_EQUAL(data[RTP_HEADER + 39], 1);
		seal_free(out);
		seal_free(in);
	}
}

static void sources_are_bounded(void)
{
	struct seal *out, *in = seal_of(MEDIA_AEAD_AES_128_GCM, rfc3711);

	for (uint32_t i = 0; i < 20; i++) {
		uint8_t data[128];
		size_t length = packet(data, 1, 1, 40);

		out = seal_of(MEDIA_AEAD_AES_128_GCM, rfc3711);
		write_u32(data + 8, i);
		CHECK_EQUAL(seal_rtp(out, data, &length), 0);
		CHECK_EQUAL(unseal_rtp(in, data, &length), i < 16 ? 0 : -ENOSPC);
		seal_free(out);
	}
	seal_free(in);
}

static void suites_are_known(void)
{
	struct seal *seal;

	CHECK_EQUAL(seal_new(MEDIA_NO_SUITE, rfc3711, &seal), -EINVAL);
	CHECK_EQUAL(seal_new(7, rfc3711, &seal), -EINVAL);
	CHECK_EQUAL(seal_key_length(MEDIA_AES_CM_128_HMAC_SHA1_32), 30);
	CHECK_EQUAL(seal_key_length(MEDIA_AES_256_CM_HMAC_SHA1_80), 46);
	CHECK_EQUAL(seal_key_length(MEDIA_AEAD_AES_128_GCM), 28);
	CHECK_EQUAL(seal_key_length(MEDIA_AEAD_AES_256_GCM), 44);
	seal_free(NULL);
}

int main(void)
{
	static const struct test tests[] = {
		{ "RFC 3711 appendix B the key, and the packet that it seals", key_derivation },
		{ "RFC 7714 the packet that AES-128-GCM seals", gcm },
		{ "RTP: what we seal libsrtp opens, and the other way round",
		  both_read_each_other },
		{ "RTCP: what we seal libsrtp opens, and the other way round",
		  both_read_each_others_reports },
		{ "SECURITY 6: a changed bit, or a lost one, and nothing opens",
		  what_was_changed_does_not_open },
		{ "RFC 3711 §3.3.2 a packet opens once, in whatever order", replays },
		{ "RFC 3711 §9.1 no sequence number is used twice", nothing_is_sealed_twice },
		{ "a seal made in the middle of a call finds the roll-over counter", joins_late },
		{ "no peer fills the memory with sources", sources_are_bounded },
		{ "only suites of the table", suites_are_known },
	};

	srtp_init();
	return RUN(tests);
}
