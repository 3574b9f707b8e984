/* SPDX-License-Identifier: MIT */
#include "wav.h"

#include <errno.h>
#include <math.h>
#include <sndfile.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "cache.h"
#include "check.h"

static char path[64];
static int16_t heard[40000];

/* Two seconds of 1000 Hz at -10 dBm0 in all channels. */
static void write_tone(int rate, int channels, int format)
{
	SF_INFO info = { .samplerate = rate, .channels = channels, .format = format };
	SNDFILE *file = sf_open(path, SFM_WRITE, &info);

	if (!CHECK(file != NULL))
		return;
	for (int i = 0; i < 2 * rate; i++) {
		short frame[2];

		frame[0] = (short)lrint(7218.6 * sin(2 * M_PI * 1000 * i / rate));
		frame[1] = frame[0];
		sf_writef_short(file, frame, 1);
	}
	sf_close(file);
}

static size_t read_all(void)
{
	struct stat status;
	struct wav *wav;
	size_t count = 0, got;

	memset(heard, 0, sizeof heard);
	if (!CHECK_EQUAL(wav_open(path, &wav, &status), 0))
		return 0;
	CHECK_EQUAL(wav_start(wav, 8), 0);
	while ((got = wav_read(wav, heard + count, 777)) > 0)
		count += got;
	CHECK(count <= wav_length(wav));
	wav_close(wav);
	return count;
}

static void formats(void)
{
	static const int subtypes[] = { SF_FORMAT_PCM_16, SF_FORMAT_ULAW, SF_FORMAT_ALAW };
	static const int rates[] = { 8000, 16000, 44100, 48000 };

	for (unsigned s = 0; s < 3; s++) {
		for (unsigned r = 0; r < 4; r++) {
			for (int channels = 1; channels <= 2; channels++) {
				write_tone(rates[r], channels, SF_FORMAT_WAV | subtypes[s]);
				CHECK_NEAR((double)read_all(), 16000, 3);
				CHECK_NEAR(level_at(heard + 800, 8000, 1000), -10, 0.15);
			}
		}
	}
}

static int open_only(void)
{
	struct stat status;
	struct wav *wav = NULL;
	int error = wav_open(path, &wav, &status);

	if (error == 0)
		wav_close(wav);
	return error;
}

static void refused(void)
{
	FILE *file;

	write_tone(8000, 1, SF_FORMAT_WAV | SF_FORMAT_FLOAT);
	CHECK_EQUAL(open_only(), -EINVAL);
	write_tone(8000, 1, SF_FORMAT_AIFF | SF_FORMAT_PCM_16);
	CHECK_EQUAL(open_only(), -EINVAL);
	file = fopen(path, "wb");
	fputs("RIFF....WAVEfmt and then nothing of use", file);
	fclose(file);
	CHECK_EQUAL(open_only(), -EINVAL);
	unlink(path);
	CHECK_EQUAL(open_only(), -ENOENT);
	CHECK_EQUAL(mkfifo(path, 0600), 0);
	CHECK_EQUAL(open_only(), -EINVAL); /* and does not wait for a writer */
	unlink(path);
}

static void cut_off(void)
{
	write_tone(8000, 1, SF_FORMAT_WAV | SF_FORMAT_PCM_16);
	CHECK_EQUAL(truncate(path, 44 + 8000), 0);
	CHECK_EQUAL(read_all(), 4000);
	CHECK_EQUAL(truncate(path, 44), 0);
	CHECK_EQUAL(read_all(), 0);
}

static void cache_is_bounded(void)
{
	struct cache cache = { 0 };
	struct stat status = { 0 };
	struct cached *held, *entry;

	status.st_ino = 1;
	held = cache_new(&cache, &status, 8, 400000);
	cache_add(&cache, held);
	for (ino_t i = 2; i < 100; i++) {
		status.st_ino = i;
		entry = cache_new(&cache, &status, 8, 400000);
		if (!CHECK(entry != NULL))
			break;
		cache_add(&cache, entry);
		cache_release(entry);
		CHECK(cache.bytes <= CACHE_BYTES);
	}
	status.st_ino = 1;
	CHECK(cache_find(&cache, &status, 8) == held); /* in use: never evicted */
	status.st_ino = 2;
	CHECK(cache_find(&cache, &status, 8) == NULL);
	status.st_ino = 99;
	CHECK(cache_find(&cache, &status, 8) != NULL);
	CHECK(cache_find(&cache, &status, 16) == NULL); /* at another rate */
	status.st_mtim.tv_nsec = 1;
	CHECK(cache_find(&cache, &status, 8) == NULL); /* the file was changed */
	cache_clear(&cache);
}

int main(void)
{
	static const struct test tests[] = {
		{ "every WAV we take sounds alike at 8 kHz mono", formats },
		{ "what is no WAV we take is refused", refused },
		{ "a file cut off plays as far as it goes", cut_off },
		{ "the cache of prompts stays within its bound and keeps what plays",
		  cache_is_bounded },
	};

	snprintf(path, sizeof path, "/dev/shm/wav-test-%d.wav", (int)getpid());
	int result = RUN(tests);
	unlink(path);
	return result;
}
