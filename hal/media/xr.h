/* SPDX-License-Identifier: MIT */
/* VoIP metrics in RTCP extended reports, RFC 3611 §4.7. Pure: bytes in, fields out. */
#ifndef STROWGER_XR_H
#define STROWGER_XR_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define XR_PACKET 207    /* its type */
#define XR_VOIP_BYTES 44 /* the packet with one block */
#define XR_UNKNOWN 127   /* of scores and levels */
#define XR_GMIN 16

struct xr_voip {
	uint32_t ssrc;                      /* whose packets it is about */
	uint8_t loss_rate, discard_rate;    /* of 256 */
	uint8_t burst_density, gap_density; /* of 256 */
	uint16_t burst_ms, gap_ms;
	uint16_t round_trip_ms, end_system_ms;
	uint8_t r_factor;                  /* 0 to 100 */
	uint8_t mos_lq, mos_cq;            /* times 10: 10 to 50 */
	uint8_t receiver;                  /* RX config, §4.7.6 */
	uint16_t jitter_ms, jitter_max_ms; /* of the jitter buffer: now, at most */
};

/* Takes the last VoIP metrics block about `about` out of an XR packet (from its header on). Whether there is one; -EBADMSG
 * where lengths do not fit. */
int xr_parse(const uint8_t *data, size_t length, uint32_t about, struct xr_voip *out);

/* Writes an XR packet of `from` with that block: XR_VOIP_BYTES. */
size_t xr_write(uint8_t *out, uint32_t from, const struct xr_voip *voip);

#endif
