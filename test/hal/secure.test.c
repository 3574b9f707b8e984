/* SPDX-License-Identifier: MIT */
/* The whole library with its threads, and peers that encrypt. */
#include "secure.h"

#include <arpa/inet.h>
#include <errno.h>
#include <poll.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "check.h"
#include "dtls.h"
#include "peer.h"
#include "seal.h"

static struct media *open_media(void)
{
	struct media_options options = usual_options();
	struct media *media = NULL;

	CHECK_EQUAL(media_open(&options, &media), 0);
	return media;
}

static struct media_keys some_keys(uint8_t suite)
{
	struct media_keys keys = { .suite = suite };

	for (unsigned i = 0; i < seal_key_length(suite); i++) {
		keys.local[i] = (uint8_t)(i * 7 + 1);
		keys.remote[i] = (uint8_t)(i * 5 + 2);
	}
	return keys;
}

/* A peer's own side of the keys. */
struct sealed_peer {
	struct peer *peer;
	struct seal *out, *in;
};

static struct sealed_peer seal_peer(struct peer *peer, const struct media_keys *keys)
{
	struct sealed_peer sealed = { .peer = peer };

	CHECK_EQUAL(seal_new(keys->suite, keys->remote, &sealed.out), 0);
	CHECK_EQUAL(seal_new(keys->suite, keys->local, &sealed.in), 0);
	return sealed;
}

static void unseal_peer(struct sealed_peer *sealed)
{
	seal_free(sealed->out);
	seal_free(sealed->in);
	peer_close(sealed->peer);
}

static size_t next_packet(struct peer *peer, uint8_t *data, uint8_t fill)
{
	rtp_write_header(data, &(struct rtp_packet){ .sequence = peer->sequence++,
						     .timestamp = peer->timestamp,
						     .ssrc = peer->ssrc });
	peer->timestamp += 160;
	memset(data + RTP_HEADER, fill, 160);
	return RTP_HEADER + 160;
}

static void send_sealed(struct sealed_peer *sealed, uint8_t fill)
{
	uint8_t data[512];
	size_t length = next_packet(sealed->peer, data, fill);

	CHECK_EQUAL(seal_rtp(sealed->out, data, &length), 0);
	peer_send_raw(sealed->peer, data, length);
}

/* One that opens, within `ms`; its first octet of payload, or -1. */
static int receive_sealed(struct sealed_peer *sealed, int ms)
{
	struct pollfd ready = { .fd = sealed->peer->fd, .events = POLLIN };
	uint8_t data[2048];
	ssize_t got;
	size_t length;

	if (poll(&ready, 1, ms) != 1)
		return -1;
	got = recv(sealed->peer->fd, data, sizeof data, 0);
	length = got > 0 ? (size_t)got : 0;
	if (unseal_rtp(sealed->in, data, &length) != 0 || length <= RTP_HEADER)
		return -1;
	return data[RTP_HEADER];
}

static struct media_secure sdes(uint8_t suite)
{
	return (struct media_secure){ .keying = MEDIA_SDES, .keys = some_keys(suite) };
}

static media_id secured(struct media *media, media_id context, struct peer *peer,
			const struct media_secure *secure)
{
	struct media_rtp rtp = { .local_address = "127.0.0.1" };
	struct media_stream stream;
	media_id termination = 0;
	uint16_t port = 0;

	peer_open(peer);
	CHECK_EQUAL(media_rtp_add(media, context, &rtp, &termination, &port), 0);
	peer->towards = port;
	CHECK_EQUAL(media_secure_set(media, termination, secure), 0);
	stream = usual_stream(peer);
	if (secure->local_ufrag[0] != '\0') {
		stream.remote_address[0] = '\0';
		stream.remote_port = 0;
	}
	CHECK_EQUAL(media_rtp_set(media, termination, &stream), 0);
	return termination;
}

