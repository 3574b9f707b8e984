/* SPDX-License-Identifier: MIT */
/* Two associations talk to each other through the test's hands. */
#include "dtls.h"

#include <errno.h>
#include <string.h>

#include "check.h"
#include "seal.h"

struct side {
	struct dtls_context *context;
	struct dtls *dtls;
	enum dtls_state state;
	unsigned sent;
	size_t bytes;
};

static void digest_of(const struct dtls_context *context, uint8_t *digest)
{
	char text[65];

	dtls_fingerprint(context, text);
	for (unsigned i = 0; i < 32; i++) {
		static const char digits[] = "0123456789abcdef";

		digest[i] = (uint8_t)((strchr(digits, text[2 * i]) - digits) << 4 |
				      (strchr(digits, text[2 * i + 1]) - digits));
	}
}

static void open_sides(struct side *client, struct side *server, bool cookie)
{
	struct dtls_setup setup = { .active = true, .hash = MEDIA_SHA_256 };

	memset(client, 0, sizeof *client);
	memset(server, 0, sizeof *server);
	CHECK_EQUAL(dtls_context_new(&client->context), 0);
	CHECK_EQUAL(dtls_context_new(&server->context), 0);
	digest_of(server->context, setup.digest);
	CHECK_EQUAL(dtls_new(client->context, &setup, &client->dtls), 0);
	setup.active = false;
	setup.cookie = cookie;
	digest_of(client->context, setup.digest);
	CHECK_EQUAL(dtls_new(server->context, &setup, &server->dtls), 0);
}

static void close_sides(struct side *client, struct side *server)
{
	dtls_free(client->dtls);
	dtls_free(server->dtls);
	dtls_context_free(client->context);
	dtls_context_free(server->context);
}

/* All that waits goes over. Returns how many datagrams did. */
static unsigned carry(struct side *from, struct side *to, const char *address)
{
	uint8_t data[DTLS_LARGEST];
	unsigned count = 0;
	size_t length;

	while ((length = dtls_pull(from->dtls, data)) > 0) {
		from->sent++;
		from->bytes += length;
		CHECK(dtls_is(data, length));
		to->state = dtls_feed(to->dtls, address, strlen(address), data, length);
		count++;
	}
	return count;
}

static void talk(struct side *client, struct side *server)
{
	client->state = dtls_feed(client->dtls, "server", 6, NULL, 0);
	while (carry(client, server, "client") + carry(server, client, "server") > 0)
		;
}

static void both_have_the_same_keys(void)
{
	struct side client, server;
	struct media_keys a, b;
	size_t length;

	open_sides(&client, &server, false);
	talk(&client, &server);
	CHECK_EQUAL(client.state, DTLS_KEYED);
	CHECK_EQUAL(server.state, DTLS_KEYED);
	dtls_keys(client.dtls, &a);
	dtls_keys(server.dtls, &b);
	CHECK_EQUAL(a.suite, MEDIA_AEAD_AES_128_GCM);
	CHECK_EQUAL(a.suite, b.suite);
	length = seal_key_length(a.suite);
	CHECK_EQUAL(memcmp(a.local, b.remote, length), 0);
	CHECK_EQUAL(memcmp(a.remote, b.local, length), 0);
	CHECK(memcmp(a.local, a.remote, length) != 0);
	close_sides(&client, &server);
}

static void another_certificate(void)
{
	struct side client, server;
	struct dtls_setup setup = { .hash = MEDIA_SHA_256, .digest = { 1, 2, 3 } };

	open_sides(&client, &server, false);
	dtls_free(server.dtls);
	CHECK_EQUAL(dtls_new(server.context, &setup, &server.dtls), 0);
	talk(&client, &server);
	CHECK_EQUAL(server.state, DTLS_FAILED);
	CHECK_EQUAL(dtls_error(server.dtls), -EACCES);
	close_sides(&client, &server);
}

/* Whoever does not receive at its address costs us less than it sent. */
static void an_address_is_proven_first(void)
{
	struct side client, server;
	uint8_t hello[DTLS_LARGEST];
	size_t length;

	open_sides(&client, &server, true);
	client.state = dtls_feed(client.dtls, "server", 6, NULL, 0);
	length = dtls_pull(client.dtls, hello);
	for (unsigned i = 0; i < 5; i++) {
		uint8_t answer[DTLS_LARGEST];
		size_t answered = 0, one;

		server.state = dtls_feed(server.dtls, "forged", 6, hello, length);
		while ((one = dtls_pull(server.dtls, answer)) > 0)
			answered += one;
		CHECK(answered <= length);
	}
	talk(&client, &server);
	close_sides(&client, &server);
	open_sides(&client, &server, true);
	talk(&client, &server);
	CHECK_EQUAL(client.state, DTLS_KEYED);
	CHECK_EQUAL(server.state, DTLS_KEYED);
	close_sides(&client, &server);
}

static void nonsense_changes_nothing(void)
{
	struct side client, server;
	uint8_t nonsense[200] = { 22, 0xfe, 0xfd };

	open_sides(&client, &server, false);
	for (unsigned i = 0; i < 10; i++) {
		uint8_t alert[DTLS_LARGEST];

		nonsense[11] = 0;
		nonsense[12] = (uint8_t)(3 * i);
		nonsense[13] = (uint8_t)i;
		CHECK_EQUAL(dtls_feed(server.dtls, "x", 1, nonsense, 13 + 3 * (size_t)i),
			    DTLS_SHAKING);
		while (dtls_pull(server.dtls, alert) > 0)
			; /* for whoever sent that */
	}
	talk(&client, &server);
	CHECK_EQUAL(server.state, DTLS_KEYED);
	CHECK_EQUAL(dtls_feed(server.dtls, "x", 1, nonsense, 150), DTLS_KEYED);
	close_sides(&client, &server);
}

static void what_is_lost_is_sent_again(void)
{
	struct side client, server;
	uint8_t lost[DTLS_LARGEST];
	int due;

	open_sides(&client, &server, false);
	client.state = dtls_feed(client.dtls, "server", 6, NULL, 0);
	while (dtls_pull(client.dtls, lost) > 0)
		;
	due = dtls_due_ms(client.dtls);
	CHECK(due > 0 && due <= 1000); /* RFC 6347 §4.2.4.1 */
	CHECK_EQUAL(dtls_due_ms(server.dtls), -1);
	close_sides(&client, &server);
}

int main(void)
{
	static const struct test tests[] = {
		{ "RFC 5764 §4.2 both sides have the same keys, crosswise",
		  both_have_the_same_keys },
		{ "RFC 5763 §5 another certificate than signalled fails", another_certificate },
		{ "RFC 6347 §4.2.1 an address is proven before much is sent there",
		  an_address_is_proven_first },
		{ "SECURITY 6: nonsense does not end a handshake", nonsense_changes_nothing },
		{ "RFC 6347 §4.2.4 what is lost is sent again", what_is_lost_is_sent_again },
	};

	return RUN(tests);
}
