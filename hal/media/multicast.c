/* SPDX-License-Identifier: MIT */
/*
 * Paging by multicast: what goes to a group, and terminations that listen to one. Anybody on the network can speak to
 * a group, so that nothing is sent back, and no address is learned for longer than he speaks.
 */
#include <errno.h>
#include <ifaddrs.h>
#include <net/if.h>
#include <netinet/in.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "api.h"

#ifndef IPV6_MULTICAST_ALL /* of Linux 4.20, and not in every C library */
#define IPV6_MULTICAST_ALL 29
#endif

#define SILENT_NS 500000000ULL /* then somebody else may speak */
#define SPEAKS_NS 200000000ULL /* without a packet: the rank is free */

/* ---- media thread ---- */

bool multicast_hears(struct termination *t, const struct address *from)
{
	uint64_t now = t->media->now_ns;

	if (address_same(from, &t->talker))
		return true;
	if (address_is(&t->talker) && now < t->heard_ns + SILENT_NS)
		return false;
	t->talker = *from;
	return true;
}

static bool speaks(const struct termination *t)
{
	return t->priority > 0 && address_is(&t->talker) &&
	       t->media->now_ns < t->heard_ns + SPEAKS_NS;
}

void multicast_rank(struct context *c)
{
	uint8_t highest = 0;

	for (const struct termination *t = c->members; t; t = t->next)
		if (speaks(t) && t->priority > highest)
			highest = t->priority;
	for (struct termination *t = c->members; t; t = t->next)
		t->outranked = t->priority > 0 && t->priority < highest;
}

/* ---- API thread ---- */

static int option(int fd, int level, int which, const void *value, socklen_t size)
{
	return setsockopt(fd, level, which, value, size) == 0 ? 0 : -errno;
}

static bool is_v6(const struct address *address)
{
	return address->u.any.sa_family == AF_INET6;
}

static bool is_at(const struct ifaddrs *one, const struct address *address)
{
	const struct sockaddr_in6 *at = (const struct sockaddr_in6 *)(const void *)one->ifa_addr;

	return at && at->sin6_family == AF_INET6 &&
	       memcmp(&at->sin6_addr, &address->u.v6.sin6_addr, sizeof at->sin6_addr) == 0;
}

/* IPv6 knows interfaces by their index. Of one with that address; -EADDRNOTAVAIL: there is none. */
static int index_of(const struct address *address, unsigned *index)
{
	struct ifaddrs *all;

	if (getifaddrs(&all) != 0)
		return -errno;
	*index = 0;
	for (const struct ifaddrs *one = all; one && *index == 0; one = one->ifa_next)
		if (is_at(one, address))
			*index = if_nametoindex(one->ifa_name);
	freeifaddrs(all);
	return *index ? 0 : -EADDRNOTAVAIL;
}

struct sending {
	media_id termination;
	uint8_t ttl, loop;
	struct address local; /* of the termination */
	unsigned index;       /* of its interface, for IPv6 */
};

static int set_sending_v4(int fd, const struct sending *s)
{
	int error = option(fd, IPPROTO_IP, IP_MULTICAST_TTL, &s->ttl, sizeof s->ttl);

	if (error == 0)
		error = option(fd, IPPROTO_IP, IP_MULTICAST_LOOP, &s->loop, sizeof s->loop);
	if (error == 0)
		error = option(fd, IPPROTO_IP, IP_MULTICAST_IF, &s->local.u.v4.sin_addr,
			       sizeof s->local.u.v4.sin_addr);
	return error;
}

static int set_sending_v6(int fd, const struct sending *s)
{
	int hops = s->ttl, loop = s->loop;
	int error = option(fd, IPPROTO_IPV6, IPV6_MULTICAST_HOPS, &hops, sizeof hops);

	if (error == 0)
		error = option(fd, IPPROTO_IPV6, IPV6_MULTICAST_LOOP, &loop, sizeof loop);
	if (error == 0)
		error = option(fd, IPPROTO_IPV6, IPV6_MULTICAST_IF, &s->index, sizeof s->index);
	return error;
}

static int find(struct media *media, void *argument)
{
	struct sending *sending = argument;
	const struct termination *t = handles_get(&media->terminations, sending->termination);

	if (t == NULL)
		return -ENOENT;
	if (t->rtp.fd < 0)
		return -ENOTSUP;
	sending->local = t->local;
	return 0;
}

