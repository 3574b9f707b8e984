/* SPDX-License-Identifier: MIT */
/*
 * Not libsrtp2, whose Debian build allocates a cipher with every packet: 6.4 us to seal and open one where this takes below 1
 * (docs/decisions/0015). test/hal/seal.test.c compares the two.
 */
#include "seal.h"

#include <errno.h>
#include <openssl/crypto.h>
#include <openssl/evp.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "hmac.h"
#include "rtp.h"
#include "strowger/media.h"

#define SALT 14
#define GCM_SALT 12
#define GCM_TAG 16
#define RTCP_HEADER 8
#define INDEX 4 /* bytes of the SRTCP index and its E bit */
#define E_BIT 0x80000000U
#define SOURCES 16   /* under one key: a peer that begins anew has another SSRC */
#define WINDOW 128   /* packets, RFC 3711 §3.3.2: at least 64 */
#define ROLLOVERS 32 /* 11 hours of 50 packets/s */
#define GUESSES 1000 /* packets of which the roll-over counter may be guessed */

struct suite {
	uint8_t key, salt; /* bytes */
	uint8_t tag;       /* of RTP; RTCP has 10 (RFC 4568 §6.2), or the 16 of GCM */
	bool gcm;
	const EVP_CIPHER *(*cipher)(void);
};

/* By enum media_suite. */
static const struct suite suites[] = {
	[MEDIA_AES_CM_128_HMAC_SHA1_80] = { 16, SALT, 10, false, EVP_aes_128_ctr },
	[MEDIA_AES_CM_128_HMAC_SHA1_32] = { 16, SALT, 4, false, EVP_aes_128_ctr },
	[MEDIA_AES_256_CM_HMAC_SHA1_80] = { 32, SALT, 10, false, EVP_aes_256_ctr },
	[MEDIA_AES_256_CM_HMAC_SHA1_32] = { 32, SALT, 4, false, EVP_aes_256_ctr },
	[MEDIA_AEAD_AES_128_GCM] = { 16, GCM_SALT, GCM_TAG, true, EVP_aes_128_gcm },
	[MEDIA_AEAD_AES_256_GCM] = { 32, GCM_SALT, GCM_TAG, true, EVP_aes_256_gcm },
};

/* Session keys of RTP or of RTCP. */
struct keys {
	EVP_CIPHER_CTX *cipher;
	struct hmac hmac;
	uint8_t salt[SALT];
	uint8_t tag;
};

/* Packet indexes that came, RFC 3711 §3.3.2. */
struct window {
	uint64_t highest;
	unsigned __int128 seen; /* bit n: highest - n */
	bool begun;
};

struct source {
	uint32_t ssrc;
	struct window rtp, rtcp;
};

struct seal {
	const struct suite *suite;
	struct keys rtp, rtcp;
	unsigned count;
	unsigned guesses;
	uint32_t next_rtcp; /* index of what we send */
	struct source sources[SOURCES];
};

static const struct suite *suite_of(uint8_t suite)
{
	return suite < sizeof suites / sizeof *suites && suites[suite].key ? &suites[suite] : NULL;
}

size_t seal_key_length(uint8_t suite)
{
	const struct suite *known = suite_of(suite);

	return known ? (size_t)known->key + known->salt : 0;
}

/* ---- keys, RFC 3711 §4.3 ---- */

/* Key stream of AES in counter mode at `label`: the pseudo-random function of the key derivation. */
static int derive(const struct suite *suite, const uint8_t *master, uint8_t label, uint8_t *out,
		  size_t length)
{
	uint8_t iv[16] = { 0 };
	EVP_CIPHER_CTX *cipher = EVP_CIPHER_CTX_new();
	int done = 0;
	bool fine;

	memcpy(iv, master + suite->key,
	       suite->salt); /* a salt of 12 bytes ends in two of zero, RFC 7714 §11 */
	iv[7] ^= label;
	memset(out, 0, length);
	fine = cipher &&
	       EVP_EncryptInit_ex(cipher, suite->key == 16 ? EVP_aes_128_ctr() : EVP_aes_256_ctr(),
				  NULL, master, iv) == 1 &&
	       EVP_EncryptUpdate(cipher, out, &done, out, (int)length) == 1;
	EVP_CIPHER_CTX_free(cipher);
	return fine ? 0 : -ENOMEM;
}

