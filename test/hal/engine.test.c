/* SPDX-License-Identifier: MIT */
/* The whole library with its threads, over real sockets on loopback; what is heard is tested from
 * TypeScript. */
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "check.h"
#include "faults.h"
#include "line-file.h"
#include "peer.h"

static const struct media_tone dial_tone = { .hz = { 350, 440 }, .level_dbm0 = -13 };

static struct media *open_media(void)
{
	struct media_options options = usual_options();
	struct media *media = NULL;

	CHECK_EQUAL(media_open(&options, &media), 0);
	return media;
}

static unsigned count_descriptors(void)
{
	DIR *directory = opendir("/proc/self/fd");
	unsigned count = 0;

	while (readdir(directory))
		count++;
	closedir(directory);
	return count;
}

static void options_are_checked(void)
{
	struct media_options options = usual_options();
	struct media *media = NULL;

	options.abi = MEDIA_ABI + 1;
	CHECK_EQUAL(media_open(&options, &media), -EINVAL);
	options = usual_options();
	options.max_terminations = 0;
	CHECK_EQUAL(media_open(&options, &media), -EINVAL);
	options.max_terminations = 65536;
	CHECK_EQUAL(media_open(&options, &media), -EINVAL);
	options = usual_options();
	options.port_high = options.port_low; /* no room for RTCP */
	CHECK_EQUAL(media_open(&options, &media), -EINVAL);
	options = usual_options();
	options.dscp = 64;
	CHECK_EQUAL(media_open(&options, &media), -EINVAL);
	media_close(NULL);
}

static void arguments_are_checked(void)
{
	struct media *media = open_media();
	struct media_rtp odd = { .local_address = "127.0.0.1", .port = 30001 };
	struct media_rtp name = { .local_address = "localhost" };
	struct media_rtp foreign = { .local_address = "192.0.2.1" };
	struct media_stream stream;
	struct peer peer;
	media_id context, t, other;
	uint16_t port;

	CHECK_EQUAL(media_context_add(media, &context), 0);
	CHECK_EQUAL(media_rtp_add(media, context, &odd, &t, &port), -EINVAL);
	CHECK_EQUAL(media_rtp_add(media, context, &name, &t, &port), -EINVAL);
	CHECK_EQUAL(media_rtp_add(media, context, &foreign, &t, &port), -EADDRNOTAVAIL);
	t = usual_termination(media, context, &peer);
	stream = usual_stream(&peer);
	stream.ptime_ms = 25;
	CHECK_EQUAL(media_rtp_set(media, t, &stream), -EINVAL);
	stream = usual_stream(&peer);
	stream.event_payload_type = stream.payload_type = 8;
	CHECK_EQUAL(media_rtp_set(media, t, &stream), -EINVAL);
	stream = usual_stream(&peer);
	strcpy(stream.remote_address, "::1"); /* the socket is IPv4 */
	CHECK_EQUAL(media_rtp_set(media, t, &stream), -EINVAL);
	memset(stream.remote_address, '1', sizeof stream.remote_address); /* no end */
	CHECK_EQUAL(media_rtp_set(media, t, &stream), -EINVAL);
	CHECK_EQUAL(media_send_digits(media, t, "12E", 100, 100), -EINVAL);
	CHECK_EQUAL(media_send_digits(media, t, "1", 39, 100), -EINVAL);
	CHECK_EQUAL(media_play_tone(media, t, MEDIA_BOTH, &dial_tone, &other), -EINVAL);
	CHECK_EQUAL(media_topology(media, t, t, 2), -EINVAL);
	peer_close(&peer);
	media_close(media);
}

