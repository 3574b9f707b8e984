/* SPDX-License-Identifier: MIT */
/* DTMF and call-progress tones in what a party says or hears. Under the lock. */
#include "engine.h"

#define FRAME_MS 20

void detector_end(struct attachment *a)
{
	struct detector *d = &a->u.detector;

	if (d->digit == 0)
		return;
	keys_in_band(a->termination, a->side, a->id, (char)d->digit, (d->frames + 1) * FRAME_MS);
	if (a->side == MEDIA_FROM)
		keys_fade(a->termination);
	d->digit = 0;
}

static void begins(struct attachment *a, char digit)
{
	detector_end(a);
	a->u.detector.digit = (uint8_t)digit;
	a->u.detector.frames = 0;
	if (digit != 0 && a->side == MEDIA_FROM)
		keys_sound(a->termination, digit);
}

void detector_hear(struct attachment *a, const int16_t *frame)
{
	struct detector *d = &a->u.detector;

	d->frames++;
	for (unsigned at = 0; at < FRAME; at += DTMF_HOP) {
		char digit = dtmf_hear(&d->dtmf, frame + at);

		if (digit != (char)d->digit)
			begins(a, digit);
	}
}

bool detector_suspects(const struct attachment *a)
{
	return dtmf_suspects(&a->u.detector.dtmf);
}

void progress_listen(struct attachment *a, const int16_t *frame)
{
	char heard = a->kind == SIGNALS ? signals_hear(&a->u.signals, frame)
					: progress_hear(&a->u.progress, frame);

	if (heard != 0)
		event_send(a->media, &(struct media_event){
					     .kind = MEDIA_EVENT_PROGRESS,
					     .termination = a->termination_id,
					     .attachment = a->id,
					     .digit = (uint8_t)heard,
					     .side = a->side,
					     .monotonic_ns = a->media->now_ns,
				     });
}
