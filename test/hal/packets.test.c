/* SPDX-License-Identifier: MIT */
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "check.h"
#include "rtcp.h"
#include "rtp.h"

/* On the heap and of exactly this length, so that the sanitizer sees a step too far. */
static int parse(const char *bytes, size_t length, struct rtp_packet *out)
{
	uint8_t *data = malloc(length + 1);
	int error;

	memcpy(data + 1, bytes, length);
	error = rtp_parse(data + 1, length, out);
	if (error == 0 && out->length > 0) {
		CHECK(out->payload >= data + 1);
		CHECK(out->payload + out->length <= data + 1 + length);
	}
	free(data);
	return error;
}
#define PARSE(bytes, out) parse((bytes), sizeof(bytes) - 1, (out))

static void plain_packet(void)
{
	struct rtp_packet p;

	CHECK_EQUAL(PARSE("\x80\xe5\x12\x34\x00\x00\x00\x01\xde\xad\xbe\xefxyz", &p), 0);
	CHECK_EQUAL(p.payload_type, 101);
	CHECK(p.marker);
	CHECK_EQUAL(p.sequence, 0x1234);
	CHECK_EQUAL(p.timestamp, 1);
	CHECK_EQUAL(p.ssrc, 0xdeadbeef);
	CHECK_EQUAL(p.length, 3);
}

static void around_the_payload(void)
{
	struct rtp_packet p;

	CHECK_EQUAL(PARSE("\x81\0\0\0\0\0\0\0\0\0\0\0CSRCx", &p), 0);
	CHECK_EQUAL(p.length, 1);
	CHECK_EQUAL(PARSE("\x90\0\0\0\0\0\0\0\0\0\0\0\xbe\xde\0\1abcdx", &p), 0);
	CHECK_EQUAL(p.length, 1);
	CHECK_EQUAL(PARSE("\xa0\0\0\0\0\0\0\0\0\0\0\0xyz\0\2", &p), 0);
	CHECK_EQUAL(p.length, 3);
	CHECK_EQUAL(PARSE("\xa0\0\0\0\0\0\0\0\0\0\0\0\1", &p), 0);
	CHECK_EQUAL(p.length, 0);
	CHECK_EQUAL(PARSE("\x80\0\0\0\0\0\0\0\0\0\0\0", &p), 0);
	CHECK_EQUAL(p.length, 0);
}

static void malformed_packets(void)
{
	struct rtp_packet p;

	CHECK_EQUAL(PARSE("", &p), -EBADMSG);
	CHECK_EQUAL(PARSE("\x80\0\0\0\0\0\0\0\0\0\0", &p), -EBADMSG);       /* a byte short */
	CHECK_EQUAL(PARSE("\x40\0\0\0\0\0\0\0\0\0\0\0x", &p), -EBADMSG);    /* version 1 */
	CHECK_EQUAL(PARSE("\xc0\0\0\0\0\0\0\0\0\0\0\0x", &p), -EBADMSG);    /* version 3 */
	CHECK_EQUAL(PARSE("\x8f\0\0\0\0\0\0\0\0\0\0\0CSRC", &p), -EBADMSG); /* 15 CSRCs announced */
	CHECK_EQUAL(PARSE("\x90\0\0\0\0\0\0\0\0\0\0\0\0\0\0", &p),
		    -EBADMSG); /* extension cut off */
	CHECK_EQUAL(PARSE("\x90\0\0\0\0\0\0\0\0\0\0\0\0\0\xff\xff", &p), -EBADMSG);
	CHECK_EQUAL(PARSE("\xa0\0\0\0\0\0\0\0\0\0\0\0xyz\0", &p), -EBADMSG); /* padding of 0 */
	CHECK_EQUAL(PARSE("\xa0\0\0\0\0\0\0\0\0\0\0\0xyz\5", &p), -EBADMSG); /* padding over all */
	CHECK_EQUAL(PARSE("\xa0\0\0\0\0\0\0\0\0\0\0\0", &p), -EBADMSG);   /* padding of nothing */
	CHECK_EQUAL(PARSE("\x80\xc8\0\6\0\0\0\0\0\0\0\0", &p), -EBADMSG); /* RTCP at the RTP port */
}

