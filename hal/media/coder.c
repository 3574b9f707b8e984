/* SPDX-License-Identifier: MIT */
#include "coder.h"

#include <stdlib.h>
#include <string.h>

#define PIECE_MS 20         /* of concealment at once */
#define LONGEST_LOSS_MS 120 /* that is made up; after more the decoder goes on as it is */
#define LONGEST_MADE_UP 50  /* frames: a second, after which silence is the truth */
#define LONGEST_NOISE 3000  /* frames, of who has said that it is silent: a minute */
#define LONGEST_JUMP_MS 5000
#define LOSS_TO_PROTECT 10 /* of 1000: what is less is concealed well enough */

struct coder *coder_new(const struct codec *codec, const struct coding *coding)
{
	size_t size = sizeof(struct coder) + codec_size(codec);
	struct coder *coder = aligned_alloc(64, (size + 63) / 64 * 64);

	if (coder == NULL)
		return NULL;
	/* The ring is cleared where it is used: a call that is passed through never touches it. */
	memset(coder, 0, offsetof(struct coder, out));
	coder->codec = codec;
	coder->coding = *coding;
	if (codec->open && codec->open(coder->state, coding) != 0) {
		free(coder);
		return NULL;
	}
	return coder;
}

void coder_free(struct coder *coder)
{
	if (coder && coder->codec->close)
		coder->codec->close(coder->state);
	free(coder);
}

void coder_reset(struct coder *coder)
{
	coder->begun = false;
	coder->made_up = 0;
	coder->hushed = false;
}

static void restart(struct coder *coder, struct jitter *jitter, unsigned khz)
{
	coder->khz = khz;
	coder->pending = 0;
	coder_reset(coder);
	(void)coder->codec->start(coder->state, &coder->coding, khz);
	coder->loss = 0;
	jitter_rate(jitter, khz, coder->ring);
}

void coder_rate(struct coder *coder, struct jitter *jitter, unsigned khz)
{
	unsigned wanted = coder->codec->any_rate ? khz : coder->codec->khz;

	if (wanted != coder->khz)
		restart(coder, jitter, wanted);
}

static bool same_coding(const struct coding *a, const struct coding *b)
{
	return a->bitrate == b->bitrate && a->fec == b->fec && a->dtx == b->dtx &&
	       a->band_khz == b->band_khz;
}

bool coder_alike(const struct coder *a, const struct coder *b)
{
	return a->codec == b->codec && a->khz == b->khz && a->loss == b->loss &&
	       same_coding(&a->coding, &b->coding) && codec_encoder_size(a->codec) > 0;
}

void coder_take_over(struct coder *coder, const struct coder *from)
{
	memcpy(coder->state, from->state, codec_encoder_size(coder->codec));
	memcpy(coder->out, from->out, from->pending * sizeof *from->out);
	coder->pending = from->pending;
}

bool coder_can_agree(const struct coder *coder, const struct coding *coding)
{
	return coder->codec->open == NULL || same_coding(&coder->coding, coding);
}

void coder_agree(struct coder *coder, struct jitter *jitter, const struct coding *coding)
{
	bool same = same_coding(&coder->coding, coding);

	coder->coding = *coding;
	if (!same && coder->khz != 0)
		restart(coder, jitter, coder->khz);
}

/* In steps of 5 %: a copy of an encoder serves all who lose about as much. */
void coder_lost(struct coder *coder, unsigned permille)
{
	unsigned loss = permille < LOSS_TO_PROTECT ? 0 : (permille + 49) / 50 * 50;

	if (loss == coder->loss || !coder->coding.fec || coder->codec->protect == NULL)
		return;
	coder->loss = loss;
	coder->codec->protect(coder->state, loss);
}

/* Samples of what lasts so many ticks of the clock. */
static uint32_t to_samples(const struct coder *coder, uint32_t ticks)
{
	return ticks * coder->khz / coder->codec->clock_khz;
}

/* The samples from `at` on, which the codec makes up. Returns how many. */
static uint32_t make_up(struct coder *coder, struct jitter *jitter, uint32_t at, uint32_t count,
			const struct rtp_packet *next)
{
	int16_t samples[CODEC_MOST_SAMPLES];
	int made = coder->codec->conceal(coder->state, samples, (int)count,
					 next ? next->payload : NULL, next ? next->length : 0);

	if (made <= 0)
		return 0;
	jitter_put_samples(jitter, at, samples, (size_t)made);
	return (uint32_t)made;
}

