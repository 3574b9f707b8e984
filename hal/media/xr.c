/* SPDX-License-Identifier: MIT */
#include "xr.h"

#include <errno.h>
#include <string.h>

#include "rtp.h"

enum { VOIP_METRICS = 7 };
#define BLOCK 36 /* bytes, its header among them */

static void parse_voip(const uint8_t *at, struct xr_voip *out)
{
	*out = (struct xr_voip){
		.ssrc = read_u32(at + 4),
		.loss_rate = at[8],
		.discard_rate = at[9],
		.burst_density = at[10],
		.gap_density = at[11],
		.burst_ms = read_u16(at + 12),
		.gap_ms = read_u16(at + 14),
		.round_trip_ms = read_u16(at + 16),
		.end_system_ms = read_u16(at + 18),
		.r_factor = at[24],
		.mos_lq = at[26],
		.mos_cq = at[27],
		.receiver = at[28],
		.jitter_ms = read_u16(at + 30),
		.jitter_max_ms = read_u16(at + 32),
	};
}

int xr_parse(const uint8_t *data, size_t length, uint32_t about, struct xr_voip *out)
{
	size_t at = 8;
	bool found = false;

	if (length < at || data[1] != XR_PACKET)
		return -EBADMSG;
	while (at < length) {
		size_t whole;

		if (length - at < 4)
			return -EBADMSG;
		whole = 4 * ((size_t)read_u16(data + at + 2) + 1);
		if (whole > length - at)
			return -EBADMSG;
		if (data[at] == VOIP_METRICS && whole == BLOCK &&
		    read_u32(data + at + 4) == about) {
			parse_voip(data + at, out);
			found = true;
		}
		at += whole;
	}
	return found;
}

size_t xr_write(uint8_t *out, uint32_t from, const struct xr_voip *voip)
{
	uint8_t *at = out + 8;

	memset(out, 0, XR_VOIP_BYTES);
	out[0] = 0x80;
	out[1] = XR_PACKET;
	write_u16(out + 2, XR_VOIP_BYTES / 4 - 1);
	write_u32(out + 4, from);
	at[0] = VOIP_METRICS;
	write_u16(at + 2, BLOCK / 4 - 1);
	write_u32(at + 4, voip->ssrc);
	at[8] = voip->loss_rate;
	at[9] = voip->discard_rate;
	at[10] = voip->burst_density;
	at[11] = voip->gap_density;
	write_u16(at + 12, voip->burst_ms);
	write_u16(at + 14, voip->gap_ms);
	write_u16(at + 16, voip->round_trip_ms);
	write_u16(at + 18, voip->end_system_ms);
	at[20] = at[21] = at[22] = XR_UNKNOWN; /* signal, noise, echo: nobody measures them here */
	at[23] = XR_GMIN;
	at[24] = voip->r_factor;
	at[25] = XR_UNKNOWN; /* no other network behind us knows an R */
	at[26] = voip->mos_lq;
	at[27] = voip->mos_cq;
	at[28] = voip->receiver;
	write_u16(at + 30, voip->jitter_ms);
	write_u16(at + 32, voip->jitter_max_ms);
	write_u16(at + 34, voip->jitter_max_ms);
	return XR_VOIP_BYTES;
}
