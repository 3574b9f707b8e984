/* SPDX-License-Identifier: MIT */
/* A packet came: is it well formed, is it the peer's, and who wants it. Media thread. */
#include <string.h>
#include <sys/socket.h>

#include "secure.h"

static void tell(struct termination *t, uint32_t kind)
{
	event_send(t->media, &(struct media_event){
				     .kind = kind,
				     .termination = t->id,
				     .monotonic_ns = t->media->now_ns,
			     });
}

static void learned(struct termination *t)
{
	if (!t->rtcp_locked) {
		t->rtcp_remote = t->learner.remote;
		address_set_port(&t->rtcp_remote, (uint16_t)(address_port(&t->learner.remote) + 1));
	}
	plan_context(t->context); /* perhaps it had no remote address until now */
	tell(t, MEDIA_EVENT_LEARNED);
}

static bool is_peer(struct termination *t, const struct address *from,
		    const struct rtp_packet *packet)
{
	bool known = packet->payload_type == t->stream.payload_type ||
		     (t->stream.event_payload_type != 0 &&
		      packet->payload_type == t->stream.event_payload_type);

	if (!t->stream.set)
		return false;
	if (secure_finds(t)) /* it was asked before the packet was opened */
		return true;
	/* What is not of our codec proves nothing about where the peer is. */
	if (!known && !address_same(from, &t->learner.remote))
		return false;
	if (t->priority > 0)
		return known && multicast_hears(t, from);
	switch (learner_judge(&t->learner, from, packet->ssrc, packet->sequence,
			      t->media->now_ns)) {
	case LEARNED:
		learned(t);
		return true;
	case PEER:
		return true;
	case STRANGER:
		break;
	}
	return false;
}

static void count(struct termination *t, const struct rtp_packet *packet)
{
	t->packets_received++;
	t->bytes_received += packet->length;
	t->media->packets_received++;
	t->heard_ns = t->media->now_ns;
	if (t->lost) {
		t->lost = false;
		tell(t, MEDIA_EVENT_RTP_BACK);
		reports_schedule(t);
	}
	if (reception_packet(&t->reception, packet->ssrc, packet->sequence)) {
		jitter_reset(&t->jitter);
		if (t->coder)
			coder_reset(t->coder);
		memset(&t->key_in, 0, sizeof t->key_in);
	}
}

static void take_audio(struct termination *t, const struct rtp_packet *packet)
{
	struct termination *ear;

	reception_timing(&t->reception, packet->timestamp, t->stream.clock_khz, t->media->now_ns);
	t->comfort.on = false;
	if (t->buffered && t->coder)
		coder_put(t->coder, &t->jitter, packet);
	else if (t->buffered)
		jitter_put(&t->jitter, packet->timestamp, (enum law)t->stream.law, packet->payload,
			   packet->length);
	for (ear = t->relayed_to; ear; ear = ear->relay_next)
		relay_audio(ear, t, packet);
}

static void take_event(struct termination *t, const struct rtp_packet *packet)
{
	struct termination *ear;
	struct key_report report;

	for (ear = t->relayed_to; ear; ear = ear->relay_next) {
		if (relays_events(ear, t))
			relay_event(ear, t, packet);
		else
			relay_nothing(ear, t, packet);
	}
	if (key_in_packet(&t->key_in, packet->timestamp, packet->marker, packet->payload,
			  packet->length, t->media->now_ns, &report))
		keys_report(t, &report);
}

static void take(struct termination *t, const struct rtp_packet *packet)
{
	struct termination *ear;

	if (packet->payload_type == t->stream.payload_type && packet->length > 0) {
		take_audio(t, packet);
	} else if (t->stream.event_payload_type != 0 &&
		   packet->payload_type == t->stream.event_payload_type) {
		take_event(t, packet);
	} else {
		/* Comfort noise, keep-alives and what was never negotiated. */
		if (packet->payload_type == COMFORT_PAYLOAD_TYPE && t->buffered)
			comfort_packet(&t->comfort, packet->payload, packet->length);
		for (ear = t->relayed_to; ear; ear = ear->relay_next) {
			if (packet->payload_type == COMFORT_PAYLOAD_TYPE && ear->stream.comfort)
				relay_comfort(ear, t, packet);
			else
				relay_nothing(ear, t, packet);
		}
	}
}

static ssize_t receive(struct port *port, uint8_t *data, size_t size, struct address *from)
{
	ssize_t length;

	from->length = sizeof from->u;
	length = recvfrom(port->fd, data, size, MSG_DONTWAIT | MSG_TRUNC, &from->u.any,
			  &from->length);
	return length;
}

static void drop_malformed(struct termination *t)
{
	t->dropped_malformed++;
	t->media->packets_dropped++;
}

void receive_packet(struct termination *t, const struct address *from, const uint8_t *data,
		    size_t length)
{
	struct rtp_packet packet;

	if (rtp_parse(data, length, &packet) != 0) {
		drop_malformed(t);
		return;
	}
	if (!is_peer(t, from, &packet)) {
		t->dropped_source++;
		t->media->packets_dropped++;
		return;
	}
	count(t, &packet);
	if (t->stream.receive)
		take(t, &packet);
}

void receive_rtp(struct termination *t)
{
	uint8_t data[RTP_LARGEST];
	struct address from;
	ssize_t length = receive(&t->rtp, data, sizeof data, &from);

	if (length < 0)
		return;
	if ((size_t)length > sizeof data)
		drop_malformed(t);
	else if (t->secured)
		secure_receive(t, &from, data, (size_t)length);
	else
		receive_packet(t, &from, data, (size_t)length);
}

void receive_rtcp(struct termination *t)
{
	uint8_t data[RTCP_LARGEST];
	struct address from;
	ssize_t length = receive(&t->rtcp, data, sizeof data, &from);

	if (length < 0)
		return;
	if ((size_t)length > sizeof data)
		drop_malformed(t);
	else if (t->secured)
		secure_receive_rtcp(t, &from, data, (size_t)length);
	else
		reports_received(t, &from, data, (size_t)length);
}