static void removed_things_are_unknown(void)
{
	struct media *media = open_media();
	struct media_stats stats;
	struct media_totals totals;
	struct peer peer;
	media_id context, t, tone;

	CHECK_EQUAL(media_context_add(media, &context), 0);
	t = usual_termination(media, context, &peer);
	CHECK_EQUAL(media_play_tone(media, t, MEDIA_TO, &dial_tone, &tone), 0);
	CHECK_EQUAL(media_remove(media, t), 0);
	CHECK_EQUAL(media_remove(media, t), -ENOENT);
	CHECK_EQUAL(media_stop(media, tone), -ENOENT);
	CHECK_EQUAL(media_stats(media, t, &stats), -ENOENT);
	CHECK_EQUAL(media_send_digits(media, t, "1", 100, 100), -ENOENT);
	CHECK_EQUAL(media_play_tone(media, t, MEDIA_TO, &dial_tone, &tone), -ENOENT);
	CHECK_EQUAL(media_move(media, t, context), -ENOENT);
	CHECK_EQUAL(media_topology(media, t, t, MEDIA_ONE_WAY), -ENOENT);
	CHECK_EQUAL(media_stop(media, context), -ENOENT); /* a handle of another kind */
	peer_close(&peer);
	t = usual_termination(media, context, &peer);
	CHECK_EQUAL(media_context_remove(media, context), 0);
	CHECK_EQUAL(media_context_remove(media, context), -ENOENT);
	CHECK_EQUAL(media_stats(media, t, &stats), -ENOENT);
	CHECK_EQUAL(media_totals(media, &totals), 0);
	CHECK_EQUAL(totals.contexts + totals.terminations + totals.attachments, 0);
	peer_close(&peer);
	media_close(media);
}

static void capacity(void)
{
	struct media_options options = usual_options();
	struct media_rtp rtp = { .local_address = "127.0.0.1" };
	struct media *media;
	media_id context, t[3];
	uint16_t port;

	options.max_terminations = 2;
	CHECK_EQUAL(media_open(&options, &media), 0);
	CHECK_EQUAL(media_context_add(media, &context), 0);
	CHECK_EQUAL(media_rtp_add(media, context, &rtp, &t[0], &port), 0);
	CHECK_EQUAL(media_rtp_add(media, context, &rtp, &t[1], &port), 0);
	CHECK_EQUAL(media_rtp_add(media, context, &rtp, &t[2], &port), -ENOSPC);
	CHECK_EQUAL(media_remove(media, t[0]), 0);
	CHECK_EQUAL(media_rtp_add(media, context, &rtp, &t[2], &port), 0);
	media_close(media);
}

static void ports(void)
{
	struct media_options options = usual_options();
	struct media_rtp rtp = { .local_address = "127.0.0.1" };
	struct media *media;
	media_id context, t;
	uint16_t port, seen[4] = { 0 };

	options.port_low = 41001;
	options.port_high = 41008; /* 41002, 41004 and 41006 begin a pair */
	CHECK_EQUAL(media_open(&options, &media), 0);
	media_context_add(media, &context);
	for (unsigned i = 0; i < 3; i++) {
		int error = media_rtp_add(media, context, &rtp, &t, &port);

		if (error == -EADDRINUSE)
			break; /* somebody else on this machine has one: nothing to test */
		CHECK_EQUAL(error, 0);
		CHECK(port % 2 == 0 && port >= 41002 && port <= 41006);
		for (unsigned k = 0; k < i; k++)
			CHECK(port != seen[k]);
		seen[i] = port;
	}
	CHECK_EQUAL(media_rtp_add(media, context, &rtp, &t, &port), -EADDRINUSE);
	media_close(media);
}

