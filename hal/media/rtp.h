/* SPDX-License-Identifier: MIT */
/* RTP packets, RFC 3550 §5. Pure: bytes in, fields out. */
#ifndef STROWGER_RTP_H
#define STROWGER_RTP_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define RTP_HEADER 12
#define RTP_LARGEST 1500 /* bytes of a datagram; what is longer counts as malformed */

struct rtp_packet {
	const uint8_t *payload; /* into the datagram, without padding */
	size_t length;
	uint32_t timestamp;
	uint32_t ssrc;
	uint16_t sequence;
	uint8_t payload_type;
	bool marker;
};

/* 0, or -EBADMSG when version, CSRC list, extension or padding do not fit the datagram. */
int rtp_parse(const uint8_t *data, size_t length, struct rtp_packet *out);

/* Writes the RTP_HEADER bytes of the header; payload and length of `packet` do not count. */
void rtp_write_header(uint8_t *out, const struct rtp_packet *packet);

static inline uint16_t read_u16(const uint8_t *at)
{
	return (uint16_t)(at[0] << 8 | at[1]);
}

static inline uint32_t read_u32(const uint8_t *at)
{
	return (uint32_t)at[0] << 24 | (uint32_t)at[1] << 16 | (uint32_t)at[2] << 8 | at[3];
}

static inline void write_u16(uint8_t *at, uint16_t value)
{
	at[0] = (uint8_t)(value >> 8);
	at[1] = (uint8_t)value;
}

static inline void write_u32(uint8_t *at, uint32_t value)
{
	write_u16(at, (uint16_t)(value >> 16));
	write_u16(at + 2, (uint16_t)value);
}

#endif