static int make_keys(const struct suite *suite, const uint8_t *master, uint8_t label,
		     struct keys *keys)
{
	uint8_t key[32], authentication[HMAC_BYTES];
	int error = derive(suite, master, label, key, suite->key);

	if (error == 0)
		error = derive(suite, master, (uint8_t)(label + 1), authentication,
			       sizeof authentication);
	if (error == 0)
		error = derive(suite, master, (uint8_t)(label + 2), keys->salt, suite->salt);
	if (error == 0) {
		hmac_key(&keys->hmac, authentication, sizeof authentication);
		keys->cipher = EVP_CIPHER_CTX_new();
		if (keys->cipher == NULL ||
		    EVP_EncryptInit_ex(keys->cipher, suite->cipher(), NULL, key, NULL) != 1)
			error = -ENOMEM;
	}
	OPENSSL_cleanse(key, sizeof key);
	OPENSSL_cleanse(authentication, sizeof authentication);
	return error;
}

int seal_new(uint8_t wanted, const uint8_t *key, struct seal **out)
{
	const struct suite *suite = suite_of(wanted);
	struct seal *seal;
	int error;

	if (suite == NULL)
		return -EINVAL;
	seal = calloc(1, sizeof *seal);
	if (seal == NULL)
		return -ENOMEM;
	seal->suite = suite;
	seal->rtp.tag = suite->tag;
	seal->rtcp.tag = suite->gcm ? GCM_TAG : 10;
	error = make_keys(suite, key, 0, &seal->rtp);
	if (error == 0)
		error = make_keys(suite, key, 3, &seal->rtcp);
	if (error)
		seal_free(seal);
	else
		*out = seal;
	return error;
}

void seal_free(struct seal *seal)
{
	if (seal == NULL)
		return;
	EVP_CIPHER_CTX_free(seal->rtp.cipher);
	EVP_CIPHER_CTX_free(seal->rtcp.cipher);
	OPENSSL_cleanse(seal, sizeof *seal);
	free(seal);
}

/* ---- which packet it is ---- */

static struct source *known_source(struct seal *seal, uint32_t ssrc)
{
	for (unsigned i = 0; i < seal->count; i++)
		if (seal->sources[i].ssrc == ssrc)
			return &seal->sources[i];
	return NULL;
}

static struct source *new_source(struct seal *seal, uint32_t ssrc)
{
	struct source *source;

	if (seal->count == SOURCES)
		return NULL;
	source = &seal->sources[seal->count++];
	*source = (struct source){ .ssrc = ssrc };
	return source;
}

/* The index that a sequence number most likely is, RFC 3711 appendix A. */
static uint64_t index_of(const struct window *window, uint16_t sequence)
{
	uint64_t rollover = window->highest >> 16;
	int ahead = (int)sequence - (int)(uint16_t)window->highest;

	if (!window->begun)
		return sequence;
	if (ahead > 0x8000 && rollover > 0)
		rollover--;
	else if (ahead < -0x8000)
		rollover++;
	return rollover << 16 | sequence;
}

static bool is_new(const struct window *window, uint64_t index)
{
	uint64_t behind = window->highest - index;

	if (!window->begun || index > window->highest)
		return true;
	return behind < WINDOW && !(window->seen >> behind & 1);
}

static void note(struct window *window, uint64_t index)
{
	if (!window->begun || index > window->highest) {
		uint64_t by = window->begun ? index - window->highest : WINDOW;

		window->seen = by < WINDOW ? window->seen << by | 1 : 1;
		window->highest = index;
		window->begun = true;
	} else {
		window->seen |= (unsigned __int128)1 << (window->highest - index);
	}
}

