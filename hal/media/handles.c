/* SPDX-License-Identifier: MIT */
#include "handles.h"

#include <assert.h>
#include <errno.h>
#include <stdlib.h>

#define INDEX_BITS 18
#define GENERATION_BITS 12
#define INDEX_MASK ((1U << INDEX_BITS) - 1)
#define GENERATION_MASK ((1U << GENERATION_BITS) - 1)
#define NONE UINT32_MAX

int handles_init(struct handles *h, enum handle_kind kind, uint32_t capacity)
{
	assert(capacity > 0 && capacity <= INDEX_MASK + 1);
	*h = (struct handles){ .kind = kind, .capacity = capacity };
	h->first_free = NONE;
	h->last_free = NONE;
	h->slots = calloc(capacity, sizeof *h->slots);
	return h->slots ? 0 : -ENOMEM;
}

void handles_destroy(struct handles *h)
{
	free(h->slots);
	h->slots = NULL;
}

static uint32_t take_slot(struct handles *h)
{
	uint32_t index = h->first_free;

	if (h->touched < h->capacity)
		return h->touched++;
	if (index == NONE)
		return NONE;
	h->first_free = h->slots[index].next_free;
	if (h->first_free == NONE)
		h->last_free = NONE;
	return index;
}

media_id handles_add(struct handles *h, void *object)
{
	uint32_t index = take_slot(h);
	struct handle_slot *slot;

	if (index == NONE)
		return 0;
	slot = &h->slots[index];
	slot->object = object;
	slot->generation = (uint16_t)((slot->generation + 1U) & GENERATION_MASK);
	h->used++;
	return (uint32_t)h->kind << (INDEX_BITS + GENERATION_BITS) |
	       (uint32_t)slot->generation << INDEX_BITS | index;
}

static struct handle_slot *find(const struct handles *h, media_id id)
{
	uint32_t index = id & INDEX_MASK;
	struct handle_slot *slot;

	if (id >> (INDEX_BITS + GENERATION_BITS) != (uint32_t)h->kind || index >= h->touched)
		return NULL;
	slot = &h->slots[index];
	return slot->object && slot->generation == (id >> INDEX_BITS & GENERATION_MASK) ? slot
											: NULL;
}

void *handles_get(const struct handles *h, media_id id)
{
	struct handle_slot *slot = find(h, id);

	return slot ? slot->object : NULL;
}

void handles_remove(struct handles *h, media_id id)
{
	struct handle_slot *slot = find(h, id);
	uint32_t index = id & INDEX_MASK;

	if (slot == NULL)
		return;
	slot->object = NULL;
	slot->next_free = NONE;
	if (h->last_free == NONE)
		h->first_free = index;
	else
		h->slots[h->last_free].next_free = index;
	h->last_free = index;
	h->used--;
}