static void fails_cleanly(void)
{
	struct media_options options = usual_options();
	struct media_rtp rtp = { .local_address = "127.0.0.1" };
	struct media *media = NULL;
	media_id context, t, a;
	uint16_t port;
	unsigned before = count_descriptors();
	bool fired = true;
	int error;

	for (unsigned n = 1; fired; n++) {
		faults_arm(n);
		error = media_open(&options, &media);
		fired = faults_disarm();
		CHECK(fired ? error < 0 : error == 0);
		if (fired)
			CHECK_EQUAL(count_descriptors(), before);
	}
	before = count_descriptors();
	for (unsigned n = 1; n < 40; n++) {
		faults_arm(n);
		error = media_context_add(media, &context);
		if (error == 0) {
			error = media_rtp_add(media, context, &rtp, &t, &port);
			if (error == 0 && media_play_tone(media, t, MEDIA_TO, &dial_tone, &a) == 0)
				CHECK(a != 0);
			if (error == 0 &&
			    media_play_files(media, t, MEDIA_TO, "/nonexistent", 1, 1, 0, &a) == 0)
				CHECK(a != 0);
			if (error == 0 &&
			    media_record(media, t, MEDIA_BOTH, "/nonexistent/x", 0, &a) == 0)
				CHECK(a != 0);
			if (error == 0 && media_detect_dtmf(media, t, MEDIA_FROM, &a) == 0)
				CHECK(a != 0);
			if (error == 0)
				(void)media_topology(media, t, t, MEDIA_NONE);
			CHECK_EQUAL(media_context_remove(media, context), 0);
		}
		(void)faults_disarm();
		CHECK_EQUAL(count_descriptors(), before);
	}
	media_close(media);
}

static void relays_and_answers_no_stranger(void)
{
	struct media *media = open_media();
	struct peer alice, bob, stranger;
	struct rtp_packet packet;
	struct media_stats stats;
	media_id context, a, b;
	uint8_t codes[160];
	uint16_t sequence = 0;
	uint32_t timestamp = 0;

	memset(codes, 0x9a, sizeof codes);
	media_context_add(media, &context);
	a = usual_termination(media, context, &alice);
	b = usual_termination(media, context, &bob);
	peer_open(&stranger);
	stranger.towards = alice.towards;
	for (unsigned i = 0; i < 20; i++) {
		peer_send(&stranger, 0, codes, sizeof codes);
		peer_send_raw(&alice, "\x80nonsense", 9);
		peer_send(&alice, 0, codes, sizeof codes);
		if (!CHECK(peer_receive(&bob, &packet, 5000)))
			break;
		CHECK_EQUAL(packet.length, 160);
		CHECK_EQUAL(memcmp(packet.payload, codes, 160), 0);
		CHECK(packet.ssrc != alice.ssrc);
		CHECK_EQUAL(packet.marker, i == 0);
		if (i > 0) {
			CHECK_EQUAL(packet.sequence, (uint16_t)(sequence + 1));
			CHECK_EQUAL(packet.timestamp, timestamp + 160);
		}
		sequence = packet.sequence;
		timestamp = packet.timestamp;
	}
	CHECK(!peer_receive(&stranger, &packet, 100));
	CHECK_EQUAL(media_stats(media, a, &stats), 0);
	CHECK_EQUAL(stats.packets_received, 20);
	CHECK_EQUAL(stats.dropped_source, 20);
	CHECK_EQUAL(stats.dropped_malformed, 20);
	CHECK_EQUAL(stats.lost, 0);
	CHECK_EQUAL(media_stats(media, b, &stats), 0);
	CHECK_EQUAL(stats.packets_sent, 20);
	peer_close(&alice);
	peer_close(&bob);
	peer_close(&stranger);
	media_close(media);
}

static int received_tos(struct peer *peer)
{
	uint8_t data[2048], control[64];
	struct iovec part = { data, sizeof data };
	struct msghdr message = { .msg_iov = &part,
				  .msg_iovlen = 1,
				  .msg_control = control,
				  .msg_controllen = sizeof control };
	struct pollfd ready = { .fd = peer->fd, .events = POLLIN };

	if (poll(&ready, 1, 10000) != 1 || recvmsg(peer->fd, &message, 0) < 0)
		return -1;
	for (struct cmsghdr *c = CMSG_FIRSTHDR(&message); c; c = CMSG_NXTHDR(&message, c))
		if (c->cmsg_level == IPPROTO_IP && c->cmsg_type == IP_TOS)
			return *CMSG_DATA(c);
	return -1;
}

