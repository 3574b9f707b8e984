/* SPDX-License-Identifier: MIT */
/* What is heard through every pair of codecs, in stepped instances: level, frequency, loss, and packets as they were. */
#include <errno.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "check.h"
#include "codec.h"
#include "comfort.h"
#include "law.h"
#include "peer.h"
#include "resample.h"
#include "rtcp.h"

#define PAYLOAD_TYPE 96
#define FULL_SCALE_DBM0 3.14
#define MOST 48000 /* samples: a second at 48 kHz */

static const uint8_t all[] = {
	MEDIA_PCMU,         MEDIA_PCMA,         MEDIA_G722,         MEDIA_OPUS,
	MEDIA_GSM,          MEDIA_G726_16,      MEDIA_G726_24,      MEDIA_G726_32,
	MEDIA_G726_40,      MEDIA_AAL2_G726_16, MEDIA_AAL2_G726_24, MEDIA_AAL2_G726_32,
	MEDIA_AAL2_G726_40, MEDIA_L16_8,        MEDIA_L16_16,       MEDIA_G729,
};

/* A telephone of one codec: what it says and what it heard, as samples of its own rate. */
struct party {
	struct peer peer;
	uint8_t number;
	const struct codec *codec; /* NULL: G.711 */
	unsigned khz;
	void *state;
	media_id termination;
	unsigned said; /* samples */
	unsigned count;
	int16_t heard[MOST];
};

static struct media *open_stepped(media_id *context)
{
	struct media_options options = usual_options();
	struct media *media = NULL;

	options.stepped = 1;
	CHECK_EQUAL(media_open(&options, &media), 0);
	CHECK_EQUAL(media_context_add(media, context), 0);
	return media;
}

static struct media_stream stream_of(const struct party *p, uint8_t ptime)
{
	struct media_stream stream = usual_stream(&p->peer);

	stream.codec = p->number;
	stream.payload_type = PAYLOAD_TYPE;
	stream.ptime_ms = ptime;
	return stream;
}

static void join(struct media *media, media_id context, struct party *p, uint8_t number,
		 uint8_t ptime)
{
	static const struct coding coding = { .fec = true };
	struct media_rtp rtp = { .local_address = "127.0.0.1" };
	struct media_stream stream;
	uint16_t port = 0;

	memset(p, 0, sizeof *p);
	p->number = number;
	p->codec = codec_of(number);
	p->khz = p->codec ? p->codec->khz : 8;
	if (p->codec) {
		p->state = calloc(1, codec_size(p->codec));
		if (p->codec->open)
			CHECK_EQUAL(p->codec->open(p->state, &coding), 0);
		CHECK_EQUAL(p->codec->start(p->state, &coding, p->khz), 0);
	}
	peer_open(&p->peer);
	CHECK_EQUAL(media_rtp_add(media, context, &rtp, &p->termination, &port), 0);
	p->peer.towards = port;
	stream = stream_of(p, ptime);
	CHECK_EQUAL(media_rtp_set(media, p->termination, &stream), 0);
}

static void leave(struct party *p)
{
	peer_close(&p->peer);
	if (p->codec && p->codec->close)
		p->codec->close(p->state);
	free(p->state);
}

static size_t encode(struct party *p, uint8_t *out, const int16_t *samples, unsigned count)
{
	if (p->codec)
		return (size_t)p->codec->encode(p->state, out, CODEC_MOST_BYTES, samples,
						(int)count);
	law_encode(p->number == MEDIA_PCMA ? A_LAW : MU_LAW, out, samples, count);
	return count;
}

static uint32_t ticks_of_packet(const struct party *p, unsigned ms)
{
	return ms * (p->codec ? p->codec->clock_khz : 8);
}

