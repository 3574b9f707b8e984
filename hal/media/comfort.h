/* SPDX-License-Identifier: MIT */
/* Comfort noise as RFC 3389 asks for: white, of the level that was told. Pure. */
#ifndef STROWGER_COMFORT_H
#define STROWGER_COMFORT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define COMFORT_PAYLOAD_TYPE 13

struct comfort {
	bool on; /* until audio comes again */
	int16_t peak;
	uint32_t noise;
};

/* What we send: silence for a while is told, not sent. */
struct hush {
	uint32_t quiet; /* frames in a row */
	uint32_t since; /* the last packet that told of it */
	uint8_t level;  /* that it told, -dBov */
};

enum hushed { NOT_HUSHED, HUSHED, HUSHED_ANEW };

/* 20 ms. HUSHED: nothing is to be sent; HUSHED_ANEW: but `level`. */
enum hushed comfort_judge(struct hush *hush, const int16_t *frame, size_t count);

/* RFC 3389 §3: the first octet is the level in -dBov; what shapes the spectrum is left out. */
void comfort_packet(struct comfort *comfort, const uint8_t *payload, size_t length);
void comfort_fill(struct comfort *comfort, int16_t *out, size_t count);

#endif
