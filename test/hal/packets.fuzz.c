/* SPDX-License-Identifier: MIT */
/*
 * libFuzzer over what bytes from a network reach first: RTP and RTCP parsers, SRTP, STUN, RFC 4733
 * keys, reception, jitter buffer and learner. The input is a row of datagrams, each after two bytes of
 * length; the first byte of the length's pair also chooses RTP or RTCP and how time passes.
 */
#include <stdlib.h>
#include <string.h>

#include "ice.h"
#include "jitter.h"
#include "key_in.h"
#include "learner.h"
#include "reception.h"
#include "rtcp.h"
#include "rtp.h"
#include "seal.h"
#include "strowger/media.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

struct state {
	struct reception reception;
	struct key_in key;
	struct learner learner;
	struct jitter jitter;
	struct ice ice;
	uint64_t now_ns;
};

static struct seal *seals[2]; /* AES-CM and GCM: the same for all inputs, replay windows and all */

static void take_rtp(struct state *state, const uint8_t *data, size_t length)
{
	struct rtp_packet packet;
	struct key_report report;
	struct address from;
	struct rtcp_block block;

	if (rtp_parse(data, length, &packet) != 0)
		return;
	if (address_parse(packet.marker ? "192.0.2.1" : "192.0.2.2", packet.payload_type, &from) !=
	    0)
		abort();
	(void)learner_judge(&state->learner, &from, packet.ssrc, packet.sequence, state->now_ns);
	if (reception_packet(&state->reception, packet.ssrc, packet.sequence))
		jitter_reset(&state->jitter);
	reception_timing(&state->reception, packet.timestamp, 8, state->now_ns);
	reception_report(&state->reception, 8, &block);
	jitter_put(&state->jitter, packet.timestamp, packet.marker ? A_LAW : MU_LAW, packet.payload,
		   packet.length);
	(void)key_in_packet(&state->key, packet.timestamp, packet.marker, packet.payload,
			    packet.length, state->now_ns, &report);
}

static void take_rtcp(const uint8_t *data, size_t length)
{
	struct rtcp_report report;
	uint8_t out[RTCP_LARGEST];

	if (rtcp_parse(data, length, 1, &report) == 0)
		(void)rtcp_write(out, &report, "fuzz");
}

static void take_stun(struct state *state, const uint8_t *data, size_t length)
{
	static const char password[] = "VOkJxbRl1RmTxUk/WvJxBt"; /* of the seed, RFC 5769 §2.1 */
	struct address from = { .u.v4 = { .sin_family = AF_INET }, .length = sizeof from.u.v4 };
	uint8_t reply[STUN_LARGEST_REPLY];
	size_t reply_length = 0;

	ice_set(&state->ice, "evtj", password, "h6vY");
	if (ice_judge(&state->ice, &from, data, length, 1, reply, &reply_length) != ICE_SILENCE &&
	    reply_length > sizeof reply)
		abort();
}

/* What nobody has sealed must not open, but for the tag of four bytes in 2^32. */
static void take_sealed(const uint8_t *data, size_t length)
{
	for (unsigned i = 0; i < 4; i++) {
		uint8_t copy[RTP_LARGEST + SEAL_ROOM];
		size_t whole = length;

		if (length > RTP_LARGEST)
			return;
		memcpy(copy, data, length);
		if ((i < 2 ? unseal_rtp : unseal_rtcp)(seals[i % 2], copy, &whole) == 0 ||
		    whole != length)
			abort();
	}
}

static void make_seals(void)
{
	static const uint8_t key[SEAL_LONGEST_KEY] = { 1, 2, 3 };

	if (seal_new(MEDIA_AES_CM_128_HMAC_SHA1_80, key, &seals[0]) != 0 ||
	    seal_new(MEDIA_AEAD_AES_256_GCM, key, &seals[1]) != 0)
		abort();
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static struct state state;
	static bool ready;
	int16_t out[FRAME];

	if (!ready) {
		law_init();
		make_seals();
	}
	ready = true;
	memset(&state, 0, sizeof state);
	state.learner.symmetric = true;
	state.learner.window_ends_ns = LEARN_WINDOW_NS;
	while (size >= 2) {
		size_t length = (size_t)(data[0] & 7) << 8 | data[1];
		uint8_t *copy;

		data += 2;
		size -= 2;
		if (length > size)
			length = size;
		copy = malloc(length + 1); /* its own, so that a read past its end is seen */
		if (copy == NULL)
			abort();
		memcpy(copy, data, length);
		take_sealed(copy, length);
		if (stun_is(copy, length))
			take_stun(&state, copy, length);
		if (data[-2] & 8)
			take_rtcp(copy, length);
		else
			take_rtp(&state, copy, length);
		free(copy);
		for (unsigned i = 0; i < (unsigned)data[-2] >> 4; i++) {
			(void)jitter_get(&state.jitter, out);
			state.now_ns += 20000000;
		}
		data += length;
		size -= length;
	}
	return 0;
}
