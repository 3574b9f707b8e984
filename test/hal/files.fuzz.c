/* SPDX-License-Identifier: MIT */
/*
 * libFuzzer over the reader of recordings: any octets as a file, whole, at both rates. The first one says whether its name is that of raw
 * mu-law. The file lies in memory.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "wav.h"

#define MOST_SAMPLES (1U << 22) /* a header may promise hours */

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void hear(const char *path, unsigned khz)
{
	struct wav *wav = NULL;
	struct stat status;
	int16_t samples[1600];
	uint64_t heard = 0, most;
	size_t count;

	if (wav_open(path, &wav, &status) != 0)
		return;
	if (wav_start(wav, khz) == 0) {
		most = wav_length(wav);
		while ((count = wav_read(wav, samples, 1600)) > 0) {
			heard += count;
			if (count > 1600 || heard > most)
				abort(); /* the cache has room for what was said */
			if (heard > MOST_SAMPLES)
				break;
		}
	}
	wav_close(wav);
}

static void write_whole(const char *path, const uint8_t *data, size_t size)
{
	FILE *file = fopen(path, "wb");

	if (file == NULL || fwrite(data, 1, size, file) != size || fclose(file) != 0)
		abort();
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static char path[64];

	if (size < 1)
		return 0;
	snprintf(path, sizeof path, "/dev/shm/fuzz-%d.%s", getpid(), data[0] & 1 ? "snd" : "wav");
	write_whole(path, data + 1, size - 1);
	hear(path, 8);
	hear(path, 16);
	unlink(path);
	return 0;
}
