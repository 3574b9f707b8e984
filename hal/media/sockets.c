/* SPDX-License-Identifier: MIT */
/* A pair of UDP ports for RTP and RTCP. API thread. */
#include <errno.h>
#include <netinet/ip.h>
#include <sys/random.h>
#include <sys/socket.h>
#include <unistd.h>

#include "engine.h"

static int set_options(int fd, int family, uint8_t dscp)
{
	int value = dscp << 2;
	int on = 1;
	int error;

	if (family == AF_INET)
		error = setsockopt(fd, IPPROTO_IP, IP_TOS, &value, sizeof value);
	else
		error = setsockopt(fd, IPPROTO_IPV6, IPV6_TCLASS, &value, sizeof value);
	if (error == 0 && family == AF_INET6)
		error = setsockopt(fd, IPPROTO_IPV6, IPV6_V6ONLY, &on, sizeof on);
	return error == 0 ? 0 : -errno;
}

static int open_one(const struct address *address, uint16_t port, uint8_t dscp)
{
	struct address at = *address;
	int family = address->u.any.sa_family;
	int fd = socket(family, SOCK_DGRAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
	int error;

	if (fd < 0)
		return -errno;
	address_set_port(&at, port);
	error = set_options(fd, family, dscp);
	if (error == 0 && bind(fd, &at.u.any, at.length) != 0)
		error = -errno;
	if (error == 0)
		return fd;
	close(fd);
	return error;
}

static int open_pair(struct media *media, const struct address *address, uint16_t port, int *rtp_fd,
		     int *rtcp_fd)
{
	int rtp = open_one(address, port, media->options.dscp);
	int rtcp;

	if (rtp < 0)
		return rtp;
	rtcp = open_one(address, (uint16_t)(port + 1), media->options.dscp);
	if (rtcp < 0) {
		close(rtp);
		return rtcp;
	}
	*rtp_fd = rtp;
	*rtcp_fd = rtcp;
	return 0;
}

/* Even ports of the range whose odd neighbour is in it too. */
static uint32_t count_pairs(const struct media_options *options)
{
	uint32_t first = (options->port_low + 1U) & ~1U;

	return (options->port_high + 1U - first) / 2;
}

int sockets_open(struct media *media, const struct address *address, uint16_t asked, int *rtp_fd,
		 int *rtcp_fd, uint16_t *port)
{
	uint32_t first = (media->options.port_low + 1U) & ~1U;
	uint32_t pairs = count_pairs(&media->options);
	uint32_t at;

	if (asked != 0) {
		*port = asked;
		return open_pair(media, address, asked, rtp_fd, rtcp_fd);
	}
	/* Each pair at random first (SECURITY row 6); when the range fills up, whatever is left. */
	for (uint32_t try = 0; try < pairs + 16; try++) {
		int error;

		if (try < 16 && getrandom(&at, sizeof at, 0) != sizeof at)
			return -EIO;
		if (try >= 16)
			at++;
		*port = (uint16_t)(first + at % pairs * 2);
		error = open_pair(media, address, *port, rtp_fd, rtcp_fd);
		if (error != -EADDRINUSE)
			return error;
	}
	return -EADDRINUSE;
}