/* ---- the ciphers ---- */

static void write_index(uint8_t *iv, uint64_t index)
{
	for (unsigned i = 0; i < 6; i++)
		iv[i] ^= (uint8_t)(index >> (40 - 8 * i));
}

/* AES-CM, RFC 3711 §4.1.1: there and back are the same. */
static bool stream(const struct keys *keys, uint32_t ssrc, uint64_t index, uint8_t *data,
		   size_t length)
{
	uint8_t iv[16] = { 0 }, source[4];
	int done;

	memcpy(iv, keys->salt, SALT);
	write_u32(source, ssrc);
	for (unsigned i = 0; i < 4; i++)
		iv[4 + i] ^= source[i];
	write_index(iv + 8, index);
	return EVP_EncryptInit_ex(keys->cipher, NULL, NULL, NULL, iv) == 1 &&
	       EVP_EncryptUpdate(keys->cipher, data, &done, data, (int)length) == 1;
}

/* RFC 7714 §8.1 and §9.1: of RTCP the upper bits of the index are zero. */
static void gcm_iv(const struct keys *keys, uint32_t ssrc, uint64_t index, uint8_t iv[GCM_SALT])
{
	uint8_t source[4];

	memcpy(iv, keys->salt, GCM_SALT);
	write_u32(source, ssrc);
	for (unsigned i = 0; i < 4; i++)
		iv[2 + i] ^= source[i];
	write_index(iv + 6, index);
}

/* The tag goes behind the data. `more`: what is authenticated beside the `header`. */
static bool gcm_seal(const struct keys *keys, const uint8_t *iv, const uint8_t *header,
		     size_t header_length, const uint8_t *more, uint8_t *data, size_t length)
{
	EVP_CIPHER_CTX *c = keys->cipher;
	int done;

	return EVP_EncryptInit_ex(c, NULL, NULL, NULL, iv) == 1 &&
	       EVP_EncryptUpdate(c, NULL, &done, header, (int)header_length) == 1 &&
	       (more == NULL || EVP_EncryptUpdate(c, NULL, &done, more, INDEX) == 1) &&
	       EVP_EncryptUpdate(c, data, &done, data, (int)length) == 1 &&
	       EVP_EncryptFinal_ex(c, data + length, &done) == 1 &&
	       EVP_CIPHER_CTX_ctrl(c, EVP_CTRL_AEAD_GET_TAG, GCM_TAG, data + length) == 1;
}

/* Into `out`, for what has the wrong tag must stay as it was. */
static bool gcm_open(const struct keys *keys, const uint8_t *iv, const uint8_t *header,
		     size_t header_length, const uint8_t *more, uint8_t *data, size_t length,
		     uint8_t *out)
{
	EVP_CIPHER_CTX *c = keys->cipher;
	int done;

	return EVP_DecryptInit_ex(c, NULL, NULL, NULL, iv) == 1 &&
	       EVP_CIPHER_CTX_ctrl(c, EVP_CTRL_AEAD_SET_TAG, GCM_TAG, data + length) == 1 &&
	       EVP_DecryptUpdate(c, NULL, &done, header, (int)header_length) == 1 &&
	       (more == NULL || EVP_DecryptUpdate(c, NULL, &done, more, INDEX) == 1) &&
	       EVP_DecryptUpdate(c, out, &done, data, (int)length) == 1 &&
	       EVP_DecryptFinal_ex(c, out + length, &done) == 1;
}

/* The tag of `data` and what follows it on no wire: the roll-over counter. NULL: nothing. */
static void tag_of(const struct keys *keys, const uint8_t *data, size_t length,
		   const uint8_t *rollover, uint8_t tag[HMAC_BYTES])
{
	SHA_CTX message = hmac_begin(&keys->hmac);

	hmac_add(&message, data, length);
	if (rollover)
		hmac_add(&message, rollover, 4);
	hmac_end(&keys->hmac, &message, tag);
}

/* ---- RTP ---- */

