/* SPDX-License-Identifier: MIT */
/*
 * What a codec is: one constant structure each, and a state of fixed size for one party in both
 * directions. `start` makes the state ready in memory that is there already; nothing below allocates,
 * but `open` of a codec whose library keeps its state to itself.
 * G.711 has no state, and the engine knows it by itself (law.h); codec_of() answers NULL for it.
 */
#ifndef STROWGER_CODEC_H
#define STROWGER_CODEC_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "strowger/media.h"

#define CODEC_MOST_SAMPLES 5760 /* of one packet: 120 ms at 48 kHz */
#define CODEC_MOST_BYTES 1400   /* of one payload that we make */

struct coding {           /* what was agreed on */
	uint32_t bitrate; /* bits/s; 0: usual */
	bool fec, dtx;
	uint8_t band_khz; /* the most that the peer can play: its sampling rate; 0: any */
};

struct codec {
	const char *name;
	uint8_t clock_khz; /* of RTP timestamps */
	uint8_t khz;       /* sampling rate */
	bool any_rate;     /* works at any of 8, 16 and 48 kHz up to `khz` */
	bool octets;       /* one octet a tick of the clock: packets can be cut anywhere */
	uint8_t frame_ms;  /* packets hold whole frames of it; 0: any number of samples */
	bool has_30_ms;    /* packets of 30 ms can be made */
	size_t size;       /* bytes of state; 0: ask size_now */
	size_t (*size_now)(void);
	/* The encoder is the first bytes of the state, and may be copied into another one; 0: it may not. */
	size_t encoder_size;
	size_t (*encoder_size_now)(void);

	/* Where the state lies elsewhere: 0 or a negative errno, before `start`. Such a codec has one rate, and what it agreed on
	 * when it was opened. API thread, as `close`. NULL: none. */
	int (*open)(void *state, const struct coding *coding);
	void (*close)(void *state);
	/* 0 or a negative errno. Again with another rate: begins afresh. */
	int (*start)(void *state, const struct coding *coding, unsigned khz);
	/* Ticks of the clock that a payload lasts; 0: it is none of this codec. */
	uint32_t (*ticks)(const uint8_t *payload, size_t length);
	/* Whether the party is silent after it until it says more, however long: what `conceal` makes is its noise. NULL: never. */
	bool (*hushes)(const uint8_t *payload, size_t length);
	/* Samples written, or below 0 for what cannot be decoded. */
	int (*decode)(void *state, int16_t *out, int room, const uint8_t *payload, size_t length);
	/* Makes up `count` samples; with the payload that follows, where it says something of them.
	 * NULL: the codec has no concealment of its own. */
	int (*conceal)(void *state, int16_t *out, int count, const uint8_t *next, size_t length);
	/* The peer loses so many of 1000 packets: where FEC was agreed on, each holds the one before from now on; 0: no longer. NULL:
	 * the codec has none. */
	void (*protect)(void *state, unsigned permille);
	/* Bytes written; 0: nothing is to be sent (DTX). */
	int (*encode)(void *state, uint8_t *out, int room, const int16_t *in, int count);
};

/* By enum media_codec; NULL for G.711 and what this build has not. */
const struct codec *codec_of(uint8_t number);
bool codec_is(uint8_t number); /* whether this build has it, G.711 included */
size_t codec_size(const struct codec *codec);
size_t codec_encoder_size(const struct codec *codec); /* 0: its encoder cannot be copied */

extern const struct codec codec_g722, codec_gsm, codec_opus, codec_l16, codec_l16_wide;
extern const struct codec codec_g726[8]; /* 16, 24, 32, 40 kbit/s by RFC 3551, then by AAL2 */
#ifdef STROWGER_G729
extern const struct codec codec_g729;
#endif

#endif
