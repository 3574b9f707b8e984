/* SPDX-License-Identifier: MIT */
#include "caller-id.h"

#include <errno.h>
#include <string.h>

#include "strowger/hal.h"

#define LISTEN_MS 6000
#define NO_CLOCK "01010000" /* MMDDHHMM: GR-30 wants one, and a simulated office knows no date */

/* Parameter type, length, characters. Not by spandsp's adsi_add_field, which doubles a length of 16. */
static int add(uint8_t *message, int at, uint8_t type, const char *text)
{
	int length = 0;

	for (; text[length] != '\0'; length++)
		message[at + 2 + length] = (uint8_t)text[length];
	message[at] = type;
	message[at + 1] = (uint8_t)length;
	return at + 2 + length;
}

static bool is_reason(const char *number)
{
	return strcmp(number, "P") == 0 || strcmp(number, "O") == 0;
}

void caller_id_send(adsi_tx_state_t *sender, const char *number, const char *name)
{
	/* The length of the whole and the checksum are filled in by the sender. */
	uint8_t message[8 + 4 * CALLER_TEXT] = { CLASS_MDMF_CALLERID, 0 };
	int length = add(message, 2, MCLASS_DATETIME, NO_CLOCK);

	length = add(message, length, is_reason(number) ? MCLASS_ABSENCE1 : MCLASS_CALLER_NUMBER,
		     number);
	if (name[0] != '\0')
		length = add(message, length, MCLASS_CALLER_NAME, name);
	else
		length = add(message, length, MCLASS_ABSENCE2, number[0] == 'P' ? "P" : "O");
	adsi_tx_init(sender, ADSI_STANDARD_CLASS);
	adsi_tx_put_message(sender, message, length);
}

static void show(char out[CALLER_TEXT], const uint8_t *text, int length)
{
	int kept = length < CALLER_TEXT - 1 ? length : CALLER_TEXT - 1;

	memset(out, 0, CALLER_TEXT);
	for (int i = 0; i < kept; i++)
		out[i] = (char)(text[i] >= 0x20 && text[i] < 0x7f ? text[i] : '?');
}

static void received(void *user, const uint8_t *message, int length)
{
	struct display *display = user;
	const uint8_t *text = NULL;
	uint8_t type = 0;
	int text_length = 0;
	bool single = length > 0 && message[0] == CLASS_SDMF_CALLERID;

	if (length <= 0 || (message[0] != CLASS_MDMF_CALLERID && !single))
		return;
	for (int at = -1;;) {
		at = adsi_next_field(display->modem, message, length, at, &type, &text,
				     &text_length);
		if (at <= 0)
			break;
		if (text == NULL)
			continue;
		if (single && text_length > 8)
			show(display->shown.number, text + 8, text_length - 8);
		else if (type == MCLASS_CALLER_NUMBER || type == MCLASS_ABSENCE1)
			show(display->shown.number, text, text_length);
		else if (type == MCLASS_CALLER_NAME || type == MCLASS_ABSENCE2)
			show(display->shown.name, text, text_length);
	}
	display->listens_ms = 0;
}

int display_init(struct display *display)
{
	memset(display, 0, sizeof *display);
	display->modem = adsi_rx_init(NULL, ADSI_STANDARD_CLASS, received, display);
	return display->modem ? 0 : -ENOMEM;
}

void display_free(struct display *display)
{
	if (display->modem)
		adsi_rx_free(display->modem);
	display->modem = NULL;
}

void display_clear(struct display *display)
{
	memset(&display->shown, 0, sizeof display->shown);
	display->listens_ms = 0;
}

void display_wake(struct display *display)
{
	adsi_rx_init(display->modem, ADSI_STANDARD_CLASS, received, display);
	display->listens_ms = LISTEN_MS;
}

void display_tick(struct display *display, const int16_t *samples)
{
	if (display->listens_ms == 0)
		return;
	display->listens_ms -= 10;
	adsi_rx(display->modem, samples, HAL_TICK_SAMPLES);
}
