/* SPDX-License-Identifier: MIT */
/*
 * Whom we listen to and send to: the address of the peer's SDP, or, behind a NAT, the one its
 * packets come from (symmetric RTP, RFC 4961), learned once within a bounded window and then locked
 * (SECURITY row 6). Pure.
 *
 * A packet from the SDP address locks at once. Another address must send LEARN_PACKETS in a row of
 * one SSRC, and only one address can be on trial at a time, so a stranger who sprays many ports
 * with single packets learns and steals nothing. A window that closes unused leaves the SDP address
 * alone in its rights; a new SDP address opens it again.
 */
#ifndef STROWGER_LEARNER_H
#define STROWGER_LEARNER_H

#include <stdbool.h>
#include <stdint.h>

#include "address.h"

#define LEARN_PACKETS 4
#define LEARN_WINDOW_NS 10000000000ULL

struct learner {
	bool symmetric;
	bool locked;
	struct address remote; /* in use: where we send, and whom we hear */
	uint8_t candidate_packets;
	uint16_t candidate_next; /* sequence number */
	struct address sdp;      /* as signalled; may be none */
	struct address candidate;
	uint32_t candidate_ssrc;
	uint64_t window_ends_ns;
};

enum verdict { PEER, STRANGER, LEARNED };

/* From SDP. A lock on a learned address outlives this as long as the signalled address stays the
 * same. */
void learner_set(struct learner *learner, const struct address *sdp, bool symmetric,
		 uint64_t now_ns);

/* Judges where a valid packet came from. LEARNED: it is the peer, whose address has just changed.
 */
enum verdict learner_judge(struct learner *learner, const struct address *from, uint32_t ssrc,
			   uint16_t sequence, uint64_t now_ns);

#endif