static void sdes_both_ways(void)
{
	for (int suite = MEDIA_AES_CM_128_HMAC_SHA1_80; suite <= MEDIA_AEAD_AES_256_GCM; suite++) {
		struct media *media = open_media();
		struct media_secure secure = sdes((uint8_t)suite);
		struct peer alice, bob;
		struct sealed_peer sealed;
		struct rtp_packet packet;
		media_id context;
		uint8_t codes[160] = { 0x33 };

		media_context_add(media, &context);
		secured(media, context, &alice, &secure);
		usual_termination(media, context, &bob);
		sealed = seal_peer(&alice, &secure.keys);
		for (unsigned i = 0; i < 5; i++) {
			send_sealed(&sealed, 0x22);
			if (CHECK(peer_receive(&bob, &packet, 5000)))
				CHECK(packet.length == 160 && packet.payload[0] == 0x22);
			peer_send(&bob, 0, codes, sizeof codes);
			CHECK_EQUAL(receive_sealed(&sealed, 5000), 0x33);
		}
		unseal_peer(&sealed);
		peer_close(&bob);
		media_close(media);
	}
}

static void what_is_not_srtp_is_not_heard(void)
{
	struct media *media = open_media();
	struct media_secure secure = sdes(MEDIA_AES_CM_128_HMAC_SHA1_80);
	struct peer alice, bob;
	struct sealed_peer sealed;
	struct rtp_packet packet;
	struct media_stats stats;
	media_id context, t;
	uint8_t data[512], again[512];
	size_t length;

	media_context_add(media, &context);
	t = secured(media, context, &alice, &secure);
	usual_termination(media, context, &bob);
	sealed = seal_peer(&alice, &secure.keys);
	length = next_packet(&alice, data, 0x11); /* in the clear */
	peer_send_raw(&alice, data, length);
	length = next_packet(&alice, data, 0x12);
	CHECK_EQUAL(seal_rtp(sealed.out, data, &length), 0);
	data[length - 1] ^= 1; /* wrong tag */
	peer_send_raw(&alice, data, length);
	length = next_packet(&alice, data, 0x13);
	CHECK_EQUAL(seal_rtp(sealed.out, data, &length), 0);
	memcpy(again, data, length);
	peer_send_raw(&alice, data, length);
	peer_send_raw(&alice, again, length); /* replay */
	if (CHECK(peer_receive(&bob, &packet, 5000)))
		CHECK_EQUAL(packet.payload[0], 0x13);
	CHECK(!peer_receive(&bob, &packet, 100));
	CHECK_EQUAL(media_stats(media, t, &stats), 0);
	CHECK_EQUAL(stats.dropped_secure, 3);
	CHECK_EQUAL(stats.packets_received, 1);
	unseal_peer(&sealed);
	peer_close(&bob);
	media_close(media);
}

/* Said again, or with another key of the peer: what we send goes on in the same numbers. */
static void counters_go_on(void)
{
	struct media *media = open_media();
	struct media_secure secure = sdes(MEDIA_AEAD_AES_128_GCM), next;
	struct peer alice, bob;
	struct sealed_peer sealed;
	struct rtp_packet packet;
	struct media_stats stats;
	media_id context, t;
	uint8_t codes[160] = { 0x44 }, data[512];
	size_t length;

	media_context_add(media, &context);
	t = secured(media, context, &alice, &secure);
	usual_termination(media, context, &bob);
	sealed = seal_peer(&alice, &secure.keys);
	for (unsigned i = 0; i < 10; i++) { /* beyond the wrap of alice's sequence */
		send_sealed(&sealed, 0x22);
		CHECK(peer_receive(&bob, &packet, 5000));
	}
	CHECK_EQUAL(media_secure_set(media, t, &secure), 0);
	send_sealed(&sealed, 0x23);
	CHECK(peer_receive(&bob, &packet, 5000));
	next = secure;
	next.keys.remote[0] ^= 1;
	CHECK_EQUAL(media_secure_set(media, t, &next), 0);
	length = next_packet(&alice, data, 0x24); /* under the old key */
	CHECK_EQUAL(seal_rtp(sealed.out, data, &length), 0);
	peer_send_raw(&alice, data, length);
	CHECK(!peer_receive(&bob, &packet, 100));
	CHECK_EQUAL(media_stats(media, t, &stats), 0);
	CHECK_EQUAL(stats.dropped_secure, 1);
	peer_send(&bob, 0, codes, sizeof codes);
	CHECK_EQUAL(receive_sealed(&sealed, 5000), 0x44);
	seal_free(sealed.out);
	CHECK_EQUAL(seal_new(next.keys.suite, next.keys.remote, &sealed.out), 0);
	send_sealed(&sealed, 0x25);
	if (CHECK(peer_receive(&bob, &packet, 5000)))
		CHECK_EQUAL(packet.payload[0], 0x25);
	unseal_peer(&sealed);
	peer_close(&bob);
	media_close(media);
}

