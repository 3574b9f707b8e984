/* SPDX-License-Identifier: MIT */
#include "receiver.h"

#include <errno.h>
#include <string.h>

#include "strowger/hal.h"

#define MS (HAL_RATE / 1000)
#define LOUD (MS * 287 * 287) /* energy of a millisecond at -35 dBm0 */
#define RING_DOWN_MS 3        /* two beating tones have quiet moments */
#define DIGIT_OVER_MS 200     /* of closed loop behind the last pulse */

int receiver_init(struct receiver *receiver)
{
	memset(receiver, 0, sizeof *receiver);
	receiver->dtmf = dtmf_rx_init(NULL, NULL, NULL);
	return receiver->dtmf ? 0 : -ENOMEM;
}

void receiver_free(struct receiver *receiver)
{
	if (receiver->dtmf)
		dtmf_rx_free(receiver->dtmf);
	receiver->dtmf = NULL;
}

void receiver_seized(struct receiver *receiver)
{
	dtmf_rx_state_t *dtmf = dtmf_rx_init(receiver->dtmf, NULL, NULL);

	memset(receiver, 0, sizeof *receiver);
	receiver->dtmf = dtmf;
}

static void tell(struct receiver *receiver, uint64_t from, uint64_t on_samples, uint32_t gap_ms)
{
	if (!receiver->any)
		receiver->first_ms = (uint32_t)(from / MS);
	receiver->any = true;
	receiver->digit_ms[0] = (uint32_t)(on_samples / MS);
	receiver->digit_ms[1] = gap_ms;
}

void receiver_pulse(struct receiver *receiver, uint32_t ms)
{
	uint64_t open_at = receiver->at;

	receiver->at += (uint64_t)ms * MS; /* there was no tick of sound while it was open */
	if (receiver->pulses++ == 0) {
		receiver->gap_ms = (uint32_t)((open_at - receiver->pulsed_until) / MS);
		receiver->pulsed_at = open_at;
	}
	receiver->pulsed_until = receiver->at;
}

static char pulsed_digit(struct receiver *receiver)
{
	uint32_t pulses = receiver->pulses;

	if (pulses == 0 || receiver->at - receiver->pulsed_until < DIGIT_OVER_MS * MS)
		return 0;
	receiver->pulses = 0;
	if (pulses > 10)
		return 0;
	tell(receiver, receiver->pulsed_at, receiver->pulsed_until - receiver->pulsed_at,
	     receiver->gap_ms);
	return (char)('0' + pulses % 10);
}

static void begin_burst(struct receiver *receiver, uint64_t at)
{
	receiver->sounds = true;
	receiver->gap_ms = (uint32_t)((at - receiver->loud_until) / MS);
	receiver->burst_at = at;
	receiver->is_digit = false;
}

static void measure(struct receiver *receiver)
{
	if (receiver->is_digit)
		tell(receiver, receiver->burst_at, receiver->loud_until - receiver->burst_at,
		     receiver->gap_ms);
}

static void listen(struct receiver *receiver, const int16_t *samples)
{
	for (unsigned i = 0; i < HAL_TICK_SAMPLES; i += MS) {
		uint64_t at = receiver->at + i;
		int64_t energy = 0;

		for (unsigned j = 0; j < MS; j++)
			energy += samples[i + j] * samples[i + j];
		if (energy > LOUD) {
			if (!receiver->sounds)
				begin_burst(receiver, at);
			receiver->loud_until = at + MS;
		} else if (receiver->sounds && at - receiver->loud_until >= RING_DOWN_MS * MS) {
			receiver->sounds = false;
			measure(receiver);
		}
	}
}

char receiver_tick(struct receiver *receiver, const int16_t *samples)
{
	char digit[2] = "";

	listen(receiver, samples);
	receiver->at += HAL_TICK_SAMPLES;
	dtmf_rx(receiver->dtmf, samples, HAL_TICK_SAMPLES);
	if (dtmf_rx_get(receiver->dtmf, digit, 1) == 0)
		return pulsed_digit(receiver);
	receiver->is_digit = true;
	measure(receiver); /* its length grows until the burst is over */
	return digit[0];
}
