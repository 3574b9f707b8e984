/* SPDX-License-Identifier: MIT */
#include "ear.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "check.h"
#include "law.h"

#define PEAK_0_DBM0 22827.0

void hall_open(struct hall *hall)
{
	struct media_options options = usual_options();

	memset(hall, 0, sizeof *hall);
	options.stepped = 1;
	CHECK_EQUAL(media_open(&options, &hall->media), 0);
}

void hall_close(struct hall *hall)
{
	media_close(hall->media);
	for (unsigned i = 0; i < hall->count; i++) {
		peer_close(&hall->ears[i]->peer);
		free(hall->ears[i]->state);
		free(hall->ears[i]);
	}
}

media_id hall_context(struct hall *hall)
{
	media_id context = 0;

	CHECK_EQUAL(media_context_add(hall->media, &context), 0);
	return context;
}

struct ear *hall_ear(struct hall *hall, media_id context, uint8_t number)
{
	static const struct coding coding;
	struct ear *ear = calloc(1, sizeof *ear);
	struct media_stream stream;

	ear->termination = usual_termination(hall->media, context, &ear->peer);
	ear->number = number;
	ear->codec = codec_of(number);
	stream = usual_stream(&ear->peer);
	stream.codec = number;
	stream.payload_type = ear->codec ? 96 : number == MEDIA_PCMA ? 8 : 0;
	if (ear->codec) {
		ear->state = calloc(1, codec_size(ear->codec));
		CHECK_EQUAL(ear->codec->start(ear->state, &coding, ear->codec->khz), 0);
	}
	CHECK_EQUAL(media_rtp_set(hall->media, ear->termination, &stream), 0);
	hall->ears[hall->count++] = ear;
	return ear;
}

void ear_talk(struct ear *ear, double hz, double dbm0)
{
	ear->hz = hz;
	ear->dbm0 = dbm0;
}

static void say(struct ear *ear)
{
	unsigned khz = ear->codec ? ear->codec->khz : 8;
	double peak = PEAK_0_DBM0 * pow(10, ear->dbm0 / 20);
	int16_t samples[960];
	uint8_t payload[CODEC_MOST_BYTES];
	int length = 160;

	if (ear->hz <= 0)
		return;
	for (unsigned i = 0; i < 20 * khz; i++) {
		samples[i] = (int16_t)lrint(peak * sin(ear->phase));
		ear->phase += 2 * M_PI * ear->hz / (khz * 1000);
	}
	if (ear->codec)
		length = ear->codec->encode(ear->state, payload, sizeof payload, samples,
					    (int)(20 * khz));
	else
		law_encode(ear->number == MEDIA_PCMA ? A_LAW : MU_LAW, payload, samples, 160);
	peer_send(&ear->peer,
		  ear->codec                  ? 96
		  : ear->number == MEDIA_PCMA ? 8
					      : 0,
		  payload, (size_t)length);
	/* peer_send counts octets. */
	ear->peer.timestamp += 20U * (ear->codec ? ear->codec->clock_khz : 8) - (uint32_t)length;
}

static void keep(struct ear *ear, const int16_t *samples, unsigned khz)
{
	if (ear->count + EAR_TICK > EAR_KEPT)
		return;
	resample(&ear->down, ear->heard + ear->count, 8, samples, khz);
	ear->count += EAR_TICK;
}

static void listen(struct ear *ear)
{
	struct rtp_packet packet;
	int16_t samples[CODEC_MOST_SAMPLES];

	while (peer_receive(&ear->peer, &packet, 0)) {
		if (packet.payload_type == 101 || packet.payload_type == 13)
			continue;
		ear->packets++;
		ear->marker = packet.marker;
		ear->length = packet.length < sizeof ear->payload ? packet.length : 0;
		memcpy(ear->payload, packet.payload, ear->length);
		if (ear->codec && ear->codec->decode(ear->state, samples, CODEC_MOST_SAMPLES,
						     packet.payload, packet.length) > 0)
			keep(ear, samples, ear->codec->khz);
		if (ear->codec == NULL) {
			law_decode(ear->number == MEDIA_PCMA ? A_LAW : MU_LAW, samples,
				   packet.payload, 160);
			keep(ear, samples, 8);
		}
	}
}

void hall_step(struct hall *hall, unsigned ticks)
{
	for (unsigned tick = 0; tick < ticks; tick++) {
		for (unsigned i = 0; i < hall->count; i++)
			say(hall->ears[i]);
		CHECK_EQUAL(media_step(hall->media, 1), 0);
		for (unsigned i = 0; i < hall->count; i++)
			listen(hall->ears[i]);
	}
}

double ear_level(const struct ear *ear, double hz, unsigned ms)
{
	unsigned count = ms * 8;

	if (ear->count < count)
		return -INFINITY;
	return level_at(ear->heard + ear->count - count, count, hz);
}

void ear_forget(struct ear *ear)
{
	ear->count = 0;
	ear->packets = 0;
}

static void put(uint8_t *at, uint32_t value, unsigned bytes)
{
	for (unsigned i = 0; i < bytes; i++)
		at[i] = (uint8_t)(value >> (8 * i));
}

void write_tone(const char *path, unsigned rate, double hz, double dbm0, unsigned ms)
{
	uint8_t header[44] = "RIFF\0\0\0\0WAVEfmt \x10\0\0\0\1\0\1\0\0\0\0\0\0\0\0\0\2\0\x10\0data";
	uint32_t count = rate / 1000 * ms;
	double peak = PEAK_0_DBM0 * pow(10, dbm0 / 20);
	FILE *file = fopen(path, "wb");

	if (!CHECK(file != NULL))
		return;
	put(header + 4, 36 + 2 * count, 4);
	put(header + 24, rate, 4);
	put(header + 28, 2 * rate, 4);
	put(header + 40, 2 * count, 4);
	fwrite(header, 1, sizeof header, file);
	for (uint32_t i = 0; i < count; i++) {
		int16_t sample = (int16_t)lrint(peak * sin(2 * M_PI * hz * i / rate));

		fwrite(&sample, sizeof sample, 1, file);
	}
	fclose(file);
}