/* 20 ms of a tone; or, if it is to be lost, nothing. */
static void say(struct party *p, double hz, double dbm0, bool lost)
{
	unsigned count = 20 * p->khz;
	double peak = 32768 * pow(10, (dbm0 - FULL_SCALE_DBM0) / 20);
	int16_t samples[960];
	uint8_t payload[CODEC_MOST_BYTES];
	size_t length;

	for (unsigned i = 0; i < count; i++)
		samples[i] = (int16_t)lrint(peak *
					    sin(2 * M_PI * hz * (p->said + i) / (p->khz * 1000.0)));
	p->said += count;
	length = encode(p, payload, samples, count);
	if (lost) {
		p->peer.sequence++;
		p->peer.timestamp += ticks_of_packet(p, 20);
		return;
	}
	peer_send(&p->peer, PAYLOAD_TYPE, payload, length);
	p->peer.timestamp += ticks_of_packet(p, 20) - (uint32_t)length;
}

static void hear(struct party *p)
{
	struct rtp_packet packet;

	while (peer_receive(&p->peer, &packet, 0)) {
		int16_t samples[CODEC_MOST_SAMPLES];
		int count = (int)packet.length;

		if (packet.payload_type != PAYLOAD_TYPE)
			continue;
		if (p->codec)
			count = p->codec->decode(p->state, samples, CODEC_MOST_SAMPLES,
						 packet.payload, packet.length);
		else
			law_decode(p->number == MEDIA_PCMA ? A_LAW : MU_LAW, samples,
				   packet.payload, packet.length);
		CHECK(count > 0);
		for (int i = 0; i < count; i++) {
			if (p->count == MOST) {
				memmove(p->heard, p->heard + MOST / 2, MOST / 2 * sizeof *p->heard);
				p->count = MOST / 2;
			}
			p->heard[p->count++] = samples[i];
		}
	}
}

static double level(const int16_t *samples, unsigned count, unsigned khz, double hz)
{
	double re = 0, im = 0;

	for (unsigned i = 0; i < count; i++) {
		double window = 1 - cos(2 * M_PI * i / count);
		double angle = 2 * M_PI * hz * i / (khz * 1000.0);

		re += samples[i] * window * cos(angle);
		im += samples[i] * window * sin(angle);
	}
	return 20 * log10(2 * sqrt(re * re + im * im) / count / 32768 + 1e-9) + FULL_SCALE_DBM0;
}

static double loudness(const int16_t *samples, unsigned count)
{
	double power = 0;

	for (unsigned i = 0; i < count; i++)
		power += (double)samples[i] * samples[i];
	return 10 * log10(2 * power / count / 32768 / 32768 + 1e-9) + FULL_SCALE_DBM0;
}

/* Of the last half second heard. */
static double heard_level(const struct party *p, double hz)
{
	unsigned half = 500 * p->khz;

	if (p->count < half)
		return -99;
	return level(p->heard + p->count - half, half, p->khz, hz);
}

static double heard_frequency(const struct party *p, double near)
{
	double best = near - 20, most = -99;

	for (int off = -20; off <= 20; off++) {
		double hz = near + off;
		double now = heard_level(p, hz);

		if (now > most)
			best = hz;
		most = now > most ? now : most;
	}
	return best;
}

static void talk(struct media *media, struct party *from, struct party *to, double hz,
		 unsigned ticks)
{
	for (unsigned i = 0; i < ticks; i++) {
		say(from, hz, -10, false);
		CHECK_EQUAL(media_step(media, 1), 0);
		hear(to);
	}
}

static const char *name_of(uint8_t number)
{
	const struct codec *codec = codec_of(number);

	return codec ? codec->name : number == MEDIA_PCMU ? "PCMU" : "PCMA";
}

/* What a codec adds to a tone of 1000 Hz: G.726 at 16 kbit/s is coarse, G.729 made for voices. */
static double tolerance(uint8_t number)
{
	bool coarse =
		number == MEDIA_G726_16 || number == MEDIA_AAL2_G726_16 || number == MEDIA_G729;

	return coarse ? 1.5 : 1;
}

