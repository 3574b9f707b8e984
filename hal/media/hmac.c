/* SPDX-License-Identifier: MIT */
/* What OpenSSL wants in the place of these functions allocates, with every message. */
#define OPENSSL_SUPPRESS_DEPRECATED
#include "hmac.h"

#include <openssl/crypto.h>
#include <string.h>

static void pad(SHA_CTX *sha, const uint8_t *key, uint8_t with)
{
	uint8_t block[SHA_CBLOCK];

	for (unsigned i = 0; i < sizeof block; i++)
		block[i] = key[i] ^ with;
	SHA1_Init(sha);
	SHA1_Update(sha, block, sizeof block);
	OPENSSL_cleanse(block, sizeof block);
}

void hmac_key(struct hmac *hmac, const void *key, size_t length)
{
	uint8_t block[SHA_CBLOCK] = { 0 };

	if (length > sizeof block) {
		SHA1_Init(&hmac->inner);
		SHA1_Update(&hmac->inner, key, length);
		SHA1_Final(block, &hmac->inner);
	} else {
		memcpy(block, key, length);
	}
	pad(&hmac->inner, block, 0x36);
	pad(&hmac->outer, block, 0x5c);
	OPENSSL_cleanse(block, sizeof block);
}

void hmac_add(SHA_CTX *message, const void *data, size_t length)
{
	SHA1_Update(message, data, length);
}

void hmac_end(const struct hmac *hmac, SHA_CTX *message, uint8_t out[HMAC_BYTES])
{
	SHA_CTX outer = hmac->outer;

	SHA1_Final(out, message);
	SHA1_Update(&outer, out, HMAC_BYTES);
	SHA1_Final(out, &outer);
}
