/* SPDX-License-Identifier: MIT */
/*
 * DTMF and call-progress tones in what a party says or hears. What was made up because nothing had come in time is left out:
 * when this machine, or the lines process, stood still, what comes afterwards follows what came before, and one digit stays one.
 * Not for ever: a party that sends nothing any longer says nothing. Under the lock.
 */
#include "engine.h"

#define FRAME_MS 20
#define LINE_PATIENCE 50 /* ticks: a line's samples always come, */
#define RTP_PATIENCE 10  /* packets not; the jitter buffer goes back by 200 ms at most */

_Static_assert(DTMF_HOP == PIECE_SAMPLES, "pieces are what is heard at once");

uint8_t detector_leaves_out(struct termination *t)
{
	unsigned patience = t->line ? LINE_PATIENCE : RTP_PATIENCE;

	if (t->made_up != EVERY_PIECE)
		t->paused = 0;
	else if (t->paused <= patience)
		t->paused++;
	return t->voiced || t->paused > patience ? 0 : t->made_up;
}

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

void detector_hear(struct attachment *a, const int16_t *frame, uint8_t left_out)
{
	struct detector *d = &a->u.detector;

	if (left_out != EVERY_PIECE)
		d->frames++;
	for (unsigned at = 0; at < FRAME; at += DTMF_HOP) {
		char digit;

		if (left_out >> at / DTMF_HOP & 1)
			continue;
		digit = dtmf_hear(&d->dtmf, frame + at);

		if (digit != (char)d->digit)
			begins(a, digit);
	}
}

bool detector_suspects(const struct attachment *a)
{
	return dtmf_suspects(&a->u.detector.dtmf);
}

static void tell(struct attachment *a, uint32_t kind, char what)
{
	event_send(a->media, &(struct media_event){
				     .kind = kind,
				     .termination = a->termination_id,
				     .attachment = a->id,
				     .digit = (uint8_t)what,
				     .side = a->side,
				     .monotonic_ns = a->media->now_ns,
			     });
}

void detector_listen(struct attachment *a, const int16_t *frame, uint8_t left_out)
{
	char heard;

	if (left_out)
		return;
	if (a->kind == VOICE) {
		if (voice_hear(&a->u.voice, frame, 8))
			tell(a, MEDIA_EVENT_VOICE, a->u.voice.speaks ? '1' : '0');
		return;
	}
	heard = a->kind == SIGNALS ? signals_hear(&a->u.signals, frame)
				   : progress_hear(&a->u.progress, frame);
	if (heard != 0)
		tell(a, MEDIA_EVENT_PROGRESS, heard);
}