/* ---- DTLS ---- */

static void parse_digest(const char *text, uint8_t *digest)
{
	static const char digits[] = "0123456789abcdef";

	for (unsigned i = 0; i < 32; i++)
		digest[i] = (uint8_t)((strchr(digits, text[2 * i]) - digits) << 4 |
				      (strchr(digits, text[2 * i + 1]) - digits));
}

struct dtls_peer {
	struct peer peer;
	struct dtls_context *context;
	struct dtls *dtls;
	enum dtls_state state;
};

static void dtls_peer_open(struct dtls_peer *p, struct media *media, struct media_secure *secure)
{
	struct dtls_setup setup = { .active = !secure->active, .hash = MEDIA_SHA_256 };
	char text[65];

	memset(p, 0, sizeof *p);
	CHECK_EQUAL(dtls_context_new(&p->context), 0);
	CHECK_EQUAL(media_fingerprint(media, text), 0);
	parse_digest(text, setup.digest);
	CHECK_EQUAL(dtls_new(p->context, &setup, &p->dtls), 0);
	dtls_fingerprint(p->context, text);
	parse_digest(text, secure->digest);
}

static void dtls_peer_close(struct dtls_peer *p)
{
	dtls_free(p->dtls);
	dtls_context_free(p->context);
}

static void push(struct dtls_peer *p)
{
	uint8_t data[DTLS_LARGEST];
	size_t length;

	while ((length = dtls_pull(p->dtls, data)) > 0)
		peer_send_raw(&p->peer, data, length);
}

/* Until it has keys, or `ms` of silence. */
static enum dtls_state shake(struct dtls_peer *p, bool begins, int ms)
{
	struct pollfd ready = { .fd = p->peer.fd, .events = POLLIN };
	uint8_t data[2048];

	if (begins)
		p->state = dtls_feed(p->dtls, "media", 5, NULL, 0);
	push(p);
	while (p->state == DTLS_SHAKING && poll(&ready, 1, ms) == 1) {
		ssize_t length = recv(p->peer.fd, data, sizeof data, 0);

		if (length > 0 && dtls_is(data, (size_t)length))
			p->state = dtls_feed(p->dtls, "media", 5, data, (size_t)length);
		push(p);
	}
	return p->state;
}

static void talks_with_bob(struct sealed_peer *sealed, struct peer *bob)
{
	struct rtp_packet packet;
	uint8_t codes[160] = { 0x55 };

	for (unsigned i = 0; i < 5; i++) {
		send_sealed(sealed, 0x66);
		if (CHECK(peer_receive(bob, &packet, 5000)))
			CHECK_EQUAL(packet.payload[0], 0x66);
		peer_send(bob, 0, codes, sizeof codes);
		CHECK_EQUAL(receive_sealed(sealed, 5000), 0x55);
	}
}

/* As the peer has them: seal_peer() turns them around once more. */
static struct media_keys turned(const struct dtls *dtls)
{
	struct media_keys theirs, ours;

	dtls_keys(dtls, &theirs);
	ours = theirs;
	memcpy(ours.local, theirs.remote, sizeof ours.local);
	memcpy(ours.remote, theirs.local, sizeof ours.remote);
	return ours;
}

