/* SPDX-License-Identifier: MIT */
/*
 * How what came would sound: the E-model, ITU-T G.107 in its reduced form (all but codec, loss and delay at their defaults), with the
 * codecs' figures of G.113 appendix I; of wideband codecs G.107.1, with appendix IV. And how losses cluster, RFC 3611 §4.7.2. Pure.
 */
#ifndef STROWGER_HEARING_H
#define STROWGER_HEARING_H

#include <stdbool.h>
#include <stdint.h>

#include "xr.h"

#define HEARING_LEAST 50 /* packets: less is no conversation to judge */

struct hearing {
	uint64_t received, lost;
	uint64_t runs; /* of losses without a packet between them */
	/* Bursts and gaps: a gap has Gmin packets and more between any two losses. */
	uint64_t burst_packets, burst_lost, bursts;
	uint64_t gap_packets, gap_lost, gaps;
	uint32_t since_loss; /* packets that came since the last loss */
	uint32_t in_burst;   /* packets, lost or not, of the burst that goes on; 0: none */
	uint32_t in_burst_lost;
};

/* A packet came, `lost` before it did not. */
void hearing_packet(struct hearing *hearing, unsigned lost);

struct verdict_of_ear {
	/* Mean opinion scores times 100, 100 to 450; 0: unknown. Each on the scale of its band (P.800.1): a narrowband 4.4 and a wideband 4.3
	 * are not to be compared. */
	uint16_t listening;      /* MOS-LQ */
	uint16_t conversational; /* MOS-CQ: with the delay */
	uint8_t r;               /* 0 to 93; 127: unknown, as RFC 3611 has it */
};

/* `codec`: enum media_codec. `lost_permille`: of all that were expected, what was too late among them. round_trip_us 0: unknown. */
struct verdict_of_ear hearing_judge(const struct hearing *hearing, uint8_t codec,
				    unsigned lost_permille, uint32_t round_trip_us,
				    unsigned ptime_ms);

/* Fills what RFC 3611 §4.7 tells of reception but the SSRC and delays. */
void hearing_report(const struct hearing *hearing, unsigned ptime_ms, struct xr_voip *out);

#endif
