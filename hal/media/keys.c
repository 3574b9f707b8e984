/* SPDX-License-Identifier: MIT */
/* A party's key went down or up: tell the host, and pass it on to the ears that no packet relay
 * serves. Under the lock. */
#include "engine.h"

/* A digit heard in band this soon after its event is the same press. */
#define SAME_PRESS_NS 500000000ULL

static void tell(struct termination *t, uint8_t code, uint32_t ticks)
{
	t->keyed_code = code;
	t->keyed_ns = t->media->now_ns;
	event_send(t->media, &(struct media_event){
				     .kind = MEDIA_EVENT_DIGIT,
				     .termination = t->id,
				     .duration_ms = ticks / t->stream.event_khz,
				     .digit = (uint8_t)key_digit(code),
				     .source = MEDIA_DIGIT_RFC4733,
				     .side = MEDIA_FROM,
				     .monotonic_ns = t->media->now_ns,
			     });
}

static bool relays_packets(const struct termination *ear, const struct termination *from)
{
	return ear->ear == EAR_RELAY && ear->relay_source == from && relays_events(ear, from);
}

void keys_report(struct termination *t, const struct key_report *report)
{
	struct termination *ear;

	if (report->released)
		tell(t, report->released_code, report->released_samples);
	if (report->pressed) {
		t->keyed_code =
			report->code; /* now already: in band may be heard before the key is up */
		t->keyed_ns = t->media->now_ns;
	}
	if (report->ended)
		tell(t, report->code, report->samples);
	for (ear = t->context->members; ear; ear = ear->next) {
		if (!can_send(ear) || !hears(ear, t))
			continue;
		if (report->released || report->ended)
			keyer_release(ear, t);
		if (report->pressed && !relays_packets(ear, t))
			keyer_press(ear, t, report->code);
		if (report->pressed && report->ended)
			keyer_release(ear, t);
	}
	plan_context(t->context);
}

void keys_in_band(struct termination *t, uint8_t side, media_id attachment, char digit, uint32_t ms)
{
	bool same = side == MEDIA_FROM && key_code(digit) == t->keyed_code && t->keyed_ns != 0 &&
		    t->media->now_ns - t->keyed_ns < SAME_PRESS_NS + ms * 1000000ULL;

	if (same)
		return;
	event_send(t->media, &(struct media_event){
				     .kind = MEDIA_EVENT_DIGIT,
				     .termination = t->id,
				     .attachment = attachment,
				     .duration_ms = ms,
				     .digit = (uint8_t)digit,
				     .source = MEDIA_DIGIT_IN_BAND,
				     .side = side,
				     .monotonic_ns = t->media->now_ns,
			     });
}

/*
 * A digit of an analog telephone, or of the far end of an outside line, has no events of its own:
 * an ear that takes events gets one, and not the sound (tick.c), so that nobody counts it twice.
 */
void keys_sound(struct termination *t, char digit)
{
	struct termination *ear;

	if (t->line == NULL)
		return;
	for (ear = t->context->members; ear; ear = ear->next) {
		bool pressed = ear->keyer.live && ear->keyer.live_from == t;

		if (ear->stream.event_payload_type != 0 && can_send(ear) && hears(ear, t) &&
		    !pressed)
			keyer_press(ear, t, (uint8_t)key_code(digit));
	}
}

void keys_fade(struct termination *t)
{
	struct termination *ear;

	if (t->line == NULL)
		return;
	for (ear = t->context->members; ear; ear = ear->next)
		keyer_release(ear, t);
}
