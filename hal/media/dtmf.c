/* SPDX-License-Identifier: MIT */
#include "dtmf.h"

#include <math.h>

#define RATE 8000
#define PERSIST 5 /* hops of one digit before it is one: with 10 ms to settle, 33 ms of sound */
#define GONE 6    /* hops without it before it has ended */
#define OFF_NOMINAL 0.022   /* of a frequency */
#define LEAST_POWER 1.7e4F  /* of one tone: a sine of -42 dBm0 */
#define NORMAL_TWIST 9.0F   /* power of low over high: 9.5 dB */
#define REVERSE_TWIST 3.6F  /* of high over low: 5.5 dB */
#define LEAST_PURITY 0.972F /* 1: one sine and nothing else */
#define MOST_DRIFT 0.01F    /* of a frequency, from one hop to the next */
#define MOST_REST 1.33F     /* power of all but dial tone, over that of the two tones */

/* One section: b0, b1, b2, a1, a2. */
typedef float section[5];

/* Elliptic band passes of order 6, 1 dB and 38 dB: 655 to 985 Hz, 1150 to 1720 Hz. */
static const section low_pass[DTMF_SECTIONS] = {
	{ 0.010170789F, 0, -0.010170789F, -1.5089171F, 0.87106832F },
	{ 1, -1.04117984F, 1, -1.38843463F, 0.934952308F },
	{ 1, -1.85946568F, 1, -1.69848282F, 0.953428203F },
};
static const section high_pass[DTMF_SECTIONS] = {
	{ 0.0190612147F, 0, -0.0190612147F, -0.786013047F, 0.785119614F },
	{ 1, 0.27774845F, 1, -0.423062634F, 0.89799407F },
	{ 1, -1.59010499F, 1, -1.18072387F, 0.916756659F },
};
/* What is left without 350 and 440 Hz. */
static const section dial_tone[2] = {
	{ 0.966767653F, -1.86094118F, 0.966767653F, -1.86094118F, 0.933535305F },
	{ 0.9585671F, -1.8037947F, 0.9585671F, -1.8037947F, 0.917134199F },
};

static const float low_hz[4] = { 697, 770, 852, 941 };
static const float high_hz[4] = { 1209, 1336, 1477, 1633 };
static const char keys[4][5] = { "123A", "456B", "789C", "*0#D" };

static float pass(const float *s, float *memory, float in)
{
	float out = s[0] * in + memory[0];

	memory[0] = s[1] * in - s[3] * out + memory[1];
	memory[1] = s[2] * in - s[4] * out;
	return out;
}

static void filter(struct dtmf_group *g, const section *sections, float sample)
{
	float neighbours;

	for (unsigned i = 0; i < DTMF_SECTIONS; i++)
		sample = pass(sections[i], g->memory[i], sample);
	/* Of a sine, x[n-1] + x[n+1] is 2 cos(w) x[n]: that is its frequency. */
	neighbours = g->before[1] + sample;
	g->neighbours += neighbours * neighbours;
	g->product += g->before[0] * neighbours;
	g->power += g->before[0] * g->before[0];
	g->before[1] = g->before[0];
	g->before[0] = sample;
}

static void next_hop(struct dtmf_group *g)
{
	g->last_power = g->power;
	g->last_hz = g->hz;
	g->last_product = g->product;
	g->last_neighbours = g->neighbours;
	g->power = g->product = g->neighbours = 0;
}

/* Which of four the group is, by two hops; -1: none. */
static int tone_of(struct dtmf_group *g, const float *hz)
{
	float power = g->power + g->last_power;
	float product = g->product + g->last_product;
	float neighbours = g->neighbours + g->last_neighbours;
	float cosine = product / (2 * power);

	if (power < 2 * DTMF_HOP * LEAST_POWER || fabsf(cosine) > 1)
		return -1;
	if (product * product < LEAST_PURITY * power * neighbours)
		return -1;
	/* It has not begun, or ended, in these two. */
	if (g->power < 0.5F * g->last_power || g->last_power < 0.5F * g->power)
		return -1;
	g->hz = acosf(cosine) * (RATE / (2 * (float)M_PI));
	for (int i = 0; i < 4; i++)
		if (fabsf(g->hz - hz[i]) < (float)OFF_NOMINAL * hz[i])
			return i;
	return -1;
}

/* The digit of the last two hops, or 0. */
static char judge(struct dtmf *d)
{
	float low = d->low.power + d->low.last_power, high = d->high.power + d->high.last_power;
	int row, column;

	if (low > NORMAL_TWIST * high || high > REVERSE_TWIST * low ||
	    d->rest + d->last_rest > MOST_REST * (low + high))
		return 0;
	row = tone_of(&d->low, low_hz);
	column = row < 0 ? -1 : tone_of(&d->high, high_hz);
	return column < 0 ? 0 : keys[row][column];
}

/* A voice glides. */
static bool stays(const struct dtmf_group *g)
{
	return fabsf(g->hz - g->last_hz) < MOST_DRIFT * g->hz;
}

static void count(struct dtmf *d, char heard)
{
	d->hops = heard != 0 && heard == d->candidate && stays(&d->low) && stays(&d->high)
			  ? d->hops + 1
			  : 1;
	d->candidate = heard;
	d->missing = heard != 0 && heard == d->digit ? 0 : d->missing + 1;
	if (d->missing >= GONE)
		d->digit = 0;
	if (heard != 0 && d->hops >= PERSIST && d->digit == 0) {
		d->digit = heard;
		d->missing = 0;
	}
}

char dtmf_hear(struct dtmf *d, const int16_t *samples)
{
	for (unsigned i = 0; i < DTMF_HOP; i++) {
		float sample = samples[i];
		float rest = pass(dial_tone[1], d->notches[1],
				  pass(dial_tone[0], d->notches[0], sample));

		d->rest += rest * rest;
		filter(&d->low, low_pass, sample);
		filter(&d->high, high_pass, sample);
	}
	count(d, judge(d));
	d->last_rest = d->rest;
	d->rest = 0;
	next_hop(&d->low);
	next_hop(&d->high);
	return d->digit;
}

bool dtmf_suspects(const struct dtmf *d)
{
	return d->digit != 0 || d->candidate != 0;
}
