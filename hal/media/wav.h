/* SPDX-License-Identifier: MIT */
/* WAV files, and raw mu-law in names that end in .snd, as mono samples. For the reader thread; blocks on the disk. */
#ifndef STROWGER_WAV_H
#define STROWGER_WAV_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/stat.h>

struct wav;

/*
 * Opens a WAV file of PCM 16 or G.711, 8 to 48 kHz, mono or stereo. 0, or the negative errno of
 * open(); -EINVAL when it is something else. `status` tells which file it was.
 */
int wav_open(const char *path, struct wav **out, struct stat *status);
void wav_close(struct wav *wav);

unsigned wav_rate(const struct wav *wav); /* samples a second in the file */

/* From now on at that rate. Called once, before what follows. 0 or -ENOMEM. */
int wav_start(struct wav *wav, unsigned khz);

/* The most samples it can give. */
uint64_t wav_length(const struct wav *wav);

/* The next samples, at most `count`; 0 at the end. */
size_t wav_read(struct wav *wav, int16_t *out, size_t count);

#endif
