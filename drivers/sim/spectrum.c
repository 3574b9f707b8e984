/* SPDX-License-Identifier: MIT */
#include "spectrum.h"

#include <math.h>
#include <string.h>

#include "voice.h"

#define SIZE 2048 /* the 1600 samples and zeros behind: bins of 3.9 Hz */
#define BITS 11
#define HALF (SIZE / 2)
#define BIN_HZ ((float)HAL_RATE / SIZE)
#define WEAKEST_DBM0 (-40.0)
#define LOBE 11 /* bins to the window's first zero (20 Hz), and as many again between two tones */

struct bin {
	float re, im;
};

int32_t spectrum_level(const int16_t samples[EAR_SAMPLES])
{
	int64_t sum = 0;

	for (unsigned i = 0; i < EAR_SAMPLES; i++)
		sum += samples[i] * samples[i];
	if (sum == 0)
		return SILENCE_TENTHS;

	double level = 200.0 * log10(sqrt((double)sum / EAR_SAMPLES) / RMS_0_DBM0);

	return level < SILENCE_TENTHS ? SILENCE_TENTHS : (int32_t)lround(level);
}

/*
 * Blackman-Harris: side lobes of -92 dB, so a loud tone makes no false ones. The sum of its
 * weights is 0.35875 of the length.
 */
static float weight(unsigned i)
{
	double x = 2.0 * M_PI * (i + 0.5) / EAR_SAMPLES;

	return (float)(0.35875 - 0.48829 * cos(x) + 0.14128 * cos(2 * x) - 0.01168 * cos(3 * x));
}

static unsigned reversed(unsigned value)
{
	unsigned out = 0;

	for (unsigned i = 0; i < BITS; i++)
		out |= (value >> i & 1) << (BITS - 1 - i);
	return out;
}

static void butterfly(struct bin *a, struct bin *b, float re, float im)
{
	struct bin turned = { b->re * re - b->im * im, b->re * im + b->im * re };

	*b = (struct bin){ a->re - turned.re, a->im - turned.im };
	*a = (struct bin){ a->re + turned.re, a->im + turned.im };
}

static void transform(struct bin *bins) /* in place, radix 2, from bit-reversed order */
{
	for (unsigned half = 1; half < SIZE; half *= 2) {
		for (unsigned i = 0; i < half; i++) {
			float re = cosf((float)M_PI * (float)i / (float)half);
			float im = -sinf((float)M_PI * (float)i / (float)half);

			for (unsigned at = i; at < SIZE; at += 2 * half)
				butterfly(&bins[at], &bins[at + half], re, im);
		}
	}
}

static float interpolated(const float *power, unsigned at)
{
	float below = logf(power[at - 1] + 1.0F), here = logf(power[at] + 1.0F);
	float above = logf(power[at + 1] + 1.0F);
	float bend = below - 2.0F * here + above;

	return (float)at + (bend < 0 ? 0.5F * (below - above) / bend : 0.0F);
}

/* Takes the strongest bin and its lobe out of `power`; 0 when none is strong enough. */
static uint32_t take_strongest(float *power, float weakest)
{
	unsigned best = 0;

	for (unsigned i = 2; i < HALF - 1; i++) {
		if (power[i] > weakest && power[i] > power[i - 1] && power[i] >= power[i + 1] &&
		    (best == 0 || power[i] > power[best]))
			best = i;
	}
	if (best == 0)
		return 0;

	uint32_t hz = (uint32_t)lrintf(interpolated(power, best) * BIN_HZ);
	unsigned first = best < LOBE ? 0 : best - LOBE;

	for (unsigned i = first; i <= best + LOBE && i < HALF; i++)
		power[i] = 0;
	return hz;
}

void spectrum_tones(const int16_t samples[EAR_SAMPLES], uint32_t hz[4])
{
	struct bin bins[SIZE];
	float power[HALF];
	/* A sine of amplitude A stands in the spectrum as A / 2 times the sum of the weights. */
	double weakest = PEAK_0_DBM0 * pow(10.0, WEAKEST_DBM0 / 20.0) / 2 * 0.35875 * EAR_SAMPLES;

	memset(bins, 0, sizeof bins);
	for (unsigned i = 0; i < EAR_SAMPLES; i++)
		bins[reversed(i)].re = samples[i] * weight(i);
	transform(bins);
	for (unsigned i = 0; i < HALF; i++)
		power[i] = bins[i].re * bins[i].re + bins[i].im * bins[i].im;
	for (unsigned i = 0; i < 4; i++)
		hz[i] = take_strongest(power, (float)(weakest * weakest));
}
