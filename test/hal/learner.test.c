/* SPDX-License-Identifier: MIT */
#include "learner.h"

#include "check.h"

static struct address at(const char *text, uint16_t port)
{
	struct address a;

	CHECK_EQUAL(address_parse(text, port, &a), 0);
	return a;
}

static enum verdict packet(struct learner *l, const struct address *from, uint16_t sequence)
{
	return learner_judge(l, from, 77, sequence, 1000);
}

static void signalled_address_locks(void)
{
	struct learner l = { 0 };
	struct address sdp = at("192.0.2.1", 4000), other = at("192.0.2.2", 4000);

	learner_set(&l, &sdp, true, 0);
	CHECK_EQUAL(packet(&l, &sdp, 1), PEER);
	for (uint16_t i = 0; i < 20; i++)
		CHECK_EQUAL(packet(&l, &other, i), STRANGER);
	CHECK(address_same(&l.remote, &sdp));
}

static void not_symmetric(void)
{
	struct learner l = { 0 };
	struct address sdp = at("192.0.2.1", 4000), port = at("192.0.2.1", 4001);

	learner_set(&l, &sdp, false, 0);
	for (uint16_t i = 0; i < 20; i++)
		CHECK_EQUAL(packet(&l, &port, i), STRANGER);
}

static void learns_once(void)
{
	struct learner l = { 0 };
	struct address sdp = at("10.0.0.1", 4000), nat = at("198.51.100.7", 61000);
	struct address thief = at("203.0.113.9", 5);

	learner_set(&l, &sdp, true, 0);
	CHECK_EQUAL(packet(&l, &nat, 65534), STRANGER);
	CHECK_EQUAL(packet(&l, &nat, 65535), STRANGER);
	CHECK_EQUAL(packet(&l, &nat, 0), STRANGER);
	CHECK_EQUAL(packet(&l, &nat, 1), LEARNED);
	CHECK_EQUAL(packet(&l, &nat, 2), PEER);
	for (uint16_t i = 0; i < 20; i++)
		CHECK_EQUAL(packet(&l, &thief, i), STRANGER);
	CHECK_EQUAL(packet(&l, &sdp, 9), STRANGER); /* locked is locked */
	CHECK(address_same(&l.remote, &nat));
}

static void two_at_once_learn_nothing(void)
{
	struct learner l = { 0 };
	struct address none = at("", 0), a = at("198.51.100.7", 1), b = at("198.51.100.8", 1);

	learner_set(&l, &none, true, 0);
	for (uint16_t i = 0; i < 20; i++) {
		CHECK_EQUAL(packet(&l, &a, i), STRANGER);
		CHECK_EQUAL(packet(&l, &b, i), STRANGER);
	}
	CHECK(!address_is(&l.remote));
}

static void random_numbers_learn_nothing(void)
{
	struct learner l = { 0 };
	struct address none = at("", 0), a = at("198.51.100.7", 1);

	learner_set(&l, &none, true, 0);
	for (uint16_t i = 0; i < 20; i++)
		CHECK_EQUAL(packet(&l, &a, (uint16_t)(i * 977)), STRANGER);
}

static void window_closes(void)
{
	struct learner l = { 0 };
	struct address sdp = at("10.0.0.1", 4000), nat = at("198.51.100.7", 61000);

	learner_set(&l, &sdp, true, 0);
	for (uint16_t i = 0; i < 20; i++)
		CHECK_EQUAL(learner_judge(&l, &nat, 7, i, LEARN_WINDOW_NS), STRANGER);
	CHECK_EQUAL(learner_judge(&l, &sdp, 7, 1, LEARN_WINDOW_NS),
		    PEER); /* the signalled one may always */
}

static void signalling_again(void)
{
	struct learner l = { 0 };
	struct address sdp = at("10.0.0.1", 4000), nat = at("198.51.100.7", 61000);
	struct address elsewhere = at("10.0.0.2", 4000);

	learner_set(&l, &sdp, true, 0);
	for (uint16_t i = 0; i < LEARN_PACKETS; i++)
		packet(&l, &nat, i);
	learner_set(&l, &sdp, true, 0); /* a re-INVITE that moves nothing */
	CHECK(address_same(&l.remote, &nat));
	learner_set(&l, &elsewhere, true, 0);
	CHECK(address_same(&l.remote, &elsewhere));
	CHECK_EQUAL(packet(&l, &nat, 50), STRANGER);
}

static void ipv6(void)
{
	struct learner l = { 0 };
	struct address sdp = at("2001:db8::1", 4000), other = at("2001:db8::2", 4000);
	char text[ADDRESS_TEXT];

	learner_set(&l, &sdp, true, 0);
	CHECK_EQUAL(packet(&l, &other, 1), STRANGER);
	CHECK_EQUAL(packet(&l, &sdp, 1), PEER);
	address_format(&l.remote, text);
	CHECK(text[0] == '2');
	CHECK_EQUAL(address_port(&l.remote), 4000);
}

int main(void)
{
	static const struct test tests[] = {
		{ "SECURITY row 6: a packet from the signalled address locks",
		  signalled_address_locks },
		{ "SECURITY row 6: without symmetric RTP nothing is learned", not_symmetric },
		{ "SECURITY row 6: behind a NAT one address is learned, then locked", learns_once },
		{ "SECURITY row 6: two strangers at once learn nothing",
		  two_at_once_learn_nothing },
		{ "SECURITY row 6: packets that do not follow one another learn nothing",
		  random_numbers_learn_nothing },
		{ "SECURITY row 6: the window to learn closes", window_closes },
		{ "a re-INVITE keeps what was learned, unless it moves the peer",
		  signalling_again },
		{ "IPv6 addresses are told apart", ipv6 },
	};

	return RUN(tests);
}
