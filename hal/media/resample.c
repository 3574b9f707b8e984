/* SPDX-License-Identifier: MIT */
#include "resample.h"

#include <math.h>
#include <string.h>

#define MOST 960     /* samples of 20 ms at 48 kHz */
#define CUTOFF 0.455 /* of the lower rate, where half is left */
#define KAISER 6.0   /* 60 dB */
#define LANES 4

typedef float lanes __attribute__((vector_size(LANES * sizeof(float))));

/* Of a factor: one row for each phase, turned round, so that both ways are plain products. */
static float up_taps[RESAMPLE_FACTOR + 1][RESAMPLE_FACTOR][RESAMPLE_TAPS];
static float down_taps[RESAMPLE_FACTOR + 1][RESAMPLE_TAPS * RESAMPLE_FACTOR];

static double bessel(double x)
{
	double sum = 1, term = 1;

	for (unsigned k = 1; k < 30; k++) {
		term *= x / 2 / k;
		sum += term * term;
	}
	return sum;
}

static double prototype(unsigned at, unsigned factor)
{
	double length = RESAMPLE_TAPS * factor;
	double x = (at + 0.5 - length / 2) / factor; /* samples of the lower rate */
	double edge = 2 * x / RESAMPLE_TAPS;
	double window = bessel(KAISER * sqrt(1 - edge * edge)) / bessel(KAISER);

	return 2 * CUTOFF * sin(2 * M_PI * CUTOFF * x) / (2 * M_PI * CUTOFF * x) * window;
}

static void prepare(unsigned factor)
{
	unsigned length = RESAMPLE_TAPS * factor;

	for (unsigned at = 0; at < length; at++) {
		double tap = prototype(at, factor);

		down_taps[factor][length - 1 - at] = (float)(tap / factor);
		up_taps[factor][at % factor][RESAMPLE_TAPS - 1 - at / factor] = (float)tap;
	}
}

void resample_init(void)
{
	prepare(2);
	prepare(3);
	prepare(6);
}

static float product(const float *taps, const float *samples, unsigned count)
{
	lanes sum[2] = { { 0 }, { 0 } };

	for (unsigned i = 0; i < count; i += 2 * LANES) {
		lanes a[2], b[2];

		memcpy(a, taps + i, sizeof a);
		memcpy(b, samples + i, sizeof b);
		sum[0] += a[0] * b[0];
		sum[1] += a[1] * b[1];
	}
	sum[0] += sum[1];
	return sum[0][0] + sum[0][1] + sum[0][2] + sum[0][3];
}

static int16_t to_sample(float value)
{
	if (value > INT16_MAX)
		return INT16_MAX;
	return value < INT16_MIN ? INT16_MIN : (int16_t)lrintf(value);
}

/* `kept` samples of before, then those of now; keeps the last ones for the next time. */
static void line_up(struct resampler *r, float *line, const int16_t *in, unsigned count,
		    unsigned kept)
{
	for (unsigned i = 0; i < kept; i++)
		line[i] = r->history[i];
	for (unsigned i = 0; i < count; i++)
		line[kept + i] = in[i];
	memcpy(r->history, in + count - kept, kept * sizeof *in);
}

static void raise_rate(struct resampler *r, int16_t *out, const int16_t *in, unsigned count,
		       unsigned factor)
{
	float line[MOST + RESAMPLE_TAPS];

	line_up(r, line, in, count, RESAMPLE_TAPS);
	for (unsigned i = 0; i < count; i++)
		for (unsigned phase = 0; phase < factor; phase++)
			out[i * factor + phase] = to_sample(
				product(up_taps[factor][phase], line + i + 1, RESAMPLE_TAPS));
}

static void lower_rate(struct resampler *r, int16_t *out, const int16_t *in, unsigned count,
		       unsigned factor)
{
	unsigned taps = RESAMPLE_TAPS * factor;
	float line[MOST + RESAMPLE_TAPS * RESAMPLE_FACTOR];

	line_up(r, line, in, count, taps);
	for (unsigned i = 0; i < count / factor; i++)
		out[i] = to_sample(product(down_taps[factor], line + i * factor, taps));
}

void resample(struct resampler *r, int16_t *out, unsigned to_khz, const int16_t *in,
	      unsigned from_khz)
{
	if (to_khz == from_khz)
		memcpy(out, in, 20 * from_khz * sizeof *in);
	else if (to_khz > from_khz)
		raise_rate(r, out, in, 20 * from_khz, to_khz / from_khz);
	else
		lower_rate(r, out, in, 20 * from_khz, from_khz / to_khz);
}
