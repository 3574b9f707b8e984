/* SPDX-License-Identifier: MIT */
/* The ear at a far end: remembers the last 200 ms, and may write all it hears to a file. */
#ifndef STROWGER_SIM_EAR_H
#define STROWGER_SIM_EAR_H

#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>

#include "strowger/hal-driver.h"

#define EAR_TICKS 20
#define EAR_SAMPLES (EAR_TICKS * HAL_TICK_SAMPLES)

struct ear {
	int16_t last[EAR_SAMPLES]; /* a ring of ticks */
	uint32_t tick;             /* the oldest of them: written next */
	uint32_t quiet;            /* ticks of nothing at the end, at most EAR_TICKS */
	FILE *file;                /* NULL: does not record */
	uint32_t bytes;            /* of sound in it */
};

/* One tick; NULL: the ear is not on the line, which costs nothing once it has forgotten. */
void ear_hear(struct ear *ear, const int16_t *samples);

/* Nothing to remember and nothing to record. */
static inline bool ear_rests(const struct ear *ear)
{
	return ear->quiet >= EAR_TICKS && ear->file == NULL;
}

/* The tick heard `ago` ticks ago; 0: the last one. ago < EAR_TICKS. */
const int16_t *ear_remembers(const struct ear *ear, uint32_t ago);

/* The last 200 ms, oldest first. */
void ear_copy(const struct ear *ear, int16_t out[EAR_SAMPLES]);

/*
 * A WAV file, 8 kHz mono 16 bit. NULL with errno set when it cannot be made. Written from the line thread into the page
 * cache every four seconds: a simulated line has no real time to lose.
 */
FILE *recording_open(const char *path);

/* Writes the length into the header. NULL is harmless. */
void recording_close(FILE *file, uint32_t bytes);

#endif
