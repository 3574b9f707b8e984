/* SPDX-License-Identifier: MIT */
#include "caller_id.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

#define SDMF 0x04
#define MDMF 0x80
#define DATE_AND_TIME 0x01
#define NUMBER 0x02
#define NO_NUMBER 0x04 /* "P" or "O" instead */
#define NAME 0x07
#define NO_NAME 0x08
#define SDMF_TIME 8 /* octets before the number: month, day, hour, minute */
#define LONGEST_NUMBER 20
#define LONGEST_NAME 15

static bool is_absent(const char *text)
{
	return text[0] == '\0' || (text[1] == '\0' && (text[0] == 'P' || text[0] == 'O'));
}

static size_t add(uint8_t *message, size_t at, uint8_t type, const char *text, size_t length)
{
	message[at++] = type;
	message[at++] = (uint8_t)length;
	for (size_t i = 0; i < length; i++) {
		char c = text[i];

		message[at++] = (uint8_t)(c >= 0x20 && c < 0x7f ? c : '?');
	}
	return at;
}

static size_t add_party(uint8_t *message, size_t at, uint8_t type, uint8_t absent, const char *text,
			size_t longest)
{
	if (is_absent(text))
		return add(message, at, absent, text[0] == 'P' ? "P" : "O", 1);
	return add(message, at, type, text, strnlen(text, longest));
}

static size_t add_time(uint8_t *message, size_t at, const struct tm *when)
{
	char text[16];

	if (when == NULL || strftime(text, sizeof text, "%m%d%H%M", when) != SDMF_TIME)
		return at;
	return add(message, at, DATE_AND_TIME, text, SDMF_TIME);
}

/* Type I: the time, which it must have, and the number, in one parameter. */
static int build_single(const char *number, const struct tm *when,
			uint8_t message[CALLER_ID_LONGEST])
{
	char text[SDMF_TIME + LONGEST_NUMBER + 1] = "01010000";
	size_t length;

	if (when != NULL)
		(void)strftime(text, SDMF_TIME + 1, "%m%d%H%M", when);
	if (is_absent(number))
		number = number[0] == 'P' ? "P" : "O";
	strncpy(text + SDMF_TIME, number, LONGEST_NUMBER);
	length = strnlen(text, sizeof text - 1);
	return (int)add(message, 0, SDMF, text, length);
}

int caller_id_build(const char *number, const char *name, const struct tm *when,
		    uint8_t message[CALLER_ID_LONGEST])
{
	size_t at = 2;

	if (strnlen(number, LONGEST_NUMBER + 1) > LONGEST_NUMBER)
		return -EINVAL;
	if (name == NULL)
		return build_single(number, when, message);
	at = add_time(message, at, when);
	at = add_party(message, at, NUMBER, NO_NUMBER, number, LONGEST_NUMBER);
	at = add_party(message, at, NAME, NO_NAME, name, LONGEST_NAME);
	message[0] = MDMF;
	message[1] = (uint8_t)(at - 2);
	return (int)at;
}

/* What does not fit is cut; what is not a character for a page is left out. */
static void take(char *out, size_t size, const uint8_t *text, size_t length)
{
	size_t put = 0;

	for (size_t i = 0; i < length && put + 1 < size; i++)
		if (text[i] >= 0x20 && text[i] < 0x7f)
			out[put++] = (char)text[i];
	while (put > 0 && out[put - 1] == ' ')
		put--;
	out[put] = '\0';
}

static bool parse_multiple(const uint8_t *body, size_t length, struct caller_id *out)
{
	bool found = false;

	for (size_t at = 0; at + 2 <= length;) {
		uint8_t type = body[at];
		size_t size = body[at + 1];

		at += 2;
		if (size > length - at)
			return false;
		if (type == NUMBER || type == NO_NUMBER) {
			take(out->number, sizeof out->number, body + at, size);
			found = true;
		} else if (type == NAME || type == NO_NAME) {
			take(out->name, sizeof out->name, body + at, size);
			found = true;
		}
		at += size;
	}
	return found;
}

bool caller_id_parse(const uint8_t *message, size_t length, struct caller_id *out)
{
	memset(out, 0, sizeof *out);
	if (length < 2 || (size_t)message[1] > length - 2)
		return false;
	length = message[1];
	if (message[0] == MDMF)
		return parse_multiple(message + 2, length, out);
	if (message[0] != SDMF || length <= SDMF_TIME)
		return false;
	take(out->number, sizeof out->number, message + 2 + SDMF_TIME, length - SDMF_TIME);
	return true;
}
