/* SPDX-License-Identifier: MIT */
#include "comfort.h"

#include <math.h>
#include <stdlib.h>

#define FULL_SCALE 32768.0 /* 0 dBov is a square wave of it, RFC 3389 §3.1 */

#define MOST_QUIET 1050.0 /* mean square of a sine of -54 dBm0 */
#define HANG_OVER 20      /* frames: a pause between words is sent as it is */
#define REPEAT 50         /* frames: for who has missed it, and for address translators */
#define CHANGE 3          /* dB that are worth a packet */

static uint8_t level_of(double power)
{
	double dbov = power > 0 ? -10 * log10(power / (FULL_SCALE * FULL_SCALE)) : 127;

	return dbov > 127 ? 127 : (uint8_t)lrint(dbov);
}

enum hushed comfort_judge(struct hush *h, const int16_t *frame, size_t count)
{
	double sum = 0;
	uint8_t level;

	for (size_t i = 0; i < count; i++)
		sum += (double)frame[i] * frame[i];
	h->quiet = sum < MOST_QUIET * (double)count ? h->quiet + 1 : 0;
	if (h->quiet <= HANG_OVER)
		return NOT_HUSHED;
	level = level_of(sum / (double)count);
	h->since++;
	if (h->quiet > HANG_OVER + 1 && h->since < REPEAT && abs(level - h->level) < CHANGE)
		return HUSHED;
	h->since = 0;
	h->level = level;
	return HUSHED_ANEW;
}

void comfort_packet(struct comfort *c, const uint8_t *payload, size_t length)
{
	if (length == 0)
		return;
	/* Evenly spread noise has a third of the power of its peak. */
	double peak = FULL_SCALE * sqrt(3) * pow(10, -(payload[0] & 0x7f) / 20.0);

	c->on = true;
	c->peak = (int16_t)(peak > INT16_MAX ? INT16_MAX : peak);
}

void comfort_fill(struct comfort *c, int16_t *out, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		c->noise = c->noise * 1664525U + 1013904223U;
		out[i] = (int16_t)(((int32_t)c->noise >> 16) * c->peak / 32768);
	}
}