static void every_pair(void)
{
	static struct party a, b;

	for (unsigned i = 0; i < sizeof all; i++) {
		for (unsigned k = 0; k < sizeof all; k++) {
			media_id context;
			struct media *media;
			double off;

			if (!media_has_codec(all[i]) || !media_has_codec(all[k]))
				continue;
			media = open_stepped(&context);
			join(media, context, &a, all[i], 20);
			join(media, context, &b, all[k], 20);
			talk(media, &a, &b, 1000, 60);
			off = heard_level(&b, 1000) + 10;
			if (!CHECK(fabs(off) <= tolerance(all[i]) + tolerance(all[k]) - 1) ||
			    !CHECK(fabs(heard_frequency(&b, 1000) - 1000) <= 5))
				printf("# %s to %s: %.2f dB, %.0f Hz\n", name_of(all[i]),
				       name_of(all[k]), off, heard_frequency(&b, 1000));
			media_close(media);
			leave(&a);
			leave(&b);
		}
	}
}

static void wideband_stays(void)
{
	static const uint8_t wide[] = { MEDIA_G722, MEDIA_OPUS, MEDIA_L16_16 };
	static struct party a, b;

	for (unsigned i = 0; i < sizeof wide; i++) {
		for (unsigned k = 0; k < sizeof wide; k++) {
			media_id context, recorder;
			struct media *media = open_stepped(&context);

			join(media, context, &a, wide[i], 20);
			join(media, context, &b, wide[k], 20);
			/* Somebody listens, so that equal codecs are mixed, too. */
			CHECK_EQUAL(media_detect_dtmf(media, a.termination, MEDIA_TO, &recorder),
				    0);
			for (int hz = 3600; hz < 7000; hz += 800) {
				talk(media, &a, &b, hz, 60);
				if (!CHECK_NEAR(heard_level(&b, hz), -10, 2))
					printf("# %s to %s at %d Hz: %.1f dBm0\n", name_of(wide[i]),
					       name_of(wide[k]), hz, heard_level(&b, hz));
			}
			media_close(media);
			leave(&a);
			leave(&b);
		}
	}
}

static void wideband_ends_at_narrowband(void)
{
	static const uint8_t wide[] = { MEDIA_G722, MEDIA_OPUS, MEDIA_L16_16 };
	static struct party a, b;

	for (unsigned i = 0; i < sizeof wide; i++) {
		media_id context;
		struct media *media = open_stepped(&context);

		join(media, context, &a, wide[i], 20);
		join(media, context, &b, MEDIA_PCMU, 20);
		talk(media, &a, &b, 5000, 60);
		CHECK(heard_level(&b, 5000) < -45); /* nothing is folded down, either: */
		CHECK(heard_level(&b, 3000) < -45);
		media_close(media);
		leave(&a);
		leave(&b);
	}
}

/* A tone of 400 Hz, of which every twentieth packet is lost: no 20 ms of it are silent. */
static void lose_some(uint8_t lossy, uint8_t ear)
{
	static struct party a, b;
	media_id context, detector;
	struct media *media = open_stepped(&context);
	double least = 0;

	join(media, context, &a, lossy, 20);
	join(media, context, &b, ear, 20);
	/* Somebody listens, so that equal codecs are mixed, too. */
	CHECK_EQUAL(media_detect_dtmf(media, b.termination, MEDIA_FROM, &detector), 0);
	CHECK_EQUAL(media_topology(media, b.termination, b.termination, MEDIA_ONE_WAY), 0);
	for (unsigned n = 0; n < 200; n++) {
		unsigned frame = 20 * b.khz;

		say(&a, 400, -10, n % 20 == 7);
		media_step(media, 1);
		hear(&b);
		if (n > 20 && loudness(b.heard + b.count - frame, frame) < least)
			least = loudness(b.heard + b.count - frame, frame);
	}
	/* G.729 takes a voice for granted: of a tone its own concealment keeps less. */
	if (!CHECK(least > (lossy == MEDIA_G729 ? -35 : -20)))
		printf("# %s to %s: %.1f dBm0\n", name_of(lossy), name_of(ear), least);
	media_close(media);
	leave(&a);
	leave(&b);
}