static int set(struct media *media, void *argument)
{
	const struct sending *sending = argument;
	const struct termination *t = handles_get(&media->terminations, sending->termination);

	if (t == NULL)
		return -ENOENT;
	return is_v6(&sending->local) ? set_sending_v6(t->rtp.fd, sending)
				      : set_sending_v4(t->rtp.fd, sending);
}

API int media_multicast(struct media *media, media_id termination, uint8_t ttl, uint8_t loop)
{
	struct sending sending = { .termination = termination, .ttl = ttl, .loop = loop };
	int error;

	if (ttl == 0 || loop > 1)
		return -EINVAL;
	error = command_run(media, find, &sending);
	if (error == 0 && is_v6(&sending.local)) /* asks the kernel: not under the lock */
		error = index_of(&sending.local, &sending.index);
	return error ? error : command_run(media, set, &sending);
}

/* A group on one interface. */
struct place {
	struct address group, interface;
	unsigned index; /* of IPv6 */
};

static int join_v4(int fd, const struct place *place)
{
	struct ip_mreq wanted = { .imr_multiaddr = place->group.u.v4.sin_addr,
				  .imr_interface = place->interface.u.v4.sin_addr };
	int off = 0, error;

	/* Else it hears what any other program of this machine has joined on that port. */
	error = option(fd, IPPROTO_IP, IP_MULTICAST_ALL, &off, sizeof off);
	if (error == 0)
		error = option(fd, IPPROTO_IP, IP_ADD_MEMBERSHIP, &wanted, sizeof wanted);
	return error == -ENODEV ? -EADDRNOTAVAIL : error;
}

static int join_v6(int fd, const struct place *place)
{
	struct ipv6_mreq wanted = { .ipv6mr_multiaddr = place->group.u.v6.sin6_addr,
				    .ipv6mr_interface = place->index };
	int off = 0, error;

	error = option(fd, IPPROTO_IPV6, IPV6_MULTICAST_ALL, &off, sizeof off);
	if (error == 0)
		error = option(fd, IPPROTO_IPV6, IPV6_ADD_MEMBERSHIP, &wanted, sizeof wanted);
	return error;
}

/* Several may listen to one group: another page, another context. */
static int open_one(const struct place *place, uint16_t port, int *out)
{
	struct address at = place->group;
	int on = 1, error = 0;
	int fd = socket(at.u.any.sa_family, SOCK_DGRAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);

	if (fd < 0)
		return -errno;
	address_set_port(&at, port);
	if (is_v6(&at)) /* ff01:: and ff02:: are other groups on each interface */
		at.u.v6.sin6_scope_id = place->index;
	if (setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on) != 0 ||
	    bind(fd, &at.u.any, at.length) != 0)
		error = -errno;
	if (error == 0)
		error = is_v6(&at) ? join_v6(fd, place) : join_v4(fd, place);
	if (error)
		close(fd);
	else
		*out = fd;
	return error;
}

static int open_both(struct termination *t, const struct place *place)
{
	uint16_t port = address_port(&place->group);
	int error = open_one(place, port, &t->rtp.fd);

	if (error)
		return error;
	error = open_one(place, (uint16_t)(port + 1), &t->rtcp.fd);
	if (error)
		close(t->rtp.fd);
	return error;
}

static bool is_group(const struct address *group)
{
	if (is_v6(group))
		return IN6_IS_ADDR_MULTICAST(&group->u.v6.sin6_addr);
	return group->u.any.sa_family == AF_INET &&
	       IN_MULTICAST(ntohl(group->u.v4.sin_addr.s_addr));
}

static int read_place(const struct media_listen *listen, struct place *place)
{
	if (address_parse(listen->group, listen->port, &place->group) != 0 ||
	    !is_group(&place->group) ||
	    address_parse(listen->interface, 1, &place->interface) != 0 ||
	    place->interface.u.any.sa_family != place->group.u.any.sa_family)
		return -EINVAL;
	return is_v6(&place->group) ? index_of(&place->interface, &place->index) : 0;
}

API int media_listen_add(struct media *media, media_id context, const struct media_listen *listen,
			 media_id *termination)
{
	struct place place = { 0 };
	struct termination *t;
	int error;

	if (listen->priority == 0 || listen->port == 0 || listen->port % 2 != 0)
		return -EINVAL;
	error = read_place(listen, &place);
	if (error)
		return error;
	t = termination_new(media);
	if (t == NULL)
		return -ENOMEM;
	t->priority = listen->priority;
	t->local = place.group;
	error = open_both(t, &place);
	if (error) {
		free(t);
		return error;
	}
	return termination_submit(media, context, t, termination);
}
