/* SPDX-License-Identifier: MIT */
/* Decoded prompts, kept in memory while they are in use or there is room. Reader thread only. */
#ifndef STROWGER_CACHE_H
#define STROWGER_CACHE_H

#include <stdint.h>
#include <sys/stat.h>

#define CACHE_BYTES (16U << 20)
#define CACHE_LONGEST (60U * 16000U) /* samples: what is longer is streamed */

struct cached {
	dev_t device;
	ino_t inode;
	struct timespec modified;
	off_t size;
	unsigned khz; /* of the samples */
	uint32_t users;
	uint64_t used; /* when, in uses */
	struct cached *next;
	uint32_t capacity;
	uint32_t count; /* at most capacity */
	int16_t samples[];
};

struct cache {
	struct cached *first;
	uint64_t uses;
	uint64_t bytes;
};

/* The decoded file with one more user, or NULL. */
struct cached *cache_find(struct cache *cache, const struct stat *status, unsigned khz);

/* Room for `count` samples with one user; NULL when memory or the bound does not allow it. The
 * caller fills it, then adds. */
struct cached *cache_new(struct cache *cache, const struct stat *status, unsigned khz,
			 uint32_t count);
void cache_add(struct cache *cache, struct cached *entry);
void cache_drop(struct cache *cache, struct cached *entry); /* made, but not added */
void cache_release(struct cached *entry);
void cache_clear(struct cache *cache);

#endif
