/* SPDX-License-Identifier: MIT */
/* Terminations whose datagrams go on as they are: video and T.38, over real sockets on loopback. */
#include <errno.h>
#include <poll.h>
#include <string.h>
#include <sys/socket.h>

#include "check.h"
#include "peer.h"

struct end {
	struct peer peer;
	media_id id;
	uint16_t port;
};

struct wire { /* two ends that pass to each other */
	struct media *media;
	media_id context;
	struct end a, b;
};

static struct media_pass as_said(const struct end *end, media_id to, bool rtp)
{
	return (struct media_pass){ .remote_address = "127.0.0.1",
				    .remote_port = end->peer.port,
				    .rtp = rtp,
				    .send = 1,
				    .receive = 1,
				    .symmetric = 1,
				    .to = to };
}

static void add(struct wire *wire, struct end *end)
{
	struct media_rtp rtp = { .local_address = "127.0.0.1" };

	peer_open(&end->peer);
	CHECK_EQUAL(media_pass_add(wire->media, wire->context, &rtp, &end->id, &end->port), 0);
	CHECK_EQUAL(end->port % 2, 0);
	end->peer.towards = end->port;
}

static void set(const struct wire *wire, const struct end *end, const struct media_pass *pass)
{
	CHECK_EQUAL(media_pass_set(wire->media, end->id, pass), 0);
}

static void open_wire(struct wire *wire, bool rtp)
{
	struct media_options options = usual_options();
	struct media_pass pass;

	CHECK_EQUAL(media_open(&options, &wire->media), 0);
	CHECK_EQUAL(media_context_add(wire->media, &wire->context), 0);
	add(wire, &wire->a);
	add(wire, &wire->b);
	pass = as_said(&wire->a, wire->b.id, rtp);
	set(wire, &wire->a, &pass);
	pass = as_said(&wire->b, wire->a.id, rtp);
	set(wire, &wire->b, &pass);
}

static void close_wire(struct wire *wire)
{
	media_close(wire->media);
	peer_close(&wire->a.peer);
	peer_close(&wire->b.peer);
}

static ssize_t receive(struct peer *peer, int ms)
{
	struct pollfd ready = { .fd = peer->fd, .events = POLLIN };

	return poll(&ready, 1, ms) == 1 ? recv(peer->fd, peer->data, sizeof peer->data, 0) : -1;
}

#define LONG 60000 /* ms for what must come */
#define SHORT 100  /* ms for what must not */

/* It comes as it was sent, whatever it is. */
static bool passes(struct end *from, struct end *to, const void *data, size_t length)
{
	peer_send_raw(&from->peer, data, length);
	return receive(&to->peer, LONG) == (ssize_t)length &&
	       memcmp(to->peer.data, data, length) == 0;
}

static struct media_stats stats_of(const struct wire *wire, const struct end *end)
{
	struct media_stats stats;

	CHECK_EQUAL(media_stats(wire->media, end->id, &stats), 0);
	return stats;
}

static bool refused_one(void *argument)
{
	struct wire *wire = argument;

	return stats_of(wire, &wire->a).dropped_source > 0;
}

static void fax_passes_both_ways(void)
{
	static const uint8_t indicator[] = { 0, 1, 1, 6, 0, 0 };
	struct wire wire;
	uint8_t large[1400] = { 0, 2 };

	open_wire(&wire, false);
	CHECK(passes(&wire.a, &wire.b, indicator, sizeof indicator));
	CHECK(passes(&wire.b, &wire.a, large, sizeof large));
	CHECK_EQUAL(stats_of(&wire, &wire.a).packets_received, 1);
	CHECK_EQUAL(stats_of(&wire, &wire.a).bytes_sent, sizeof large);
	CHECK_EQUAL(stats_of(&wire, &wire.b).packets_sent, 1);
	close_wire(&wire);
}

static void video_passes_with_its_numbers(void)
{
	struct rtp_packet packet;
	struct wire wire;

	open_wire(&wire, true);
	for (int i = 0; i < 3; i++) {
		peer_send(&wire.a.peer, 96, "frame", 5);
		CHECK(peer_receive(&wire.b.peer, &packet, LONG));
		CHECK_EQUAL(packet.ssrc, wire.a.peer.ssrc);
		CHECK_EQUAL(packet.sequence, (uint16_t)(wire.a.peer.sequence - 1));
		CHECK_EQUAL(packet.payload_type, 96);
	}
	close_wire(&wire);
}

