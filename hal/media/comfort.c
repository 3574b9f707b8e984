/* SPDX-License-Identifier: MIT */
#include "comfort.h"

#include <math.h>

#define FULL_SCALE 32768.0 /* 0 dBov is a square wave of it, RFC 3389 §3.1 */

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