/* Bytes before the payload; 0 where they do not fit. Only they are legible before the packet is opened. */
static size_t header_of(const uint8_t *data, size_t length)
{
	size_t header = RTP_HEADER;

	if (length < header || data[0] >> 6 != 2)
		return 0;
	header += 4 * (size_t)(data[0] & 0x0f);
	if (data[0] & 0x10) {
		if (length < header + 4)
			return 0;
		header += 4 + 4 * (size_t)read_u16(data + header + 2);
	}
	return header <= length ? header : 0;
}

int seal_rtp(struct seal *seal, uint8_t *data, size_t *length)
{
	struct keys *keys = &seal->rtp;
	size_t header = header_of(data, *length);
	uint32_t ssrc;
	struct source *source;
	uint64_t index;
	bool fine;

	if (header == 0)
		return -EBADMSG;
	ssrc = read_u32(data + 8);
	source = known_source(seal, ssrc);
	if (source == NULL)
		source = new_source(seal, ssrc);
	if (source == NULL)
		return -ENOSPC;
	index = index_of(&source->rtp, read_u16(data + 2));
	if (!is_new(&source->rtp, index))
		return -EALREADY;
	if (seal->suite->gcm) {
		uint8_t iv[GCM_SALT];

		gcm_iv(keys, ssrc, index, iv);
		fine = gcm_seal(keys, iv, data, header, NULL, data + header, *length - header);
	} else {
		uint8_t rollover[4], tag[HMAC_BYTES];

		fine = stream(keys, ssrc, index, data + header, *length - header);
		write_u32(rollover, (uint32_t)(index >> 16));
		tag_of(keys, data, *length, rollover, tag);
		memcpy(data + *length, tag, keys->tag);
	}
	if (!fine)
		return -EIO;
	note(&source->rtp, index);
	*length += keys->tag;
	return 0;
}

/* Whether it is the packet of that index; then it is opened. */
static bool opens(const struct seal *seal, uint64_t index, uint8_t *data, size_t header,
		  size_t length)
{
	const struct keys *keys = &seal->rtp;
	uint32_t ssrc = read_u32(data + 8);

	if (seal->suite->gcm) {
		uint8_t iv[GCM_SALT], plain[RTP_LARGEST];

		gcm_iv(keys, ssrc, index, iv);
		if (!gcm_open(keys, iv, data, header, NULL, data + header, length - header, plain))
			return false;
		memcpy(data + header, plain, length - header);
		return true;
	} else {
		uint8_t rollover[4], tag[HMAC_BYTES];

		write_u32(rollover, (uint32_t)(index >> 16));
		tag_of(keys, data, length, rollover, tag);
		return CRYPTO_memcmp(tag, data + length, keys->tag) == 0 &&
		       stream(keys, ssrc, index, data + header, length - header);
	}
}

/* The first packet of a source; RTCP may have come before it. */
static int open_first(struct seal *seal, struct source *source, uint8_t *data, size_t header,
		      size_t length)
{
	uint16_t sequence = read_u16(data + 2);
	uint64_t rollovers = 1;

	if (source == NULL && seal->count == SOURCES)
		return -ENOSPC;
	if (seal->guesses < GUESSES) {
		seal->guesses++;
		rollovers = ROLLOVERS;
	}
	for (uint64_t rollover = 0; rollover < rollovers; rollover++) {
		uint64_t index = rollover << 16 | sequence;

		if (!opens(seal, index, data, header, length))
			continue;
		if (source == NULL)
			source = new_source(seal, read_u32(data + 8));
		note(&source->rtp, index);
		return 0;
	}
	return -EBADMSG;
}

