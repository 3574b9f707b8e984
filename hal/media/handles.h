/* SPDX-License-Identifier: MIT */
/*
 * Handles to objects: 2 bits kind, 12 bits generation, 18 bits index. A slot freed goes to the end
 * of the queue of free slots, and its next handle differs, so that a handle comes again only after
 * 4095 turns of the whole table.
 */
#ifndef STROWGER_HANDLES_H
#define STROWGER_HANDLES_H

#include <stdint.h>

#include "strowger/media.h"

enum handle_kind { CONTEXT = 1, TERMINATION = 2, ATTACHMENT = 3 };

struct handle_slot {
	void *object; /* NULL: free */
	uint32_t next_free;
	uint16_t generation;
};

struct handles {
	enum handle_kind kind;
	uint32_t capacity;
	uint32_t used;
	uint32_t touched; /* slots from here on were never used: their memory is not resident */
	uint32_t first_free, last_free;
	struct handle_slot *slots;
};

int handles_init(struct handles *handles, enum handle_kind kind,
		 uint32_t capacity); /* 0 or -ENOMEM */
void handles_destroy(struct handles *handles);
media_id handles_add(struct handles *handles, void *object);   /* 0: full */
void *handles_get(const struct handles *handles, media_id id); /* NULL: no such */
void handles_remove(struct handles *handles, media_id id);

#endif
