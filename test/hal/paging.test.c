/* SPDX-License-Identifier: MIT */
/* Paging by multicast, in and out, on the loopback interface. */
#include <arpa/inet.h>
#include <errno.h>
#include <netinet/in.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "check.h"
#include "ear.h"
#include "law.h"

#define GROUP "239.255.10.0"
#define URGENT "239.255.10.1"

/* A port that nobody has: tests run beside one another. */
static uint16_t free_port(void)
{
	struct peer peer;
	uint16_t port;

	peer_open(&peer);
	port = peer.port & 0xfffe;
	peer_close(&peer);
	return port;
}

static media_id listen_to(struct hall *hall, media_id context, const char *group, uint16_t port,
			  uint8_t priority)
{
	struct media_listen listen = { .interface = "127.0.0.1",
				       .port = port,
				       .priority = priority };
	struct media_stream stream = { .codec = MEDIA_PCMU, .ptime_ms = 20, .receive = 1 };
	media_id t = 0;

	(void)snprintf(listen.group, sizeof listen.group, "%s", group);
	CHECK_EQUAL(media_listen_add(hall->media, context, &listen, &t), 0);
	CHECK_EQUAL(media_rtp_set(hall->media, t, &stream), 0);
	return t;
}

/* A termination that sends what its context says to the group. */
static media_id page(struct hall *hall, media_id context, const char *group, uint16_t port)
{
	struct media_rtp rtp = { .local_address = "127.0.0.1" };
	struct media_stream stream = {
		.remote_port = port, .codec = MEDIA_PCMU, .ptime_ms = 20, .send = 1
	};
	media_id t = 0;
	uint16_t own;

	(void)snprintf(stream.remote_address, sizeof stream.remote_address, "%s", group);
	CHECK_EQUAL(media_rtp_add(hall->media, context, &rtp, &t, &own), 0);
	CHECK_EQUAL(media_multicast(hall->media, t, 1, 1), 0);
	CHECK_EQUAL(media_rtp_set(hall->media, t, &stream), 0);
	return t;
}

/* A pager in a context of its own. */
static struct ear *pager(struct hall *hall, const char *group, uint16_t port, double hz)
{
	media_id context = hall_context(hall);
	struct ear *ear = hall_ear(hall, context, MEDIA_PCMU);

	page(hall, context, group, port);
	ear_talk(ear, hz, -16);
	return ear;
}

static void a_page_is_heard(void)
{
	struct hall hall;
	struct ear *caller, *one, *two;
	media_id context;
	uint16_t port = free_port();

	hall_open(&hall);
	context = hall_context(&hall);
	listen_to(&hall, context, GROUP, port, 1);
	one = hall_ear(&hall, context, MEDIA_PCMU);
	two = hall_ear(&hall, context, MEDIA_OPUS);
	caller = pager(&hall, GROUP, port, 1000);
	hall_step(&hall, 60);
	CHECK_NEAR(ear_level(one, 1000, 400), -16, 1);
	CHECK_NEAR(ear_level(two, 1000, 400), -16, 1.5);
	ear_talk(one, 500, -10); /* nothing goes back */
	ear_forget(caller);
	hall_step(&hall, 30);
	CHECK_EQUAL(caller->packets, 0);
	hall_close(&hall);
}

/* Whoever speaks first has the group until he is silent for half a second. */
static void one_at_a_time(void)
{
	struct hall hall;
	struct ear *first, *second, *ear;
	media_id context;
	uint16_t port = free_port();

	hall_open(&hall);
	context = hall_context(&hall);
	listen_to(&hall, context, GROUP, port, 1);
	ear = hall_ear(&hall, context, MEDIA_PCMU);
	first = pager(&hall, GROUP, port, 600);
	hall_step(&hall, 10);
	second = pager(&hall, GROUP, port, 1400);
	hall_step(&hall, 50);
	CHECK_NEAR(ear_level(ear, 600, 400), -16, 1);
	CHECK(ear_level(ear, 1400, 400) < -45);
	CHECK_EQUAL(media_remove(hall.media, first->termination), 0);
	ear_talk(first, 0, 0);
	hall_step(&hall, 60);
	CHECK_NEAR(ear_level(ear, 1400, 400), -16, 1);
	CHECK(second->packets == 0);
	hall_close(&hall);
}

/* An urgent page is heard instead of the other, which goes on afterwards. */
static void the_highest_is_heard(void)
{
	struct hall hall;
	struct ear *urgent, *ear;
	media_id context;
	uint16_t port = free_port();

	hall_open(&hall);
	context = hall_context(&hall);
	listen_to(&hall, context, GROUP, port, 1);
	listen_to(&hall, context, URGENT, port, 9);
	ear = hall_ear(&hall, context, MEDIA_PCMU);
	pager(&hall, GROUP, port, 600);
	hall_step(&hall, 40);
	CHECK_NEAR(ear_level(ear, 600, 400), -16, 1);
	urgent = pager(&hall, URGENT, port, 1400);
	hall_step(&hall, 40);
	CHECK_NEAR(ear_level(ear, 1400, 400), -16, 1);
	CHECK(ear_level(ear, 600, 400) < -45);
	CHECK_EQUAL(media_remove(hall.media, urgent->termination), 0);
	ear_talk(urgent, 0, 0);
	hall_step(&hall, 50);
	CHECK_NEAR(ear_level(ear, 600, 400), -16, 1);
	CHECK(ear_level(ear, 1400, 400) < -45);
	hall_close(&hall);
}

