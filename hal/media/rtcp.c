/* SPDX-License-Identifier: MIT */
#include "rtcp.h"

#include <errno.h>
#include <string.h>

#include "rtp.h"

enum { SR = 200, RR = 201, SDES = 202, BYE = 203 };
enum { SDES_CNAME = 1 };

#define BLOCK 24 /* bytes of a report block */

static void parse_block(const uint8_t *at, struct rtcp_block *out)
{
	uint32_t lost = read_u32(at + 4) & 0xffffff;

	out->ssrc = read_u32(at);
	out->fraction_lost = at[4];
	out->lost = (int32_t)(lost << 8) >> 8;
	out->highest_sequence = read_u32(at + 8);
	out->jitter = read_u32(at + 12);
	out->last_sr = read_u32(at + 16);
	out->delay_since_sr = read_u32(at + 20);
}

/* One SR or RR: `body` follows the four bytes of its header. */
static int parse_report(bool sender, unsigned blocks, const uint8_t *body, size_t length,
			uint32_t about, struct rtcp_report *out)
{
	size_t fixed = sender ? 24 : 4;

	if (length < fixed + blocks * (size_t)BLOCK)
		return -EBADMSG;
	out->ssrc = read_u32(body);
	if (sender) {
		out->sent = true;
		out->ntp = (uint64_t)read_u32(body + 4) << 32 | read_u32(body + 8);
		out->rtp_timestamp = read_u32(body + 12);
		out->packets = read_u32(body + 16);
		out->bytes = read_u32(body + 20);
	}
	for (unsigned i = 0; i < blocks; i++) {
		const uint8_t *at = body + fixed + i * (size_t)BLOCK;

		if (read_u32(at) == about) {
			out->has_block = true;
			parse_block(at, &out->block);
		}
	}
	return 0;
}

int rtcp_parse(const uint8_t *data, size_t length, uint32_t about, struct rtcp_report *out)
{
	memset(out, 0, sizeof *out);
	/* A compound packet begins with a report, §6.1; one is enough to be content with. */
	if (length < 8 || (data[1] != SR && data[1] != RR))
		return -EBADMSG;
	while (length > 0) {
		size_t whole;

		if (length < 4 || data[0] >> 6 != 2)
			return -EBADMSG;
		whole = 4 * ((size_t)read_u16(data + 2) + 1);
		if (whole > length)
			return -EBADMSG;
		if (data[1] == SR || data[1] == RR) {
			int error = parse_report(data[1] == SR, data[0] & 0x1f, data + 4, whole - 4,
						 about, out);

			if (error)
				return error;
		} else if (data[1] == XR_PACKET) {
			int found = xr_parse(data, whole, about, &out->voip);

			if (found < 0)
				return found;
			out->has_voip = out->has_voip || found > 0;
		} else if (data[1] == BYE) {
			out->bye = true;
		}
		data += whole;
		length -= whole;
	}
	return 0;
}

static uint8_t *write_head(uint8_t *at, unsigned count, uint8_t type, size_t words)
{
	at[0] = (uint8_t)(0x80 | count);
	at[1] = type;
	write_u16(at + 2, (uint16_t)(words - 1));
	return at + 4;
}

static uint8_t *write_block(uint8_t *at, const struct rtcp_block *block)
{
	write_u32(at, block->ssrc);
	write_u32(at + 4, (uint32_t)block->lost & 0xffffff);
	at[4] = block->fraction_lost;
	write_u32(at + 8, block->highest_sequence);
	write_u32(at + 12, block->jitter);
	write_u32(at + 16, block->last_sr);
	write_u32(at + 20, block->delay_since_sr);
	return at + BLOCK;
}

static uint8_t *write_cname(uint8_t *at, uint32_t ssrc, const char *cname)
{
	size_t length = strnlen(cname, 255);
	size_t words =
		2 + (2 + length + 1 + 3) / 4; /* an item ends in at least one zero byte, §6.5 */

	memset(at, 0, 4 * words);
	write_head(at, 1, SDES, words);
	write_u32(at + 4, ssrc);
	at[8] = SDES_CNAME;
	at[9] = (uint8_t)length;
	memcpy(at + 10, cname, length);
	return at + 4 * words;
}

size_t rtcp_write(uint8_t *out, const struct rtcp_report *report, const char *cname)
{
	unsigned blocks = report->has_block ? 1 : 0;
	uint8_t *at = write_head(out, blocks, report->sent ? SR : RR,
				 (report->sent ? 7U : 2U) + blocks * (BLOCK / 4U));

	write_u32(at, report->ssrc);
	at += 4;
	if (report->sent) {
		write_u32(at, (uint32_t)(report->ntp >> 32));
		write_u32(at + 4, (uint32_t)report->ntp);
		write_u32(at + 8, report->rtp_timestamp);
		write_u32(at + 12, report->packets);
		write_u32(at + 16, report->bytes);
		at += 20;
	}
	if (report->has_block)
		at = write_block(at, &report->block);
	at = write_cname(at, report->ssrc, cname);
	if (report->has_voip)
		at += xr_write(at, report->ssrc, &report->voip);
	if (report->bye) {
		at = write_head(at, 1, BYE, 2);
		write_u32(at, report->ssrc);
		at += 4;
	}
	return (size_t)(at - out);
}
