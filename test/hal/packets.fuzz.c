/* SPDX-License-Identifier: MIT */
/*
 * libFuzzer over what bytes from a network reach first: RTP and RTCP parsers, RFC 4733 keys,
 * reception, jitter buffer and learner. The input is a row of datagrams, each after two bytes of
 * length; the first byte of the length's pair also chooses RTP or RTCP and how time passes.
 */
#include <stdlib.h>
#include <string.h>

#include "jitter.h"
#include "key_in.h"
#include "learner.h"
#include "reception.h"
#include "rtcp.h"
#include "rtp.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

struct state {
	struct reception reception;
	struct key_in key;
	struct learner learner;
	struct jitter jitter;
	uint64_t now_ns;
};

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

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static struct state state;
	static bool ready;
	int16_t out[FRAME];

	if (!ready)
		law_init();
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