/* PAGE-8: the hop count on the wire, and the DSCP of all RTP. */
static void hops_and_dscp(void)
{
	static const uint8_t hops[] = { 1, 7 };
	struct hall hall;
	struct ip_mreq group = { .imr_multiaddr.s_addr = inet_addr(GROUP),
				 .imr_interface.s_addr = htonl(INADDR_LOOPBACK) };
	struct sockaddr_in at = { .sin_family = AF_INET, .sin_addr = group.imr_multiaddr };
	uint16_t port = free_port();
	int fd = socket(AF_INET, SOCK_DGRAM | SOCK_NONBLOCK, 0), on = 1;

	at.sin_port = htons(port);
	CHECK_EQUAL(bind(fd, (struct sockaddr *)&at, sizeof at), 0);
	CHECK_EQUAL(setsockopt(fd, IPPROTO_IP, IP_ADD_MEMBERSHIP, &group, sizeof group), 0);
	CHECK_EQUAL(setsockopt(fd, IPPROTO_IP, IP_RECVTTL, &on, sizeof on), 0);
	CHECK_EQUAL(setsockopt(fd, IPPROTO_IP, IP_RECVTOS, &on, sizeof on), 0);
	for (unsigned i = 0; i < 2; i++) {
		media_id context, t;
		uint8_t data[300], control[128];
		struct iovec part = { data, sizeof data };
		struct msghdr message = { .msg_iov = &part,
					  .msg_iovlen = 1,
					  .msg_control = control,
					  .msg_controllen = sizeof control };
		int ttl = -1, tos = -1;

		hall_open(&hall);
		context = hall_context(&hall);
		t = page(&hall, context, GROUP, port);
		CHECK_EQUAL(media_multicast(hall.media, t, hops[i], 1), 0);
		ear_talk(hall_ear(&hall, context, MEDIA_PCMU), 1000, -16);
		hall_step(&hall, 5);
		CHECK(recvmsg(fd, &message, 0) > 0);
		for (struct cmsghdr *c = CMSG_FIRSTHDR(&message); c; c = CMSG_NXTHDR(&message, c)) {
			if (c->cmsg_type == IP_TTL)
				memcpy(&ttl, CMSG_DATA(c), sizeof ttl);
			if (c->cmsg_type == IP_TOS)
				tos = *CMSG_DATA(c);
		}
		CHECK_EQUAL(ttl, hops[i]);
		CHECK_EQUAL(tos >> 2, 46);
		hall_close(&hall);
		while (recv(fd, data, sizeof data, 0) > 0)
			continue;
	}
	close(fd);
}

static void arguments_are_checked(void)
{
	struct hall hall;
	media_id context, t, studio;
	struct media_listen usual = {
		.group = GROUP, .interface = "127.0.0.1", .port = 6000, .priority = 1
	};
	struct media_listen wrong;

	hall_open(&hall);
	context = hall_context(&hall);
	wrong = usual;
	wrong.priority = 0;
	CHECK_EQUAL(media_listen_add(hall.media, context, &wrong, &t), -EINVAL);
	wrong = usual;
	wrong.port = 6001;
	CHECK_EQUAL(media_listen_add(hall.media, context, &wrong, &t), -EINVAL);
	wrong = usual;
	strcpy(wrong.group, "192.0.2.1");
	CHECK_EQUAL(media_listen_add(hall.media, context, &wrong, &t), -EINVAL);
	wrong = usual;
	strcpy(wrong.interface, "192.0.2.1");
	CHECK_EQUAL(media_listen_add(hall.media, context, &wrong, &t), -EADDRNOTAVAIL);
	CHECK_EQUAL(media_listen_add(hall.media, context + 99, &usual, &t), -ENOENT);
	CHECK_EQUAL(media_studio_add(hall.media, context, &studio), 0);
	CHECK_EQUAL(media_multicast(hall.media, studio, 1, 1), -ENOTSUP);
	CHECK_EQUAL(media_multicast(hall.media, studio, 0, 1), -EINVAL);
	CHECK_EQUAL(media_multicast(hall.media, studio + 77, 1, 1), -ENOENT);
	hall_close(&hall);
}

int main(void)
{
	static const struct test tests[] = {
		{ "PAGE-8 what is said to a group is heard by who listens to it", a_page_is_heard },
		{ "PAGE-2 one page at a time in a group", one_at_a_time },
		{ "of two pages the one of higher priority is heard", the_highest_is_heard },
		{ "PAGE-8 hop count and DSCP", hops_and_dscp },
		{ "what cannot be is refused", arguments_are_checked },
	};

	law_init();
	resample_init();
	return RUN(tests);
}