static void loss_is_concealed(void)
{
	static const uint8_t narrow[] = { MEDIA_OPUS, MEDIA_G722,    MEDIA_GSM,
					  MEDIA_PCMU, MEDIA_G726_32, MEDIA_G729 };

	for (unsigned i = 0; i < sizeof narrow; i++)
		if (media_has_codec(narrow[i]))
			lose_some(narrow[i], MEDIA_L16_8);
	lose_some(MEDIA_G722, MEDIA_L16_16);
}

/* Nobody decodes: whatever the bytes are, they come out as they went in. */
/* -4000 to 3999, the same in every run (a linear congruence of Knuth's). */
static int16_t random_sample(void)
{
	static uint32_t state = 1;

	state = state * 1664525U + 1013904223U;
	return (int16_t)((int32_t)(state >> 16) % 8000 - 4000);
}

static void pass_through(void)
{
	static struct party a, b;

	for (unsigned i = 0; i < sizeof all; i++) {
		media_id context;
		struct media *media;
		struct media_stream stream;
		uint32_t ticks, last = 0;

		if (!media_has_codec(all[i]))
			continue;
		media = open_stepped(&context);
		join(media, context, &a, all[i], 20);
		join(media, context, &b, all[i], 20);
		stream = stream_of(&b, 20);
		stream.payload_type = 120; /* another number there, the same codec */
		CHECK_EQUAL(media_rtp_set(media, b.termination, &stream), 0);
		ticks = ticks_of_packet(&a, 20);
		for (unsigned n = 0; n < 20; n++) {
			int16_t noise[960];
			uint8_t payload[CODEC_MOST_BYTES];
			size_t length;
			struct rtp_packet packet = { 0 };

			for (unsigned k = 0; k < 960; k++)
				noise[k] = random_sample();
			length = encode(&a, payload, noise, 20 * a.khz);
			peer_send(&a.peer, PAYLOAD_TYPE, payload, length);
			a.peer.timestamp += ticks - (uint32_t)length;
			media_step(media, 1);
			if (!CHECK(peer_receive(&b.peer, &packet, 0)))
				break;
			CHECK_EQUAL(packet.payload_type, 120);
			CHECK_EQUAL(packet.length, length);
			CHECK_EQUAL(memcmp(packet.payload, payload, length), 0);
			CHECK(n == 0 || packet.timestamp - last == ticks);
			last = packet.timestamp;
		}
		media_close(media);
		leave(&a);
		leave(&b);
	}
}

static void every_ptime(void)
{
	static const uint8_t ptimes[] = { 10, 20, 30, 40, 60 };
	static struct party a, b;

	for (unsigned i = 0; i < sizeof all; i++) {
		for (unsigned k = 0; k < sizeof ptimes; k++) {
			media_id context;
			struct media *media;
			double off;

			if (!media_has_codec(all[i]))
				continue;
			media = open_stepped(&context);
			join(media, context, &a, MEDIA_L16_8, 20);
			join(media, context, &b, all[i], ptimes[k]);
			talk(media, &a, &b, 1000, 60);
			off = heard_level(&b, 1000) + 10;
			if (!CHECK(fabs(off) <= tolerance(all[i])))
				printf("# %s, %u ms: %.2f dB\n", name_of(all[i]), ptimes[k], off);
			media_close(media);
			leave(&a);
			leave(&b);
		}
	}
}

