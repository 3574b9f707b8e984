/* SPDX-License-Identifier: MIT */
#include "address.h"

#include <arpa/inet.h>
#include <errno.h>
#include <string.h>

int address_parse(const char *text, uint16_t port, struct address *out)
{
	memset(out, 0, sizeof *out);
	if (memchr(text, '\0', ADDRESS_TEXT) == NULL)
		return -EINVAL;
	if (text[0] == '\0')
		return 0;
	if (inet_pton(AF_INET, text, &out->u.v4.sin_addr) == 1) {
		out->u.v4.sin_family = AF_INET;
		out->u.v4.sin_port = htons(port);
		out->length = sizeof out->u.v4;
		return 0;
	}
	if (inet_pton(AF_INET6, text, &out->u.v6.sin6_addr) == 1) {
		out->u.v6.sin6_family = AF_INET6;
		out->u.v6.sin6_port = htons(port);
		out->length = sizeof out->u.v6;
		return 0;
	}
	return -EINVAL;
}

void address_format(const struct address *address, char *text)
{
	text[0] = '\0';
	if (address->length == 0)
		return;
	if (address->u.any.sa_family == AF_INET)
		inet_ntop(AF_INET, &address->u.v4.sin_addr, text, ADDRESS_TEXT);
	else
		inet_ntop(AF_INET6, &address->u.v6.sin6_addr, text, ADDRESS_TEXT);
}

bool address_is(const struct address *address)
{
	return address->length != 0;
}

bool address_same_host(const struct address *a, const struct address *b)
{
	if (a->length == 0 || a->length != b->length || a->u.any.sa_family != b->u.any.sa_family)
		return false;
	if (a->u.any.sa_family == AF_INET)
		return a->u.v4.sin_addr.s_addr == b->u.v4.sin_addr.s_addr;
	return memcmp(&a->u.v6.sin6_addr, &b->u.v6.sin6_addr, sizeof a->u.v6.sin6_addr) == 0;
}

bool address_same(const struct address *a, const struct address *b)
{
	/* The port is at one place in both families. */
	return address_same_host(a, b) && a->u.v4.sin_port == b->u.v4.sin_port;
}

uint16_t address_port(const struct address *address)
{
	return address->length == 0 ? 0 : ntohs(address->u.v4.sin_port);
}

void address_set_port(struct address *address, uint16_t port)
{
	address->u.v4.sin_port = htons(port);
}
