/* SPDX-License-Identifier: MIT */
/* Paging by multicast over IPv6, on the loopback interface of a network of the test's own. */
#include <arpa/inet.h>
#include <errno.h>
#include <net/if.h>
#include <net/route.h>
#include <netinet/in.h>
#include <sched.h>
#include <stdio.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/socket.h>
#include <unistd.h>

#include "check.h"
#include "ear.h"
#include "law.h"

#define PORT 6970
/* Groups of this machine, of this network, of this site. */
static const char *const groups[] = { "ff01::7001", "ff02::7001", "ff05::7001" };

/* A network with nobody in it but ourselves, whose loopback interface carries groups. */
static bool have_network(void)
{
	struct in6_rtmsg route = { .rtmsg_dst_len = 8,
				   .rtmsg_metric = 256,
				   .rtmsg_flags = RTF_UP | RTF_LOCAL };
	struct ifreq up = { .ifr_name = "lo" };
	int fd;
	bool done;

	if (unshare(CLONE_NEWNET) != 0 && unshare(CLONE_NEWUSER | CLONE_NEWNET) != 0)
		return false;
	fd = socket(AF_INET6, SOCK_DGRAM, 0);
	up.ifr_flags = IFF_UP | IFF_LOOPBACK | IFF_RUNNING | IFF_MULTICAST;
	route.rtmsg_ifindex = (int)if_nametoindex("lo");
	route.rtmsg_dst.s6_addr[0] = 0xff;
	done = fd >= 0 && ioctl(fd, SIOCSIFFLAGS, &up) == 0 && ioctl(fd, SIOCADDRT, &route) == 0;
	close(fd);
	return done;
}

static media_id listen_to(struct hall *hall, media_id context, const char *group, uint8_t priority)
{
	struct media_listen listen = { .interface = "::1", .port = PORT, .priority = priority };
	struct media_stream stream = { .codec = MEDIA_PCMU, .ptime_ms = 20, .receive = 1 };
	media_id t = 0;

	(void)snprintf(listen.group, sizeof listen.group, "%s", group);
	CHECK_EQUAL(media_listen_add(hall->media, context, &listen, &t), 0);
	CHECK_EQUAL(media_rtp_set(hall->media, t, &stream), 0);
	return t;
}

/* Somebody who talks to a group. */
static struct ear *pager(struct hall *hall, const char *group, double hz, uint8_t hops)
{
	struct media_rtp rtp = { .local_address = "::1" };
	struct media_stream stream = {
		.remote_port = PORT, .codec = MEDIA_PCMU, .ptime_ms = 20, .send = 1
	};
	media_id context = hall_context(hall), t = 0;
	struct ear *ear = hall_ear(hall, context, MEDIA_PCMU);
	uint16_t own;

	(void)snprintf(stream.remote_address, sizeof stream.remote_address, "%s", group);
	CHECK_EQUAL(media_rtp_add(hall->media, context, &rtp, &t, &own), 0);
	CHECK_EQUAL(media_multicast(hall->media, t, hops, 1), 0);
	CHECK_EQUAL(media_rtp_set(hall->media, t, &stream), 0);
	ear_talk(ear, hz, -16);
	return ear;
}

static void a_page_is_heard(void)
{
	for (unsigned i = 0; i < sizeof groups / sizeof *groups; i++) {
		struct hall hall;
		struct ear *one, *other;
		media_id context, elsewhere;

		hall_open(&hall);
		context = hall_context(&hall);
		elsewhere = hall_context(&hall);
		listen_to(&hall, context, groups[i], 1);
		listen_to(&hall, elsewhere, "ff05::7777", 1); /* the same port, another group */
		one = hall_ear(&hall, context, MEDIA_PCMU);
		other = hall_ear(&hall, elsewhere, MEDIA_PCMU);
		pager(&hall, groups[i], 1000, 1);
		hall_step(&hall, 60);
		CHECK_NEAR(ear_level(one, 1000, 400), -16, 1);
		CHECK(ear_level(other, 1000, 400) < -45);
		hall_close(&hall);
	}
}

