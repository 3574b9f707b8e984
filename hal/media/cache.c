/* SPDX-License-Identifier: MIT */
#include "cache.h"

#include <stdbool.h>
#include <stdlib.h>

static uint64_t size_of(uint32_t count)
{
	return sizeof(struct cached) + (uint64_t)count * sizeof(int16_t);
}

static bool is(const struct cached *entry, const struct stat *status, unsigned khz)
{
	return entry->khz == khz && entry->inode == status->st_ino &&
	       entry->device == status->st_dev && entry->size == status->st_size &&
	       entry->modified.tv_sec == status->st_mtim.tv_sec &&
	       entry->modified.tv_nsec == status->st_mtim.tv_nsec;
}

struct cached *cache_find(struct cache *cache, const struct stat *status, unsigned khz)
{
	struct cached *entry = cache->first;

	while (entry && !is(entry, status, khz))
		entry = entry->next;
	if (entry) {
		entry->users++;
		entry->used = ++cache->uses;
	}
	return entry;
}

/* Frees the entry longest unused. False when all are in use. */
static bool evict(struct cache *cache)
{
	struct cached **oldest = NULL;
	struct cached *gone;

	for (struct cached **link = &cache->first; *link; link = &(*link)->next)
		if ((*link)->users == 0 && (!oldest || (*link)->used < (*oldest)->used))
			oldest = link;
	if (oldest == NULL)
		return false;
	gone = *oldest;
	*oldest = gone->next;
	cache->bytes -= size_of(gone->capacity);
	free(gone);
	return true;
}

struct cached *cache_new(struct cache *cache, const struct stat *status, unsigned khz,
			 uint32_t count)
{
	struct cached *entry;

	while (cache->bytes + size_of(count) > CACHE_BYTES)
		if (!evict(cache))
			return NULL;
	entry = malloc(size_of(count));
	if (entry == NULL)
		return NULL;
	*entry = (struct cached){
		.device = status->st_dev,
		.inode = status->st_ino,
		.modified = status->st_mtim,
		.size = status->st_size,
		.khz = khz,
		.users = 1,
		.used = ++cache->uses,
		.capacity = count,
		.count = count,
	};
	cache->bytes += size_of(count);
	return entry;
}

void cache_add(struct cache *cache, struct cached *entry)
{
	entry->next = cache->first;
	cache->first = entry;
}

void cache_drop(struct cache *cache, struct cached *entry)
{
	cache->bytes -= size_of(entry->capacity);
	free(entry);
}

void cache_release(struct cached *entry)
{
	entry->users--;
}

void cache_clear(struct cache *cache)
{
	while (cache->first) {
		struct cached *next = cache->first->next;

		free(cache->first);
		cache->first = next;
	}
	cache->bytes = 0;
}