int unseal_rtp(struct seal *seal, uint8_t *data, size_t *length)
{
	struct source *source;
	size_t header, plain;
	uint64_t index;

	if (*length < (size_t)RTP_HEADER + seal->rtp.tag || *length > RTP_LARGEST)
		return -EBADMSG;
	plain = *length - seal->rtp.tag;
	header = header_of(data, plain);
	if (header == 0)
		return -EBADMSG;
	source = known_source(seal, read_u32(data + 8));
	if (source == NULL || !source->rtp.begun) {
		int error = open_first(seal, source, data, header, plain);

		if (error == 0)
			*length = plain;
		return error;
	}
	index = index_of(&source->rtp, read_u16(data + 2));
	if (!is_new(&source->rtp, index))
		return -EALREADY;
	if (!opens(seal, index, data, header, plain))
		return -EBADMSG;
	note(&source->rtp, index);
	*length = plain;
	return 0;
}

/* ---- RTCP ---- */

int seal_rtcp(struct seal *seal, uint8_t *data, size_t *length)
{
	struct keys *keys = &seal->rtcp;
	uint8_t word[INDEX], tag[HMAC_BYTES];
	uint32_t index = seal->next_rtcp;
	size_t body;
	bool fine;

	if (*length < RTCP_HEADER)
		return -EBADMSG;
	body = *length - RTCP_HEADER;
	write_u32(word, E_BIT | index);
	if (seal->suite->gcm) {
		uint8_t iv[GCM_SALT];

		gcm_iv(keys, read_u32(data + 4), index, iv);
		fine = gcm_seal(keys, iv, data, RTCP_HEADER, word, data + RTCP_HEADER, body);
		memcpy(data + *length + GCM_TAG, word, INDEX); /* behind the tag, RFC 7714 §9.2 */
	} else {
		fine = stream(keys, read_u32(data + 4), index, data + RTCP_HEADER, body);
		memcpy(data + *length, word, INDEX);
		tag_of(keys, data, *length + INDEX, NULL, tag);
		memcpy(data + *length + INDEX, tag, keys->tag);
	}
	if (!fine)
		return -EIO;
	seal->next_rtcp = (index + 1) & ~E_BIT;
	*length += INDEX + (size_t)keys->tag;
	return 0;
}

static bool open_rtcp(const struct seal *seal, uint8_t *data, size_t length, const uint8_t *word,
		      uint32_t index)
{
	const struct keys *keys = &seal->rtcp;
	uint32_t ssrc = read_u32(data + 4);
	bool encrypted = read_u32(word) & E_BIT;
	size_t body = length - RTCP_HEADER;

	if (seal->suite->gcm) {
		uint8_t iv[GCM_SALT], plain[RTP_LARGEST];

		gcm_iv(keys, ssrc, index, iv);
		if (!encrypted) /* all of it is authenticated as it is, §9.3: nobody sends that */
			return false;
		if (!gcm_open(keys, iv, data, RTCP_HEADER, word, data + RTCP_HEADER, body, plain))
			return false;
		memcpy(data + RTCP_HEADER, plain, body);
		return true;
	} else {
		uint8_t tag[HMAC_BYTES];

		tag_of(keys, data, length + INDEX, NULL, tag);
		if (CRYPTO_memcmp(tag, data + length + INDEX, keys->tag) != 0)
			return false;
		return !encrypted || stream(keys, ssrc, index, data + RTCP_HEADER, body);
	}
}

int unseal_rtcp(struct seal *seal, uint8_t *data, size_t *length)
{
	size_t overhead = INDEX + (size_t)seal->rtcp.tag, plain;
	struct source *source;
	const uint8_t *word;
	uint32_t index;

	if (*length < RTCP_HEADER + overhead || *length > RTP_LARGEST)
		return -EBADMSG;
	plain = *length - overhead;
	word = data + plain + (seal->suite->gcm ? GCM_TAG : 0);
	index = read_u32(word) & ~E_BIT;
	source = known_source(seal, read_u32(data + 4));
	if (source && !is_new(&source->rtcp, index))
		return -EALREADY;
	if (source == NULL && seal->count == SOURCES)
		return -ENOSPC;
	if (!open_rtcp(seal, data, plain, word, index))
		return -EBADMSG;
	if (source == NULL)
		source = new_source(seal, read_u32(data + 4));
	note(&source->rtcp, index);
	*length = plain;
	return 0;
}