static void dtls_gives_keys(bool active)
{
	struct media *media = open_media();
	struct media_secure secure = {
		.keying = MEDIA_DTLS, .active = active, .mux = 1, .hash = MEDIA_SHA_256
	};
	struct dtls_peer alice;
	struct peer bob;
	struct sealed_peer sealed;
	struct media_event event = { 0 };
	struct media_keys keys, known;
	struct rtp_packet packet;
	media_id context, t;
	uint8_t codes[160] = { 0 };

	media_context_add(media, &context);
	dtls_peer_open(&alice, media, &secure);
	t = secured(media, context, &alice.peer, &secure);
	usual_termination(media, context, &bob);
	peer_send(&bob, 0, codes, sizeof codes);
	CHECK_EQUAL(shake(&alice, !active, 10000), DTLS_KEYED);
	CHECK(event_wait(media, MEDIA_EVENT_SECURED, &event));
	CHECK_EQUAL(event.termination, t);
	CHECK_EQUAL(event.error, 0);
	keys = turned(alice.dtls);
	CHECK_EQUAL(media_keys(media, t, &known), 0);
	CHECK_EQUAL(memcmp(&keys, &known, sizeof keys), 0);
	sealed = seal_peer(&alice.peer, &keys);
	while (peer_receive(&alice.peer, &packet, 0)) /* of the handshake */
		;
	talks_with_bob(&sealed, &bob);
	unseal_peer(&sealed);
	dtls_peer_close(&alice);
	peer_close(&bob);
	media_close(media);
}

static void dtls_passive(void)
{
	dtls_gives_keys(false);
}

static void dtls_active(void)
{
	dtls_gives_keys(true);
}

static void another_certificate_is_told(void)
{
	struct media *media = open_media();
	struct media_secure secure = { .keying = MEDIA_DTLS, .hash = MEDIA_SHA_256 };
	struct media_event event = { 0 };
	struct dtls_peer alice;
	struct peer bob;
	struct rtp_packet packet;
	media_id context, t;
	uint8_t codes[160] = { 0 };

	media_context_add(media, &context);
	dtls_peer_open(&alice, media, &secure);
	secure.digest[5] ^= 1;
	t = secured(media, context, &alice.peer, &secure);
	usual_termination(media, context, &bob);
	(void)shake(&alice, true, 300);
	CHECK(event_wait(media, MEDIA_EVENT_SECURED, &event));
	CHECK_EQUAL(event.termination, t);
	CHECK_EQUAL(event.error, -EACCES);
	while (peer_receive(&alice.peer, &packet, 0))
		;
	for (unsigned i = 0; i < 5; i++)
		peer_send(&bob, 0, codes, sizeof codes);
	CHECK(!peer_receive(&alice.peer, &packet, 100)); /* nothing goes out in the clear */
	peer_close(&alice.peer);
	dtls_peer_close(&alice);
	peer_close(&bob);
	media_close(media);
}

/* ---- ICE ---- */

static const char password[] = "our-password-of-the-agent";

static struct media_secure ice_and_dtls(void)
{
	struct media_secure secure = { .keying = MEDIA_DTLS,
				       .mux = 1,
				       .hash = MEDIA_SHA_256,
				       .local_ufrag = "here",
				       .remote_ufrag = "there" };

