/* SPDX-License-Identifier: MIT */
/*
 * ICE-lite, RFC 8445 §2.5: the peer checks, we answer. Who cannot name both user names under our password gets no answer, so that
 * a stranger does not learn that somebody is there. Pure.
 */
#ifndef STROWGER_ICE_H
#define STROWGER_ICE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "address.h"
#include "hmac.h"
#include "stun.h"

#define ICE_PAIRS 8                   /* addresses of one peer that are remembered as checked */
#define ICE_CONSENT_NS 30000000000ULL /* RFC 7675 §5.1 */

struct ice {
	bool used;
	struct hmac key;
	char username[32 + 1 + 256 + 1]; /* ours, a colon, the peer's */
	unsigned pairs;                  /* checked so far; the oldest makes room */
	struct address checked[ICE_PAIRS];
	uint64_t consent_ns; /* when the peer last showed that it wants to hear us; 0: never */
};

enum ice_verdict {
	ICE_SILENCE,  /* nobody is answered */
	ICE_REPLY,    /* `reply` goes back */
	ICE_NOMINATED /* `reply` goes back, and the pair is the one to use */
};

void ice_set(struct ice *ice, const char *local_ufrag, const char *local_password,
	     const char *remote_ufrag);

/* A STUN datagram came. */
enum ice_verdict ice_judge(struct ice *ice, const struct address *from, const uint8_t *data,
			   size_t length, uint64_t now_ns, uint8_t reply[STUN_LARGEST_REPLY],
			   size_t *reply_length);

/* Whether a check from there has succeeded: only then is more than STUN taken from there. */
bool ice_checked(const struct ice *ice, const struct address *from);

#endif
