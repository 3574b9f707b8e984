/*
 * A disk of which every write and every flush is written down, in order: one file, served over FUSE from memory. A file system on a loop
 * device above it sends here what it would send to a disk with a volatile cache; REQ_OP_FLUSH arrives as FUSE_FSYNC (the loop driver has
 * no FUA, so the kernel makes a flush of that too).
 *
 * disk-recorder FILE BYTES LOG MARKS
 * mounts over FILE (there already, empty) and says "ready". MARKS is a FIFO of lines: each is put into the log before whatever the disk is
 * asked next, so a mark written when a promise was kept stands behind the flush that keeps it. One thread, so one order. Ends when FILE is
 * unmounted.
 *
 * LOG: records of kind (1 byte: W, F, M), offset (8), length (4), then that many bytes; little-endian.
 */
#include <errno.h>
#include <fcntl.h>
#include <linux/fuse.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mount.h>
#include <sys/uio.h>
#include <unistd.h>

#define LARGEST_WRITE (128 * 1024)
#define BUFFER (LARGEST_WRITE + 8192)

static char *disk;
static uint64_t size;
static int fuse;
static int marks;
static FILE *journal;

static void die(const char *what)
{
	perror(what);
	exit(1);
}

static void note(char kind, uint64_t offset, uint32_t length, const void *bytes)
{
	fwrite(&kind, 1, 1, journal);
	fwrite(&offset, sizeof(offset), 1, journal);
	fwrite(&length, sizeof(length), 1, journal);
	if (length && fwrite(bytes, length, 1, journal) != 1)
		die("log");
}

/* Marks are whole lines: a write of less than PIPE_BUF to a FIFO is not divided. */
static void note_marks(void)
{
	static char text[65536];
	ssize_t length;

	while ((length = read(marks, text, sizeof(text))) > 0) {
		char *line = text;
		for (char *end; line < text + length &&
				(end = memchr(line, '\n', (size_t)(text + length - line)));
		     line = end + 1)
			note('M', 0, (uint32_t)(end - line), line);
	}
}

static void reply(uint64_t unique, int error, const void *body, size_t length)
{
	struct fuse_out_header head = {
		.len = (uint32_t)(sizeof(head) + length),
		.error = -error,
		.unique = unique,
	};
	struct iovec parts[] = { { &head, sizeof(head) }, { (void *)(uintptr_t)body, length } };

	if (writev(fuse, parts, length ? 2 : 1) < 0 && errno != ENOENT)
		die("reply");
}

static void attributes(uint64_t unique)
{
	struct fuse_attr_out out = { .attr_valid = 3600 };

	out.attr.ino = FUSE_ROOT_ID;
	out.attr.size = size;
	out.attr.blocks = size / 512;
	out.attr.mode = S_IFREG | 0600;
	out.attr.nlink = 1;
	out.attr.blksize = 4096;
	reply(unique, 0, &out, sizeof(out));
}

static void begin(uint64_t unique, const struct fuse_init_in *in)
{
	struct fuse_init_out out = {
		.major = FUSE_KERNEL_VERSION,
		.minor = in->minor < FUSE_KERNEL_MINOR_VERSION ? in->minor
							       : FUSE_KERNEL_MINOR_VERSION,
		.max_readahead = in->max_readahead,
		.flags = FUSE_BIG_WRITES,
		.max_write = LARGEST_WRITE,
		.max_background = 16,
		.congestion_threshold = 12,
	};

	reply(unique, 0, &out, sizeof(out));
}

static void read_disk(uint64_t unique, const struct fuse_read_in *in)
{
	uint64_t length = in->size;

	if (in->offset >= size)
		length = 0;
	else if (length > size - in->offset)
		length = size - in->offset;
	reply(unique, 0, disk + in->offset, length);
}

static void write_disk(uint64_t unique, const struct fuse_write_in *in)
{
	struct fuse_write_out out = { .size = in->size };

	if (in->offset > size || in->size > size - in->offset) {
		reply(unique, ENOSPC, NULL, 0);
		return;
	}
	memcpy(disk + in->offset, in + 1, in->size);
	note('W', in->offset, in->size, in + 1);
	reply(unique, 0, &out, sizeof(out));
}

static void answer(const struct fuse_in_header *head)
{
	const void *body = head + 1;

	switch (head->opcode) {
	case FUSE_INIT:
		begin(head->unique, body);
		return;
	case FUSE_GETATTR:
	case FUSE_SETATTR: /* times, and truncating to what it is */
		attributes(head->unique);
		return;
	case FUSE_OPEN: {
		struct fuse_open_out out = { .open_flags = FOPEN_KEEP_CACHE };
		reply(head->unique, 0, &out, sizeof(out));
		return;
	}
	case FUSE_READ:
		read_disk(head->unique, body);
		return;
	case FUSE_WRITE:
		write_disk(head->unique, body);
		return;
	case FUSE_FSYNC:
		note('F', 0, 0, NULL);
		reply(head->unique, 0, NULL, 0);
		return;
	case FUSE_STATFS: {
		struct fuse_statfs_out out = {
			.st = { .bsize = 4096, .frsize = 4096, .namelen = 255 }
		};
		reply(head->unique, 0, &out, sizeof(out));
		return;
	}
	case FUSE_FLUSH: /* a descriptor is closed: that promises nothing */
	case FUSE_RELEASE:
	case FUSE_ACCESS:
	case FUSE_DESTROY:
		reply(head->unique, 0, NULL, 0);
		return;
	case FUSE_FORGET:
	case FUSE_BATCH_FORGET:
	case FUSE_INTERRUPT: /* nothing waits here */
		return;
	default: /* no discard, no hole: the kernel writes instead */
		reply(head->unique, ENOSYS, NULL, 0);
	}
}

int main(int count, char **words)
{
	static char request[BUFFER] __attribute__((aligned(8)));
	char options[128];

	if (count != 5)
		return 2;
	size = strtoull(words[2], NULL, 10);
	disk = calloc(1, size);
	journal = fopen(words[3], "wb");
	marks = open(words[4], O_RDWR | O_NONBLOCK | O_CLOEXEC);
	fuse = open("/dev/fuse", O_RDWR | O_CLOEXEC);
	if (!disk || !journal || marks < 0 || fuse < 0)
		die("open");
	snprintf(options, sizeof(options), "fd=%d,rootmode=100600,user_id=0,group_id=0,max_read=%d",
		 fuse, LARGEST_WRITE);
	if (mount("disk-recorder", words[1], "fuse", MS_NOSUID | MS_NODEV, options) < 0)
		die("mount");
	puts("ready");
	fflush(stdout);

	for (;;) {
		ssize_t length = read(fuse, request, sizeof(request));
		if (length < 0 && (errno == EINTR || errno == ENOENT || errno == EAGAIN))
			continue;
		if (length < 0 && errno == ENODEV)
			break; /* unmounted */
		if (length < 0)
			die("read");
		note_marks();
		answer((const struct fuse_in_header *)request);
	}
	note_marks();
	return fclose(journal) ? 1 : 0;
}