static void packets_are_marked(void)
{
	struct media *media = open_media();
	struct peer peer;
	media_id context, t, tone;
	int on = 1;

	media_context_add(media, &context);
	t = usual_termination(media, context, &peer);
	CHECK_EQUAL(setsockopt(peer.fd, IPPROTO_IP, IP_RECVTOS, &on, sizeof on), 0);
	media_play_tone(media, t, MEDIA_TO, &dial_tone, &tone);
	CHECK_EQUAL(received_tos(&peer), 46 << 2);
	peer_close(&peer);
	media_close(media);
}

/*
 * So many that the media thread gathers packets; 16 are on their way at a time, so that no socket
 * overflows.
 */
static void high_rate(void)
{
	struct media *media = open_media();
	struct media_stats stats;
	struct peer alice, bob;
	struct rtp_packet packet;
	media_id context, a;
	uint8_t codes[160] = { 0 };
	uint16_t first = 0;

	media_context_add(media, &context);
	a = usual_termination(media, context, &alice);
	usual_termination(media, context, &bob);
	for (unsigned i = 0; i < 4000; i++) {
		peer_send(&alice, 0, codes, sizeof codes);
		if (i < 16)
			continue;
		if (!CHECK(peer_receive(&bob, &packet, 10000)))
			break;
		if (i == 16)
			first = packet.sequence;
		CHECK_EQUAL(packet.sequence, (uint16_t)(first + i - 16));
		if (i % 100 == 0)
			CHECK_EQUAL(media_stats(media, a, &stats), 0);
	}
	peer_close(&alice);
	peer_close(&bob);
	media_close(media);
}

/* Nobody reads: 40,000 records do not fit. Then somebody does, and hears of the loss before
 * anything newer. */
static void overflow_is_told(void)
{
	struct media *media = open_media();
	struct media_event event;
	struct peer peer;
	media_id context, t, tone;
	unsigned played = 0;

	media_context_add(media, &context);
	t = usual_termination(media, context, &peer);
	for (unsigned i = 0; i < 40000; i++) {
		media_play_tone(media, t, MEDIA_TO, &dial_tone, &tone);
		media_stop(media, tone);
	}
	while (read(media_event_fd(media), &event, sizeof event) == sizeof event &&
	       event.kind == MEDIA_EVENT_PLAYED)
		played++;
	CHECK(played > 100 && played < 40000);
	/* It may come a moment after the first read made room, but without another call. */
	if (event.kind != MEDIA_EVENT_OVERFLOW)
		CHECK(event_wait(media, MEDIA_EVENT_OVERFLOW, &event));
	media_play_tone(media, t, MEDIA_TO, &dial_tone, &tone);
	media_stop(media, tone);
	CHECK(event_wait(media, MEDIA_EVENT_PLAYED, &event));
	CHECK_EQUAL(event.attachment, tone);
	peer_close(&peer);
	media_close(media);
}

static void missing_file(void)
{
	struct media *media = open_media();
	struct media_event event;
	struct peer peer;
	media_id context, t, a;

	media_context_add(media, &context);
	t = usual_termination(media, context, &peer);
	CHECK_EQUAL(media_play_files(media, t, MEDIA_TO, "/nonexistent/a.wav", 1, 0, 0, &a), 0);
	CHECK(event_wait(media, MEDIA_EVENT_PLAYED, &event));
	CHECK_EQUAL(event.attachment, a);
	CHECK_EQUAL(event.error, -ENOENT);
	CHECK_EQUAL(media_stop(media, a), -ENOENT);
	CHECK_EQUAL(media_play_files(media, t, MEDIA_TO, "/dev/null", 1, 0, 0, &a), 0);
	CHECK(event_wait(media, MEDIA_EVENT_PLAYED, &event));
	CHECK_EQUAL(event.error, -EINVAL);
	CHECK_EQUAL(media_record(media, t, MEDIA_BOTH, "/nonexistent/a.wav", 0, &a), 0);
	CHECK(event_wait(media, MEDIA_EVENT_RECORDED, &event));
	CHECK_EQUAL(event.attachment, a);
	CHECK_EQUAL(event.error, -ENOENT);
	peer_close(&peer);
	media_close(media);
}

