/* SPDX-License-Identifier: MIT */
#include "signals.h"

#include <math.h>

#define RATE 8000
#define LEAST_POWER                                                                                \
	(22827.0 * 22827.0 / 2 *                                                                   \
	 1e-4)         /* -40 dBm0; T.30 has -43 dBm at the receiver, of 0 dBm sent */
#define MOST_REST 0.15 /* of the power: noise 17 dB below the sine; ANSam is modulated by 20 % */
#define SAME_HZ 25
#define GAP_FRAMES 3 /* without it a sine has ended */

/* Frames of 20 ms. */
#define CNG_OFF 52   /* 38 Hz, and what noise adds */
#define CNG_LEAST 20 /* 425 ms less a frame, */
#define CNG_MOST 30  /* 575 ms and what two frames cover in part */
#define CED_LEAST 25 /* half a second of the 2.6 to 4 s */
#define SIT_LEAST 11 /* 274 ms less a frame at either end */
#define SIT_MOST 22  /* 380 ms */

static const double sit_hz[3] = { 950, 1400, 1800 };
#define SIT_OFF 45 /* 913.8 to 985.2, 1370.6 to 1428.5, 1776.7 */

/* The frequency of what is one sine and no more; 0: it is not. */
static double sine_of(struct signals *s, const int16_t *frame)
{
	double power = 0, product = 0, neighbours = 0, cosine, rest;

	for (unsigned i = 0; i < SIGNALS_FRAME; i++) {
		double sum = s->before[1] + frame[i];

		product += s->before[0] * sum;
		power += s->before[0] * s->before[0];
		neighbours += sum * sum;
		s->before[1] = s->before[0];
		s->before[0] = frame[i];
	}
	if (power < LEAST_POWER * SIGNALS_FRAME)
		return 0;
	cosine = product / (2 * power);
	rest = neighbours / power - 4 * cosine * cosine;
	if (rest > MOST_REST)
		return 0;
	/* Noise is part of the power and not of the product: without it the cosine is larger. */
	cosine /= 1 - rest / (2 + 4 * cosine * cosine);
	return fabs(cosine) > 1 ? 0 : acos(cosine) * RATE / (2 * M_PI);
}

static bool is_near(double hz, double wanted, double off)
{
	return fabs(hz - wanted) <= off;
}

/* A sine has ended: is it the next step of SIT? */
static char count_step(struct signals *s)
{
	bool passes =
		s->on < 2; /* half of one and half of the next look like a sine between them */
	bool fits = s->on >= SIT_LEAST && s->on <= SIT_MOST;

	if (passes)
		return 0;
	if (fits && s->steps < 3 && is_near(s->hz, sit_hz[s->steps], SIT_OFF))
		s->steps++;
	else
		s->steps = fits && is_near(s->hz, sit_hz[0], SIT_OFF) ? 1 : 0;
	if (s->steps < 3)
		return 0;
	s->steps = 0;
	return 'i';
}

static char end(struct signals *s)
{
	bool cng = is_near(s->hz, 1100, CNG_OFF) && s->on >= CNG_LEAST && s->on <= CNG_MOST;
	char step = count_step(s);

	s->on = 0;
	s->told = false;
	return cng ? 'c' : step;
}

static void begin(struct signals *s, double hz)
{
	s->hz = hz;
	s->on = 1;
	s->off = 0;
}

char signals_hear(struct signals *s, const int16_t *frame)
{
	double hz = sine_of(s, frame);
	char heard = 0;

	if (hz > 0 && s->on > 0 && is_near(hz, s->hz, SAME_HZ)) {
		s->on += s->off + 1; /* a phase reversal of ANSam, or a crackle, is no end */
		s->off = 0;
		if (!s->told && is_near(s->hz, 2100, 22) && s->on >= CED_LEAST) {
			s->told = true;
			return 'a';
		}
		return 0;
	}
	s->off++;
	if (s->on > 0 && (hz > 0 || s->off >= GAP_FRAMES))
		heard = end(s);
	if (s->on == 0 && s->off > 2 * GAP_FRAMES)
		s->steps = 0; /* the three follow each other at once */
	if (hz > 0)
		begin(s, hz);
	return heard;
}
