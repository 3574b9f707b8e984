/* SPDX-License-Identifier: MIT */
#include "wav.h"

#include <errno.h>
#include <fcntl.h>
#include <sndfile.h>
#include <speex/speex_resampler.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define RATE 8000
#define BLOCK 1024 /* frames read at once */
#define QUALITY 5

struct wav {
	SNDFILE *file;
	SF_INFO info;
	spx_uint32_t rate;              /* wanted */
	SpeexResamplerState *resampler; /* NULL: the file has it */
	int16_t frames[2 * BLOCK];
	int16_t mono[BLOCK]; /* not yet resampled: [at, at + waiting) */
	size_t at, waiting;
	size_t tail; /* zeros still to push through the resampler after the end */
};

static bool is_supported(const SF_INFO *info)
{
	int type = info->format & SF_FORMAT_TYPEMASK;
	int subtype = info->format & SF_FORMAT_SUBMASK;

	return (type == SF_FORMAT_WAV || type == SF_FORMAT_WAVEX || type == SF_FORMAT_RAW) &&
	       (subtype == SF_FORMAT_PCM_16 || subtype == SF_FORMAT_ULAW ||
		subtype == SF_FORMAT_ALAW) &&
	       (info->channels == 1 || info->channels == 2) && info->samplerate >= RATE &&
	       info->samplerate <= 48000;
}

/* MOH-8: raw mu-law, which nothing but its name tells. */
static bool is_raw(const char *path)
{
	size_t length = strlen(path);

	return length > 4 && strcmp(path + length - 4, ".snd") == 0;
}

/* libsndfile reads thirty formats, MPEG and Ogg among them, before we see which: it gets nothing but WAV. */
static bool says_wav(int fd)
{
	char begin[12];

	return pread(fd, begin, sizeof begin, 0) == (ssize_t)sizeof begin &&
	       memcmp(begin, "RIFF", 4) == 0 && memcmp(begin + 8, "WAVE", 4) == 0;
}

/* Only a regular file: a FIFO would hold up all players. */
static int open_regular(const char *path, struct stat *status)
{
	int fd = open(path, O_RDONLY | O_NONBLOCK | O_CLOEXEC);
	int error = 0;

	if (fd < 0)
		return -errno;
	if (fstat(fd, status) != 0)
		error = -errno;
	else if (!S_ISREG(status->st_mode))
		error = -EINVAL;
	if (error == 0)
		return fd;
	close(fd);
	return error;
}

unsigned wav_rate(const struct wav *wav)
{
	return (unsigned)wav->info.samplerate;
}

int wav_start(struct wav *wav, unsigned khz)
{
	spx_uint32_t rate = khz * 1000;
	int error;

	wav->rate = rate;
	if (wav_rate(wav) == rate)
		return 0;
	wav->resampler = speex_resampler_init(1, wav_rate(wav), rate, QUALITY, &error);
	if (wav->resampler == NULL)
		return -ENOMEM;
	speex_resampler_skip_zeros(wav->resampler);
	wav->tail = (size_t)speex_resampler_get_input_latency(wav->resampler);
	return 0;
}

int wav_open(const char *path, struct wav **out, struct stat *status)
{
	struct wav *wav = NULL;
	int fd = open_regular(path, status);
	int error;

	if (fd < 0)
		return fd;
	if (!is_raw(path) && !says_wav(fd)) {
		close(fd);
		return -EINVAL;
	}
	wav = calloc(1, sizeof *wav);
	if (wav == NULL) {
		close(fd);
		return -ENOMEM;
	}
	if (is_raw(path))
		wav->info = (SF_INFO){ .samplerate = RATE,
				       .channels = 1,
				       .format = SF_FORMAT_RAW | SF_FORMAT_ULAW };
	wav->file = sf_open_fd(fd, SFM_READ, &wav->info, SF_TRUE);
	if (wav->file == NULL) {
		close(fd); /* libsndfile leaves it open when it refuses */
		error = -EINVAL;
		goto out;
	}
	error = is_supported(&wav->info) ? 0 : -EINVAL;
	if (error == 0) {
		*out = wav;
		return 0;
	}
out:
	wav_close(wav);
	return error;
}

void wav_close(struct wav *wav)
{
	if (wav == NULL)
		return;
	if (wav->resampler)
		speex_resampler_destroy(wav->resampler);
	if (wav->file)
		sf_close(wav->file);
	free(wav);
}

uint64_t wav_length(const struct wav *wav)
{
	uint64_t frames = wav->info.frames > 0 ? (uint64_t)wav->info.frames : 0;

	return frames * wav->rate / wav_rate(wav) + 1;
}

/* Refills `mono`. False at the end. */
static bool read_block(struct wav *wav)
{
	sf_count_t count = sf_readf_short(wav->file, wav->frames, BLOCK);

	wav->at = 0;
	if (count <= 0) {
		wav->waiting = wav->tail < BLOCK ? wav->tail : BLOCK;
		wav->tail -= wav->waiting;
		memset(wav->mono, 0, wav->waiting * sizeof *wav->mono);
		return wav->waiting > 0;
	}
	wav->waiting = (size_t)count;
	for (size_t i = 0; i < wav->waiting; i++) {
		if (wav->info.channels == 2)
			wav->mono[i] = (int16_t)((wav->frames[2 * i] + wav->frames[2 * i + 1]) / 2);
		else
			wav->mono[i] = wav->frames[i];
	}
	return true;
}

/* Moves what is waiting to `out`; returns how many came out. */
static size_t convert(struct wav *wav, int16_t *out, size_t count)
{
	spx_uint32_t in = (spx_uint32_t)wav->waiting;
	spx_uint32_t made = (spx_uint32_t)count;

	if (wav->resampler) {
		speex_resampler_process_int(wav->resampler, 0, wav->mono + wav->at, &in, out,
					    &made);
	} else {
		in = made = in < made ? in : made;
		memcpy(out, wav->mono + wav->at, made * sizeof *out);
	}
	wav->at += in;
	wav->waiting -= in;
	return made;
}

size_t wav_read(struct wav *wav, int16_t *out, size_t count)
{
	size_t done = 0;

	while (done < count) {
		if (wav->waiting == 0 && !read_block(wav))
			break;
		done += convert(wav, out + done, count - done);
	}
	return done;
}
