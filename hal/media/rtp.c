/* SPDX-License-Identifier: MIT */
#include "rtp.h"

#include <errno.h>

/* What RTCP would be if it were read as RTP: 200 to 204 with the marker bit taken off, RFC 3550
 * §5.1. */
static bool looks_like_rtcp(uint8_t payload_type)
{
	return payload_type >= 72 && payload_type <= 76;
}

int rtp_parse(const uint8_t *data, size_t length, struct rtp_packet *out)
{
	size_t header = RTP_HEADER;

	if (length < RTP_HEADER || data[0] >> 6 != 2)
		return -EBADMSG;
	header += 4 * (size_t)(data[0] & 0x0f); /* CSRC list */
	if (data[0] & 0x10) {                   /* extension, §5.3.1 */
		if (length < header + 4)
			return -EBADMSG;
		header += 4 + 4 * (size_t)read_u16(data + header + 2);
	}
	if (length < header)
		return -EBADMSG;
	if (data[0] & 0x20) { /* padding: its last byte counts itself */
		uint8_t padding = length > header ? data[length - 1] : 0;

		if (padding == 0 || padding > length - header)
			return -EBADMSG;
		length -= padding;
	}

	out->payload_type = data[1] & 0x7f;
	if (looks_like_rtcp(out->payload_type))
		return -EBADMSG;
	out->marker = data[1] >> 7 != 0;
	out->sequence = read_u16(data + 2);
	out->timestamp = read_u32(data + 4);
	out->ssrc = read_u32(data + 8);
	out->payload = data + header;
	out->length = length - header;
	return 0;
}

void rtp_write_header(uint8_t *out, const struct rtp_packet *packet)
{
	out[0] = 0x80;
	out[1] = (uint8_t)(packet->payload_type | (packet->marker ? 0x80 : 0));
	write_u16(out + 2, packet->sequence);
	write_u32(out + 4, packet->timestamp);
	write_u32(out + 8, packet->ssrc);
}
