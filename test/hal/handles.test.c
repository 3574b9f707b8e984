/* SPDX-License-Identifier: MIT */
#include "handles.h"

#include "check.h"

static int objects[8];

static void lookup(void)
{
	struct handles h, other;
	media_id id;

	CHECK_EQUAL(handles_init(&h, TERMINATION, 4), 0);
	CHECK_EQUAL(handles_init(&other, CONTEXT, 4), 0);
	id = handles_add(&h, &objects[0]);
	CHECK(id != 0);
	CHECK(handles_get(&h, id) == &objects[0]);
	CHECK(handles_get(&other, id) == NULL);
	handles_add(&other, &objects[1]);
	CHECK(handles_get(&other, id) == NULL); /* same index, another kind */
	CHECK(handles_get(&h, 0) == NULL);
	CHECK(handles_get(&h, UINT32_MAX) == NULL);
	CHECK(handles_get(&h, id + 1) == NULL);
	handles_destroy(&h);
	handles_destroy(&other);
}

static void capacity(void)
{
	struct handles h;
	media_id ids[3];

	handles_init(&h, TERMINATION, 3);
	for (int i = 0; i < 3; i++)
		ids[i] = handles_add(&h, &objects[i]);
	CHECK_EQUAL(handles_add(&h, &objects[3]), 0);
	handles_remove(&h, ids[1]);
	handles_remove(&h, ids[1]); /* twice is harmless */
	CHECK_EQUAL(h.used, 2);
	CHECK(handles_add(&h, &objects[3]) != 0);
	CHECK_EQUAL(handles_add(&h, &objects[4]), 0);
	handles_destroy(&h);
}

static void reuse(void)
{
	struct handles h;
	media_id first, again;
	unsigned turns = 0;

	handles_init(&h, ATTACHMENT, 2);
	first = handles_add(&h, &objects[0]);
	handles_remove(&h, first);
	CHECK(handles_get(&h, first) == NULL);
	do {
		again = handles_add(&h, &objects[1]);
		CHECK(again == first || handles_get(&h, first) == NULL);
		handles_remove(&h, again);
		turns++;
	} while (again != first && turns < 100000);
	CHECK(turns > 8000); /* 4096 generations of two slots */
	handles_destroy(&h);
}

int main(void)
{
	static const struct test tests[] = {
		{ "a handle finds its object and no other", lookup },
		{ "a full table refuses, and takes again what was freed", capacity },
		{ "a handle of something removed comes back only after thousands of others",
		  reuse },
	};

	return RUN(tests);
}
