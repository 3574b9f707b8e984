/* SPDX-License-Identifier: MIT */
#include "voice.h"

#include <math.h>

#define LEAST_POWER (22827.0F * 22827.0F / 2 * 1e-5F) /* -50 dBm0: nobody speaks so softly */
#define STANDS_OUT 6.0F                               /* 7.8 dB above the background: it begins; */
#define STAYS_OUT 3.0F                                /* 4.8 dB: it goes on */
#define SMOOTH 0.4F /* of a frame: a single dip of noise is no background */
/* Eight of them are 2.4 s: nobody speaks for so long without a gap between two sounds. */
#define SLOT_FRAMES 15
#define VOTES 0x1fU  /* five frames, */
#define ENOUGH 3     /* of which so many are no click */
#define HANG_OVER 20 /* frames: a pause between words */
#define PASS 0.85F   /* of the filter at 8 kHz: what is below 200 Hz is hum */

/* Mean square of what is above hum. */
static float power_of(struct voice *v, const int16_t *frame, unsigned khz)
{
	const unsigned count = 20 * khz;
	const float pass = 1 - (1 - PASS) * 8 / (float)khz;
	float in = v->before[0], once = v->before[1], twice = v->before[2], sum = 0;

	for (unsigned i = 0; i < count; i++) {
		float last = once;

		once = pass * once + (float)frame[i] - in;
		twice = pass * twice + once - last;
		in = (float)frame[i];
		sum += twice * twice;
	}
	v->before[0] = in;
	v->before[1] = once;
	v->before[2] = twice;
	return sum / (float)count;
}

/* The least power of the last seconds is the background's. */
static float background(struct voice *v)
{
	float least;

	if (!v->begun)
		for (unsigned i = 0; i < VOICE_SLOTS; i++)
			v->least[i] = v->power;
	v->begun = true;
	if (++v->frames > SLOT_FRAMES) {
		for (unsigned i = VOICE_SLOTS - 1; i > 0; i--)
			v->least[i] = v->least[i - 1];
		v->least[0] = v->power;
		v->frames = 1;
	}
	v->least[0] = fminf(v->least[0], v->power);
	least = v->least[0];
	for (unsigned i = 1; i < VOICE_SLOTS; i++)
		least = fminf(least, v->least[i]);
	return least;
}

bool voice_hear(struct voice *v, const int16_t *frame, unsigned khz)
{
	float power = power_of(v, frame, khz), least;
	bool spoke = v->speaks, out;

	v->power += (power - v->power) * (v->begun ? SMOOTH : 1);
	least = background(v) * (spoke ? STAYS_OUT : STANDS_OUT);
	out = power > LEAST_POWER && power > least;
	v->votes = (uint8_t)(((unsigned)v->votes << 1 | (out ? 1U : 0U)) & VOTES);
	v->quiet = v->votes & 1 ? 0 : v->quiet + 1;
	if (spoke)
		v->speaks = v->quiet < HANG_OVER;
	else
		v->speaks = (v->votes & 1) && __builtin_popcount(v->votes) >= ENOUGH;
	if (!v->speaks && v->quiet > HANG_OVER)
		v->quiet = HANG_OVER;
	return v->speaks != spoke;
}