/* Wide and narrow together: each hears the two others and not itself, and the wide ones all of it. */
static void mixed_conference(void)
{
	static struct party opus, g722, pcmu;
	media_id context;
	struct media *media = open_stepped(&context);

	join(media, context, &opus, MEDIA_OPUS, 20);
	join(media, context, &g722, MEDIA_G722, 20);
	join(media, context, &pcmu, MEDIA_PCMU, 20);
	for (unsigned n = 0; n < 60; n++) {
		say(&opus, 500, -16, false);
		say(&g722, 5000, -16, false);
		say(&pcmu, 1700, -16, false);
		media_step(media, 1);
		hear(&opus);
		hear(&g722);
		hear(&pcmu);
	}
	CHECK_NEAR(heard_level(&opus, 5000), -16, 2);
	CHECK_NEAR(heard_level(&opus, 1700), -16, 2);
	CHECK(heard_level(&opus, 500) < -40);
	CHECK_NEAR(heard_level(&g722, 500), -16, 1.5);
	CHECK_NEAR(heard_level(&g722, 1700), -16, 1.5);
	CHECK(heard_level(&g722, 5000) < -40);
	CHECK_NEAR(heard_level(&pcmu, 500), -16, 1.5);
	CHECK(heard_level(&pcmu, 5000) < -40);
	CHECK(heard_level(&pcmu, 1700) < -40);
	/* One wide party goes: the other two go on at 8 kHz. */
	CHECK_EQUAL(media_remove(media, g722.termination), 0);
	talk(media, &opus, &pcmu, 700, 60);
	CHECK_NEAR(heard_level(&pcmu, 700), -10, 1);
	media_close(media);
	leave(&opus);
	leave(&g722);
	leave(&pcmu);
}

static void codec_changes(void)
{
	static struct party a, b;
	media_id context;
	struct media *media = open_stepped(&context);
	struct media_stream stream;

	join(media, context, &a, MEDIA_PCMU, 20);
	for (unsigned i = 0; i < sizeof all; i++) {
		if (!media_has_codec(all[i]))
			continue;
		join(media, context, &b, all[i], 20);
		talk(media, &a, &b, 1000, 40);
		CHECK_NEAR(heard_level(&b, 1000), -10, 1.5);
		CHECK_EQUAL(media_remove(media, b.termination), 0);
		leave(&b);
	}
	join(media, context, &b, MEDIA_OPUS, 20);
	stream = stream_of(&a, 20);
	for (unsigned i = 0; i < sizeof all; i++) { /* nobody says a word meanwhile */
		stream.codec = all[i];
		CHECK_EQUAL(media_rtp_set(media, a.termination, &stream),
			    media_has_codec(all[i]) ? 0 : -ENOTSUP);
		media_step(media, 3);
	}
	stream.codec = MEDIA_G729 + 1;
	CHECK_EQUAL(media_rtp_set(media, a.termination, &stream), -ENOTSUP);
	media_close(media);
	leave(&a);
	leave(&b);
}

/* RFC 7587: the clock of Opus is 48 kHz, and so is that of its events where they say so. */
static void digits_by_the_clock(void)
{
	static struct party opus, pcmu;
	media_id context;
	struct media *media = open_stepped(&context);
	struct media_event event;
	uint8_t key[4] = { 5, 10, 0, 0 };
	unsigned most = 0;
	struct rtp_packet packet;

	join(media, context, &opus, MEDIA_OPUS, 20);
	join(media, context, &pcmu, MEDIA_PCMU, 20);
	for (unsigned i = 1; i <= 6; i++) {
		uint32_t at = opus.peer.timestamp;

		write_u16(key + 2, (uint16_t)(i * 960));
		key[1] = i == 6 ? 0x8a : 10;
		peer_send(&opus.peer, 101, key, sizeof key);
		opus.peer.timestamp = at;
		media_step(media, 1);
	}
	CHECK(event_wait(media, MEDIA_EVENT_DIGIT, &event));
	CHECK_EQUAL(event.digit, '5');
	CHECK_EQUAL(event.duration_ms, 120);
	media_step(media, 10);
	while (peer_receive(&pcmu.peer, &packet, 0))
		if (packet.payload_type == 101 && read_u16(packet.payload + 2) > most)
			most = read_u16(packet.payload + 2);
	CHECK(most >= 800 && most <= 1300); /* the same time by its own clock */
	media_close(media);
	leave(&opus);
	leave(&pcmu);
}

