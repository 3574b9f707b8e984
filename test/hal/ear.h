/* SPDX-License-Identifier: MIT */
/* Telephones on a stepped instance that talk in tones, in any codec, and keep what they hear. */
#ifndef STROWGER_EAR_H
#define STROWGER_EAR_H

#include "codec.h"
#include "peer.h"
#include "resample.h"

#define EAR_TICK 160         /* samples at 8 kHz */
#define EAR_KEPT (8000 * 30) /* samples: half a minute */
#define EAR_MOST 64          /* in a hall */

struct ear {
	struct peer peer;
	media_id termination;
	uint8_t number; /* enum media_codec */
	const struct codec *codec;
	void *state;
	struct resampler down, up;
	double hz, dbm0, phase; /* hz 0: says nothing */
	int16_t heard[EAR_KEPT];
	unsigned count;                    /* samples heard */
	uint8_t payload[CODEC_MOST_BYTES]; /* of the packet heard last */
	size_t length;
	unsigned packets;
	bool marker; /* of the packet heard last */
};

struct hall {
	struct media *media;
	struct ear *ears[EAR_MOST];
	unsigned count;
};

void hall_open(struct hall *hall);
void hall_close(struct hall *hall); /* and all its ears */

/* A telephone in `context`, 20 ms packets. */
struct ear *hall_ear(struct hall *hall, media_id context, uint8_t codec);
media_id hall_context(struct hall *hall);

void ear_talk(struct ear *ear, double hz, double dbm0);
void hall_step(struct hall *hall, unsigned ticks);

/* The level of `hz` in the last `ms` that it heard, dBm0. */
double ear_level(const struct ear *ear, double hz, unsigned ms);
void ear_forget(struct ear *ear);

/* A WAV file of a tone: PCM 16, mono. */
void write_tone(const char *path, unsigned rate, double hz, double dbm0, unsigned ms);

#endif
