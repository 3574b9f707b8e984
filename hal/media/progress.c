/* SPDX-License-Identifier: MIT */
/*
 * A window of 40 ms tells 440 from 480 Hz and still resolves a cadence of 250 ms. How much of its
 * power two sines of a tone's frequencies explain, fitted together since they are not orthogonal
 * in so short a time, is what speech and music, however loud, do not reach for long.
 */
#include "progress.h"

#include <math.h>
#include <pthread.h>
#include <string.h>

#define RATE 8000.0
#define WINDOW (2 * PROGRESS_FRAME)
#define POWER_0_DBM0 (22827.0 * 22827.0 / 2) /* mean square of a sine at 0 dBm0 */
#define FLOOR (POWER_0_DBM0 * 3.16e-5)       /* -45 dBm0: below is silence */
#define EXPLAINED 0.55 /* a tone 1.5 % off, in noise 20 dB below it, has 0.62 and more */
#define TWIST 10.0     /* power of one frequency to that of the other: 10 dB */
#define BELOW 0.063    /* -12 dB: noise in the gap of a cadence, and no answer */

/* Frames of 20 ms. A burst has one window less than frames. */
#define DIAL_FRAMES 14     /* 300 ms */
#define RINGBACK_FRAMES 29 /* 600 ms */
#define GAP_FRAMES 3       /* without the tone: its burst is over; the last two were its end */
#define REORDER_LEAST 7    /* 160 ms */
#define BUSY_LEAST 18      /* 380 ms */
#define BUSY_MOST 34       /* 680 ms: longer is neither */
#define MASKING_FRAMES 34  /* after a burst, noise far below it is part of its gap */
#define SILENCE_FRAMES 100 /* 2 s */
#define SOUND_FRAME 2      /* a frame of sound; one without it takes 1 away */
#define SOUND_CERTAIN 20   /* 200 ms */

enum { HZ_350, HZ_440, HZ_480, HZ_620, FREQUENCIES };

static const double hertz[FREQUENCIES] = { 350, 440, 480, 620 };

static const struct pair {
	unsigned low, high;
	enum progress_kind kind;
} pairs[] = {
	{ HZ_350, HZ_440, FRAME_DIAL },
	{ HZ_440, HZ_480, FRAME_RINGBACK },
	{ HZ_480, HZ_620, FRAME_BUSY },
};

/* Their time runs from the middle of the window: two frequencies then overlap by a real number. */
static float cosines[FREQUENCIES][WINDOW], sines[FREQUENCIES][WINDOW];
static pthread_once_t once = PTHREAD_ONCE_INIT;

struct phasor {
	double re, im;
};

static void make_tables(void)
{
	for (unsigned f = 0; f < FREQUENCIES; f++) {
		for (unsigned i = 0; i < WINDOW; i++) {
			double angle = 2 * M_PI * hertz[f] / RATE * (i - (WINDOW - 1) / 2.0);

			cosines[f][i] = (float)cos(angle);
			sines[f][i] = (float)sin(angle);
		}
	}
}

/* How much of one frequency a sine of another has, in this window. */
static double overlap(const struct pair *pair)
{
	double half = M_PI * (hertz[pair->high] - hertz[pair->low]) / RATE;

	return sin(half * WINDOW) / (WINDOW * sin(half));
}

static struct phasor correlate(const float *samples, unsigned frequency)
{
	float re = 0, im = 0;

	for (unsigned i = 0; i < WINDOW; i++) {
		re += samples[i] * cosines[frequency][i];
		im += samples[i] * sines[frequency][i];
	}
	return (struct phasor){ 2.0 * re / WINDOW, 2.0 * im / WINDOW };
}

static double square(struct phasor a)
{
	return a.re * a.re + a.im * a.im;
}

/* a - factor * b */
static struct phasor without(struct phasor a, struct phasor b, double factor)
{
	return (struct phasor){ a.re - factor * b.re, a.im - factor * b.im };
}

/* The share of `power` that the two sines fitted best explain; 0 when they are too unlike. */
static double explained(const struct pair *pair, const struct phasor *found, double power)
{
	double shared = overlap(pair);
	double rest = 1 - shared * shared;
	struct phasor low = found[pair->low], high = found[pair->high];
	struct phasor a = without(low, high, shared), b = without(high, low, shared);
	double fitted = (low.re * a.re + low.im * a.im + high.re * b.re + high.im * b.im) / rest;

	if (square(a) > TWIST * square(b) || square(b) > TWIST * square(a))
		return 0;
	return fitted / 2 / power;
}

