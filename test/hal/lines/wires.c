/* SPDX-License-Identifier: MIT */
#include "wires.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

unsigned wires_open;
unsigned wires_closed_off_hook;

static int probe(struct hal_card *card)
{
	char *rest;

	if (strncmp(card->spec, "wires:", 6) != 0)
		return -ENODEV;
	if (strncmp(card->spec, "wires:fxs=", 10) != 0)
		return -EINVAL;
	card->fxs = (uint32_t)strtoul(card->spec + 10, &rest, 10);
	if (strncmp(rest, ",fxo=", 5) != 0)
		return -EINVAL;
	card->fxo = (uint32_t)strtoul(rest + 5, NULL, 10);
	wires_open++;
	return 0;
}

static void take_out(struct hal_card *card)
{
	(void)card;
	wires_open--;
}

static int plug(struct hal_line *line)
{
	struct wires *wires = calloc(1, sizeof *wires);

	if (wires == NULL)
		return -ENOMEM;
	wires->battery = wires->delivers = true;
	line->private_data = wires;
	wires_open++;
	return 0;
}

static void unplug(struct hal_line *line)
{
	if (line->private_data == NULL)
		return;
	wires_closed_off_hook += ((struct wires *)line->private_data)->off_hook;
	free(line->private_data);
	line->private_data = NULL;
	wires_open--;
}

static bool audio(struct hal_line *line, const int16_t *to_line, int16_t *from_line)
{
	struct wires *wires = line->private_data;

	memcpy(wires->heard, to_line, sizeof wires->heard);
	memcpy(from_line, wires->said, sizeof wires->said);
	return wires->delivers;
}

static int hook(struct hal_line *line, enum hal_hook wanted)
{
	struct wires *wires = line->private_data;

	if (wires->refuses)
		return wires->refuses;
	wires->off_hook = wanted == HAL_OFF_HOOK;
	wires->hooks++;
	return 0;
}

static int ring(struct hal_line *line, bool on)
{
	struct wires *wires = line->private_data;

	if (wires->refuses)
		return wires->refuses;
	wires->ringing = on;
	return 0;
}

static int battery(struct hal_line *line, bool on)
{
	((struct wires *)line->private_data)->battery = on;
	return 0;
}

const struct hal_driver wires_driver = {
	.abi = HAL_DRIVER_ABI,
	.name = "wires",
	.forms = "wires:fxs=1,fxo=1",
	.probe = probe,
	.open = plug,
	.close = unplug,
	.audio = audio,
	.hook = hook,
	.ring = ring,
	.battery = battery,
	.remove = take_out,
};

static const struct hal_driver of_another_abi = { .abi = HAL_DRIVER_ABI + 1, .forms = "later:" };
static const struct hal_driver deaf = { .abi = HAL_DRIVER_ABI,
					.name = "wires",
					.forms = "deaf:",
					.probe = probe,
					.open = plug,
					.close = unplug,
					.audio = audio };

const struct hal_driver *const wires_drivers[] = { &of_another_abi, &wires_driver, NULL };
const struct hal_driver *const deaf_drivers[] = { &deaf, NULL };

struct wires *wires_of(struct hal *hal, uint32_t line)
{
	struct hal_line *port = hal_enter(hal, line, &wires_driver);

	if (port == NULL)
		abort();
	return port->private_data;
}

void wires_do(struct hal *hal, uint32_t line, enum hal_wire what)
{
	struct hal_line *port = hal_enter(hal, line, &wires_driver);

	if (port == NULL)
		abort();
	hal_wire(port, what);
	hal_leave(hal);
}
