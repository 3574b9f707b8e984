/* SPDX-License-Identifier: MIT */
#include "key_in.h"

#include <string.h>

#include "rtp.h"

static const char digits[] = "0123456789*#ABCD";

#define OLD 80000 /* samples: what is older is not late; the peer's clock was set back */

char key_digit(uint8_t code)
{
	return digits[code % KEY_CODES];
}

int key_code(char digit)
{
	const char *at;

	if (digit >= 'a' && digit <= 'd')
		digit = (char)(digit - 'a' + 'A');
	at = digit == '\0' ? NULL : strchr(digits, digit);
	return at ? (int)(at - digits) : -1;
}

static void release(struct key_in *key, struct key_report *report)
{
	key->down = false;
	report->released = true;
	report->released_code = key->code;
	report->released_samples = key->before + key->duration;
}

/* A press of more than 65535 samples comes in segments with a timestamp each and no marker, RFC
 * 4733 §2.5.1.3. */
static bool is_next_segment(const struct key_in *key, uint32_t timestamp, bool marker, uint8_t code)
{
	return key->down && !marker && code == key->code && key->duration >= 0xff00 &&
	       timestamp - key->timestamp >= 0xff00 && timestamp - key->timestamp <= 0x10100;
}

static void press(struct key_in *key, uint32_t timestamp, uint8_t code, struct key_report *report)
{
	if (key->down)
		release(key, report);
	key->started = true;
	key->down = true;
	key->code = code;
	key->timestamp = timestamp;
	key->before = 0;
	key->duration = 0;
	report->pressed = true;
}

bool key_in_packet(struct key_in *key, uint32_t timestamp, bool marker, const uint8_t *payload,
		   size_t length, uint64_t now_ns, struct key_report *report)
{
	int32_t newer = (int32_t)(timestamp - key->timestamp);
	uint16_t duration;

	memset(report, 0, sizeof *report);
	if (length < 4 || payload[0] >= KEY_CODES)
		return false;
	duration = read_u16(payload + 2);

	if (is_next_segment(key, timestamp, marker, payload[0])) {
		key->before += timestamp - key->timestamp;
		key->timestamp = timestamp;
		key->duration = 0;
	} else if (!key->started || newer > 0 || newer < -OLD) {
		press(key, timestamp, payload[0], report);
	} else if (newer < 0 || !key->down || payload[0] != key->code) {
		return false; /* late, or an end repeated */
	}

	key->seen_ns = now_ns;
	if (duration > key->duration)
		key->duration = duration;
	report->code = key->code;
	report->samples = key->before + key->duration;
	if (payload[1] & 0x80) {
		key->down = false;
		report->ended = true;
	}
	return report->released || report->pressed || report->ended;
}

bool key_in_expired(struct key_in *key, uint64_t now_ns, struct key_report *report)
{
	memset(report, 0, sizeof *report);
	if (!key->down || now_ns < key->seen_ns + KEY_TIMEOUT_NS)
		return false;
	release(key, report);
	return true;
}