static void reports_pass_on_both_ports(void)
{
	static const uint8_t report[] = { 0x80, 201, 0, 1, 0, 0, 0, 1 };
	struct wire wire;
	struct peer a, b; /* of the RTCP ports */
	struct media_pass pass;

	open_wire(&wire, true);
	CHECK(passes(&wire.a, &wire.b, report, sizeof report)); /* RFC 5761 */
	peer_open(&a);
	peer_open(&b);
	pass = as_said(&wire.a, wire.b.id, true);
	pass.remote_rtcp_port = a.port;
	set(&wire, &wire.a, &pass);
	pass = as_said(&wire.b, wire.a.id, true);
	pass.remote_rtcp_port = b.port;
	set(&wire, &wire.b, &pass);
	a.towards = (uint16_t)(wire.a.port + 1);
	peer_send_raw(&a, report, sizeof report);
	CHECK_EQUAL(receive(&b, LONG), sizeof report);
	peer_close(&a);
	peer_close(&b);
	close_wire(&wire);
}

static void strangers_are_not_passed(void)
{
	static const uint8_t datagram[] = { 0, 7, 1, 6, 0, 0 };
	struct wire wire;
	struct peer stranger;

	open_wire(&wire, false);
	CHECK(passes(&wire.a, &wire.b, datagram, sizeof datagram)); /* locked from now on */
	peer_open(&stranger);
	stranger.towards = wire.a.port;
	for (uint8_t i = 0; i < 8; i++) {
		const uint8_t row[] = { 0, i, 1, 6, 0, 0 };

		peer_send_raw(&stranger, row, sizeof row);
	}
	CHECK(wait_until(refused_one, &wire));
	CHECK_EQUAL(receive(&wire.b.peer, SHORT), -1);
	CHECK_EQUAL(stats_of(&wire, &wire.a).packets_received, 1);
	peer_close(&stranger);
	close_wire(&wire);
}

static void a_peer_behind_a_nat_is_learned_once(void)
{
	struct wire wire;
	struct end nat;
	struct media_event event;
	const uint8_t first[] = { 0, 0, 1, 6, 0, 0 }, answer[] = { 0, 9, 1, 6, 0, 0 };

	open_wire(&wire, false);
	nat = wire.a;
	peer_open(&nat.peer);
	nat.peer.towards = wire.a.port;
	for (uint8_t i = 0; i < 4; i++) {
		const uint8_t row[] = { 0, i, 1, 6, 0, 0 };

		CHECK_EQUAL(memcmp(row, first, 1), 0);
		peer_send_raw(&nat.peer, row, sizeof row);
	}
	CHECK(event_wait(wire.media, MEDIA_EVENT_LEARNED, &event));
	CHECK_EQUAL(event.termination, wire.a.id);
	CHECK_EQUAL(receive(&wire.b.peer, LONG), sizeof first); /* the fourth */
	CHECK(passes(&wire.b, &nat, answer, sizeof answer));
	peer_send_raw(&wire.a.peer, first, sizeof first); /* too late */
	CHECK(wait_until(refused_one, &wire));
	peer_close(&nat.peer);
	close_wire(&wire);
}

static void hold_keeps_it_out(void)
{
	const uint8_t datagram[] = { 0, 1, 1, 6, 0, 0 };
	struct wire wire;
	struct media_pass pass;

	open_wire(&wire, false);
	CHECK(passes(&wire.a, &wire.b, datagram, sizeof datagram));
	pass = as_said(&wire.b, wire.a.id, false);
	pass.send = 0;
	set(&wire, &wire.b, &pass);
	peer_send_raw(&wire.a.peer, datagram, sizeof datagram);
	CHECK_EQUAL(receive(&wire.b.peer, SHORT), -1);
	pass.send = 1;
	set(&wire, &wire.b, &pass);
	CHECK(passes(&wire.a, &wire.b, datagram, sizeof datagram));
	pass = as_said(&wire.a, 0, false); /* to nobody */
	set(&wire, &wire.a, &pass);
	peer_send_raw(&wire.a.peer, datagram, sizeof datagram);
	CHECK_EQUAL(receive(&wire.b.peer, SHORT), -1);
	close_wire(&wire);
}

