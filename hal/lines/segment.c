/* SPDX-License-Identifier: MIT */
/* Makes the file of line-audio.h beside its place, then puts it there by renaming. */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/random.h>
#include <sys/stat.h>
#include <unistd.h>

#include "lines.h"

_Static_assert(sizeof((struct hal_options *)0)->audio_path == 108, "bounds `beside`");

static size_t size_for(uint32_t count)
{
	return sizeof(struct line_audio) + count * sizeof(struct line_audio_channel);
}

/* Whoever has mapped the file of an earlier process, one that died, learns that nothing comes. */
static void close_earlier(const char *path)
{
	struct stat status;
	struct line_audio *audio;
	int fd = open(path, O_RDWR | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK);

	if (fd < 0)
		return;
	if (fstat(fd, &status) == 0 && S_ISREG(status.st_mode) &&
	    status.st_size >= (off_t)sizeof *audio) {
		audio = mmap(NULL, sizeof *audio, PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);
		if (audio != MAP_FAILED) {
			if (audio->magic == LINE_AUDIO_MAGIC && audio->abi == LINE_AUDIO_ABI)
				atomic_store(&audio->closed, 1);
			munmap(audio, sizeof *audio);
		}
	}
	close(fd);
}

static int fill(struct line_audio *audio, const struct line *lines, uint32_t count)
{
	if (getrandom(&audio->boot, sizeof audio->boot, 0) != sizeof audio->boot)
		return -EIO;
	for (uint32_t i = 0; i < count; i++)
		memcpy(audio->channel[i].name, lines[i].port.name, sizeof audio->channel[i].name);
	audio->channels = count;
	audio->abi = LINE_AUDIO_ABI;
	audio->magic = LINE_AUDIO_MAGIC;
	return 0;
}

static int map(struct segment *segment, int fd)
{
	int flags = fd < 0 ? MAP_PRIVATE | MAP_ANONYMOUS : MAP_SHARED;
	void *memory = mmap(NULL, segment->size, PROT_READ | PROT_WRITE, flags, fd, 0);

	if (memory == MAP_FAILED)
		return -errno;
	segment->audio = memory;
	return 0;
}

/* Allocated for certain: a full file system is told here, not by a signal later. */
static int make_file(struct segment *segment, const char *beside, int *fd)
{
	struct stat status;
	int error;

	(void)unlink(beside);
	*fd = open(beside, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0600);
	if (*fd < 0)
		return -errno;
	if (fchmod(*fd, 0600) != 0 || fstat(*fd, &status) != 0)
		return -errno;
	segment->device = status.st_dev;
	segment->inode = status.st_ino;
	error = -posix_fallocate(*fd, 0, (off_t)segment->size);
	return error ? error : map(segment, *fd);
}

static int open_file(struct segment *segment, const char *path, const struct line *lines,
		     uint32_t count)
{
	char beside[128];
	int fd = -1;
	int error;

	snprintf(beside, sizeof beside, "%s.new", path);
	error = make_file(segment, beside, &fd);
	if (error == 0)
		error = fill(segment->audio, lines, count);
	if (error == 0) {
		close_earlier(path);
		if (rename(beside, path) == 0)
			snprintf(segment->path, sizeof segment->path, "%s", path);
		else
			error = -errno;
	}
	if (error)
		(void)unlink(beside);
	if (fd >= 0)
		close(fd);
	return error;
}

int segment_open(struct segment *segment, const char *path, const struct line *lines,
		 uint32_t count)
{
	int error;

	segment->size = size_for(count);
	if (path[0] != '\0')
		return open_file(segment, path, lines, count);
	error = map(segment, -1);
	return error ? error : fill(segment->audio, lines, count);
}

static void remove_file(const struct segment *segment)
{
	struct stat status;

	if (segment->path[0] != '\0' && lstat(segment->path, &status) == 0 &&
	    status.st_dev == segment->device && status.st_ino == segment->inode)
		(void)unlink(segment->path);
}

void segment_close(struct segment *segment)
{
	if (segment->audio == NULL)
		return;
	atomic_store(&segment->audio->closed, 1);
	remove_file(segment);
	munmap(segment->audio, segment->size);
	segment->audio = NULL;
}
