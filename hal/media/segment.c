/* SPDX-License-Identifier: MIT */
#include "segment.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

/* How many channels the file holds; 0 when it is not a segment that we can read. */
static uint32_t count_channels(const struct line_audio *audio, size_t size)
{
	size_t room = (size - sizeof *audio) / sizeof audio->channel[0];

	if (audio->magic != LINE_AUDIO_MAGIC || audio->abi != LINE_AUDIO_ABI)
		return 0;
	return audio->channels <= room ? audio->channels : 0;
}

static int map(int fd, const struct stat *status, struct segment **out)
{
	/* The writer never shortens its file: what lies within its size now may be touched. */
	size_t size = (size_t)status->st_size;
	struct segment *s;
	void *audio;
	uint32_t channels;

	if (!S_ISREG(status->st_mode) || size < sizeof(struct line_audio))
		return -ENODEV;
	audio = mmap(NULL, size, PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);
	if (audio == MAP_FAILED)
		return -errno;
	channels = count_channels(audio, size);
	s = channels > 0 ? calloc(1, sizeof *s + channels * sizeof s->busy[0]) : NULL;
	if (s == NULL) {
		(void)munmap(audio, size);
		return channels > 0 ? -ENOMEM : -ENODEV;
	}
	s->device = status->st_dev;
	s->inode = status->st_ino;
	s->audio = audio;
	s->size = size;
	s->channels = channels;
	*out = s;
	return 0;
}

/* A file renamed into the place of a mapped one has another inode, for that one still lives. */
static struct segment *find(struct segment *all, const struct stat *status)
{
	while (all && (all->device != status->st_dev || all->inode != status->st_ino))
		all = all->next;
	return all;
}

static int open_segment(struct segment **all, const char *path, struct segment **out)
{
	int fd = open(path, O_RDWR | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK | O_NOCTTY);
	struct stat status;
	int error = 0;

	if (fd < 0)
		return errno == ENOENT || errno == ENOTDIR ? -ENODEV : -errno;
	if (fstat(fd, &status) != 0)
		error = -errno;
	*out = error ? NULL : find(*all, &status);
	if (error == 0 && *out == NULL) {
		error = map(fd, &status, out);
		if (*out) {
			(*out)->next = *all;
			*all = *out;
		}
	}
	close(fd);
	return error;
}

static void close_if_unused(struct segment **all, struct segment *s)
{
	if (s->users > 0)
		return;
	while (*all != s)
		all = &(*all)->next;
	*all = s->next;
	(void)munmap(s->audio, s->size);
	free(s);
}

static int find_channel(const struct segment *s, const char *name, uint32_t *channel)
{
	size_t length = strlen(name) + 1;

	for (uint32_t i = 0; i < s->channels; i++) {
		const char *its = s->audio->channel[i].name;

		if (length > sizeof s->audio->channel[i].name || memcmp(its, name, length) != 0)
			continue;
		*channel = i;
		return s->busy[i] ? -EBUSY : 0;
	}
	return -ENODEV;
}

int segment_take(struct segment **all, const char *path, const char *name, struct segment **segment,
		 uint32_t *channel)
{
	struct segment *s = NULL;
	int error = open_segment(all, path, &s);

	if (s == NULL)
		return error;
	error = find_channel(s, name, channel);
	if (error) {
		close_if_unused(all, s);
		return error;
	}
	s->busy[*channel] = true;
	s->users++;
	*segment = s;
	return 0;
}

void segment_give(struct segment **all, struct segment *s, uint32_t channel)
{
	s->busy[channel] = false;
	s->users--;
	close_if_unused(all, s);
}