static double mean_square(const int16_t *samples)
{
	double sum = 0;

	for (unsigned i = 0; i < PROGRESS_FRAME; i++)
		sum += samples[i] * samples[i];
	return sum / PROGRESS_FRAME;
}

static enum progress_kind best_pair(const float *samples, double power)
{
	struct phasor found[FREQUENCIES];
	enum progress_kind best = FRAME_OTHER;
	double most = EXPLAINED;

	for (unsigned f = 0; f < FREQUENCIES; f++)
		found[f] = correlate(samples, f);
	for (unsigned i = 0; i < sizeof pairs / sizeof *pairs; i++) {
		double share = explained(&pairs[i], found, power);

		if (share <= most)
			continue;
		most = share;
		best = pairs[i].kind;
	}
	return best;
}

enum progress_kind progress_judge(const int16_t *first, const int16_t *second, double *power)
{
	float samples[WINDOW];
	double before = mean_square(first);

	*power = mean_square(second);
	if (*power < FLOOR)
		return FRAME_QUIET;
	for (unsigned i = 0; i < PROGRESS_FRAME; i++) {
		samples[i] = first[i];
		samples[PROGRESS_FRAME + i] = second[i];
	}
	return best_pair(samples, (before + *power) / 2);
}

void progress_init(struct progress *p)
{
	pthread_once(&once, make_tables);
	memset(p, 0, sizeof *p);
	p->burst = FRAME_QUIET;
	p->off = MASKING_FRAMES;
}

static bool between(uint32_t frames, uint32_t least, uint32_t most)
{
	return frames >= least && frames <= most;
}

/* A burst begins after a gap: was there a whole cycle before it? */
static void count_cycle(struct progress *p)
{
	bool busy = between(p->last_on, BUSY_LEAST, BUSY_MOST) &&
		    between(p->off, BUSY_LEAST, BUSY_MOST);
	bool reorder = between(p->last_on, REORDER_LEAST, BUSY_LEAST - 1) &&
		       between(p->off, REORDER_LEAST, BUSY_LEAST - 1);

	p->busy = busy ? p->busy + 1 : 0;
	p->reorder = reorder ? p->reorder + 1 : 0;
}

static void begin_burst(struct progress *p, enum progress_kind kind)
{
	if (kind == FRAME_BUSY && p->burst == FRAME_BUSY) {
		count_cycle(p);
	} else {
		p->busy = 0;
		p->reorder = 0;
	}
	p->burst = kind;
	p->on = 0;
	p->power = 0;
}

static void hear_tone(struct progress *p, enum progress_kind kind, double power)
{
	if (kind != p->burst || p->off >= GAP_FRAMES)
		begin_burst(p, kind);
	else
		p->on += p->off; /* a crackle in it */
	p->on++;
	p->off = 0;
	if (power > p->power)
		p->power = power;
	if (p->sound > 0)
		p->sound--;
	/* Too long for a cadence of 480 + 620: some other sound after all. */
	if (kind == FRAME_BUSY && p->on > BUSY_MOST)
		p->sound = SOUND_CERTAIN;
}

static void hear_no_tone(struct progress *p, enum progress_kind kind, double power)
{
	bool gap = kind == FRAME_QUIET || (p->off < MASKING_FRAMES && power < BELOW * p->power);

	if (++p->off == GAP_FRAMES)
		p->last_on = p->on;
	if (!gap)
		p->sound += SOUND_FRAME;
	else if (p->sound > 0)
		p->sound--;
}

static char certain(const struct progress *p)
{
	if (p->off == 0 && p->burst == FRAME_DIAL && p->on >= DIAL_FRAMES)
		return 'd';
	if (p->off == 0 && p->burst == FRAME_RINGBACK && p->on >= RINGBACK_FRAMES)
		return 'r';
	if (p->off == 0 && p->busy >= 2)
		return 'b';
	if (p->off == 0 && p->reorder >= 3)
		return 'o';
	if (p->quiet >= SILENCE_FRAMES)
		return 's';
	return p->sound >= SOUND_CERTAIN ? 'v' : 0;
}

char progress_hear(struct progress *p, const int16_t *frame)
{
	double power;
	enum progress_kind kind = progress_judge(p->last, frame, &power);
	char heard;

	memcpy(p->last, frame, sizeof p->last);
	p->quiet = kind == FRAME_QUIET ? p->quiet + 1 : 0;
	if (kind == FRAME_QUIET || kind == FRAME_OTHER)
		hear_no_tone(p, kind, power);
	else
		hear_tone(p, kind, power);
	if (p->sound > SOUND_CERTAIN)
		p->sound = SOUND_CERTAIN;
	heard = certain(p);
	if (heard == 0 || heard == p->told)
		return 0;
	p->told = heard;
	return heard;
}