static void who_leaves_gets_nothing_more(void)
{
	const uint8_t datagram[] = { 0, 1, 1, 6, 0, 0 };
	struct wire wire;
	media_id elsewhere;

	open_wire(&wire, false);
	CHECK_EQUAL(media_context_add(wire.media, &elsewhere), 0);
	CHECK_EQUAL(media_move(wire.media, wire.b.id, elsewhere), 0);
	peer_send_raw(&wire.a.peer, datagram, sizeof datagram);
	CHECK_EQUAL(receive(&wire.b.peer, SHORT), -1);
	CHECK_EQUAL(media_move(wire.media, wire.b.id, wire.context), 0);
	CHECK_EQUAL(media_remove(wire.media, wire.b.id), 0);
	peer_send_raw(&wire.a.peer, datagram, sizeof datagram);
	CHECK_EQUAL(receive(&wire.b.peer, SHORT), -1);
	close_wire(&wire);
}

static void it_says_and_hears_nothing(void)
{
	static const struct media_tone tone = { .hz = { 440 } };
	struct media_secure plain = { .keying = MEDIA_PLAIN };
	struct media_stream stream;
	struct media_pass pass;
	struct wire wire;
	struct peer phone;
	media_id attachment, audio, elsewhere;

	open_wire(&wire, true);
	stream = usual_stream(&wire.a.peer);
	CHECK_EQUAL(media_rtp_set(wire.media, wire.a.id, &stream), -ENOTSUP);
	CHECK_EQUAL(media_secure_set(wire.media, wire.a.id, &plain), -ENOTSUP);
	CHECK_EQUAL(media_send_digits(wire.media, wire.a.id, "1", 100, 100), -ENOTSUP);
	CHECK_EQUAL(media_play_tone(wire.media, wire.a.id, MEDIA_TO, &tone, &attachment), -ENOTSUP);
	audio = usual_termination(wire.media, wire.context, &phone);
	pass = as_said(&wire.a, audio, true);
	CHECK_EQUAL(media_pass_set(wire.media, wire.a.id, &pass), -ENOTSUP);
	CHECK_EQUAL(media_pass_set(wire.media, audio, &pass), -ENOTSUP);
	pass.to = wire.a.id;
	CHECK_EQUAL(media_pass_set(wire.media, wire.a.id, &pass), -EINVAL);
	CHECK_EQUAL(media_context_add(wire.media, &elsewhere), 0);
	CHECK_EQUAL(media_move(wire.media, wire.b.id, elsewhere), 0);
	pass.to = wire.b.id;
	CHECK_EQUAL(media_pass_set(wire.media, wire.a.id, &pass), -EINVAL);
	pass.to = 4711;
	CHECK_EQUAL(media_pass_set(wire.media, wire.a.id, &pass), -ENOENT);
	pass = as_said(&wire.a, 0, true);
	pass.remote_port = 0;
	CHECK_EQUAL(media_pass_set(wire.media, wire.a.id, &pass), -EINVAL);
	peer_close(&phone);
	close_wire(&wire);
}

/* What comes while the context is taken away, over and over: for the sanitizers. */
static void calls_come_and_go_under_fire(void)
{
	static const uint8_t datagram[] = { 0, 1, 1, 6, 0, 0 };
	struct wire wire;

	open_wire(&wire, false);
	for (int i = 0; i < 200; i++) {
		struct media_pass pass;
		struct end c = { .port = 0 };

		add(&wire, &c);
		pass = as_said(&c, wire.a.id, false);
		set(&wire, &c, &pass);
		pass = as_said(&wire.a, c.id, false);
		set(&wire, &wire.a, &pass);
		peer_send_raw(&wire.a.peer, datagram, sizeof datagram);
		peer_send_raw(&c.peer, datagram, sizeof datagram);
		CHECK_EQUAL(media_remove(wire.media, c.id), 0);
		peer_close(&c.peer);
	}
	CHECK_EQUAL(media_context_remove(wire.media, wire.context), 0);
	close_wire(&wire);
}

int main(void)
{
	static const struct test tests[] = {
		{ "T.38: datagrams pass both ways as they are", fax_passes_both_ways },
		{ "video passes with its SSRC and numbers", video_passes_with_its_numbers },
		{ "RTCP passes, on its own port or that of RTP", reports_pass_on_both_ports },
		{ "a stranger's datagrams are not passed on", strangers_are_not_passed },
		{ "RFC 4961 a peer behind a NAT is learned once",
		  a_peer_behind_a_nat_is_learned_once },
		{ "hold keeps it out", hold_keeps_it_out },
		{ "who leaves the context gets nothing more", who_leaves_gets_nothing_more },
		{ "it neither says nor hears anything", it_says_and_hears_nothing },
		{ "calls come and go under fire", calls_come_and_go_under_fire },
	};

	return RUN(tests);
}
