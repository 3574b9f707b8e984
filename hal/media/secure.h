/* SPDX-License-Identifier: MIT */
/* SRTP, ICE and one port for all, as a termination has them. */
#ifndef STROWGER_SECURE_H
#define STROWGER_SECURE_H

#include "engine.h"
#include "ice.h"
#include "seal.h"

struct secure {
	struct media_secure wanted;
	struct media_keys keys; /* in use; of RTP */
	/* RTCP has the seals of RTP but with DTLS on a port of its own: an association, and keys, of its own (RFC 5764 §3). */
	struct component {
		struct seal *out, *in;       /* NULL: no keys yet, or none needed */
		struct handshake *handshake; /* NULL: none, or done with */
	} rtp, rtcp;
	struct ice ice;
	bool begun; /* ours to begin, and it has */
	uint64_t dropped;
};

/* All under the lock. */

/* What an RTP port, or an RTCP port, got for a termination with `secured`. In place. */
void secure_receive(struct termination *t, const struct address *from, uint8_t *data,
		    size_t length);
void secure_receive_rtcp(struct termination *t, const struct address *from, uint8_t *data,
			 size_t length);

/* Whether the peer may be sent to: there are keys, and it wants to hear us. */
bool secure_ready(const struct termination *t);

/* Of a termination with `secured`: in place, with SEAL_ROOM behind. False: it must not leave. */
bool secure_seal_rtp(struct termination *t, uint8_t *data, size_t *length);
bool secure_seal_rtcp(struct termination *t, uint8_t *data, size_t *length);

/* Whether ICE, not the signalled address, says where the peer is; and whether it is there. */
bool secure_finds(const struct termination *t);
bool secure_checked(const struct termination *t, const struct address *from);
bool secure_muxes(const struct termination *t);

/* The remote address is known: what is ours to begin begins. */
void secure_begin(struct termination *t);

/* A handshake of that component is done; the seals that were in use come back for being freed. */
void secure_keyed(struct termination *t, struct component *component, const struct media_keys *keys,
		  struct component *seals, const struct address *peer);

/* Consent runs out or came back (reports.c asks every few seconds). */
void secure_watch(struct termination *t);

void secure_end(struct termination *t);  /* under the lock: what runs for it ends */
void secure_free(struct secure *secure); /* API thread; NULL is harmless */

#endif
