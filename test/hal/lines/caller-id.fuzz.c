/* SPDX-License-Identifier: MIT */
/* libFuzzer: caller ID messages from the office. */
#include <stdlib.h>
#include <string.h>

#include "caller_id.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void ends(const char *text, size_t size)
{
	if (strnlen(text, size) == size)
		abort();
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct caller_id caller;

	(void)caller_id_parse(data, size, &caller);
	ends(caller.number, sizeof caller.number);
	ends(caller.name, sizeof caller.name);
	return 0;
}
