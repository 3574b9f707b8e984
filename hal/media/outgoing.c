/* SPDX-License-Identifier: MIT */
/* Our RTP stream towards a peer. Under the lock. */
#include <string.h>
#include <sys/socket.h>

#include "secure.h"

/*
 * SADV-2: some switches drop UDP datagrams that are as short as an event. Where the peer is behind one, its RTP header is made longer by
 * an extension that says nothing (RFC 3550 §5.3.1, in the form of RFC 8285 §4.2: octets of padding only).
 */
#define PADDED_RTP 64 /* octets, from the RTP header on */
#define EXTENSION 4

void outgoing_resume(struct termination *t)
{
	struct outgoing *out = &t->out;
	uint64_t now = t->media->now_ns;

	outgoing_flush(t);
	out->feed = FEED_NONE;
	out->marker = true;
	if (now > out->ends_ns) {
		if (out->begun && t->stream.set)
			out->timestamp += ticks_of(&t->stream, now - out->ends_ns);
		out->ends_ns = now;
	}
}

void outgoing_transmit(struct termination *t, const uint8_t *datagram, size_t length)
{
	const struct address *to = &t->learner.remote;
	uint8_t sealed[RTP_LARGEST + SEAL_ROOM];
	size_t payload = length - RTP_HEADER;

	if (t->secured) {
		memcpy(sealed, datagram, length);
		if (!secure_seal_rtp(t, sealed, &length))
			return;
		datagram = sealed;
	}
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
	t->out.bytes += payload;
	t->media->packets_sent++;
}

void outgoing_event(struct termination *t, const uint8_t *datagram, size_t payload)
{
	uint8_t wide[RTP_HEADER + EXTENSION + PADDED_RTP] = { 0 };
	size_t words, length;
	uint64_t before = t->out.packets;

	if (!t->stream.pad_events || RTP_HEADER + payload >= PADDED_RTP) {
		outgoing_transmit(t, datagram, RTP_HEADER + payload);
		return;
	}
	words = (PADDED_RTP - RTP_HEADER - EXTENSION - payload + 3) / 4;
	length = RTP_HEADER + EXTENSION + 4 * words + payload;
	memcpy(wide, datagram, RTP_HEADER);
	wide[0] |= 0x10;
	write_u16(wide + RTP_HEADER, 0xBEDE);
	write_u16(wide + RTP_HEADER + 2, (uint16_t)words);
	memcpy(wide + length - payload, datagram + RTP_HEADER, payload);
	outgoing_transmit(t, wide, length);
	if (t->out.packets != before)
		t->out.bytes -= EXTENSION + 4 * words; /* RFC 3550 §6.4.1 counts payload only */
}

/* The packet in t->datagram, whose payload lasts `ticks`; without a payload only time passes. */
static void send_packet(struct termination *t, size_t bytes, uint32_t ticks)
{
	struct outgoing *out = &t->out;

	if (bytes > 0) {
		rtp_write_header(t->datagram, &(struct rtp_packet){
						      .payload_type = t->stream.payload_type,
						      .marker = out->marker,
						      .sequence = out->sequence++,
						      .timestamp = out->timestamp,
						      .ssrc = out->ssrc,
					      });
	}
	out->timestamp += ticks;
	out->ends_ns += ns_of(&t->stream, ticks);
	if (bytes > 0 && can_send(t))
		outgoing_transmit(t, t->datagram, RTP_HEADER + bytes);
	else if (bytes == 0)
		out->marker = true; /* what comes next begins a talk spurt */
}

void outgoing_flush(struct termination *t)
{
	struct outgoing *out = &t->out;

	if (t->coder)
		t->coder->pending = 0; /* less than a packet cannot be sent */
	if (out->fill == 0)
		return;
	send_packet(t, out->fill, out->fill);
	out->fill = 0;
}

/* The packet that a coder has made last, of the same codec as the party's own. */
static void send_coded(struct termination *t, const struct coder *coder)
{
	size_t bytes = coder->made > 0 ? (size_t)coder->made : 0;

	memcpy(t->datagram + RTP_HEADER, coder->packet, bytes);
	send_packet(t, bytes, t->stream.ptime);
}

/* Samples gather until they are a packet. */
static void encode(struct termination *t, const int16_t *frame)
{
	struct coder *coder = t->coder;
	unsigned whole = t->stream.ptime / t->stream.clock_khz * coder->khz;
	unsigned left = 20 * coder->khz;

	coder->before = coder->pending;
	coder->made = -1;
	if (t->remote_lost_permille != UINT32_MAX)
		coder_lost(coder, t->remote_lost_permille);
	while (left > 0) {
		unsigned count = whole - coder->pending < left ? whole - coder->pending : left;

		memcpy(coder->out + coder->pending, frame, count * sizeof *frame);
		frame += count;
		left -= count;
		coder->pending += count;
		if (coder->pending < whole)
			return;
		coder->pending = 0;
		coder->made = coder->codec->encode(coder->state, coder->packet, LONGEST_PAYLOAD,
						   coder->out, (int)whole);
		send_coded(t, coder);
	}
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

static void feed_mix(struct termination *t)
{
	if (t->out.feed == FEED_MIX)
		return;
	outgoing_resume(t);
	t->out.feed = FEED_MIX;
}

void outgoing_follow(struct termination *t, const struct termination *singer)
{
	feed_mix(t);
	t->coder->pending = singer->coder->pending;
	if (singer->coder->made >= 0)
		send_coded(t, singer->coder);
}

/* Whether it is silence, which is told (RFC 3389) and not sent. */
static bool hush(struct termination *t, const int16_t *frame)
{
	uint8_t datagram[RTP_HEADER + 64];
	unsigned count = 20 * (t->coder ? t->coder->khz : 8);
	enum hushed hushed = comfort_judge(&t->hush, frame, count);

	if (hushed == NOT_HUSHED)
		return false;
	outgoing_flush(t);
	if (hushed == HUSHED_ANEW && can_send(t)) {
		rtp_write_header(datagram,
				 &(struct rtp_packet){ .payload_type = COMFORT_PAYLOAD_TYPE,
						       .sequence = t->out.sequence++,
						       .timestamp = t->out.timestamp,
						       .ssrc = t->out.ssrc });
		datagram[RTP_HEADER] = t->hush.level;
		outgoing_transmit(t, datagram, RTP_HEADER + 1);
	}
	send_packet(t, 0, 20U * t->stream.clock_khz);
	return true;
}

void outgoing_frame(struct termination *t, const int16_t *frame)
{
	feed_mix(t);
	if (t->stream.comfort && hush(t, frame))
		return;
	if (t->coder) {
		encode(t, frame);
		return;
	}
	for (size_t done = 0, count; done < FRAME; done += count) {
		uint8_t *at = room(t, FRAME - done, &count);

		law_encode((enum law)t->stream.law, at, frame + done, count);
		filled(t, count);
	}
}

void outgoing_codes(struct termination *t, const struct stream *from, const uint8_t *codes,
		    size_t count)
{
	while (count > 0) {
		size_t now;
		uint8_t *at = room(t, count, &now);

		if (from->codec == t->stream.codec)
			memcpy(at, codes, now);
		else
			law_transcode((enum law)from->law, at, codes, now);
		filled(t, now);
		codes += now;
		count -= now;
	}
}