/* Writes a second of a constant as WAV; wants no library of its own. */
static void write_wav(const char *path, unsigned samples)
{
	uint8_t header[44] =
		"RIFF\0\0\0\0WAVEfmt \x10\0\0\0\1\0\1\0\x40\x1f\0\0\x80\x3e\0\0\2\0\x10\0data";
	FILE *file = fopen(path, "wb");

	for (unsigned i = 0; i < 4; i++) {
		header[4 + i] = (uint8_t)((36 + samples * 2) >> (8 * i));
		header[40 + i] = (uint8_t)((samples * 2) >> (8 * i));
	}
	fwrite(header, 1, sizeof header, file);
	for (unsigned i = 0; i < samples; i++)
		fwrite("\x10\x10", 1, 2, file);
	fclose(file);
}

static void line_in_commotion(struct media *media, const media_id *contexts,
			      struct media_line *wanted, media_id *lines, unsigned which)
{
	media_id *line = &lines[which & 1];
	media_id a;

	wanted->name[4] = (char)('1' + (which & 1));
	switch (which >> 1 & 7) {
	case 0:
		media_remove(media, *line);
		break;
	case 1:
	case 2:
		media_line_add(media, contexts[which >> 4 & 1], wanted, line);
		break;
	case 3:
		media_move(media, *line, contexts[which >> 4 & 1]);
		break;
	case 4:
		media_detect_dtmf(media, *line, MEDIA_FROM, &a);
		break;
	case 5:
		media_detect_progress(media, *line, (uint8_t)(1 + (which >> 4 & 1)), &a);
		break;
	case 6:
		media_send_digits(media, *line, "5", 40, 40);
		break;
	default:
		media_play_tone(media, *line, (uint8_t)(1 + (which >> 4 & 1)), &dial_tone, &a);
	}
}

