/* SPDX-License-Identifier: MIT */
#include "sequence.h"

#include <errno.h>
#include <string.h>

static int check(const struct media_tone_part *parts, uint32_t count, uint32_t again)
{
	struct tone tone;
	bool sounds = false;

	if (count < 1 || count > MEDIA_MOST_PARTS || again > count)
		return -EINVAL;
	for (uint32_t i = 0; i < count; i++) {
		if (tone_part(&tone, &parts[i]) != 0 || (parts[i].ms == 0 && i + 1 < count))
			return -EINVAL;
		sounds = sounds || tone.count > 0;
	}
	return sounds ? 0 : -EINVAL;
}

static void begin(struct sequence *s, uint32_t part)
{
	s->at = part;
	(void)tone_part(&s->tone, &s->parts[part]); /* it was checked */
}

int sequence_init(struct sequence *s, const struct media_tone_part *parts, uint32_t count,
		  uint32_t again)
{
	int error = check(parts, count, again);

	if (error)
		return error;
	memcpy(s->parts, parts, count * sizeof *parts);
	s->count = count;
	s->again = again;
	begin(s, 0);
	return 0;
}

/* Whether there is a part after the one that has ended. */
static bool next(struct sequence *s)
{
	uint32_t part = s->at + 1 < s->count ? s->at + 1 : s->again;

	if (part == s->count)
		return false;
	begin(s, part);
	return true;
}

bool sequence_add(struct sequence *s, int32_t *mix, unsigned count)
{
	while (count > 0) {
		unsigned now = s->tone.left < count ? (unsigned)s->tone.left : count;

		(void)tone_add(&s->tone, mix, now);
		mix += now;
		count -= now;
		if (s->tone.left == 0 && !next(s))
			return false;
	}
	return true;
}
