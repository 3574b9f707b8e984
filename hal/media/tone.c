/* SPDX-License-Identifier: MIT */
#include "tone.h"

#include <errno.h>
#include <math.h>
#include <string.h>

#define RATE 8000
#define PEAK_0_DBM0 22827.0 /* of a sine: 32768 is +3.14 dBm0, G.711 table 5 */
#define HIGHEST_HZ 3900

static void add_part(struct tone *tone, double hz, double dbm0)
{
	double angle = 2.0 * M_PI * hz / RATE;
	unsigned i = tone->count++;

	tone->parts[i] = (struct oscillator){ 1.0F, 0.0F, (float)cos(angle), (float)sin(angle) };
	tone->amplitude[i] = (float)(PEAK_0_DBM0 * pow(10.0, dbm0 / 20.0));
}

/* Times of 0 at the end are no phases; the first is "on". -EINVAL when there are phases but none
 * sounds. */
static int set_cadence(struct tone *tone, const uint16_t *ms)
{
	uint64_t sounding = 0;

	for (unsigned i = 0; i < 6; i++) {
		tone->cadence[i] = ms[i] * (uint32_t)(RATE / 1000);
		if (ms[i] != 0)
			tone->phases = i + 1;
		if (i % 2 == 0)
			sounding += ms[i];
	}
	if (tone->phases > 0 && sounding == 0)
		return -EINVAL;
	tone->left_in_phase = tone->cadence[0];
	return 0;
}

int tone_init(struct tone *tone, const struct media_tone *wanted)
{
	memset(tone, 0, sizeof *tone);
	if (wanted->level_dbm0 < -63 || wanted->level_dbm0 > 0)
		return -EINVAL;
	for (unsigned i = 0; i < 4; i++) {
		if (wanted->hz[i] > HIGHEST_HZ)
			return -EINVAL;
		if (wanted->hz[i] != 0)
			add_part(tone, wanted->hz[i], wanted->level_dbm0);
	}
	if (tone->count == 0)
		return -EINVAL;
	tone->left = wanted->total_ms ? wanted->total_ms * (uint64_t)(RATE / 1000) : UINT64_MAX;
	return set_cadence(tone, wanted->cadence_ms);
}

#define SIDEBAND_DB (-6.94) /* 0.9 / 2 of the carrier */

/* A carrier and what its modulation makes beside it. */
static int modulate(struct tone *tone, const struct media_tone_part *part)
{
	uint16_t carrier = part->hz[0], by = part->hz[1];

	if (by == 0 || by >= carrier || carrier + by > HIGHEST_HZ || part->hz[2] || part->hz[3])
		return -EINVAL;
	add_part(tone, carrier, part->level_dbm0);
	add_part(tone, carrier - by, part->level_dbm0 + SIDEBAND_DB);
	add_part(tone, carrier + by, part->level_dbm0 + SIDEBAND_DB);
	return 0;
}

int tone_part(struct tone *tone, const struct media_tone_part *part)
{
	memset(tone, 0, sizeof *tone);
	tone->left = part->ms ? part->ms * (uint64_t)(RATE / 1000) : UINT64_MAX;
	if (part->level_dbm0 < -63 || part->level_dbm0 > 0 || part->modulated > 1)
		return -EINVAL;
	if (part->modulated)
		return modulate(tone, part);
	for (unsigned i = 0; i < 4; i++) {
		if (part->hz[i] > HIGHEST_HZ)
			return -EINVAL;
		if (part->hz[i] != 0)
			add_part(tone, part->hz[i], part->level_dbm0);
	}
	return 0;
}

void tone_dtmf(struct tone *tone, uint8_t code)
{
	static const uint16_t low[4] = { 697, 770, 852, 941 };
	static const uint16_t high[4] = { 1209, 1336, 1477, 1633 };
	/* Row and column of 0-9, *, #, A-D on the keypad. */
	static const uint8_t place[16] = { 0x31, 0x00, 0x01, 0x02, 0x10, 0x11, 0x12, 0x20,
					   0x21, 0x22, 0x30, 0x32, 0x03, 0x13, 0x23, 0x33 };
	uint8_t at = place[code & 0x0f];

	memset(tone, 0, sizeof *tone);
	add_part(tone, low[at >> 4], -9.0);
	add_part(tone, high[at & 0x0f], -7.0);
	tone->left = UINT64_MAX;
}

static float next_sample(struct oscillator *o)
{
	float re = o->re * o->step_re - o->im * o->step_im;
	float im = o->re * o->step_im + o->im * o->step_re;

	o->re = re;
	o->im = im;
	return im;
}

static void sound(struct tone *tone, int32_t *mix, unsigned count)
{
	for (unsigned part = 0; part < tone->count; part++) {
		struct oscillator *o = &tone->parts[part];
		/* Rounding lets the vector grow or shrink by some 1e-8 a sample; one Newton step a
		 * frame undoes it. */
		float correction = 1.5F - 0.5F * (o->re * o->re + o->im * o->im);

		o->re *= correction;
		o->im *= correction;
		for (unsigned i = 0; i < count; i++)
			mix[i] += (int32_t)lrintf(next_sample(o) * tone->amplitude[part]);
	}
}

bool tone_add(struct tone *tone, int32_t *mix, unsigned count)
{
	while (count > 0 && tone->left > 0) {
		unsigned now = tone->left < count ? (unsigned)tone->left : count;

		if (tone->phases > 0) {
			while (tone->left_in_phase == 0) {
				tone->phase = (tone->phase + 1) % tone->phases;
				tone->left_in_phase = tone->cadence[tone->phase];
			}
			if (now > tone->left_in_phase)
				now = tone->left_in_phase;
			tone->left_in_phase -= now;
		}
		if (tone->phase % 2 == 0)
			sound(tone, mix, now);
		if (tone->left != UINT64_MAX)
			tone->left -= now;
		mix += now;
		count -= now;
	}
	return tone->left > 0;
}
