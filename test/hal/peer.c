/* SPDX-License-Identifier: MIT */
#include "peer.h"

#include <arpa/inet.h>
#include <poll.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "check.h"

static struct sockaddr_in loopback(uint16_t port)
{
	return (struct sockaddr_in){
		.sin_family = AF_INET,
		.sin_port = htons(port),
		.sin_addr.s_addr = htonl(INADDR_LOOPBACK),
	};
}

void peer_open(struct peer *peer)
{
	struct sockaddr_in at = loopback(0);
	socklen_t length = sizeof at;

	memset(peer, 0, sizeof *peer);
	peer->fd = socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0);
	CHECK(peer->fd >= 0);
	CHECK_EQUAL(bind(peer->fd, (struct sockaddr *)&at, sizeof at), 0);
	CHECK_EQUAL(getsockname(peer->fd, (struct sockaddr *)&at, &length), 0);
	peer->port = ntohs(at.sin_port);
	peer->ssrc = 0x10000U + peer->port;
	peer->sequence = 65530; /* wraps soon */
	peer->timestamp = 0xfffffc00;
}

void peer_close(struct peer *peer)
{
	close(peer->fd);
}

void peer_send_raw(struct peer *peer, const void *data, size_t length)
{
	struct sockaddr_in to = loopback(peer->towards);

	CHECK_EQUAL(sendto(peer->fd, data, length, 0, (struct sockaddr *)&to, sizeof to),
		    (ssize_t)length);
}

void peer_send(struct peer *peer, uint8_t payload_type, const void *payload, size_t length)
{
	uint8_t data[RTP_HEADER + 1400];

	rtp_write_header(data, &(struct rtp_packet){
				       .payload_type = payload_type,
				       .sequence = peer->sequence++,
				       .timestamp = peer->timestamp,
				       .ssrc = peer->ssrc,
			       });
	memcpy(data + RTP_HEADER, payload, length);
	peer_send_raw(peer, data, RTP_HEADER + length);
	peer->timestamp += (uint32_t)length;
}

bool peer_receive(struct peer *peer, struct rtp_packet *packet, int ms)
{
	struct pollfd ready = { .fd = peer->fd, .events = POLLIN };
	ssize_t length;

	if (poll(&ready, 1, ms) != 1)
		return false;
	length = recv(peer->fd, peer->data, sizeof peer->data, 0);
	return length > 0 && rtp_parse(peer->data, (size_t)length, packet) == 0;
}

struct media_options usual_options(void)
{
	return (struct media_options){
		.abi = MEDIA_ABI,
		.max_terminations = 64,
		.port_low = 20000,
		.port_high = 60000,
		.dscp = 46,
	};
}

struct media_stream usual_stream(const struct peer *peer)
{
	struct media_stream stream = {
		.remote_address = "127.0.0.1",
		.remote_port = peer->port,
		.codec = MEDIA_PCMU,
		.payload_type = 0,
		.event_payload_type = 101,
		.ptime_ms = 20,
		.send = 1,
		.receive = 1,
	};

	return stream;
}

media_id usual_termination(struct media *media, media_id context, struct peer *peer)
{
	struct media_rtp rtp = { .local_address = "127.0.0.1" };
	struct media_stream stream;
	media_id termination = 0;
	uint16_t port = 0;

	peer_open(peer);
	CHECK_EQUAL(media_rtp_add(media, context, &rtp, &termination, &port), 0);
	peer->towards = port;
	stream = usual_stream(peer);
	CHECK_EQUAL(media_rtp_set(media, termination, &stream), 0);
	return termination;
}

bool event_wait(struct media *media, uint32_t kind, struct media_event *event)
{
	struct pollfd ready = { .fd = media_event_fd(media), .events = POLLIN };

	while (poll(&ready, 1, 10000) == 1) {
		if (read(ready.fd, event, sizeof *event) != sizeof *event)
			return false;
		if (event->kind == kind)
			return true;
	}
	return false;
}