	memcpy(secure.local_password, password, sizeof password);
	return secure;
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

/* A check that nominates; whether it was answered. */
static bool check_pair(struct peer *peer, const char *key_text)
{
	uint8_t data[128] = { 0, 1, 0, 0, 0x21, 0x12, 0xa4, 0x42, 1, 2, 3 };
	static const char username[] = { 'h', 'e', 'r', 'e', ':', 't', 'h', 'e', 'r', 'e' };
	uint8_t *at = data + STUN_HEADER;
	struct hmac key;
	SHA_CTX message;
	struct pollfd ready = { .fd = peer->fd, .events = POLLIN };

	write_u32(at, 0x0006000a);
	memset(at + 4, 0, 12);
	memcpy(at + 4, username, sizeof username);
	write_u32(at + 16, 0x00250000);
	at += 20;
	write_u16(data + 2, (uint16_t)(at + 24 - data - STUN_HEADER));
	hmac_key(&key, key_text, strlen(key_text));
	message = hmac_begin(&key);
	hmac_add(&message, data, (size_t)(at - data));
	write_u32(at, 0x00080014);
	hmac_end(&key, &message, at + 4);
	at += 24;
	write_u16(data + 2, (uint16_t)(at + 8 - data - STUN_HEADER));
	write_u32(at, 0x80280004);
	write_u32(at + 4, crc32(data, (size_t)(at - data)) ^ 0x5354554eU);
	peer_send_raw(peer, data, (size_t)(at + 8 - data));
	if (poll(&ready, 1, key_text == password ? 5000 : 100) != 1)
		return false;
	return recv(peer->fd, data, sizeof data, 0) > STUN_HEADER && data[0] == 1;
}

static void only_who_was_checked(void)
{
	struct media *media = open_media();
	struct media_secure secure = ice_and_dtls();
	struct dtls_peer alice;
	struct peer bob;
	struct sealed_peer sealed;
	struct media_event event;
	struct media_keys keys;
	struct media_stats stats;
	media_id context, t;

	media_context_add(media, &context);
	dtls_peer_open(&alice, media, &secure);
	t = secured(media, context, &alice.peer, &secure);
	usual_termination(media, context, &bob);
	CHECK(!check_pair(&alice.peer, "a-password-that-is-wrong"));
	CHECK_EQUAL(shake(&alice, true, 200), DTLS_SHAKING); /* silence */
	CHECK(check_pair(&alice.peer, password));
	CHECK_EQUAL(media_stats(media, t, &stats), 0);
	CHECK_EQUAL(stats.remote_port, alice.peer.port);
	CHECK_EQUAL(stats.dropped_source, 2);
	while (dtls_due_ms(alice.dtls) > 0) /* what was lost is due again */
		(void)poll(NULL, 0, 10);
	alice.state = dtls_late(alice.dtls);
	CHECK_EQUAL(shake(&alice, false, 10000), DTLS_KEYED);
	CHECK(event_wait(media, MEDIA_EVENT_SECURED, &event));
	keys = turned(alice.dtls);
	sealed = seal_peer(&alice.peer, &keys);
	talks_with_bob(&sealed, &bob);
	unseal_peer(&sealed);
	dtls_peer_close(&alice);
	peer_close(&bob);
	media_close(media);
}

/* An instance died; its successor has the keys, another SSRC, and knows no counter. */
static void a_successor_goes_on(void)
{
	struct media *media = open_media();
	struct media_secure secure = ice_and_dtls();
	struct peer alice, bob;
	struct sealed_peer sealed;
	struct rtp_packet packet;
	media_id context;

	secure.keys = some_keys(MEDIA_AES_CM_128_HMAC_SHA1_80);
	media_context_add(media, &context);
	secured(media, context, &alice, &secure);
	usual_termination(media, context, &bob);
	sealed = seal_peer(&alice, &secure.keys);
	for (unsigned i = 0; i < 9 * 65536; i += 20000) { /* what the predecessor heard */
		uint8_t data[512];
		size_t length;

		alice.sequence = (uint16_t)i;
		length = next_packet(&alice, data, 1);
		CHECK_EQUAL(seal_rtp(sealed.out, data, &length), 0);
	}
	send_sealed(&sealed, 0x77);
	CHECK(!peer_receive(&bob, &packet, 100)); /* nobody has vouched for it yet */
	CHECK(check_pair(&alice, password));
	talks_with_bob(&sealed, &bob);
	unseal_peer(&sealed);
	peer_close(&bob);
	media_close(media);
}

static void reports_go_through_the_same_port(void)
{
	struct media_options options = usual_options();
	struct media *media = NULL;
	struct media_secure secure = sdes(MEDIA_AES_CM_128_HMAC_SHA1_80);
	struct peer alice, bob;
	struct sealed_peer sealed;
	struct rtp_packet packet;
	media_id context, t;
	uint8_t codes[160] = { 0x44 };
	bool reported = false;

	secure.mux = 1;
	CHECK_EQUAL(media_open(&options, &media), 0);
	media_context_add(media, &context);
	t = secured(media, context, &alice, &secure);
	usual_termination(media, context, &bob);
	sealed = seal_peer(&alice, &secure.keys);
	send_sealed(&sealed, 0x22);
	CHECK(peer_receive(&bob, &packet, 5000));
	peer_send(&bob, 0, codes, sizeof codes);
	CHECK_EQUAL(receive_sealed(&sealed, 5000), 0x44);
	CHECK_EQUAL(media_remove(media, t), 0); /* says good-bye */
	for (unsigned i = 0; i < 3 && !reported; i++) {
		struct pollfd ready = { .fd = alice.fd, .events = POLLIN };
		uint8_t data[2048];
		size_t length;

		if (poll(&ready, 1, 5000) != 1)
			break;
		length = (size_t)recv(alice.fd, data, sizeof data, 0);
		reported = unseal_rtcp(sealed.in, data, &length) == 0 && data[1] == 200;
	}
	CHECK(reported);
	unseal_peer(&sealed);
	peer_close(&bob);
	media_close(media);
}

/* Handshakes begin and end at every moment of a termination's life. */
static void they_come_and_go(void)
{
	struct media *media = open_media();
	struct media_totals totals;
	media_id context;

	media_context_add(media, &context);
	for (unsigned i = 0; i < 40; i++) {
		struct media_secure secure = { .keying = MEDIA_DTLS,
					       .active = i % 2,
					       .hash = MEDIA_SHA_256 };
		struct dtls_peer alice;
		media_id t;

		dtls_peer_open(&alice, media, &secure);
		t = secured(media, context, &alice.peer, &secure);
		if (i % 4 < 2)
			(void)shake(&alice, i % 2 == 0, (int)(i % 3));
		if (i % 5 == 0) {
			secure.digest[0] ^= 1;
			CHECK_EQUAL(media_secure_set(media, t, &secure), 0);
		}
		CHECK_EQUAL(media_remove(media, t), 0);
		peer_close(&alice.peer);
		dtls_peer_close(&alice);
	}
	CHECK_EQUAL(media_totals(media, &totals), 0);
	CHECK_EQUAL(totals.terminations, 0);
	media_close(media);
}

static void arguments_are_checked(void)
{
	struct media *media = open_media();
	struct media_secure secure = sdes(MEDIA_AEAD_AES_128_GCM), wrong;
	struct peer peer;
	media_id context, t;

	media_context_add(media, &context);
	t = usual_termination(media, context, &peer);
	wrong = secure;
	wrong.keys.suite = 7;
	CHECK_EQUAL(media_secure_set(media, t, &wrong), -EINVAL);
	wrong.keys.suite = MEDIA_NO_SUITE;
	CHECK_EQUAL(media_secure_set(media, t, &wrong), -EINVAL);
	wrong = secure;
	wrong.keying = MEDIA_PLAIN;
	CHECK_EQUAL(media_secure_set(media, t, &wrong), -EINVAL);
	wrong = secure;
	wrong.keying = MEDIA_DTLS; /* without a hash */
	CHECK_EQUAL(media_secure_set(media, t, &wrong), -EINVAL);
	wrong = secure;
	memset(wrong.local_ufrag, 'a', sizeof wrong.local_ufrag);
	CHECK_EQUAL(media_secure_set(media, t, &wrong), -EINVAL);
	wrong = secure;
	strcpy(wrong.local_ufrag, "only");
	CHECK_EQUAL(media_secure_set(media, t, &wrong), -EINVAL);
	CHECK_EQUAL(media_secure_set(media, context, &secure), -ENOENT);
	peer_close(&peer);
	media_close(media);
}

int main(void)
{
	static const struct test tests[] = {
		{ "RFC 4568 each suite, both ways", sdes_both_ways },
		{ "SECURITY 6: what is not SRTP, has a wrong tag or is a replay is dropped and "
		  "counted",
		  what_is_not_srtp_is_not_heard },
		{ "RFC 3264 §8 an offer that changes nothing changes no counter; another key "
		  "counts at once",
		  counters_go_on },
		{ "RFC 5764 the peer begins, and both talk", dtls_passive },
		{ "RFC 5764 we begin, and both talk", dtls_active },
		{ "RFC 5763 §5 another certificate: told, and not a word",
		  another_certificate_is_told },
		{ "SECURITY 6: DTLS only from pairs that ICE has checked", only_who_was_checked },
		{ "media restarted: the keys of before, another SSRC, any roll-over counter",
		  a_successor_goes_on },
		{ "RFC 5761 reports through the port of RTP", reports_go_through_the_same_port },
		{ "handshakes end with their terminations", they_come_and_go },
		{ "arguments are checked", arguments_are_checked },
	};

	return RUN(tests);
}
