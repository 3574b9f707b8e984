/* SPDX-License-Identifier: MIT */
/*
 * Receiving RFC 4733 telephone events: one report a key press, whatever packets are lost, repeated
 * or out of order. Pure.
 */
#ifndef STROWGER_KEY_IN_H
#define STROWGER_KEY_IN_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define KEY_CODES 16 /* 0-9, *, #, A-D: RFC 4733 §3.2 */

struct key_in {
	bool started; /* a first event has been seen */
	bool down;    /* a key is being held */
	uint8_t code;
	uint32_t timestamp; /* of the event, or of its last segment */
	uint32_t before;    /* duration of earlier segments, in samples */
	uint16_t duration;  /* of this segment */
	uint64_t seen_ns;
};

struct key_report {
	bool released; /* the press before this one, whose end was lost */
	uint8_t released_code;
	uint32_t released_samples;
	bool pressed; /* `code` went down */
	bool ended;   /* `code` came up after `samples` */
	uint8_t code;
	uint32_t samples;
};

char key_digit(uint8_t code); /* ASCII; code below KEY_CODES */
int key_code(char digit);     /* or -1; a-d count as A-D */

/* Takes a payload of the event type; what is too short or not a key is ignored. Returns whether
 * there is a report. */
bool key_in_packet(struct key_in *key, uint32_t timestamp, bool marker, const uint8_t *payload,
		   size_t length, uint64_t now_ns, struct key_report *report);

/* A key whose packets have stopped is up: true, with `released` in the report. RFC 4733 §2.5.2.2
 * leaves the time open. */
#define KEY_TIMEOUT_NS 200000000ULL
bool key_in_expired(struct key_in *key, uint64_t now_ns, struct key_report *report);

#endif
