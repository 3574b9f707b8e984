/* SPDX-License-Identifier: MIT */
/*
 * Packets of one source go to an ear as they come, with our SSRC and with numbers of ours that keep
 * the source's gaps and order, so that the peer sees the loss there was. Media thread; this is the
 * path with the CPU budget.
 */
#include <string.h>

#include "engine.h"

#define LARGEST_GAP 100        /* sequence numbers: 2 s of loss; more is a restart */
#define LARGEST_JUMP_MS 10000U /* beside the time that went by: the source's clock was set */

static bool clock_was_set(const struct termination *ear, uint32_t timestamp)
{
	const struct outgoing *out = &ear->out;
	uint32_t largest = LARGEST_JUMP_MS * ear->stream.clock_khz;
	uint32_t beside = timestamp + out->timestamp_shift - out->timestamp + largest;

	if (beside <= 2 * largest)
		return false;
	/* A peer that is silent sends nothing, and its timestamps go on. */
	if (ear->media->now_ns > out->ends_ns)
		beside -= ticks_of(&ear->stream, ear->media->now_ns - out->ends_ns);
	return beside > 2 * largest;
}

static bool goes_on(const struct termination *ear, const struct termination *from,
		    const struct rtp_packet *packet)
{
	const struct outgoing *out = &ear->out;
	uint16_t gap = (uint16_t)(packet->sequence - out->newest + LARGEST_GAP);

	return out->feed == FEED_RELAY && out->source == from && out->source_ssrc == packet->ssrc &&
	       gap <= 2 * LARGEST_GAP && !clock_was_set(ear, packet->timestamp);
}

static void follow(struct termination *ear, const struct termination *from,
		   const struct rtp_packet *packet)
{
	struct outgoing *out = &ear->out;

	if (goes_on(ear, from, packet))
		return;
	outgoing_resume(ear);
	out->feed = FEED_RELAY;
	out->source = from;
	out->source_ssrc = packet->ssrc;
	out->newest = (uint16_t)(packet->sequence - 1);
	out->sequence_shift = (uint16_t)(out->sequence - packet->sequence);
	out->timestamp_shift = out->timestamp - packet->timestamp;
}

static bool is_newest(const struct outgoing *out, const struct rtp_packet *packet)
{
	return (int16_t)(packet->sequence - out->newest) > 0;
}

/* Writes the header before the payload in `datagram`, with the numbers that `packet` has in our stream. */
static void number(struct termination *ear, const struct rtp_packet *packet, uint8_t payload_type,
		   uint8_t *datagram)
{
	struct outgoing *out = &ear->out;

	rtp_write_header(datagram,
			 &(struct rtp_packet){
				 .payload_type = payload_type,
				 .marker = packet->marker || out->marker,
				 .sequence = (uint16_t)(packet->sequence + out->sequence_shift),
				 .timestamp = packet->timestamp + out->timestamp_shift,
				 .ssrc = out->ssrc,
			 });
	if (is_newest(out, packet)) {
		out->newest = packet->sequence;
		out->sequence = (uint16_t)(packet->sequence + out->sequence_shift + 1);
	}
}

static void forward_audio(struct termination *ear, const struct stream *from,
			  const struct rtp_packet *packet, uint32_t ticks)
{
	struct outgoing *out = &ear->out;
	uint8_t datagram[RTP_LARGEST];

	if (from->codec == ear->stream.codec)
		memcpy(datagram + RTP_HEADER, packet->payload, packet->length);
	else
		law_transcode((enum law)from->law, datagram + RTP_HEADER, packet->payload,
			      packet->length);
	if (is_newest(out, packet)) {
		out->timestamp = packet->timestamp + out->timestamp_shift + ticks;
		out->ends_ns = ear->media->now_ns + ns_of(&ear->stream, ticks);
	}
	number(ear, packet, ear->stream.payload_type, datagram);
	outgoing_transmit(ear, datagram, RTP_HEADER + packet->length);
}

/* The source's packets have another length than ours: cut them anew. What comes out of order is
 * lost. */
static void recut_audio(struct termination *ear, const struct stream *from,
			const struct rtp_packet *packet)
{
	struct outgoing *out = &ear->out;
	uint32_t timestamp = packet->timestamp + out->timestamp_shift;

	if (!is_newest(out, packet))
		return;
	if (timestamp != out->timestamp + out->fill) {
		outgoing_flush(ear);
		out->timestamp = timestamp;
	}
	if (out->fill == 0)
		out->ends_ns = ear->media->now_ns;
	outgoing_codes(ear, from, packet->payload, packet->length);
	out->newest = packet->sequence;
	out->sequence_shift = (uint16_t)(out->sequence - packet->sequence - 1);
}

void relay_audio(struct termination *ear, const struct termination *from,
		 const struct rtp_packet *packet)
{
	if (ear->keying)
		return;
	follow(ear, from, packet);
	if (ear->coder && !ear->coder->codec->octets)
		forward_audio(ear, &from->stream, packet,
			      ear->coder->codec->ticks(packet->payload, packet->length));
	else if (packet->length == ear->stream.ptime && ear->out.fill == 0)
		forward_audio(ear, &from->stream, packet, (uint32_t)packet->length);
	else
		recut_audio(ear, &from->stream, packet);
}

#define LONGEST_BESIDE 64 /* octets of an event or of comfort noise */

/* False: not to be sent. */
static bool beside(struct termination *ear, const struct termination *from,
		   const struct rtp_packet *packet, uint8_t payload_type, uint8_t *datagram)
{
	if (ear->keying || packet->length > LONGEST_BESIDE)
		return false;
	follow(ear, from, packet);
	outgoing_flush(ear);
	memcpy(datagram + RTP_HEADER, packet->payload, packet->length);
	number(ear, packet, payload_type, datagram);
	return true;
}

void relay_event(struct termination *ear, const struct termination *from,
		 const struct rtp_packet *packet)
{
	uint8_t datagram[RTP_HEADER + LONGEST_BESIDE];

	if (beside(ear, from, packet, ear->stream.event_payload_type, datagram))
		outgoing_event(ear, datagram, packet->length);
}

void relay_comfort(struct termination *ear, const struct termination *from,
		   const struct rtp_packet *packet)
{
	uint8_t datagram[RTP_HEADER + LONGEST_BESIDE];

	if (beside(ear, from, packet, COMFORT_PAYLOAD_TYPE, datagram))
		outgoing_transmit(ear, datagram, RTP_HEADER + packet->length);
}

void relay_nothing(struct termination *ear, const struct termination *from,
		   const struct rtp_packet *packet)
{
	struct outgoing *out = &ear->out;

	if (!goes_on(ear, from, packet) || !is_newest(out, packet))
		return;
	out->newest = packet->sequence;
	out->sequence_shift--;
}