/* Everything at once, in an order that chance makes: for the sanitizers. */
static void commotion(void)
{
	struct media *media = open_media();
	char directory[] = "/dev/shm/media-test-XXXXXX";
	char wav[64], recording[64];
	struct peer peers[6];
	media_id contexts[2], t[6], a[64] = { 0 }, lines[2] = { 0 };
	struct media_line line = { .name = "fxs-1" };
	struct line_file file;
	int16_t said[256] = { 0 };
	uint8_t codes[160] = { 0 };
	uint8_t key[4] = { 5, 10, 0, 160 };
	struct media_event event;
	unsigned chance = 12345;

	CHECK(mkdtemp(directory) != NULL);
	snprintf(wav, sizeof wav, "%s/in.wav", directory);
	write_wav(wav, 4000);
	for (unsigned i = 0; i < 2; i++)
		CHECK_EQUAL(media_context_add(media, &contexts[i]), 0);
	for (unsigned i = 0; i < 6; i++)
		t[i] = usual_termination(media, contexts[i % 2], &peers[i]);
	line_file_open(&file, 2);
	snprintf(line.path, sizeof line.path, "%s", file.path);
	for (unsigned step = 0; step < 3000; step++) {
		unsigned which, slot;
		media_id *attachment;

		chance = chance * 1103515245U + 12345U;
		which = chance >> 16 & 0xff;
		slot = chance >> 24 & 63;
		attachment = &a[slot];
		for (unsigned i = 0; i < 6; i++) {
			if ((step + i) % 2)
				peer_send(&peers[i], 0, codes, sizeof codes);
			if (which == i)
				peer_send(&peers[i], 101, key, sizeof key);
		}
		line_file_say(&file, step % 2, said, which);
		if (slot % 4 == 0)
			line_in_commotion(media, contexts, &line, lines, which);
		switch (which % 12) {
		case 0:
			media_play_tone(media, t[which % 6], MEDIA_TO, &dial_tone, attachment);
			break;
		case 1:
			media_play_tone(media, t[which % 6], MEDIA_FROM, &dial_tone, attachment);
			break;
		case 2:
			media_play_files(media, t[which % 6], MEDIA_TO, wav, 1, which % 3, 100,
					 attachment);
			break;
		case 3:
			snprintf(recording, sizeof recording, "%s/%u.wav", directory, slot);
			media_record(media, t[which % 6], (uint8_t)(1 + which % 3), recording, 200,
				     attachment);
			break;
		case 4:
			media_detect_dtmf(media, t[which % 6], (uint8_t)(1 + which % 2),
					  attachment);
			break;
		case 5:
		case 6:
			media_stop(media, *attachment);
			break;
		case 7:
			media_topology(media, t[which % 6], t[slot % 6], slot % 2);
			break;
		case 8:
			media_move(media, t[which % 6], contexts[slot % 2]);
			break;
		case 9:
			media_send_digits(media, t[which % 6], "19", 40, 40);
			break;
		case 10:
			media_remove(media, t[which % 6]);
			peer_close(&peers[which % 6]);
			t[which % 6] =
				usual_termination(media, contexts[slot % 2], &peers[which % 6]);
			break;
		default: {
			struct media_stream stream = usual_stream(&peers[which % 6]);

			stream.codec = slot % 2 ? MEDIA_PCMA : MEDIA_PCMU;
			stream.ptime_ms = (uint8_t)(slot % 3 ? 20 : 30);
			stream.receive = slot % 5 != 0;
			stream.send = slot % 7 != 0;
			media_rtp_set(media, t[which % 6], &stream);
		}
		}
		while (read(media_event_fd(media), &event, sizeof event) == sizeof event)
			CHECK(event.kind >= MEDIA_EVENT_DIGIT &&
			      event.kind <= MEDIA_EVENT_PROGRESS);
		if (step % 16 == 0)
			usleep(2000);
	}
	media_close(media);
	line_file_close(&file);
	for (unsigned i = 0; i < 6; i++)
		peer_close(&peers[i]);
	for (unsigned i = 0; i < 64; i++) {
		snprintf(recording, sizeof recording, "%s/%u.wav", directory, i);
		unlink(recording);
	}
	unlink(wav);
	CHECK_EQUAL(rmdir(directory), 0);
}

static void two_instances(void)
{
	struct media *one = open_media(), *two = open_media();
	media_id context;

	CHECK_EQUAL(media_context_add(one, &context), 0);
	CHECK_EQUAL(media_context_remove(two, context), -ENOENT);
	media_close(one);
	CHECK_EQUAL(media_context_add(two, &context), 0);
	media_close(two);
}

int main(void)
{
	static const struct test tests[] = {
		{ "options outside their ranges are refused", options_are_checked },
		{ "arguments outside their ranges are refused", arguments_are_checked },
		{ "what was removed is unknown", removed_things_are_unknown },
		{ "what does not fit is refused", capacity },
		{ "SECURITY row 6: ports are even, in range, and never shared", ports },
		{ "every failure of memory or a socket leaves nothing behind", fails_cleanly },
		{ "SECURITY row 6: a call is relayed, a stranger hears nothing",
		  relays_and_answers_no_stranger },
		{ "packets carry the DSCP that was asked for", packets_are_marked },
		{ "at a high rate packets stay in order and commands are obeyed", high_rate },
		{ "events that found no room are told of once there is room", overflow_is_told },
		{ "files that are not there end what they were for", missing_file },
		{ "SECURITY row 17: everything at once", commotion },
		{ "two instances do not meet", two_instances },
	};

	return RUN(tests);
}
