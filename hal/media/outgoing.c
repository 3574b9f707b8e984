/* SPDX-License-Identifier: MIT */
/* Our RTP stream towards a peer. Under the lock. */
#include <string.h>
#include <sys/socket.h>

#include "engine.h"

void outgoing_resume(struct termination *t)
{
	struct outgoing *out = &t->out;
	uint64_t now = t->media->now_ns;

	outgoing_flush(t);
	out->feed = FEED_NONE;
	out->marker = true;
	if (now > out->ends_ns) {
		if (out->begun)
			out->timestamp += (uint32_t)((now - out->ends_ns) / NS_PER_SAMPLE);
		out->ends_ns = now;
	}
}

void outgoing_transmit(struct termination *t, const uint8_t *datagram, size_t length)
{
	const struct address *to = &t->learner.remote;

	/* What a full socket buffer does not take is lost like on any network: sound must not wait.
	 */
	if (sendto(t->rtp.fd, datagram, length, MSG_DONTWAIT | MSG_NOSIGNAL, &to->u.any,
		   to->length) < 0) {
		t->media->packets_dropped++;
		return;
	}
	t->out.begun = true;
	t->out.marker = false;
	t->out.packets++;
	t->out.bytes += length - RTP_HEADER;
	t->media->packets_sent++;
}

void outgoing_flush(struct termination *t)
{
	struct outgoing *out = &t->out;

	if (out->fill == 0)
		return;
	rtp_write_header(t->datagram, &(struct rtp_packet){
					      .payload_type = t->stream.payload_type,
					      .marker = out->marker,
					      .sequence = out->sequence++,
					      .timestamp = out->timestamp,
					      .ssrc = out->ssrc,
				      });
	out->timestamp += out->fill;
	out->ends_ns += out->fill * NS_PER_SAMPLE;
	if (can_send(t))
		outgoing_transmit(t, t->datagram, RTP_HEADER + (size_t)out->fill);
	out->fill = 0;
}

/* Room for at most `wanted` codes in the packet being filled. */
static uint8_t *room(struct termination *t, size_t wanted, size_t *given)
{
	size_t left = (size_t)t->stream.ptime - t->out.fill;

	*given = wanted < left ? wanted : left;
	return t->datagram + RTP_HEADER + t->out.fill;
}

static void filled(struct termination *t, size_t count)
{
	t->out.fill = (uint16_t)(t->out.fill + count);
	if (t->out.fill >= t->stream.ptime)
		outgoing_flush(t);
}

void outgoing_frame(struct termination *t, const int16_t *frame)
{
	if (t->out.feed != FEED_MIX) {
		outgoing_resume(t);
		t->out.feed = FEED_MIX;
	}
	for (size_t done = 0, count; done < FRAME; done += count) {
		uint8_t *at = room(t, FRAME - done, &count);

		law_encode(t->stream.law, at, frame + done, count);
		filled(t, count);
	}
}

void outgoing_codes(struct termination *t, enum law law, const uint8_t *codes, size_t count)
{
	while (count > 0) {
		size_t now;
		uint8_t *at = room(t, count, &now);

		if (law == t->stream.law)
			memcpy(at, codes, now);
		else
			law_transcode(law, at, codes, now);
		filled(t, now);
		codes += now;
		count -= now;
	}
}
