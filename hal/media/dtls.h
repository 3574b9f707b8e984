/* SPDX-License-Identifier: MIT */
/*
 * DTLS-SRTP associations (RFC 5763, RFC 5764; DTLS 1.2) over datagrams that somebody else sends and receives. No thread, no
 * socket: what comes is fed, what is to go is pulled. One thread at a time has an association; the context is shared.
 */
#ifndef STROWGER_DTLS_H
#define STROWGER_DTLS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "strowger/media.h"

#define DTLS_DIGEST 64    /* bytes of the longest fingerprint */
#define DTLS_LARGEST 1200 /* bytes of a datagram: no path takes less */

struct dtls_context; /* our certificate */
struct dtls;

struct dtls_setup {
	bool active; /* we begin */
	bool cookie; /* the peer must show first that it receives what is sent to its address: no check of ICE has */
	uint8_t hash; /* enum media_hash */
	uint8_t digest[DTLS_DIGEST];
};

enum dtls_state { DTLS_SHAKING, DTLS_KEYED, DTLS_FAILED };

/* A new key and certificate. 0 or -ENOMEM. */
int dtls_context_new(struct dtls_context **out);
void dtls_context_free(struct dtls_context *context);
/* SHA-256 of the certificate: 64 hexadecimal digits and NUL. */
void dtls_fingerprint(const struct dtls_context *context, char text[65]);

size_t dtls_digest_length(uint8_t hash); /* 0: no such hash */

/* Whether a datagram is meant for DTLS, RFC 7983. */
static inline bool dtls_is(const uint8_t *data, size_t length)
{
	return length >= 13 && data[0] >= 20 && data[0] <= 63;
}

int dtls_new(struct dtls_context *context, const struct dtls_setup *setup,
	     struct dtls **out); /* 0 or -ENOMEM */
void dtls_free(struct dtls *dtls);

/* The handshake goes on. `from`: where the datagram came from, for the cookie. An empty datagram begins. */
enum dtls_state dtls_feed(struct dtls *dtls, const void *from, size_t from_length,
			  const uint8_t *data, size_t length);
enum dtls_state
dtls_late(struct dtls *dtls);       /* dtls_due_ms have gone by: what may be lost is sent again */
int dtls_due_ms(struct dtls *dtls); /* -1: nothing is waited for */

/* The next datagram to send, DTLS_LARGEST bytes at most; 0: none. */
size_t dtls_pull(struct dtls *dtls, uint8_t *out);

/* Why it failed: -EACCES: another certificate than the signalled one; -EPROTO. */
int dtls_error(const struct dtls *dtls);
void dtls_keys(const struct dtls *dtls, struct media_keys *out); /* of a DTLS_KEYED one */

#endif
