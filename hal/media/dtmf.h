/* SPDX-License-Identifier: MIT */
/*
 * Hears DTMF as ITU-T Q.24 wants: 40 ms on and off are a digit and 23 ms are not, twist of 8 dB down and 4 dB up, S/N of 15 dB,
 * frequencies 1.5 % off but not 3.5 %, beside dial tone, and no speech. Each of the two groups is filtered out, and in
 * every 5 ms it is asked whether there is one sine, of which frequency and how loud. Pure.
 */
#ifndef STROWGER_DTMF_H
#define STROWGER_DTMF_H

#include <stdbool.h>
#include <stdint.h>

#define DTMF_HOP 40 /* samples: 5 ms at 8 kHz */
#define DTMF_SECTIONS 3

struct dtmf_group {
	float memory[DTMF_SECTIONS][2];
	float before[2]; /* the last two samples that came out */
	/* Sums of this hop and of the one before: of each sample by itself, by its neighbours, and of those by themselves. */
	float power, product, neighbours;
	float last_power, last_product, last_neighbours;
	float hz, last_hz; /* heard in this hop and the one before */
};

struct dtmf {
	struct dtmf_group low, high;
	float notches[2][2];
	float rest, last_rest; /* power without dial tone, of this hop and the one before */
	char candidate;        /* heard in `hops` hops in a row; 0: none */
	unsigned hops;
	char digit;       /* sounds; 0: none */
	unsigned missing; /* hops since it was last heard */
};

/* DTMF_HOP samples. What sounds now: one of "0-9*#A-D", or 0. All zero is the beginning. */
char dtmf_hear(struct dtmf *dtmf, const int16_t *samples);

bool dtmf_suspects(const struct dtmf *dtmf); /* a digit sounds, or may begin to */

#endif
