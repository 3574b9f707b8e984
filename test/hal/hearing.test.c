/* SPDX-License-Identifier: MIT */
/* The E-model against values worked out by hand from G.107, bursts against drawn rows, XR both ways. */
#include "hearing.h"

#include <errno.h>
#include <string.h>

#include "check.h"
#include "rtcp.h"
#include "rtp.h"
#include "strowger/media.h"

/* `row`: a packet that came is '+', one that did not '-'. */
static struct hearing heard(const char *row)
{
	struct hearing h = { 0 };
	unsigned lost = 0;

	for (; *row; row++) {
		if (*row == '-') {
			lost++;
			continue;
		}
		hearing_packet(&h, lost);
		lost = 0;
	}
	return h;
}

static struct hearing many(unsigned packets)
{
	struct hearing h = { 0 };

	for (unsigned i = 0; i < packets; i++)
		hearing_packet(&h, 0);
	return h;
}

static void scores(void)
{
	struct hearing h = many(1000);

	CHECK_EQUAL(hearing_judge(&h, MEDIA_PCMU, 0, 0, 20).listening, 441);    /* R 93.2 */
	CHECK_EQUAL(hearing_judge(&h, MEDIA_G729, 0, 0, 20).listening, 410);    /* R 82.2 */
	CHECK_EQUAL(hearing_judge(&h, MEDIA_GSM, 0, 0, 20).listening, 374);     /* R 73.2 */
	CHECK_NEAR(hearing_judge(&h, MEDIA_PCMA, 50, 0, 20).listening, 393, 1); /* R 77.4 */
	CHECK_NEAR(hearing_judge(&h, MEDIA_G729, 20, 0, 20).listening, 377, 2);
	/* 200 ms there, and two packets: Id 12.7 */
	CHECK_NEAR(hearing_judge(&h, MEDIA_PCMU, 0, 400000, 20).conversational, 404, 1);
	CHECK_EQUAL(hearing_judge(&h, MEDIA_PCMU, 0, 400000, 20).listening, 441);
	CHECK_EQUAL(hearing_judge(&h, MEDIA_PCMU, 0, 400000, 20).r, 81);
	CHECK_EQUAL(hearing_judge(&h, MEDIA_PCMU, 1000, 5000000, 20).conversational, 100);
}

static void wideband(void)
{
	struct hearing h = many(1000);

	CHECK_EQUAL(hearing_judge(&h, MEDIA_L16_16, 0, 0, 20).listening, 450);  /* R 129 */
	CHECK_NEAR(hearing_judge(&h, MEDIA_G722, 0, 0, 20).listening, 434, 1);  /* R 116, 89.9 */
	CHECK_EQUAL(hearing_judge(&h, MEDIA_G722, 0, 40000, 20).conversational, /* 60 ms */
		    hearing_judge(&h, MEDIA_G722, 0, 0, 20).listening);
	/* 400 ms: X 2, Idd 25 * (2.0052 - 3.0433 + 2) = 24.0; R 92.0, 71.3 */
	CHECK_NEAR(hearing_judge(&h, MEDIA_G722, 0, 720000, 20).conversational, 365, 2);
	CHECK_EQUAL(hearing_judge(&h, MEDIA_G722, 0, 720000, 20).r, 71);
}

static void what_is_unknown(void)
{
	struct hearing h = many(1000), few = many(HEARING_LEAST - 1);

	CHECK_EQUAL(hearing_judge(&h, MEDIA_OPUS, 0, 0, 20).listening, 0);
	CHECK_EQUAL(hearing_judge(&h, MEDIA_G722, 10, 0, 20).listening, 0);
	CHECK_EQUAL(hearing_judge(&few, MEDIA_PCMU, 0, 0, 20).listening, 0);
	CHECK_EQUAL(hearing_judge(&h, MEDIA_GSM, 10, 0, 20).listening,
		    0); /* how it bears loss, nobody has said */
	CHECK_EQUAL(hearing_judge(&h, MEDIA_PCMU, 0, 0, 20).conversational, 0);
	CHECK_EQUAL(hearing_judge(&h, MEDIA_PCMU, 0, 0, 20).r, XR_UNKNOWN);
}

/* As many losses in longer rows are worse. */
static void bursts_are_worse(void)
{
	struct hearing alone = { 0 }, rows = { 0 };

	for (unsigned i = 0; i < 50; i++) {
		for (unsigned k = 0; k < 4; k++) {
			for (unsigned p = 0; p < 18; p++)
				hearing_packet(&alone, 0);
			hearing_packet(&alone, 1);
		}
		for (unsigned p = 0; p < 75; p++)
			hearing_packet(&rows, 0);
		hearing_packet(&rows, 4);
	}
	CHECK_EQUAL(alone.lost, rows.lost);
	CHECK(hearing_judge(&alone, MEDIA_PCMU, 50, 0, 20).listening >
	      hearing_judge(&rows, MEDIA_PCMU, 50, 0, 20).listening);
}

