/* SPDX-License-Identifier: MIT */
/* DTMF and call-progress tones in what a party says or hears. Under the lock, but for the birth and
 * death of a detector. */
#include <errno.h>
#include <math.h>
#include <spandsp.h>

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

static void on_change(void *user, int code, int level, int delay)
{
	struct attachment *a = user;

	(void)level;
	(void)delay;
	detector_end(a);
	a->u.detector.digit = (uint8_t)code;
	a->u.detector.frames = 0;
	if (code != 0 && a->side == MEDIA_FROM)
		keys_sound(a->termination, (char)code);
}

int detector_init(struct attachment *a)
{
	a->u.detector.dtmf = dtmf_rx_init(NULL, NULL, NULL);
	if (a->u.detector.dtmf == NULL)
		return -ENOMEM;
	dtmf_rx_set_realtime_callback(a->u.detector.dtmf, on_change, a);
	return 0;
}

void detector_free(struct attachment *a)
{
	if (a->u.detector.dtmf)
		dtmf_rx_free(a->u.detector.dtmf);
}

void detector_hear(struct attachment *a, const int16_t *frame)
{
	a->u.detector.frames++;
	dtmf_rx(a->u.detector.dtmf, frame, FRAME);
}

bool detector_suspects(const struct attachment *a)
{
	return dtmf_rx_status(a->u.detector.dtmf) != 0;
}

void progress_listen(struct attachment *a, const int16_t *frame)
{
	char heard = progress_hear(&a->u.progress, frame);

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