static void comfort_noise(void)
{
	static struct party a, b;
	media_id context, detector;
	struct media *media = open_stepped(&context);
	uint8_t level_dbov = 40;
	double power = 0;

	join(media, context, &a, MEDIA_PCMU, 20);
	join(media, context, &b, MEDIA_L16_8, 20);
	CHECK_EQUAL(media_detect_progress(media, a.termination, MEDIA_FROM, &detector), 0);
	talk(media, &a, &b, 1000, 20);
	peer_send(&a.peer, COMFORT_PAYLOAD_TYPE, &level_dbov, 1);
	for (unsigned n = 0; n < 50; n++) {
		media_step(media, 1);
		hear(&b);
	}
	for (unsigned i = b.count - 2000; i < b.count; i++)
		power += (double)b.heard[i] * b.heard[i];
	CHECK_NEAR(10 * log10(power / 2000 / 32768 / 32768), -40, 1);
	talk(media, &a, &b, 1000, 40);
	CHECK_NEAR(heard_level(&b, 1000), -10, 1); /* until audio comes again */
	media_close(media);
	leave(&a);
	leave(&b);
}

struct sent {
	unsigned audio, noise;
	uint8_t level;      /* of the last noise */
	bool marker;        /* of the first audio after noise */
	uint32_t timestamp; /* of the latest packet */
};

static struct sent count_sent(struct party *p)
{
	struct sent sent = { 0 };
	struct rtp_packet packet;

	while (peer_receive(&p->peer, &packet, 0)) {
		sent.timestamp = packet.timestamp;
		if (packet.payload_type == COMFORT_PAYLOAD_TYPE) {
			sent.noise++;
			sent.level = packet.payload[0];
		} else if (packet.payload_type == PAYLOAD_TYPE) {
			if (sent.audio++ == 0)
				sent.marker = packet.marker;
		}
	}
	return sent;
}

/* RFC 3389: who takes comfort noise is told of silence, by few packets; speech comes at once and whole. */
static void silence_is_told(uint8_t codec)
{
	static struct party a, b;
	struct media_stream stream;
	struct sent sent;
	media_id context, tone;
	uint32_t before;
	struct media *media = open_stepped(&context);
	struct media_tone quiet = { .hz = { 1000 }, .level_dbm0 = -60 };

	join(media, context, &a, MEDIA_L16_8, 20);
	join(media, context, &b, codec, 20);
	stream = stream_of(&b, 20);
	stream.comfort = 1;
	CHECK_EQUAL(media_rtp_set(media, b.termination, &stream), 0);
	for (unsigned i = 0; i < 50; i++) {
		say(&a, 1000, -20, false);
		media_step(media, 1);
	}
	sent = count_sent(&b);
	CHECK(sent.audio >= 48 && sent.noise == 0);
	before = sent.timestamp;
	CHECK_EQUAL(media_play_tone(media, b.termination, MEDIA_TO, &quiet, &tone), 0);
	for (unsigned i = 0; i < 100; i++) { /* 2 s of a quiet room */
		say(&a, 1000, -60, false);
		media_step(media, 1);
	}
	sent = count_sent(&b);
	CHECK(sent.audio <= 26 && sent.noise >= 2 && sent.noise <= 5);
	CHECK(sent.level >= 60 && sent.level <= 68); /* two of -60 dBm0, 6 dB below -dBov */
	CHECK(sent.timestamp - before <= 100 * 160);
	before += 100 * 160;
	say(&a, 1000, -20, false);
	media_step(media, 1);
	say(&a, 1000, -20, false);
	media_step(media, 1);
	say(&a, 1000, -20, false);
	media_step(media, 1);
	sent = count_sent(&b);
	CHECK(sent.audio >= 2 && sent.marker);
	CHECK_NEAR((double)(int32_t)(sent.timestamp - before), 3 * 160, 160);
	media_close(media);
	leave(&a);
	leave(&b);
}

