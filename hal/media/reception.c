/* SPDX-License-Identifier: MIT */
#include "reception.h"

#define LARGEST_GAP 3000 /* sequence numbers, as RFC 3550 A.1: a minute at 50 packets/s */
#define LARGEST_DISORDER 100
#define NO_RESTART (1U << 17) /* no sequence number is this */

static uint64_t expected(const struct reception *r)
{
	return r->started ? (uint64_t)r->cycles + r->newest - r->base + 1 : 0;
}

static uint64_t lost_of_source(const struct reception *r)
{
	return expected(r) > r->received ? expected(r) - r->received : 0;
}

static void start(struct reception *r, uint32_t ssrc, uint16_t sequence)
{
	r->lost_before += lost_of_source(r);
	r->started = true;
	r->ssrc = ssrc;
	r->newest = sequence;
	r->cycles = 0;
	r->base = sequence;
	r->restart_at = NO_RESTART;
	r->received = 1;
	r->expected_prior = 0;
	r->received_prior = 0;
	r->timed = false;
	hearing_packet(&r->hearing, 0);
}

bool reception_packet(struct reception *r, uint32_t ssrc, uint16_t sequence)
{
	uint16_t ahead = (uint16_t)(sequence - r->newest);

	if (!r->started || ssrc != r->ssrc) {
		start(r, ssrc, sequence);
		return true;
	}
	if (ahead < LARGEST_GAP) {
		hearing_packet(&r->hearing, ahead > 0 ? ahead - 1U : 0);
		if (sequence < r->newest)
			r->cycles += 1U << 16;
		r->newest = sequence;
	} else if (ahead <= UINT16_MAX - LARGEST_DISORDER) {
		if (sequence == r->restart_at) {
			r->received--; /* the first after the jump was counted here, and belongs to
					  the new life */
			start(r, ssrc, (uint16_t)(sequence - 1));
			r->newest = sequence;
			r->received = 2;
			return true;
		}
		r->restart_at = (uint16_t)(sequence + 1);
	}
	r->received++;
	return false;
}

void reception_timing(struct reception *r, uint32_t timestamp, unsigned khz, uint64_t arrival_ns)
{
	/* Differences within 32 bits of the clock; what wraps is taken out below. */
	int64_t transit = (int64_t)(arrival_ns / 1000) - (int64_t)timestamp * 1000 / khz;
	int64_t change = transit - r->transit_us;
	const int64_t wrap = ((int64_t)1000 << 32) / khz;

	r->transit_us = transit;
	if (!r->timed) {
		r->timed = true;
		return;
	}
	if (change > wrap / 2)
		change -= wrap;
	if (change < -wrap / 2)
		change += wrap;
	if (change < 0)
		change = -change;
	if (change > 10000000) /* the sender's clock jumped; that is no jitter */
		return;
	r->jitter_us16 += change - ((r->jitter_us16 + 8) >> 4);
}

uint64_t reception_lost(const struct reception *r)
{
	return r->lost_before + lost_of_source(r);
}

uint32_t reception_jitter_us(const struct reception *r)
{
	return (uint32_t)(r->jitter_us16 >> 4);
}

void reception_report(struct reception *r, unsigned khz, struct rtcp_block *block)
{
	uint64_t now_expected = expected(r) - r->expected_prior;
	uint64_t now_received = r->received - r->received_prior;
	uint64_t lost = lost_of_source(r);

	block->ssrc = r->ssrc;
	block->fraction_lost = 0;
	if (now_expected > now_received) {
		uint64_t fraction = ((now_expected - now_received) << 8) / now_expected;

		block->fraction_lost = fraction > 255 ? 255 : (uint8_t)fraction;
	}
	block->lost = lost > 0x7fffff ? 0x7fffff : (int32_t)lost;
	block->highest_sequence = r->cycles + r->newest;
	block->jitter = (uint32_t)((uint64_t)reception_jitter_us(r) * khz / 1000);
	r->expected_prior = expected(r);
	r->received_prior = r->received;
}
