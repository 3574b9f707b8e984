/* SPDX-License-Identifier: MIT */
#include "fingers.h"

#include <errno.h>
#include <string.h>

#include "strowger/hal.h"

#define MS (HAL_RATE / 1000)
#define KEY_MS 100
#define FLASH_MS 600
#define AFTER_FLASH_MS 200
#define PAUSE_MS 1000
#define BREAK_MS 60 /* 10 pulses a second, 60 % of it open */
#define MAKE_MS 40
#define BETWEEN_PULSED_MS 700

static const char keypad[] = "0123456789*#ABCD"; /* in the order of tone_dtmf's codes */

static bool is_key(char symbol, enum sim_dialling how)
{
	if (symbol == ',' || symbol == '!')
		return true;
	if (how == SIM_PULSE)
		return symbol >= '0' && symbol <= '9';
	return symbol != '\0' && strchr(keypad, symbol) != NULL;
}

static void queue(struct fingers *fingers, struct key key)
{
	fingers->keys[(fingers->first + fingers->count++) % MOST_KEYS] = key;
}

int fingers_dial(struct fingers *fingers, const char *keys, enum sim_dialling how, uint32_t on_ms,
		 uint32_t gap_ms)
{
	size_t length = strnlen(keys, MOST_KEYS + 1);

	if ((how != SIM_DTMF && how != SIM_PULSE) || on_ms > LONGEST_KEY_MS ||
	    gap_ms > LONGEST_KEY_MS)
		return -EINVAL;
	for (size_t i = 0; i < length; i++) {
		if (!is_key(keys[i], how))
			return -EINVAL;
	}
	if (length > MOST_KEYS - fingers->count)
		return -ENOSPC;
	if (on_ms == 0)
		on_ms = KEY_MS;
	if (gap_ms == 0)
		gap_ms = how == SIM_PULSE ? BETWEEN_PULSED_MS : KEY_MS;
	for (size_t i = 0; i < length; i++) {
		bool flash = keys[i] == '!';

		queue(fingers,
		      (struct key){ keys[i], (uint8_t)how, (uint16_t)(flash ? FLASH_MS : on_ms),
				    (uint16_t)gap_ms });
	}
	return 0;
}

int fingers_flash(struct fingers *fingers, uint32_t ms)
{
	if (ms < 100 || ms > 2000)
		return -EINVAL;
	if (fingers->count == MOST_KEYS)
		return -ENOSPC;
	queue(fingers, (struct key){ '!', SIM_DTMF, (uint16_t)ms, 0 });
	return 0;
}

void fingers_stop(struct fingers *fingers)
{
	fingers->count = 0;
	fingers->doing = REST;
	fingers->left = 0;
}

static void begin(struct fingers *fingers, enum fingers_do what, uint32_t samples)
{
	fingers->doing = what;
	fingers->left = samples;
}

static void take_key(struct fingers *fingers)
{
	struct key key = fingers->keys[fingers->first];

	fingers->first = (fingers->first + 1) % MOST_KEYS;
	fingers->count--;
	fingers->gap = (uint32_t)key.gap_ms * MS;
	if (key.symbol == ',') {
		begin(fingers, WAIT, PAUSE_MS * MS);
	} else if (key.symbol == '!') {
		fingers->gap = AFTER_FLASH_MS * MS;
		begin(fingers, FLASH, (uint32_t)key.on_ms * MS);
	} else if (key.how == SIM_PULSE) {
		fingers->pulses = key.symbol == '0' ? 10 : (uint32_t)(key.symbol - '0');
		begin(fingers, BREAK, BREAK_MS * MS);
	} else {
		tone_dtmf(&fingers->tone, (uint8_t)(strchr(keypad, key.symbol) - keypad));
		begin(fingers, PRESS, (uint32_t)key.on_ms * MS);
	}
}

/* What follows when the present doing is over. */
static void go_on(struct fingers *fingers)
{
	switch (fingers->doing) {
	case BREAK:
		begin(fingers, MAKE, MAKE_MS * MS);
		break;
	case MAKE:
		if (--fingers->pulses > 0)
			begin(fingers, BREAK, BREAK_MS * MS);
		else
			begin(fingers, WAIT, fingers->gap);
		break;
	case PRESS:
	case FLASH:
		begin(fingers, WAIT, fingers->gap);
		break;
	default:
		fingers->doing = REST;
		if (fingers->count > 0)
			take_key(fingers);
		break;
	}
}

enum fingers_do fingers_work(struct fingers *fingers, int32_t *mix)
{
	enum fingers_do first;

	while (fingers->left == 0 && !fingers_rest(fingers))
		go_on(fingers);
	first = fingers->doing;
	for (uint32_t done = 0; done < HAL_TICK_SAMPLES && fingers->left > 0;) {
		uint32_t now = HAL_TICK_SAMPLES - done;

		if (now > fingers->left)
			now = fingers->left;
		if (fingers->doing == PRESS)
			tone_add(&fingers->tone, mix + done, now);
		done += now;
		fingers->left -= now;
		while (fingers->left == 0 && !fingers_rest(fingers))
			go_on(fingers);
	}
	return first;
}
