/* SPDX-License-Identifier: MIT */
/*
 * One party's codec other than G.711, both ways: packets in order become samples in the jitter
 * buffer, samples become packets. Its memory comes with media_rtp_set. Under the lock.
 */
#ifndef STROWGER_CODER_H
#define STROWGER_CODER_H

#include "codec.h"
#include "jitter.h"
#include "rtp.h"

#define CODER_PENDING 2880 /* samples: 60 ms at 48 kHz */

struct coder {
	const struct codec *codec;
	struct coding coding;
	unsigned khz; /* now */

	bool begun;         /* a packet came since the start: */
	uint16_t sequence;  /* the newest, */
	uint32_t timestamp; /* what follows it, by the clock, */
	uint32_t position;  /* and in the jitter buffer */
	uint32_t made_up;   /* frames in a row that only the codec's concealment made */
	bool hushed;        /* the party has said that it is silent */

	unsigned loss;    /* of 1000 packets, that it protects against */
	unsigned pending; /* samples waiting for a whole packet */
	unsigned before;  /* the same before the last frame */
	int made;         /* bytes of the packet that the last frame made whole; -1: none */
	uint8_t packet[CODEC_MOST_BYTES];
	int16_t out[CODER_PENDING];
	int16_t ring[JITTER_WIDE];
	_Alignas(64) uint8_t state[];
};

/* API thread. NULL: no memory. */
struct coder *coder_new(const struct codec *codec, const struct coding *coding);
void coder_free(struct coder *coder);

/* Begins afresh at the rate that serves a context of `khz`, unless it is at it. */
void coder_rate(struct coder *coder, struct jitter *jitter, unsigned khz);
void coder_agree(struct coder *coder, struct jitter *jitter, const struct coding *coding);
bool coder_can_agree(const struct coder *coder,
		     const struct coding *coding); /* else another takes its place */

/* Goes on to encode as `from` would: the two must be alike (coder_alike). */
void coder_take_over(struct coder *coder, const struct coder *from);
bool coder_alike(const struct coder *a,
		 const struct coder *b); /* what one encodes suits the peer of the other */

void coder_put(struct coder *coder, struct jitter *jitter, const struct rtp_packet *packet);
/* The peer has reported so much loss, 0 to 1000. */
void coder_lost(struct coder *coder, unsigned permille);
void coder_reset(struct coder *coder); /* another source: what comes next is no loss */

/* 20 ms at coder->khz. False when nothing of it came. */
bool coder_get(struct coder *coder, struct jitter *jitter, int16_t *out);

#endif
