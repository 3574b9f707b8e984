/* SPDX-License-Identifier: MIT */
/* STUN against the vectors of RFC 5769; ICE-lite against peers and strangers. */
#include "stun.h"

#include <errno.h>
#include <string.h>

#include "check.h"
#include "ice.h"
#include "rtp.h"

static const char password[] = "VOkJxbRl1RmTxUk/WvJxBt";

static const uint8_t request[] = { /* RFC 5769 §2.1 */
				   0x00, 0x01, 0x00, 0x58, 0x21, 0x12, 0xa4, 0x42, 0xb7, 0xe7, 0xa7,
				   0x01, 0xbc, 0x34, 0xd6, 0x86, 0xfa, 0x87, 0xdf, 0xae, 0x80, 0x22,
				   0x00, 0x10, 'S',  'T',  'U',  'N',  ' ',  't',  'e',  's',  't',
				   ' ',  'c',  'l',  'i',  'e',  'n',  't',  0x00, 0x24, 0x00, 0x04,
				   0x6e, 0x00, 0x01, 0xff, 0x80, 0x29, 0x00, 0x08, 0x93, 0x2f, 0xf9,
				   0xb1, 0x51, 0x26, 0x3b, 0x36, 0x00, 0x06, 0x00, 0x09, 'e',  'v',
				   't',  'j',  ':',  'h',  '6',  'v',  'Y',  ' ',  ' ',  ' ',  0x00,
				   0x08, 0x00, 0x14, 0x9a, 0xea, 0xa7, 0x0c, 0xbf, 0xd8, 0xcb, 0x56,
				   0x78, 0x1e, 0xf2, 0xb5, 0xb2, 0xd3, 0xf2, 0x49, 0xc1, 0xb5, 0x71,
				   0xa2, 0x80, 0x28, 0x00, 0x04, 0xe5, 0x7a, 0x3b, 0xcf
};

static const uint8_t response[] = { /* §2.2 */
				    0x01, 0x01, 0x00, 0x3c, 0x21, 0x12, 0xa4, 0x42, 0xb7, 0xe7,
				    0xa7, 0x01, 0xbc, 0x34, 0xd6, 0x86, 0xfa, 0x87, 0xdf, 0xae,
				    0x80, 0x22, 0x00, 0x0b, 't',  'e',  's',  't',  ' ',  'v',
				    'e',  'c',  't',  'o',  'r',  ' ',  0x00, 0x20, 0x00, 0x08,
				    0x00, 0x01, 0xa1, 0x47, 0xe1, 0x12, 0xa6, 0x43, 0x00, 0x08,
				    0x00, 0x14, 0x2b, 0x91, 0xf5, 0x99, 0xfd, 0x9e, 0x90, 0xc3,
				    0x8c, 0x74, 0x89, 0xf9, 0x2a, 0xf9, 0xba, 0x53, 0xf0, 0x6b,
				    0xe7, 0xd7, 0x80, 0x28, 0x00, 0x04, 0xc0, 0x7d, 0x4c, 0x96
};

static struct hmac key_of(const char *text)
{
	struct hmac key;

	hmac_key(&key, text, strlen(text));
	return key;
}

static struct address at(const char *text, uint16_t port)
{
	struct address a;

	CHECK_EQUAL(address_parse(text, port, &a), 0);
	return a;
}

static void sample_request(void)
{
	struct stun_message message;
	struct hmac right = key_of(password), wrong = key_of("VOkJxbRl1RmTxUk/WvJxBT");

	CHECK_EQUAL(stun_parse(request, sizeof request, &message), 0);
	CHECK_EQUAL(message.kind, STUN_REQUEST);
	CHECK_EQUAL(message.username_length, 9);
	CHECK_EQUAL(memcmp(message.username, "evtj:h6vY", 9), 0);
	CHECK(message.controlled && !message.use_candidate && message.unknown == 0);
	CHECK(stun_authentic(request, &message, &right));
	CHECK(!stun_authentic(request, &message, &wrong));
}

static void sample_response(void)
{
	struct stun_message message;
	struct hmac key = key_of(password);

	CHECK_EQUAL(stun_parse(response, sizeof response, &message), 0);
	CHECK_EQUAL(message.kind, STUN_OTHER);
	CHECK(stun_authentic(response, &message, &key));
}

