/* SPDX-License-Identifier: MIT */
/* DTMF in what a party says or hears. Under the lock, but for its birth and death. */
#include <errno.h>
#include <math.h>
#include <spandsp.h>

#include "engine.h"

#define FRAME_MS 20

void detector_end(struct attachment *a)
{
	struct detector *d = &a->u.detector;

	if (d->digit != 0)
		keys_in_band(a->termination, a->side, a->id, (char)d->digit,
			     (d->frames + 1) * FRAME_MS);
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
