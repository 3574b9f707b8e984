/* SPDX-License-Identifier: MIT */
/* Tones one after the other: special information tones, stuttered dial tone, cadences of unlike tones. Pure. */
#ifndef STROWGER_SEQUENCE_H
#define STROWGER_SEQUENCE_H

#include "tone.h"

struct sequence {
	struct media_tone_part parts[MEDIA_MOST_PARTS];
	uint32_t count, at, again;
	struct tone tone; /* of the part that sounds */
};

/* 0, or -EINVAL: too many parts or none, one that cannot be, an endless one before the last, or nothing but
 * parts without a sound that go round. */
int sequence_init(struct sequence *sequence, const struct media_tone_part *parts, uint32_t count,
		  uint32_t again);

/* Adds `count` samples to `mix`. False when it ended within them or before. */
bool sequence_add(struct sequence *sequence, int32_t *mix, unsigned count);

#endif