static void silence_is_told_in_g711(void)
{
	silence_is_told(MEDIA_PCMU);
}

static void silence_is_told_in_g722(void)
{
	silence_is_told(MEDIA_G722);
}

/* Where packets go from one to the other as they are, so does comfort noise, to who takes it. */
static void comfort_noise_is_relayed(void)
{
	static struct party a, b;
	struct media_stream stream;
	uint8_t level = 50;
	struct sent sent;
	media_id context;
	struct media *media = open_stepped(&context);

	join(media, context, &a, MEDIA_PCMU, 20);
	join(media, context, &b, MEDIA_PCMU, 20);
	for (unsigned taken = 0; taken < 2; taken++) {
		stream = stream_of(&b, 20);
		stream.comfort = taken == 1;
		CHECK_EQUAL(media_rtp_set(media, b.termination, &stream), 0);
		say(&a, 1000, -20, false);
		peer_send(&a.peer, COMFORT_PAYLOAD_TYPE, &level, 1);
		say(&a, 1000, -20, false);
		media_step(media, 1);
		sent = count_sent(&b);
		CHECK_EQUAL(sent.audio, 2);
		CHECK_EQUAL(sent.noise, taken);
	}
	CHECK_EQUAL(sent.level, 50);
	media_close(media);
	leave(&a);
	leave(&b);
}

/* What SILK makes has the configurations 0 to 15, and it alone can hold the packet before (RFC 6716 §3.1). */
static bool is_protected(struct media *media, struct party *opus, struct party *other)
{
	struct rtp_packet packet;
	bool silk = false;

	for (unsigned i = 0; i < 5; i++) {
		say(other, 1000, -10, false);
		media_step(media, 1);
		while (peer_receive(&opus->peer, &packet, 0))
			silk = packet.payload[0] >> 3 < 16;
	}
	return silk;
}

static void report_loss(struct media *media, struct party *p, uint32_t about, uint8_t fraction)
{
	struct rtcp_report report = { .ssrc = p->peer.ssrc,
				      .has_block = true,
				      .block = { .ssrc = about, .fraction_lost = fraction } };
	struct peer rtcp = p->peer;
	uint8_t data[RTCP_LARGEST];

	rtcp.towards++;
	peer_send_raw(&rtcp, data, rtcp_write(data, &report, "test"));
	media_step(media, 1);
}

/* A peer that loses packets is sent each one twice, and no longer when it loses none. */
static void loss_is_protected_against(void)
{
	static struct party opus, pcmu;
	struct media_stream stream;
	struct rtp_packet packet;
	media_id context;
	struct media *media = open_stepped(&context);
	uint32_t ssrc;

	join(media, context, &opus, MEDIA_OPUS, 20);
	join(media, context, &pcmu, MEDIA_PCMU, 20);
	stream = stream_of(&opus, 20);
	stream.fec = 1;
	stream.remote_rtcp_port = opus.peer.port;
	CHECK_EQUAL(media_rtp_set(media, opus.termination, &stream), 0);
	say(&pcmu, 1000, -10, false);
	media_step(media, 5);
	CHECK(peer_receive(&opus.peer, &packet, 0));
	ssrc = packet.ssrc;
	CHECK(!is_protected(media, &opus, &pcmu));
	report_loss(media, &opus, ssrc, 1); /* 0.4 % */
	CHECK(!is_protected(media, &opus, &pcmu));
	report_loss(media, &opus, ssrc, 8); /* 3 % */
	CHECK(is_protected(media, &opus, &pcmu));
	report_loss(media, &opus, ssrc, 0);
	CHECK(!is_protected(media, &opus, &pcmu));
	stream.fec = 0;
	CHECK_EQUAL(media_rtp_set(media, opus.termination, &stream), 0);
	report_loss(media, &opus, ssrc, 8);
	CHECK(!is_protected(media, &opus, &pcmu));
	media_close(media);
	leave(&opus);
	leave(&pcmu);
}