static void header_round_trip(void)
{
	struct rtp_packet in = { .payload_type = 8,
				 .marker = true,
				 .sequence = 65535,
				 .timestamp = 0xfffffff0,
				 .ssrc = 0x01020304 };
	struct rtp_packet out;
	uint8_t data[RTP_HEADER];

	rtp_write_header(data, &in);
	CHECK_EQUAL(rtp_parse(data, sizeof data, &out), 0);
	CHECK_EQUAL(out.payload_type, 8);
	CHECK(out.marker);
	CHECK_EQUAL(out.sequence, 65535);
	CHECK_EQUAL(out.timestamp, 0xfffffff0);
	CHECK_EQUAL(out.ssrc, 0x01020304);
}

static struct rtcp_report full_report(void)
{
	return (struct rtcp_report){
		.sent = true,
		.ssrc = 0xabcdef01,
		.ntp = 0x1122334455667788,
		.rtp_timestamp = 99,
		.packets = 7,
		.bytes = 1120,
		.has_block = true,
		.block = { .ssrc = 42,
			   .fraction_lost = 128,
			   .lost = -3,
			   .highest_sequence = 0x10005,
			   .jitter = 12,
			   .last_sr = 0x33445566,
			   .delay_since_sr = 65536 },
		.bye = true,
	};
}

static void report_round_trip(void)
{
	struct rtcp_report in = full_report(), out;
	uint8_t data[RTCP_LARGEST];
	size_t length = rtcp_write(data, &in, "0123456789abcdef");

	CHECK_EQUAL(length % 4, 0);
	CHECK_EQUAL(rtcp_parse(data, length, 42, &out), 0);
	CHECK(out.sent && out.bye && out.has_block);
	CHECK_EQUAL(out.ssrc, in.ssrc);
	CHECK_EQUAL(out.ntp, in.ntp);
	CHECK_EQUAL(out.packets, 7);
	CHECK_EQUAL(out.block.fraction_lost, 128);
	CHECK_EQUAL(out.block.lost, -3);
	CHECK_EQUAL(out.block.highest_sequence, 0x10005);
	CHECK_EQUAL(out.block.last_sr, 0x33445566);
	CHECK_EQUAL(rtcp_parse(data, length, 43, &out), 0);
	CHECK(!out.has_block); /* about somebody else */
}

static void reports_cut_off(void)
{
	struct rtcp_report in = full_report(), out;
	uint8_t data[RTCP_LARGEST];
	size_t length = rtcp_write(data, &in, "x");

	for (size_t cut = 0; cut < length; cut++) {
		uint8_t *copy = malloc(cut + 1);

		memcpy(copy + 1, data, cut);
		/* At the end of a packet of the compound a cut cannot be seen. */
		if (cut != 52 && cut != 64)
			CHECK_EQUAL(rtcp_parse(copy + 1, cut, 42, &out), -EBADMSG);
		free(copy);
	}
	data[0] = 0x9f; /* 31 blocks announced, one there */
	CHECK_EQUAL(rtcp_parse(data, length, 42, &out), -EBADMSG);
}

static void cname_lengths(void)
{
	struct rtcp_report in = { .ssrc = 1 }, out;
	uint8_t data[RTCP_LARGEST];
	char cname[300] = "";

	for (size_t i = 0; i < sizeof cname - 1; i++) {
		size_t length = rtcp_write(data, &in, cname);

		CHECK_EQUAL(length % 4, 0);
		CHECK_EQUAL(rtcp_parse(data, length, 0, &out), 0);
		cname[i] = 'n';
		cname[i + 1] = '\0';
	}
}

int main(void)
{
	static const struct test tests[] = {
		{ "RFC 3550 §5.1 the fixed header is read", plain_packet },
		{ "RFC 3550 §5 CSRCs, extension and padding are no payload", around_the_payload },
		{ "RFC 3550 §5 lengths that do not fit are refused", malformed_packets },
		{ "RFC 3550 §5.1 a header written is read again", header_round_trip },
		{ "RFC 3550 §6.4 a report written is read again", report_round_trip },
		{ "RFC 3550 §6 a report cut off anywhere is refused", reports_cut_off },
		{ "RFC 3550 §6.5 CNAMEs of every length are padded", cname_lengths },
	};

	return RUN(tests);
}
