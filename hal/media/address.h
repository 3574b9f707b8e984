/* SPDX-License-Identifier: MIT */
/* Numeric IPv4 and IPv6 socket addresses. */
#ifndef STROWGER_ADDRESS_H
#define STROWGER_ADDRESS_H

#include <netinet/in.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define ADDRESS_TEXT 46 /* as media.h has it: INET6_ADDRSTRLEN */

struct address {
	union {
		struct sockaddr any;
		struct sockaddr_in v4;
		struct sockaddr_in6 v6;
	} u;
	socklen_t length; /* 0: no address */
};

/* 0, or -EINVAL when `text` is not numeric or not ended within ADDRESS_TEXT bytes. An empty text is
 * no address. */
int address_parse(const char *text, uint16_t port, struct address *out);
void address_format(const struct address *address, char *text); /* ADDRESS_TEXT bytes */
bool address_is(const struct address *address);
bool address_same(const struct address *a, const struct address *b); /* host and port */
bool address_same_host(const struct address *a, const struct address *b);
uint16_t address_port(const struct address *address);
void address_set_port(struct address *address, uint16_t port);

#endif
