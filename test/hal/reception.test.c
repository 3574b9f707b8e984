/* SPDX-License-Identifier: MIT */
#include "reception.h"

#include <string.h>

#include "check.h"

#define MS 1000000ULL

static void no_loss_over_a_wrap(void)
{
	struct reception r = { 0 };

	for (uint32_t i = 0; i < 200000; i++)
		reception_packet(&r, 1, (uint16_t)(65000 + i));
	CHECK_EQUAL(reception_lost(&r), 0);
	CHECK_EQUAL(r.received, 200000);
}

static void every_tenth_lost(void)
{
	struct reception r = { 0 };
	struct rtcp_block block;

	for (uint32_t i = 0; i < 1001; i++)
		if (i % 10 != 5)
			reception_packet(&r, 1, (uint16_t)(65000 + i));
	CHECK_EQUAL(reception_lost(&r), 100);
	reception_report(&r, 8, &block);
	CHECK_EQUAL(block.lost, 100);
	CHECK_EQUAL(block.fraction_lost, 25); /* 100 of 1001, in 256ths */
	CHECK_EQUAL(block.highest_sequence, 65536 + (65000 + 1000) % 65536);
	reception_report(&r, 8, &block);
	CHECK_EQUAL(block.fraction_lost, 0); /* a new interval */
}

static void disorder_and_duplicates(void)
{
	static const uint16_t order[] = { 10, 12, 11, 13, 13, 13, 16, 14 };
	struct reception r = { 0 };

	for (unsigned i = 0; i < sizeof order / sizeof *order; i++)
		reception_packet(&r, 1, order[i]);
	CHECK_EQUAL(reception_lost(&r), 0); /* 7 expected, 8 came: A.3 counts duplicates as gain */
}

static void restart_and_other_source(void)
{
	struct reception r = { 0 };

	CHECK(reception_packet(&r, 1, 100));
	CHECK(!reception_packet(&r, 1, 102));
	CHECK(!reception_packet(&r, 1, 40000)); /* a stray */
	CHECK(!reception_packet(&r, 1, 103));
	CHECK_EQUAL(reception_lost(&r), 0); /* the stray hides the one lost, as in A.1 */
	CHECK(!reception_packet(&r, 1, 50000));
	CHECK(reception_packet(&r, 1, 50001)); /* two in a row: it restarted */
	CHECK(!reception_packet(&r, 1, 50002));
	CHECK_EQUAL(reception_lost(&r), 0);
	CHECK(reception_packet(&r, 2, 7));
	CHECK(!reception_packet(&r, 2, 9));
	CHECK_EQUAL(reception_lost(&r), 1);
}

static void all_lost_in_an_interval(void)
{
	struct reception r = { 0 };
	struct rtcp_block block;

	reception_packet(&r, 1, 1);
	reception_report(&r, 8, &block);
	reception_packet(&r, 1, 2500);
	reception_report(&r, 8, &block);
	CHECK_EQUAL(block.fraction_lost, 255);
}

static void steady_packets_have_no_jitter(void)
{
	struct reception r = { 0 };

	for (uint64_t i = 0; i < 500; i++)
		reception_timing(&r, (uint32_t)(0xffffff00U + i * 160), 8, 1000 * MS + i * 20 * MS);
	CHECK_EQUAL(reception_jitter_us(&r), 0);
}

static void alternating_delay(void)
{
	struct reception r = { 0 };

	/* Every second packet 8 ms late: transit changes by 8 ms each time, and so jitter tends to
	 * 8 ms. */
	for (uint64_t i = 0; i < 500; i++)
		reception_timing(&r, (uint32_t)(i * 160), 8,
				 1000 * MS + i * 20 * MS + (i % 2) * 8 * MS);
	CHECK_NEAR(reception_jitter_us(&r), 8000, 10);
}

static void clock_jump_is_no_jitter(void)
{
	struct reception r = { 0 };

	for (uint64_t i = 0; i < 100; i++)
		reception_timing(&r, (uint32_t)(i * 160 + (i > 50 ? 0x40000000 : 0)), 8,
				 i * 20 * MS);
	CHECK_EQUAL(reception_jitter_us(&r), 0);
}

int main(void)
{
	static const struct test tests[] = {
		{ "RFC 3550 A.1 sequence numbers wrap without loss", no_loss_over_a_wrap },
		{ "RFC 3550 A.3 what is missing is lost", every_tenth_lost },
		{ "RFC 3550 A.3 disorder and duplicates are no loss", disorder_and_duplicates },
		{ "RFC 3550 A.1 a restart or a new SSRC is not 50,000 lost",
		  restart_and_other_source },
		{ "RFC 3550 §6.4.1 fraction lost stays in its byte", all_lost_in_an_interval },
		{ "RFC 3550 A.8 steady packets have no jitter", steady_packets_have_no_jitter },
		{ "RFC 3550 A.8 jitter is what the delay varies by", alternating_delay },
		{ "a sender's clock that jumps is no jitter", clock_jump_is_no_jitter },
	};

	return RUN(tests);
}
