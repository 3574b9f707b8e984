/* SPDX-License-Identifier: MIT */
#include "line-file.h"

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "check.h"

#define MASK (LINE_AUDIO_RING - 1)

static void make(struct line_file *file, uint32_t channels)
{
	char beside[64];
	int fd;

	file->size = sizeof *file->audio + channels * sizeof file->audio->channel[0];
	snprintf(beside, sizeof beside, "%s.new", file->path);
	fd = open(beside, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
	CHECK(fd >= 0);
	CHECK_EQUAL(ftruncate(fd, (off_t)file->size), 0);
	file->audio = mmap(NULL, file->size, PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);
	CHECK(file->audio != MAP_FAILED);
	close(fd);
	file->audio->magic = LINE_AUDIO_MAGIC;
	file->audio->abi = LINE_AUDIO_ABI;
	file->audio->channels = channels;
	for (uint32_t i = 0; i < channels; i++)
		snprintf(file->audio->channel[i].name, sizeof file->audio->channel[i].name,
			 "fxs-%u", i + 1);
	CHECK_EQUAL(rename(beside, file->path), 0);
}

void line_file_open(struct line_file *file, uint32_t channels)
{
	snprintf(file->directory, sizeof file->directory, "/dev/shm/line-file-XXXXXX");
	CHECK(mkdtemp(file->directory) != NULL);
	snprintf(file->path, sizeof file->path, "%s/line-audio", file->directory);
	make(file, channels);
}

void line_file_replace(struct line_file *file, uint32_t channels)
{
	atomic_store(&file->audio->closed, 1);
	munmap(file->audio, file->size);
	make(file, channels);
}

void line_file_close(struct line_file *file)
{
	munmap(file->audio, file->size);
	unlink(file->path);
	CHECK_EQUAL(rmdir(file->directory), 0);
}

void line_file_say(struct line_file *file, uint32_t channel, const int16_t *samples, unsigned count)
{
	struct line_audio_channel *c = &file->audio->channel[channel];
	uint64_t put = atomic_load(&c->from_put);

	for (unsigned i = 0; i < count; i++)
		c->from[(put + i) & MASK] = samples[i];
	atomic_store(&c->from_put, put + count);
}

unsigned line_file_hear(struct line_file *file, uint32_t channel, int16_t *out, unsigned count)
{
	struct line_audio_channel *c = &file->audio->channel[channel];
	uint64_t taken = atomic_load(&c->to_taken);
	uint64_t there = atomic_load(&c->to_put) - taken;
	unsigned got = there < count ? (unsigned)there : count;

	for (unsigned i = 0; i < count; i++)
		out[i] = i < got ? c->to[(taken + i) & MASK] : 0;
	atomic_store(&c->to_taken, taken + got);
	return got;
}