/* Packets are missing before this one: made up where the codec can, the last of them by what this
 * one says of it. What a tick has made up already stays. */
static void bridge(struct coder *coder, struct jitter *jitter, const struct rtp_packet *packet,
		   uint32_t until, uint32_t length)
{
	uint32_t at = coder->position;

	if (!jitter->running || coder->codec->conceal == NULL ||
	    until - at > LONGEST_LOSS_MS * coder->khz)
		return;
	if ((int32_t)(jitter->end - at) > 0)
		at = jitter->end;
	while ((int32_t)(until - at) > 0) {
		uint32_t left = until - at;
		bool last = left <= length;
		uint32_t piece =
			last || left - length > PIECE_MS * coder->khz ? left : left - length;
		uint32_t made;

		if (piece > PIECE_MS * coder->khz && !last)
			piece = PIECE_MS * coder->khz;
		made = make_up(coder, jitter, at, piece, last ? packet : NULL);
		if (made == 0)
			return;
		at += made;
	}
}

/* Where in the jitter buffer the packet belongs; false when it comes too late to be decoded. */
static bool follow(struct coder *coder, struct jitter *jitter, const struct rtp_packet *packet,
		   uint32_t ticks)
{
	int16_t ahead = (int16_t)(packet->sequence - coder->sequence);
	int32_t gap = (int32_t)(packet->timestamp - coder->timestamp);
	int32_t longest = LONGEST_JUMP_MS * coder->codec->clock_khz;

	if (!coder->begun) {
		coder->begun = true;
		coder->position = packet->timestamp;
		jitter_reset(jitter);
	} else if (ahead <= 0 && ahead > -100) {
		jitter->late++;
		return false;
	} else if (gap < -longest || gap > longest) {
		jitter_reset(jitter); /* its clock was set */
	} else if (gap > 0) {
		uint32_t until = coder->position + to_samples(coder, (uint32_t)gap);

		if (ahead > 1)
			bridge(coder, jitter, packet, until, to_samples(coder, ticks));
		coder->position = until;
	} else {
		coder->position -= to_samples(coder, (uint32_t)-gap);
	}
	coder->sequence = packet->sequence;
	coder->timestamp = packet->timestamp + ticks;
	return true;
}

void coder_put(struct coder *coder, struct jitter *jitter, const struct rtp_packet *packet)
{
	int16_t samples[CODEC_MOST_SAMPLES];
	uint32_t ticks = coder->codec->ticks(packet->payload, packet->length);
	int count;

	if (ticks == 0 || ticks > 120U * coder->codec->clock_khz ||
	    !follow(coder, jitter, packet, ticks))
		return;
	count = coder->codec->decode(coder->state, samples, CODEC_MOST_SAMPLES, packet->payload,
				     packet->length);
	if (count > 0) {
		jitter_put_samples(jitter, coder->position, samples, (size_t)count);
		coder->made_up = 0;
		coder->hushed = coder->codec->hushes &&
				coder->codec->hushes(packet->payload, packet->length);
	}
	coder->position += to_samples(coder, ticks);
}

/* The codec knows best how what it decoded goes on, and what the noise of a silent party is like. */
static bool go_on(struct coder *coder, struct jitter *jitter)
{
	uint32_t frame = PIECE_MS * coder->khz;

	if (coder->codec->conceal == NULL || !jitter->running ||
	    (int32_t)(jitter->end - jitter->play) >= (int32_t)frame ||
	    coder->made_up >= (coder->hushed ? LONGEST_NOISE : LONGEST_MADE_UP))
		return false;
	if ((int32_t)(jitter->end - jitter->play) < 0)
		jitter->end = jitter->play;
	coder->made_up++;
	return make_up(coder, jitter, jitter->end, frame, NULL) > 0;
}

bool coder_get(struct coder *coder, struct jitter *jitter, int16_t *out)
{
	uint32_t left = jitter->end - jitter->play; /* that came */
	bool made_up = go_on(coder, jitter);
	bool came = jitter_get(jitter, out);

	if (made_up) {
		unsigned whole = (int32_t)left > 0 ? left / (coder->khz * PIECE_SAMPLES / 8) : 0;

		jitter->made_up |= (uint8_t)(EVERY_PIECE << whole & EVERY_PIECE);
	}
	if (coder->hushed) /* it has said that it says nothing */
		jitter->made_up = 0;
	return came && !made_up;
}