/* The attributes of §2.2 and §2.3, which our response has too. */
static void mapped_addresses(void)
{
	static const uint8_t v4[] = { 0x00, 0x20, 0x00, 0x08, 0x00, 0x01,
				      0xa1, 0x47, 0xe1, 0x12, 0xa6, 0x43 };
	static const uint8_t v6[] = { 0x00, 0x20, 0x00, 0x14, 0x00, 0x02, 0xa1, 0x47,
				      0x01, 0x13, 0xa9, 0xfa, 0xa5, 0xd3, 0xf1, 0x79,
				      0xbc, 0x25, 0xf4, 0xb5, 0xbe, 0xd2, 0xb9, 0xd9 };
	struct address four = at("192.0.2.1", 32853);
	struct address six = at("2001:db8:1234:5678:11:2233:4455:6677", 32853);
	struct stun_message message, answer;
	struct hmac key = key_of(password);
	uint8_t out[STUN_LARGEST_REPLY];
	size_t length;

	CHECK_EQUAL(stun_parse(request, sizeof request, &message), 0);
	length = stun_reply(out, &message, &four, 0, &key);
	CHECK_EQUAL(memcmp(out + STUN_HEADER, v4, sizeof v4), 0);
	CHECK_EQUAL(stun_parse(out, length, &answer), 0);
	CHECK(stun_authentic(out, &answer, &key));
	CHECK_EQUAL(memcmp(answer.transaction, request + 8, STUN_TRANSACTION), 0);
	length = stun_reply(out, &message, &six, 0, &key);
	CHECK(length <= STUN_LARGEST_REPLY);
	CHECK_EQUAL(memcmp(out + STUN_HEADER, v6, sizeof v6), 0);
	CHECK_EQUAL(stun_parse(out, length, &answer), 0);
}

static void what_is_broken_is_refused(void)
{
	struct stun_message message;
	struct hmac key = key_of(password);
	uint8_t data[sizeof request];

	for (size_t cut = 0; cut < sizeof request; cut++)
		CHECK_EQUAL(stun_parse(request, cut, &message), -EBADMSG);
	for (size_t i = 0; i < 8 * sizeof request; i++) {
		memcpy(data, request, sizeof data);
		data[i / 8] ^= (uint8_t)(1 << i % 8);
		CHECK(stun_parse(data, sizeof data, &message) != 0 ||
		      !stun_authentic(data, &message, &key));
	}
}

static uint32_t crc32(const uint8_t *data, size_t length)
{
	uint32_t crc = 0xffffffffU;

	for (size_t i = 0; i < 8 * length; i++) {
		crc ^= i % 8 == 0 ? data[i / 8] : 0;
		crc = crc >> 1 ^ (crc & 1 ? 0xedb88320U : 0);
	}
	return ~crc;
}

/* A check as a browser makes it. Returns its length. */
static size_t check(uint8_t *out, const char *username, const char *key_text, bool nominates,
		    uint16_t more)
{
	struct hmac key = key_of(key_text);
	uint8_t *at = out + STUN_HEADER;
	size_t size = strlen(username), padded = (size + 3) / 4 * 4;
	SHA_CTX message;

	memcpy(out, request, STUN_HEADER);
	write_u16(at, 0x0006);
	write_u16(at + 2, (uint16_t)size);
	memset(at + 4, 0, padded);
	for (size_t i = 0; i < size; i++)
		at[4 + i] = (uint8_t)username[i];
	at += 4 + padded;
	if (nominates) {
		write_u32(at, 0x00250000);
		at += 4;
	}
	if (more) {
		write_u16(at, more);
		write_u16(at + 2, 0);
		at += 4;
	}
	write_u16(out + 2, (uint16_t)(at + 24 - out - STUN_HEADER));
	message = hmac_begin(&key);
	hmac_add(&message, out, (size_t)(at - out));
	write_u32(at, 0x00080014);
	hmac_end(&key, &message, at + 4);
	at += 24;
	write_u16(out + 2, (uint16_t)(at + 8 - out - STUN_HEADER));
	write_u32(at, 0x80280004);
	write_u32(at + 4, crc32(out, (size_t)(at - out)) ^ 0x5354554eU);
	return (size_t)(at + 8 - out);
}

static const char ours[] = "our-own-password-of-24-characters";

static struct ice an_ice(void)
{
	struct ice ice = { 0 };

	ice_set(&ice, "here", ours, "there");
	return ice;
}

static void peers_are_answered(void)
{
	struct ice ice = an_ice();
	struct address peer = at("198.51.100.7", 6000), other = at("198.51.100.7", 6001);
	uint8_t data[256], reply[STUN_LARGEST_REPLY];
	size_t length = check(data, "here:there", ours, false, 0), reply_length = 0;

	CHECK(!ice_checked(&ice, &peer));
	CHECK_EQUAL(ice_judge(&ice, &peer, data, length, 5, reply, &reply_length), ICE_REPLY);
	CHECK_EQUAL(reply[0] << 8 | reply[1], 0x0101);
	CHECK(ice_checked(&ice, &peer) && !ice_checked(&ice, &other));
	CHECK_EQUAL(ice.consent_ns, 5);
	length = check(data, "here:there", ours, true, 0);
	CHECK_EQUAL(ice_judge(&ice, &other, data, length, 6, reply, &reply_length), ICE_NOMINATED);
}

