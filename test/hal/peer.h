/* SPDX-License-Identifier: MIT */
/* A telephone for tests: a UDP socket on loopback that sends and receives RTP. */
#ifndef STROWGER_PEER_H
#define STROWGER_PEER_H

#include <stdbool.h>
#include <stdint.h>

#include "rtp.h"
#include "strowger/media.h"

struct peer {
	int fd;
	uint16_t port;    /* of the peer */
	uint16_t towards; /* of the termination it talks to */
	uint32_t ssrc, timestamp;
	uint16_t sequence;
	uint8_t data[2048]; /* of the packet received last */
};

void peer_open(struct peer *peer);
void peer_close(struct peer *peer);
void peer_send(struct peer *peer, uint8_t payload_type, const void *payload, size_t length);
void peer_send_raw(struct peer *peer, const void *data, size_t length);
/* Waits up to `ms` for a packet. Its payload stays valid until the next one. */
bool peer_receive(struct peer *peer, struct rtp_packet *packet, int ms);

/* Options and streams as most tests want them. */
struct media_options usual_options(void);
struct media_stream
usual_stream(const struct peer *peer); /* PCMU, event type 101, both ways, not symmetric */

/* A termination on loopback, its peer opened, its stream set. Checks that all went well. */
media_id usual_termination(struct media *media, media_id context, struct peer *peer);

/* Waits up to 10 s for an event of this kind, dropping others. */
bool event_wait(struct media *media, uint32_t kind, struct media_event *event);

#endif
