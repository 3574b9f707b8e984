/* SPDX-License-Identifier: MIT */
/* RTCP compound packets, RFC 3550 §6. Pure: bytes in, fields out. */
#ifndef STROWGER_RTCP_H
#define STROWGER_RTCP_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "xr.h"

#define RTCP_LARGEST 1500

struct rtcp_block { /* a report about one source, §6.4.1 */
	uint32_t ssrc;
	uint8_t fraction_lost; /* of 256 */
	int32_t lost;          /* in 24 bits */
	uint32_t highest_sequence;
	uint32_t jitter; /* in timestamp units */
	uint32_t last_sr;
	uint32_t delay_since_sr; /* in 1/65536 s */
};

struct rtcp_report {
	bool sent; /* a sender report: the three fields below hold */
	uint32_t ssrc;
	uint64_t ntp;
	uint32_t rtp_timestamp;
	uint32_t packets, bytes;
	bool has_block; /* one about `about`, when parsing; one to write, when writing */
	struct rtcp_block block;
	bool has_voip; /* VoIP metrics (RFC 3611) about `about`, when parsing; to write, when writing */
	struct xr_voip voip;
	bool bye;
};

/*
 * Reads a compound packet and takes from it the sender's SR or RR, the block and the VoIP metrics
 * about SSRC `about`, and BYE. 0, or -EBADMSG when a length or a version does not fit.
 */
int rtcp_parse(const uint8_t *data, size_t length, uint32_t about, struct rtcp_report *out);

/* Writes SR or RR, SDES with CNAME (at most 255 characters), XR and BYE if asked. Returns the length;
 * `out` holds RTCP_LARGEST. */
size_t rtcp_write(uint8_t *out, const struct rtcp_report *report, const char *cname);

#endif
