/* SPDX-License-Identifier: MIT */
/* STUN messages as ICE has them, RFC 8489 and RFC 8445 §7. Pure: bytes in, fields out. */
#ifndef STROWGER_STUN_H
#define STROWGER_STUN_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "address.h"
#include "hmac.h"

#define STUN_HEADER 20
#define STUN_TRANSACTION 12
#define STUN_LARGEST_REPLY 96

enum stun_kind { STUN_REQUEST, STUN_INDICATION, STUN_OTHER };

struct stun_message { /* of method Binding */
	enum stun_kind kind;
	const uint8_t *transaction; /* into the datagram, as all that follows */
	const char *username;       /* NULL: none */
	size_t username_length;
	const uint8_t *integrity; /* of MESSAGE-INTEGRITY: its 20 bytes; NULL: none */
	bool use_candidate;
	bool controlled;  /* the sender takes us for the one who nominates */
	uint16_t unknown; /* an attribute that must be understood, and is not; 0: none */
};

/* Whether a datagram is meant for STUN, RFC 7983. */
static inline bool stun_is(const uint8_t *data, size_t length)
{
	return length >= STUN_HEADER && data[0] < 4;
}

/* 0, or -EBADMSG: a length, the magic cookie or the FINGERPRINT is wrong, or it is no Binding. FINGERPRINT must be there. */
int stun_parse(const uint8_t *data, size_t length, struct stun_message *out);

/* Whether the message was made by who has the key, RFC 8489 §14.5. */
bool stun_authentic(const uint8_t *data, const struct stun_message *message,
		    const struct hmac *key);

/*
 * A success response that tells `mapped`, or, with an error code (420, 487), an error response. Returns its length; `out` has
 * STUN_LARGEST_REPLY bytes.
 */
size_t stun_reply(uint8_t *out, const struct stun_message *request, const struct address *mapped,
		  unsigned error, const struct hmac *key);

#endif
