/* SPDX-License-Identifier: MIT */
/* The office's digit receiver: DTMF by ear, pulses by the loop; measures how they were sent. */
#ifndef STROWGER_SIM_RECEIVER_H
#define STROWGER_SIM_RECEIVER_H

#include <spandsp.h>
#include <stdbool.h>
#include <stdint.h>

struct receiver {
	dtmf_rx_state_t *dtmf;
	uint64_t at; /* samples since seizure */
	/* Bursts of sound, to the millisecond. */
	bool sounds;
	uint64_t burst_at, loud_until; /* of the present burst, or the last one */
	uint32_t gap_ms;               /* before it */
	bool is_digit;                 /* a digit was understood in it */
	/* Pulses. */
	uint32_t pulses;
	uint64_t pulsed_at, pulsed_until;
	/* What is told of them. */
	bool any;
	uint32_t first_ms;    /* from seizure to the first digit */
	uint32_t digit_ms[2]; /* the last one: on, gap before it */
};

int receiver_init(struct receiver *receiver); /* -ENOMEM */
void receiver_free(struct receiver *receiver);
void receiver_seized(struct receiver *receiver);

/* The loop was open for `ms`, as by a dial. The tick of its end counts. */
void receiver_pulse(struct receiver *receiver, uint32_t ms);

/* One tick of sound. A digit when one was recognized within it, else 0. */
char receiver_tick(struct receiver *receiver, const int16_t *samples);

#endif
