/* SPDX-License-Identifier: MIT */
#include "learner.h"

void learner_set(struct learner *learner, const struct address *sdp, bool symmetric,
		 uint64_t now_ns)
{
	bool same = address_same(&learner->sdp, sdp) ||
		    (!address_is(&learner->sdp) && !address_is(sdp));

	if (same && learner->locked && symmetric == learner->symmetric)
		return;
	learner->sdp = *sdp;
	learner->remote = *sdp;
	learner->symmetric = symmetric;
	learner->locked = false;
	learner->window_ends_ns = now_ns + LEARN_WINDOW_NS;
	learner->candidate_packets = 0;
}

static void lock(struct learner *learner, const struct address *from)
{
	learner->remote = *from;
	learner->locked = true;
}

/* Whether `from` has now sent enough in a row. */
static bool passes_trial(struct learner *learner, const struct address *from, uint32_t ssrc,
			 uint16_t sequence)
{
	bool goes_on = learner->candidate_packets > 0 && ssrc == learner->candidate_ssrc &&
		       sequence == learner->candidate_next &&
		       address_same(from, &learner->candidate);

	if (!goes_on) {
		learner->candidate = *from;
		learner->candidate_ssrc = ssrc;
		learner->candidate_packets = 0;
	}
	learner->candidate_next = (uint16_t)(sequence + 1);
	learner->candidate_packets++;
	return learner->candidate_packets >= LEARN_PACKETS;
}

enum verdict learner_judge(struct learner *learner, const struct address *from, uint32_t ssrc,
			   uint16_t sequence, uint64_t now_ns)
{
	if (address_is(&learner->remote) && address_same(from, &learner->remote)) {
		learner->locked = true;
		return PEER;
	}
	if (!learner->symmetric || learner->locked || now_ns >= learner->window_ends_ns)
		return STRANGER;
	if (!passes_trial(learner, from, ssrc, sequence))
		return STRANGER;
	lock(learner, from);
	return LEARNED;
}