static void the_highest_is_heard(void)
{
	struct hall hall;
	struct ear *ear;
	media_id context;

	hall_open(&hall);
	context = hall_context(&hall);
	listen_to(&hall, context, groups[1], 1);
	listen_to(&hall, context, groups[2], 9);
	ear = hall_ear(&hall, context, MEDIA_PCMU);
	pager(&hall, groups[1], 600, 1);
	hall_step(&hall, 40);
	CHECK_NEAR(ear_level(ear, 600, 400), -16, 1);
	pager(&hall, groups[2], 1400, 1);
	hall_step(&hall, 40);
	CHECK_NEAR(ear_level(ear, 1400, 400), -16, 1);
	CHECK(ear_level(ear, 600, 400) < -45);
	hall_close(&hall);
}

static void hops_on_the_wire(void)
{
	struct hall hall;
	struct ipv6_mreq group = { .ipv6mr_interface = if_nametoindex("lo") };
	struct sockaddr_in6 at = { .sin6_family = AF_INET6, .sin6_port = htons(PORT) };
	int fd = socket(AF_INET6, SOCK_DGRAM | SOCK_NONBLOCK, 0), on = 1, hops = -1, class = -1;
	uint8_t data[300], control[128];
	struct iovec part = { data, sizeof data };
	struct msghdr message = { .msg_iov = &part,
				  .msg_iovlen = 1,
				  .msg_control = control,
				  .msg_controllen = sizeof control };

	CHECK_EQUAL(inet_pton(AF_INET6, groups[2], &group.ipv6mr_multiaddr), 1);
	at.sin6_addr = group.ipv6mr_multiaddr;
	CHECK_EQUAL(bind(fd, (struct sockaddr *)&at, sizeof at), 0);
	CHECK_EQUAL(setsockopt(fd, IPPROTO_IPV6, IPV6_ADD_MEMBERSHIP, &group, sizeof group), 0);
	CHECK_EQUAL(setsockopt(fd, IPPROTO_IPV6, IPV6_RECVHOPLIMIT, &on, sizeof on), 0);
	CHECK_EQUAL(setsockopt(fd, IPPROTO_IPV6, IPV6_RECVTCLASS, &on, sizeof on), 0);
	hall_open(&hall);
	pager(&hall, groups[2], 1000, 7);
	hall_step(&hall, 5);
	CHECK(recvmsg(fd, &message, 0) > 0);
	for (struct cmsghdr *c = CMSG_FIRSTHDR(&message); c; c = CMSG_NXTHDR(&message, c)) {
		if (c->cmsg_type == IPV6_HOPLIMIT)
			memcpy(&hops, CMSG_DATA(c), sizeof hops);
		if (c->cmsg_type == IPV6_TCLASS)
			memcpy(&class, CMSG_DATA(c), sizeof class);
	}
	CHECK_EQUAL(hops, 7);
	CHECK_EQUAL(class >> 2, 46);
	hall_close(&hall);
	close(fd);
}

static void arguments_are_checked(void)
{
	static const struct {
		const char *group, *interface;
		int error;
	} wrong[] = {
		{ "fe80::1", "::1", -EINVAL },          /* no group */
		{ "ff02::7001", "127.0.0.1", -EINVAL }, /* of another family */
		{ "239.255.10.9", "::1", -EINVAL },
		{ "ff02::7001", "2001:db8::1", -EADDRNOTAVAIL },
	};
	struct hall hall;
	media_id context, t;

	hall_open(&hall);
	context = hall_context(&hall);
	for (unsigned i = 0; i < sizeof wrong / sizeof *wrong; i++) {
		struct media_listen listen = { .port = PORT, .priority = 1 };

		(void)snprintf(listen.group, sizeof listen.group, "%s", wrong[i].group);
		(void)snprintf(listen.interface, sizeof listen.interface, "%s", wrong[i].interface);
		CHECK_EQUAL(media_listen_add(hall.media, context, &listen, &t), wrong[i].error);
	}
	hall_close(&hall);
}

int main(void)
{
	static const struct test tests[] = {
		{ "PAGE-8 over IPv6: what is said to a group of any scope is heard, and no other "
		  "group",
		  a_page_is_heard },
		{ "over IPv6, of two pages the one of higher priority is heard",
		  the_highest_is_heard },
		{ "PAGE-8 over IPv6: hop count and DSCP", hops_on_the_wire },
		{ "over IPv6 what cannot be is refused", arguments_are_checked },
	};

	if (!have_network()) {
		printf("1..0 # SKIP no network namespace can be made here\n");
		return 0;
	}
	law_init();
	resample_init();
	return RUN(tests);
}
