/* SPDX-License-Identifier: MIT */
#include "ear.h"

#include <errno.h>
#include <string.h>

#define TICK_BYTES (HAL_TICK_SAMPLES * sizeof(int16_t))
#define MOST_BYTES 0x7ffff000u /* readers of WAV take lengths for signed */
#define HEADER 44

static void record(struct ear *ear, const int16_t *samples)
{
	static const int16_t nothing[HAL_TICK_SAMPLES];

	if (ear->bytes >= MOST_BYTES)
		return;
	if (fwrite(samples ? samples : nothing, TICK_BYTES, 1, ear->file) == 1)
		ear->bytes += (uint32_t)TICK_BYTES;
}

void ear_hear(struct ear *ear, const int16_t *samples)
{
	if (ear->file)
		record(ear, samples);
	if (samples == NULL && ear->quiet >= EAR_TICKS)
		return;

	int16_t *now = ear->last + ear->tick * HAL_TICK_SAMPLES;

	if (samples) {
		memcpy(now, samples, TICK_BYTES);
		ear->quiet = 0;
	} else {
		memset(now, 0, TICK_BYTES);
		ear->quiet++;
	}
	ear->tick = (ear->tick + 1) % EAR_TICKS;
}

const int16_t *ear_remembers(const struct ear *ear, uint32_t ago)
{
	return ear->last + (ear->tick + EAR_TICKS - 1 - ago) % EAR_TICKS * HAL_TICK_SAMPLES;
}

void ear_copy(const struct ear *ear, int16_t out[EAR_SAMPLES])
{
	for (uint32_t i = 0; i < EAR_TICKS; i++)
		memcpy(out + i * HAL_TICK_SAMPLES, ear_remembers(ear, EAR_TICKS - 1 - i),
		       TICK_BYTES);
}

static void put(uint8_t *at, uint32_t value, unsigned bytes)
{
	for (unsigned i = 0; i < bytes; i++)
		at[i] = (uint8_t)(value >> 8 * i);
}

static bool write_header(FILE *file, uint32_t bytes)
{
	uint8_t header[HEADER] = "RIFF____WAVEfmt ____________________data";

	put(header + 4, bytes + HEADER - 8, 4);
	put(header + 16, 16, 4);
	put(header + 20, 1, 2); /* PCM */
	put(header + 22, 1, 2); /* mono */
	put(header + 24, HAL_RATE, 4);
	put(header + 28, HAL_RATE * 2, 4);
	put(header + 32, 2, 2);
	put(header + 34, 16, 2);
	put(header + 40, bytes, 4);
	return fwrite(header, HEADER, 1, file) == 1;
}

FILE *recording_open(const char *path)
{
	FILE *file = fopen(path, "wbe");

	if (file == NULL)
		return NULL;
	setvbuf(file, NULL, _IOFBF, 65536);
	if (!write_header(file, 0)) {
		int error = errno;

		fclose(file);
		errno = error;
		return NULL;
	}
	return file;
}

void recording_close(FILE *file, uint32_t bytes)
{
	if (file == NULL)
		return;
	if (fseek(file, 0, SEEK_SET) == 0)
		write_header(file, bytes);
	fclose(file);
}
