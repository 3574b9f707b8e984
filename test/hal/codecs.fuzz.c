/* SPDX-License-Identifier: MIT */
/*
 * libFuzzer over the decoders: any payload through any codec, into its jitter buffer and out again.
 * The first byte chooses codec and rate; then datagrams, each after a byte of length and one of how
 * sequence, timestamp and time go on.
 */
#include <stdlib.h>
#include <string.h>

#include "coder.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void take(struct coder *coder, struct jitter *jitter, struct rtp_packet *packet,
		 const uint8_t *payload, size_t length, uint8_t how)
{
	uint8_t *copy = malloc(length + 1); /* its own, so that a read past its end is seen */
	int16_t out[960];

	if (copy == NULL)
		abort();
	memcpy(copy, payload, length);
	packet->payload = copy;
	packet->length = length;
	packet->sequence = (uint16_t)(packet->sequence + 1 + (how & 3));
	packet->timestamp += (uint32_t)(1 + (how >> 2 & 7)) * 160 * (coder->codec->clock_khz / 8);
	coder_put(coder, jitter, packet);
	free(copy);
	for (unsigned i = 0; i < how >> 5; i++)
		(void)coder_get(coder, jitter, out);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static const unsigned khz[] = { 8, 16, 48 };
	static struct jitter jitter;
	const struct coding coding = { .fec = true };
	struct rtp_packet packet = { 0 };
	const struct codec *codec;
	struct coder *coder;

	if (size < 1)
		return 0;
	codec = codec_of((uint8_t)(MEDIA_G722 + data[0] % 14));
	if (codec == NULL)
		return 0;
	coder = coder_new(codec, &coding);
	if (coder == NULL)
		abort();
	memset(&jitter, 0, sizeof jitter);
	coder_rate(coder, &jitter, khz[data[0] / 14 % 3]);
	for (data++, size--; size >= 2;) {
		size_t length = data[0] < size - 2 ? data[0] : size - 2;

		take(coder, &jitter, &packet, data + 2, length, data[1]);
		data += 2 + length;
		size -= 2 + length;
	}
	coder_free(coder);
	return 0;
}
