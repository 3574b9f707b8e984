/* SPDX-License-Identifier: MIT */
/*
 * Digits towards a party: RFC 4733 events where it takes them, else DTMF in what it hears. Media
 * thread, by ticks of 20 ms; updates go out every tick even where ptime is 10 ms.
 */
#include <errno.h>
#include <string.h>

#include "engine.h"

#define TICK_MS 20
#define END_PACKETS 3 /* RFC 4733 §2.5.1.4, one an update interval */
#define LONGEST_EVENT                                                                              \
	0xf000    /* of its clock: 7.6 s at 8 kHz, 1.3 s at 48; what is held longer ends here */
#define VOLUME 10 /* -10 dBm0 */

bool keyer_busy(const struct keyer *keyer)
{
	return keyer->state != KEYER_IDLE;
}

/* In the gap between two digits audio goes on, once the last end packet is out. */
static void note_keying(struct termination *t)
{
	const struct keyer *k = &t->keyer;

	t->keying = !k->in_band &&
		    (k->state == KEYER_ON || (k->state == KEYER_OFF && k->ends_left > 0));
}

static uint16_t to_ticks(uint32_t ms)
{
	return (uint16_t)((ms + TICK_MS - 1) / TICK_MS);
}

/* Takes the next digit off the queue, or becomes idle. */
static void next_key(struct termination *t)
{
	struct keyer *k = &t->keyer;

	k->state = KEYER_IDLE;
	k->live = false;
	k->live_from = NULL;
	if (k->count == 0)
		return;
	k->now = k->queue[k->head];
	k->head = (uint8_t)((k->head + 1) % KEYS);
	k->count--;
	k->state = KEYER_ON;
	k->ticks = 0;
}

/* Once for each press: by which way it goes stays as it is until the key is up. */
static void begin(struct termination *t)
{
	struct keyer *k = &t->keyer;

	k->in_band = t->stream.event_payload_type == 0;
	note_keying(t);
	if (k->in_band) {
		tone_dtmf(&k->tone, k->now.code);
		return;
	}
	outgoing_resume(t);
	k->timestamp = t->out.timestamp;
	k->duration = 0;
	k->ends_left = END_PACKETS;
}

static void append(struct keyer *k, struct key_press press)
{
	k->queue[(k->head + k->count) % KEYS] = press;
	k->count++;
}

int keyer_queue(struct keyer *k, const char *digits, uint32_t on_ms, uint32_t gap_ms)
{
	size_t count = strlen(digits);

	if (count > (size_t)(KEYS - k->count))
		return -ENOSPC;
	for (size_t i = 0; i < count; i++)
		append(k, (struct key_press){ .code = (uint8_t)key_code(digits[i]),
					      .on_ticks = to_ticks(on_ms),
					      .gap_ticks = to_ticks(gap_ms) });
	return 0;
}

void keyer_start(struct termination *t)
{
	if (keyer_busy(&t->keyer) || t->keyer.count == 0)
		return;
	next_key(t);
	begin(t);
}

void keyer_press(struct termination *t, const struct termination *from, uint8_t code)
{
	struct keyer *k = &t->keyer;

	if (keyer_busy(k)) { /* somebody types fast: behind what sounds, for a usual time */
		if (k->count < KEYS)
			append(k,
			       (struct key_press){ .code = code, .on_ticks = 4, .gap_ticks = 2 });
		return;
	}
	k->state = KEYER_ON;
	k->ticks = 0;
	k->live = true;
	k->live_from = from;
	k->now = (struct key_press){ .code = code, .on_ticks = 2, .gap_ticks = 2 };
	begin(t);
}

void keyer_release(struct termination *t, const struct termination *from)
{
	if (t->keyer.live && t->keyer.live_from == from)
		t->keyer.live = false; /* on for what it has been, and no less than on_ticks */
}

static void send_event(struct termination *t, bool end)
{
	struct keyer *k = &t->keyer;
	uint8_t datagram[RTP_HEADER + 4];
	uint8_t *payload = datagram + RTP_HEADER;

	rtp_write_header(datagram, &(struct rtp_packet){
					   .payload_type = t->stream.event_payload_type,
					   .marker = k->ticks == 0,
					   .sequence = t->out.sequence++,
					   .timestamp = k->timestamp,
					   .ssrc = t->out.ssrc,
				   });
	payload[0] = k->now.code;
	payload[1] = (uint8_t)((end ? 0x80 : 0) | VOLUME);
	write_u16(payload + 2, (uint16_t)k->duration);
	if (can_send(t) && t->stream.event_payload_type != 0)
		outgoing_event(t, datagram, sizeof datagram - RTP_HEADER);
}

static bool held(const struct keyer *k)
{
	if (k->duration >= LONGEST_EVENT)
		return false;
	return k->live || k->ticks + 1 < k->now.on_ticks;
}

/* One tick of a sounding key; the last one is the first end packet. */
static void tick_on(struct termination *t, int32_t *mix)
{
	struct keyer *k = &t->keyer;
	bool end = !held(k);

	if (k->in_band) {
		tone_add(&k->tone, mix, FRAME);
	} else {
		k->duration += TICK_MS * (uint32_t)t->stream.event_khz;
		send_event(t, end);
		if (end)
			k->ends_left--;
	}
	k->ticks++;
	if (end) {
		k->state = KEYER_OFF;
		k->ticks = 0;
	}
}

static void tick_off(struct termination *t)
{
	struct keyer *k = &t->keyer;

	k->ticks++; /* 0 is the first packet of an event, with its marker */
	if (!k->in_band && k->ends_left > 0) {
		send_event(t, true);
		k->ends_left--;
	}
	if (k->ticks < k->now.gap_ticks)
		return;
	next_key(t);
	if (k->state == KEYER_ON)
		begin(t);
}

bool keyer_tick(struct termination *t, int32_t *mix)
{
	if (t->keyer.state == KEYER_IDLE)
		return false;
	if (t->keyer.state == KEYER_ON)
		tick_on(t, mix);
	else
		tick_off(t);
	note_keying(t);
	return t->keyer.state == KEYER_IDLE;
}
