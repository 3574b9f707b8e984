/* SPDX-License-Identifier: MIT */
/*
 * Paging by multicast: what goes to a group, and terminations that listen to one. Anybody on the network can speak to
 * a group, so that nothing is sent back, and no address is learned for longer than he speaks.
 */
#include <errno.h>
#include <netinet/in.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <unistd.h>

#include "api.h"

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

static int option(int fd, int which, const void *value, socklen_t size)
{
	return setsockopt(fd, IPPROTO_IP, which, value, size) == 0 ? 0 : -errno;
}

static int set_sending(int fd, const struct address *local, uint8_t ttl, uint8_t loop)
{
	int error = option(fd, IP_MULTICAST_TTL, &ttl, sizeof ttl);

	if (error == 0)
		error = option(fd, IP_MULTICAST_LOOP, &loop, sizeof loop);
	if (error == 0)
		error = option(fd, IP_MULTICAST_IF, &local->u.v4.sin_addr,
			       sizeof local->u.v4.sin_addr);
	return error;
}

struct sending {
	media_id termination;
	uint8_t ttl, loop;
};

static int set(struct media *media, void *argument)
{
	const struct sending *sending = argument;
	const struct termination *t = handles_get(&media->terminations, sending->termination);

	if (t == NULL)
		return -ENOENT;
	if (t->rtp.fd < 0 || t->local.u.any.sa_family != AF_INET)
		return -ENOTSUP;
	return set_sending(t->rtp.fd, &t->local, sending->ttl, sending->loop);
}

API int media_multicast(struct media *media, media_id termination, uint8_t ttl, uint8_t loop)
{
	struct sending sending = { termination, ttl, loop };

	return ttl == 0 || loop > 1 ? -EINVAL : command_run(media, set, &sending);
}

static int join(int fd, const struct address *group, const struct address *interface)
{
	struct ip_mreq wanted = { .imr_multiaddr = group->u.v4.sin_addr,
				  .imr_interface = interface->u.v4.sin_addr };
	int off = 0, error;

	/* Else it hears what any other program of this machine has joined on that port. */
	error = option(fd, IP_MULTICAST_ALL, &off, sizeof off);
	if (error == 0)
		error = option(fd, IP_ADD_MEMBERSHIP, &wanted, sizeof wanted);
	return error == -ENODEV ? -EADDRNOTAVAIL : error;
}

/* Several may listen to one group: another page, another context. */
static int open_one(const struct address *group, const struct address *interface, int *out)
{
	int on = 1, error = 0;
	int fd = socket(AF_INET, SOCK_DGRAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);

	if (fd < 0)
		return -errno;
	if (setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on) != 0 ||
	    bind(fd, &group->u.any, group->length) != 0)
		error = -errno;
	if (error == 0)
		error = join(fd, group, interface);
	if (error)
		close(fd);
	else
		*out = fd;
	return error;
}

static int open_both(struct termination *t, const struct address *interface)
{
	struct address rtcp = t->local;
	int error = open_one(&t->local, interface, &t->rtp.fd);

	if (error)
		return error;
	address_set_port(&rtcp, (uint16_t)(address_port(&t->local) + 1));
	error = open_one(&rtcp, interface, &t->rtcp.fd);
	if (error)
		close(t->rtp.fd);
	return error;
}

static bool is_group(const struct address *group)
{
	return group->u.any.sa_family == AF_INET &&
	       IN_MULTICAST(ntohl(group->u.v4.sin_addr.s_addr));
}

API int media_listen_add(struct media *media, media_id context, const struct media_listen *listen,
			 media_id *termination)
{
	struct address group, interface;
	struct termination *t;
	int error;

	if (listen->priority == 0 || listen->port == 0 || listen->port % 2 != 0 ||
	    address_parse(listen->group, listen->port, &group) != 0 || !is_group(&group) ||
	    address_parse(listen->interface, 1, &interface) != 0 ||
	    interface.u.any.sa_family != AF_INET)
		return -EINVAL;
	t = termination_new(media);
	if (t == NULL)
		return -ENOMEM;
	t->priority = listen->priority;
	t->local = group;
	error = open_both(t, &interface);
	if (error) {
		free(t);
		return error;
	}
	return termination_submit(media, context, t, termination);
}
