/* SPDX-License-Identifier: MIT */
/* What was really received from a source: loss and jitter, RFC 3550 §6.4.1 and appendices A.1, A.3,
 * A.8. Pure. */
#ifndef STROWGER_RECEPTION_H
#define STROWGER_RECEPTION_H

#include <stdbool.h>
#include <stdint.h>

#include "hearing.h"
#include "rtcp.h"

struct reception {
	bool started;
	bool timed;
	uint16_t newest; /* highest sequence number */
	uint32_t ssrc;
	uint32_t cycles;     /* wraps of the sequence number, in the upper 16 bits */
	uint32_t base;       /* first sequence number */
	uint32_t restart_at; /* what follows a jump: two in a row are a restart of the peer */
	uint64_t received;   /* of this source */
	int64_t transit_us;
	int64_t jitter_us16;     /* sixteen times the jitter */
	uint64_t lost_before;    /* with earlier sources and before restarts */
	uint64_t expected_prior; /* at the last report */
	uint64_t received_prior;
	struct hearing hearing;
};

/* Counts a packet. Returns whether it begins another source (first packet, new SSRC, restart). */
bool reception_packet(struct reception *reception, uint32_t ssrc, uint16_t sequence);

/* Interarrival jitter, of audio only: packets of one RFC 4733 event share their timestamp. */
void reception_timing(struct reception *reception, uint32_t timestamp, unsigned khz,
		      uint64_t arrival_ns); /* `khz`: of the timestamps */

uint64_t reception_lost(const struct reception *reception); /* never below 0, duplicates or not */
uint32_t reception_jitter_us(const struct reception *reception);

/* Fills ssrc, fraction_lost, lost, highest_sequence and jitter, and starts the next reporting
 * interval. */
void reception_report(struct reception *reception, unsigned khz, struct rtcp_block *block);

#endif
