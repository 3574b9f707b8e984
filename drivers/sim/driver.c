/* SPDX-License-Identifier: MIT */
/*
 * The simulated card: a telephone at each FXS port, a central office behind each FXO port. The reference for other
 * drivers. It has no clock and no thread of its own; a tick allocates nothing.
 */
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "sim-line.h"

static int probe(struct hal_card *card)
{
	return sim_spec_parse(card->spec, &card->fxs, &card->fxo);
}

static void close_line(struct hal_line *line)
{
	struct sim_line *sim = line->private_data;

	if (sim == NULL)
		return;
	if (line->kind == HAL_FXS)
		phone_free(&sim->phone);
	else
		office_free(&sim->office);
	free(sim);
	line->private_data = NULL;
}

static int open_line(struct hal_line *line)
{
	struct chance chance = { line->card->seed ^ (line->port + 1) * 0x9e3779b9u };
	struct sim_line *sim = calloc(1, sizeof *sim);
	int error;

	if (sim == NULL)
		return -ENOMEM;
	sim->line = line;
	line->private_data = sim;
	error = line->kind == HAL_FXS ? phone_init(&sim->phone, line, chance_next(&chance))
				      : office_init(&sim->office, line, chance_next(&chance));
	if (error != 0)
		close_line(line);
	return error;
}

static bool audio(struct hal_line *line, const int16_t *to_line, int16_t *from_line)
{
	static const int16_t nothing[HAL_TICK_SAMPLES];
	struct sim_line *sim = line->private_data;
	bool stopped = sim->fault == SIM_AUDIO_STOPS;

	if (stopped) /* what moves contacts goes on, what carries sound does not */
		to_line = nothing;
	if (line->kind == HAL_FXS)
		phone_tick(&sim->phone, to_line, from_line);
	else
		office_tick(&sim->office, to_line, from_line);
	if (stopped)
		memset(from_line, 0, sizeof nothing);
	return !stopped;
}

static int hook(struct hal_line *line, enum hal_hook wanted)
{
	struct sim_line *sim = line->private_data;

	if (line->kind != HAL_FXO)
		return -ENOTSUP;
	if (wanted != HAL_ON_HOOK && wanted != HAL_OFF_HOOK)
		return -EINVAL;
	sim->office.hook = wanted == HAL_OFF_HOOK; /* seen at the next tick */
	return 0;
}

static int ring(struct hal_line *line, bool on)
{
	struct sim_line *sim = line->private_data;

	return line->kind == HAL_FXS ? phone_ring(&sim->phone, on) : -ENOTSUP;
}

static int battery(struct hal_line *line, bool on)
{
	struct sim_line *sim = line->private_data;

	if (line->kind != HAL_FXS)
		return -ENOTSUP;
	sim->phone.battery = on;
	return 0;
}

const struct hal_driver hal_sim_driver = {
	.abi = HAL_DRIVER_ABI,
	.name = "sim",
	.forms = "sim:fxs=2,fxo=2 (0 to 32 of each, at least one in all)",
	.probe = probe,
	.open = open_line,
	.close = close_line,
	.audio = audio,
	.hook = hook,
	.ring = ring,
	.battery = battery,
};