static void strangers_get_silence(void)
{
	struct ice ice = an_ice(), none = { 0 };
	struct address from = at("203.0.113.9", 6000);
	uint8_t data[256], reply[STUN_LARGEST_REPLY];
	size_t length, reply_length = 0;
	static const char *const names[] = { "here:other", "there:here", "here", "here:thereX",
					     "" };

	for (unsigned i = 0; i < sizeof names / sizeof *names; i++) {
		length = check(data, names[i], ours, true, 0);
		CHECK_EQUAL(ice_judge(&ice, &from, data, length, 1, reply, &reply_length),
			    ICE_SILENCE);
	}
	length = check(data, "here:there", "another-password-that-is-long", true, 0);
	CHECK_EQUAL(ice_judge(&ice, &from, data, length, 1, reply, &reply_length), ICE_SILENCE);
	CHECK_EQUAL(ice_judge(&ice, &from, request, sizeof request, 1, reply, &reply_length),
		    ICE_SILENCE);
	length = check(data, "here:there", ours, true, 0);
	CHECK_EQUAL(ice_judge(&none, &from, data, length, 1, reply, &reply_length), ICE_SILENCE);
	CHECK(!ice_checked(&ice, &from));
	CHECK_EQUAL(ice.consent_ns, 0);
}

static void errors(void)
{
	struct ice ice = an_ice();
	struct address from = at("198.51.100.7", 6000);
	uint8_t data[256], reply[STUN_LARGEST_REPLY];
	size_t length = check(data, "here:there", ours, true, 0x7abc), reply_length = 0;

	CHECK_EQUAL(ice_judge(&ice, &from, data, length, 1, reply, &reply_length), ICE_REPLY);
	CHECK_EQUAL(reply[0] << 8 | reply[1], 0x0111);
	CHECK_EQUAL(reply[STUN_HEADER + 6] * 100 + reply[STUN_HEADER + 7], 420);
	length = check(data, "here:there", ours, true, 0x8029); /* ICE-CONTROLLED */
	CHECK_EQUAL(ice_judge(&ice, &from, data, length, 1, reply, &reply_length), ICE_REPLY);
	CHECK_EQUAL(reply[STUN_HEADER + 6] * 100 + reply[STUN_HEADER + 7], 487);
	CHECK(!ice_checked(&ice, &from));
}

/* New credentials: who was checked under the old ones is a stranger; nobody is remembered for ever. */
static void a_restart_forgets(void)
{
	struct ice ice = an_ice();
	uint8_t data[256], reply[STUN_LARGEST_REPLY];
	size_t length = check(data, "here:there", ours, false, 0), reply_length = 0;

	for (uint16_t i = 1; i <= 100; i++) {
		struct address from = at("198.51.100.7", i);

		CHECK_EQUAL(ice_judge(&ice, &from, data, length, 1, reply, &reply_length),
			    ICE_REPLY);
		CHECK(ice_checked(&ice, &from));
	}
	CHECK(!ice_checked(&ice, &(struct address){ 0 }));
	{
		struct address oldest = at("198.51.100.7", 92), newest = at("198.51.100.7", 100);

		CHECK(!ice_checked(&ice, &oldest));
		ice_set(&ice, "here", ours, "there");
		CHECK(ice_checked(&ice, &newest)); /* said again: nothing changes */
		ice_set(&ice, "here", ours, "elsewhere");
		CHECK(!ice_checked(&ice, &newest));
	}
}

int main(void)
{
	static const struct test tests[] = {
		{ "RFC 5769 §2.1 the sample request", sample_request },
		{ "RFC 5769 §2.2 the sample response", sample_response },
		{ "RFC 5769 §2.2 and §2.3 mapped addresses", mapped_addresses },
		{ "a bit or a byte less, and it is no message", what_is_broken_is_refused },
		{ "RFC 8445 §7.3 checks of the peer are answered, and nominate",
		  peers_are_answered },
		{ "SECURITY 6: STUN from strangers gets silence", strangers_get_silence },
		{ "RFC 8489 §6.3.1, RFC 8445 §7.3.1.1 errors", errors },
		{ "RFC 8445 §9 a restart forgets who was checked", a_restart_forgets },
	};

	return RUN(tests);
}
