/* SPDX-License-Identifier: MIT */
#include "rig.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct hal *rig_open(const char *spec, uint64_t seed)
{
	struct hal *rig = calloc(1, sizeof *rig);

	snprintf(rig->card.spec, sizeof rig->card.spec, "%s", spec);
	rig->card.driver = &hal_sim_driver;
	rig->card.seed = seed;
	rig->listens_to = -1;
	rig->hash = 0xcbf29ce484222325u;
	if (hal_sim_driver.probe(&rig->card) != 0)
		abort();
	for (uint32_t i = 0; i < rig->card.fxs + rig->card.fxo; i++) {
		struct hal_line *line = &rig->lines[i];

		rig->peer[i] = -1;
		*line = (struct hal_line){ .hal = rig,
					   .index = i,
					   .kind = i < rig->card.fxs ? HAL_FXS : HAL_FXO,
					   .card = &rig->card,
					   .port = i };
		if (hal_sim_driver.open(line) != 0)
			abort();
	}
	return rig;
}

void rig_close(struct hal *rig)
{
	for (uint32_t i = 0; i < rig->card.fxs + rig->card.fxo; i++) {
		hal_sim_driver.close(&rig->lines[i]);
		hal_sim_driver.close(&rig->lines[i]);
	}
	free(rig);
}

static void take(struct hal *rig, uint32_t line, const int16_t *from)
{
	for (unsigned i = 0; i < HAL_TICK_SAMPLES; i++)
		rig->hash = (rig->hash ^ (uint16_t)from[i]) * 0x100000001b3u;
	if (rig->peer[line] >= 0)
		memcpy(rig->to[rig->peer[line]], from, HAL_TICK_SAMPLES * sizeof *from);
	if ((int)line == rig->listens_to && rig->said_count < RIG_SECONDS * HAL_RATE) {
		memcpy(rig->said + rig->said_count, from, HAL_TICK_SAMPLES * sizeof *from);
		rig->said_count += HAL_TICK_SAMPLES;
	}
}

static void tick(struct hal *rig)
{
	for (uint32_t i = 0; i < rig->card.fxs + rig->card.fxo; i++) {
		int16_t to[HAL_TICK_SAMPLES], from[HAL_TICK_SAMPLES];

		memcpy(to, rig->to[i], sizeof to);
		memset(rig->to[i], 0, sizeof to);
		memset(from, 0x55, sizeof from);
		if ((int)i == rig->listens_to && rig->sends_count > 0) {
			uint32_t now = rig->sends_count < HAL_TICK_SAMPLES ? rig->sends_count
									   : HAL_TICK_SAMPLES;

			memcpy(to, rig->sends, now * sizeof *to);
			rig->sends += now;
			rig->sends_count -= now;
		}
		if (rig->hook[i] && !rig->hook_before[i]) /* seized: it is to tell anew */
			rig->is_so[i][HAL_WIRE_CURRENT_LOST] = false;
		rig->hook_before[i] = rig->hook[i];
		rig->delivers[i] = hal_sim_driver.audio(&rig->lines[i], to, from);
		take(rig, i, from);
	}
	rig->ticks++;
}

void rig_pass(struct hal *rig, uint32_t ms)
{
	for (uint32_t i = 0; i < ms / 10; i++)
		tick(rig);
}

void rig_connect(struct hal *rig, int a, int b)
{
	rig->peer[a] = b;
	rig->peer[b] = a;
}

void rig_forget(struct hal *rig)
{
	rig->said_count = 0;
	rig->seen_count = 0;
	rig->forgotten_at = rig->ticks;
}

void rig_listen(struct hal *rig, int line)
{
	rig->listens_to = line;
	rig_forget(rig);
}

void rig_send(struct hal *rig, const int16_t *samples, uint32_t count)
{
	rig->sends = samples;
	rig->sends_count = count;
}

void rig_hook(struct hal *rig, uint32_t line, enum hal_hook hook)
{
	CHECK_EQUAL(hal_sim_driver.hook(&rig->lines[line], hook), 0);
	rig->hook[line] = hook == HAL_OFF_HOOK;
}

int rig_ring(struct hal *rig, uint32_t line, bool on)
{
	return hal_sim_driver.ring(&rig->lines[line], on);
}

uint32_t rig_count(const struct hal *rig, enum hal_wire what)
{
	uint32_t count = 0;

	for (uint32_t i = 0; i < rig->seen_count; i++)
		count += rig->seen[i].what == what;
	return count;
}

int32_t rig_when(const struct hal *rig, enum hal_wire what)
{
	for (uint32_t i = 0; i < rig->seen_count; i++) {
		if (rig->seen[i].what == what)
			return (int32_t)rig->seen[i].ms;
	}
	return -1;
}

bool rig_is(const struct hal *rig, uint32_t line, enum hal_wire what)
{
	return rig->is_so[line][what];
}

double rig_level(const struct hal *rig, double hz, uint32_t from_ms, uint32_t to_ms)
{
	return level_at(rig->said + from_ms * 8, (to_ms - from_ms) * 8, hz);
}

double rig_loudness(const struct hal *rig, uint32_t from_ms, uint32_t to_ms)
{
	double sum = 0;

	for (uint32_t i = from_ms * 8; i < to_ms * 8; i++)
		sum += (double)rig->said[i] * rig->said[i];
	return sum == 0 ? -99 : 10 * log10(sum / ((to_ms - from_ms) * 8) / 16141.0 / 16141.0);
}

struct sim_hearing rig_hear(struct hal *rig, uint32_t line)
{
	struct sim_hearing heard;

	CHECK_EQUAL(sim_hear(rig, line, &heard), 0);
	return heard;
}

struct sim_co_state_of rig_office(struct hal *rig, uint32_t line)
{
	struct sim_co_state_of state;

	CHECK_EQUAL(sim_co_state(rig, line, &state), 0);
	return state;
}

/* ---- what a driver may call -------------------------------------------------------------------------------------- */

/* What begins ends before it begins again. */
static void follow(struct hal *rig, uint32_t line, enum hal_wire what)
{
	bool begins = what % 2 == 1; /* the enum pairs them */
	enum hal_wire of = begins ? what : (enum hal_wire)(what - 1);

	if (what == HAL_WIRE_REVERSED)
		return;
	CHECK(rig->is_so[line][of] != begins);
	CHECK((of == HAL_WIRE_OFF_HOOK) == (rig->lines[line].kind == HAL_FXS));
	rig->is_so[line][of] = begins;
}

void hal_wire(struct hal_line *line, enum hal_wire what)
{
	struct hal *rig = line->hal;

	follow(rig, line->index, what);

	if (rig->seen_count < RIG_EVENTS)
		rig->seen[rig->seen_count++] =
			(struct seen){ line->index, what,
				       (uint32_t)(rig->ticks - rig->forgotten_at) * 10 };
}

uint64_t hal_now_ms(const struct hal *rig)
{
	return rig->ticks * 10;
}

struct hal_line *hal_enter(struct hal *rig, uint32_t line, const struct hal_driver *driver)
{
	if (driver != &hal_sim_driver || line >= rig->card.fxs + rig->card.fxo)
		return NULL;
	return &rig->lines[line];
}

void hal_leave(struct hal *rig)
{
	(void)rig;
}
