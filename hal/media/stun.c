/* SPDX-License-Identifier: MIT */
#include "stun.h"

#include <errno.h>
#include <openssl/crypto.h>
#include <string.h>

#include "rtp.h"

#define COOKIE 0x2112a442U

enum {
	BINDING_REQUEST = 0x0001,
	BINDING_INDICATION = 0x0011,
	BINDING_SUCCESS = 0x0101,
	BINDING_ERROR = 0x0111
};

enum {
	USERNAME = 0x0006,
	MESSAGE_INTEGRITY = 0x0008,
	ERROR_CODE = 0x0009,
	UNKNOWN_ATTRIBUTES = 0x000a,
	XOR_MAPPED_ADDRESS = 0x0020,
	PRIORITY = 0x0024,
	USE_CANDIDATE = 0x0025,
	FINGERPRINT = 0x8028,
	ICE_CONTROLLED = 0x8029,
};

/* CRC-32 of ISO 3309, RFC 8489 §14.7. */
static uint32_t crc32(const uint8_t *data, size_t length)
{
	uint32_t crc = 0xffffffffU;

	for (size_t i = 0; i < length; i++) {
		crc ^= data[i];
		for (unsigned bit = 0; bit < 8; bit++)
			crc = crc >> 1 ^ (crc & 1 ? 0xedb88320U : 0);
	}
	return ~crc;
}

static uint32_t fingerprint_of(const uint8_t *data, size_t length)
{
	return crc32(data, length) ^ 0x5354554eU;
}

static enum stun_kind kind_of(uint16_t type)
{
	if (type == BINDING_REQUEST)
		return STUN_REQUEST;
	return type == BINDING_INDICATION ? STUN_INDICATION : STUN_OTHER;
}

/* One attribute; what stands behind MESSAGE-INTEGRITY does not count but FINGERPRINT (§14.5). */
static void take(struct stun_message *out, uint16_t type, const uint8_t *value, uint16_t length)
{
	if (out->integrity)
		return;
	switch (type) {
	case USERNAME:
		out->username = (const char *)value;
		out->username_length = length;
		break;
	case MESSAGE_INTEGRITY:
		if (length == HMAC_BYTES)
			out->integrity = value;
		break;
	case USE_CANDIDATE:
		out->use_candidate = true;
		break;
	case ICE_CONTROLLED:
		out->controlled = true;
		break;
	case PRIORITY:
	case XOR_MAPPED_ADDRESS:
	case ERROR_CODE:
		break;
	default:
		if (type < 0x8000 && out->unknown == 0)
			out->unknown = type;
	}
}

int stun_parse(const uint8_t *data, size_t length, struct stun_message *out)
{
	size_t at = STUN_HEADER;

	memset(out, 0, sizeof *out);
	if (!stun_is(data, length) || length % 4 != 0 || read_u32(data + 4) != COOKIE ||
	    read_u16(data + 2) != length - STUN_HEADER)
		return -EBADMSG;
	if ((read_u16(data) & 0xfeef) != BINDING_REQUEST)
		return -EBADMSG;
	out->kind = kind_of(read_u16(data));
	out->transaction = data + 8;
	while (at < length) {
		uint16_t type, size;

		if (length - at < 4)
			return -EBADMSG;
		type = read_u16(data + at);
		size = read_u16(data + at + 2);
		if (size > length - at - 4)
			return -EBADMSG;
		if (type == FINGERPRINT) /* the last */
			return size == 4 && at + 8 == length &&
					       read_u32(data + at + 4) == fingerprint_of(data, at)
				       ? 0
				       : -EBADMSG;
		take(out, type, data + at + 4, size);
		at += 4 + ((size_t)size + 3) / 4 * 4;
	}
	return -EBADMSG;
}

/* Of all before the attribute, with the length as if the message ended behind it. */
static void integrity_of(const uint8_t *data, size_t before, const struct hmac *key,
			 uint8_t out[HMAC_BYTES])
{
	SHA_CTX message = hmac_begin(key);
	uint8_t head[4];

	memcpy(head, data, 2);
	write_u16(head + 2, (uint16_t)(before + 4 + HMAC_BYTES - STUN_HEADER));
	hmac_add(&message, head, sizeof head);
	hmac_add(&message, data + 4, before - 4);
	hmac_end(key, &message, out);
}

bool stun_authentic(const uint8_t *data, const struct stun_message *message, const struct hmac *key)
{
	uint8_t wanted[HMAC_BYTES];

	if (message->integrity == NULL)
		return false;
	integrity_of(data, (size_t)(message->integrity - 4 - data), key, wanted);
	return CRYPTO_memcmp(wanted, message->integrity, HMAC_BYTES) == 0;
}

static uint8_t *write_attribute(uint8_t *at, uint16_t type, uint16_t length)
{
	write_u16(at, type);
	write_u16(at + 2, length);
	return at + 4;
}

/* §14.2: so that no middlebox finds an address to change. */
static uint8_t *write_mapped(uint8_t *at, const struct address *address, const uint8_t *header)
{
	bool v4 = address->u.any.sa_family == AF_INET;
	uint16_t size = v4 ? 4 : 16;
	const uint8_t *host = v4 ? (const uint8_t *)&address->u.v4.sin_addr
				 : (const uint8_t *)&address->u.v6.sin6_addr;

	at = write_attribute(at, XOR_MAPPED_ADDRESS, (uint16_t)(4 + size));
	at[0] = 0;
	at[1] = v4 ? 1 : 2;
	write_u16(at + 2, address_port(address) ^ (uint16_t)(COOKIE >> 16));
	for (unsigned i = 0; i < size; i++)
		at[4 + i] = host[i] ^ header[4 + i]; /* the cookie and the transaction */
	return at + 4 + size;
}

static uint8_t *write_error(uint8_t *at, const struct stun_message *request, unsigned error)
{
	at = write_attribute(at, ERROR_CODE, 4);
	write_u16(at, 0);
	at[2] = (uint8_t)(error / 100);
	at[3] = (uint8_t)(error % 100);
	at += 4;
	if (error != 420)
		return at;
	at = write_attribute(at, UNKNOWN_ATTRIBUTES, 2);
	write_u16(at, request->unknown);
	write_u16(at + 2, 0);
	return at + 4;
}

size_t stun_reply(uint8_t *out, const struct stun_message *request, const struct address *mapped,
		  unsigned error, const struct hmac *key)
{
	uint8_t *at = out + STUN_HEADER;
	size_t length;

	write_u16(out, error ? BINDING_ERROR : BINDING_SUCCESS);
	write_u32(out + 4, COOKIE);
	memcpy(out + 8, request->transaction, STUN_TRANSACTION);
	at = error ? write_error(at, request, error) : write_mapped(at, mapped, out);
	at = write_attribute(at, MESSAGE_INTEGRITY, HMAC_BYTES);
	integrity_of(out, (size_t)(at - 4 - out), key, at);
	at = write_attribute(at + HMAC_BYTES, FINGERPRINT, 4);
	length = (size_t)(at + 4 - out);
	write_u16(out + 2, (uint16_t)(length - STUN_HEADER));
	write_u32(at, fingerprint_of(out, length - 8));
	return length;
}