static void bursts_and_gaps(void)
{
	/* 20 alone, a burst of three losses within eight packets, 24 alone with a lonely loss among them */
	struct hearing h = heard("++++++++++++++++++++"
				 "-++-+++-"
				 "++++++++++++++++++++++++++++++-++++++++++++++++++++");
	struct xr_voip voip = { 0 };

	CHECK_EQUAL(h.bursts, 1);
	CHECK_EQUAL(h.burst_packets, 8);
	CHECK_EQUAL(h.burst_lost, 3);
	CHECK_EQUAL(h.gap_lost, 1);
	hearing_report(&h, 20, &voip);
	CHECK_EQUAL(voip.burst_density, 3 * 256 / 8);
	CHECK_EQUAL(voip.burst_ms, 160);
	CHECK_EQUAL(voip.loss_rate, 4 * 256 / (h.received + 4));
}

static void reports_both_ways(void)
{
	struct rtcp_report report = { .ssrc = 7, .has_voip = true }, got;
	uint8_t data[RTCP_LARGEST];
	size_t length;

	report.voip = (struct xr_voip){ .ssrc = 99,
					.loss_rate = 12,
					.discard_rate = 1,
					.burst_density = 96,
					.gap_density = 2,
					.burst_ms = 160,
					.gap_ms = 4000,
					.round_trip_ms = 88,
					.end_system_ms = 40,
					.r_factor = 81,
					.mos_lq = 41,
					.mos_cq = 38,
					.receiver = 0xf0,
					.jitter_ms = 40,
					.jitter_max_ms = 200 };
	length = rtcp_write(data, &report, "name");
	CHECK_EQUAL(rtcp_parse(data, length, 99, &got), 0);
	CHECK(got.has_voip);
	CHECK_EQUAL(memcmp(&got.voip, &report.voip, sizeof got.voip), 0);
	CHECK_EQUAL(rtcp_parse(data, length, 98, &got), 0);
	CHECK(!got.has_voip); /* about somebody else */
	for (size_t cut = 1; cut < XR_VOIP_BYTES; cut++)
		CHECK_EQUAL(rtcp_parse(data, length - cut, 99, &got), -EBADMSG);
	data[length - 36 + 3] = 200; /* a block that goes beyond the packet */
	CHECK_EQUAL(rtcp_parse(data, length, 99, &got), -EBADMSG);
}

/* The layout of §4.7, octet for octet. */
static void layout(void)
{
	static const uint8_t wanted[XR_VOIP_BYTES] = { 0x80, 207, 0,   10,  0,  0,   0,   7,  7,
						       0,    0,   8,   0,   0,  0,   99,  12, 1,
						       96,   2,   0,   160, 15, 160, 0,   88, 0,
						       40,   127, 127, 127, 16, 81,  127, 41, 38,
						       240,  0,   0,   40,  0,  200, 0,   200 };
	struct xr_voip voip = { .ssrc = 99,
				.loss_rate = 12,
				.discard_rate = 1,
				.burst_density = 96,
				.gap_density = 2,
				.burst_ms = 160,
				.gap_ms = 4000,
				.round_trip_ms = 88,
				.end_system_ms = 40,
				.r_factor = 81,
				.mos_lq = 41,
				.mos_cq = 38,
				.receiver = 0xf0,
				.jitter_ms = 40,
				.jitter_max_ms = 200 };
	uint8_t data[XR_VOIP_BYTES];

	CHECK_EQUAL(xr_write(data, 7, &voip), XR_VOIP_BYTES);
	CHECK_EQUAL(memcmp(data, wanted, sizeof wanted), 0);
}

int main(void)
{
	static const struct test tests[] = {
		{ "G.107 scores of codecs, loss and delay", scores },
		{ "G.107.1 wideband codecs are judged on the scale of wideband", wideband },
		{ "G.113 what nobody knows is not told", what_is_unknown },
		{ "G.107 §7.5 losses in rows are worse", bursts_are_worse },
		{ "RFC 3611 §4.7.2 bursts and gaps", bursts_and_gaps },
		{ "RFC 3611 VoIP metrics there and back", reports_both_ways },
		{ "RFC 3611 §4.7 the layout", layout },
	};

	return RUN(tests);
}
