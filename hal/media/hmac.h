/* SPDX-License-Identifier: MIT */
/*
 * HMAC-SHA1 (RFC 2104) without allocation: SRTP authenticates every packet with it, STUN every message. A key is digested once;
 * a message starts from a copy. Pure.
 */
#ifndef STROWGER_HMAC_H
#define STROWGER_HMAC_H

#include <openssl/sha.h>
#include <stddef.h>
#include <stdint.h>

#define HMAC_BYTES SHA_DIGEST_LENGTH

struct hmac {
	SHA_CTX inner, outer;
};

void hmac_key(struct hmac *hmac, const void *key, size_t length);

/* A message in parts. */
static inline SHA_CTX hmac_begin(const struct hmac *hmac)
{
	return hmac->inner;
}

void hmac_add(SHA_CTX *message, const void *data, size_t length);
void hmac_end(const struct hmac *hmac, SHA_CTX *message, uint8_t out[HMAC_BYTES]);

#endif
