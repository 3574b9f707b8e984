/* SPDX-License-Identifier: MIT */
/*
 * libFuzzer over DTLS records: the input is a row of datagrams, each after two bytes of length, for an association that waits and
 * then for one that has begun. None of it has a certificate that would be the signalled one.
 */
#include "dtls.h"

#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void feed(struct dtls *dtls, const uint8_t *data, size_t size)
{
	uint8_t out[DTLS_LARGEST];

	while (size >= 2) {
		size_t length = (size_t)(data[0] & 7) << 8 | data[1];

		data += 2;
		size -= 2;
		if (length > size)
			length = size;
		if (dtls_feed(dtls, "peer", 4, data, length) == DTLS_KEYED)
			abort();
		while (dtls_pull(dtls, out) > 0)
			;
		data += length;
		size -= length;
	}
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static struct dtls_context *context;

	if (context == NULL && dtls_context_new(&context) != 0)
		abort();
	for (unsigned i = 0; i < 3; i++) {
		struct dtls_setup setup = { .active = i == 2,
					    .cookie = i == 1,
					    .hash = MEDIA_SHA_256 };
		struct dtls *dtls = NULL;

		if (dtls_new(context, &setup, &dtls) != 0)
			abort();
		if (setup.active)
			(void)dtls_feed(dtls, "peer", 4, NULL, 0);
		feed(dtls, data, size);
		dtls_free(dtls);
	}
	return 0;
}