/* RFC 3551 §4.5.4: the first sample lies in the least significant bits; AAL2: in the most significant. */
static void packings_mirror_each_other(void)
{
	static uint8_t states[2][4096];
	const struct coding coding = { 0 };
	int16_t samples[160];
	uint8_t ours[80], theirs[80];
	unsigned wrong = 0;

	for (unsigned i = 0; i < 160; i++)
		samples[i] = (int16_t)(8000 * sin(i * 0.3));
	codec_g726[2].start(states[0], &coding, 8);
	codec_g726[6].start(states[1], &coding, 8);
	CHECK_EQUAL(codec_g726[2].encode(states[0], ours, sizeof ours, samples, 160), 80);
	CHECK_EQUAL(codec_g726[6].encode(states[1], theirs, sizeof theirs, samples, 160), 80);
	for (unsigned i = 0; i < 80; i++)
		wrong += ours[i] != (uint8_t)(theirs[i] << 4 | theirs[i] >> 4);
	CHECK_EQUAL(wrong, 0);
}

static void rates_keep_levels(void)
{
	static const unsigned khz[] = { 8, 16, 48 };

	resample_init();
	for (unsigned i = 0; i < 3; i++) {
		for (unsigned k = 0; k < 3; k++) {
			struct resampler r = { { 0 } };
			int16_t in[960], out[960];

			for (unsigned n = 0; n < 10; n++) {
				for (unsigned s = 0; s < 20 * khz[i]; s++)
					in[s] = (int16_t)lrint(10000 * sin(2 * M_PI * 3000 *
									   (n * 20 * khz[i] + s) /
									   (khz[i] * 1000.0)));
				resample(&r, out, khz[k], in, khz[i]);
			}
			CHECK_NEAR(level(out, 20 * khz[k], khz[k], 3000),
				   20 * log10(10000.0 / 32768) + FULL_SCALE_DBM0, 0.1);
		}
	}
}

int main(void)
{
	static const struct test tests[] = {
		{ "between 8, 16 and 48 kHz a level is kept", rates_keep_levels },
		{ "RFC 3551 §4.5.4 G.726 in both packings", packings_mirror_each_other },
		{ "1000 Hz at -10 dBm0 through every pair of codecs", every_pair },
		{ "3.4 to 7 kHz pass between wideband codecs", wideband_stays },
		{ "a narrowband party hears nothing of it, nor its mirror",
		  wideband_ends_at_narrowband },
		{ "5 % loss leaves no gap", loss_is_concealed },
		{ "RFC 7587 §4 FEC protects a peer that loses packets, and no other",
		  loss_is_protected_against },
		{ "two of one codec get each other's packets as they are", pass_through },
		{ "every codec at every ptime", every_ptime },
		{ "a conference of wide and narrow", mixed_conference },
		{ "codecs come and go in one call", codec_changes },
		{ "RFC 4733 digits by the clock of the codec", digits_by_the_clock },
		{ "RFC 3389 comfort noise is heard at its level", comfort_noise },
		{ "RFC 3389 silence is told to who takes comfort noise", silence_is_told_in_g711 },
		{ "the same in G.722", silence_is_told_in_g722 },
		{ "RFC 3389 comfort noise is relayed to who takes it", comfort_noise_is_relayed },
	};

	law_init();
	return RUN(tests);
}
