/* SPDX-License-Identifier: MIT */
#include "ringer.h"

#include <errno.h>
#include <string.h>

#define PHASES 8

static unsigned count_phases(const struct hal_cadence *cadence)
{
	unsigned count = 0;

	while (count < PHASES && cadence->ms[count] != 0)
		count++;
	return count;
}

int ringer_start(struct ringer *ringer, const struct hal_cadence *cadence)
{
	unsigned phases = count_phases(cadence);

	if (phases == 0)
		return -EINVAL;
	if (phases == ringer->phases &&
	    memcmp(cadence->ms, ringer->cadence.ms, phases * sizeof *cadence->ms) == 0)
		return 0;
	*ringer =
		(struct ringer){ .cadence = *cadence, .phases = phases, .left_ms = cadence->ms[0] };
	return 0;
}

void ringer_stop(struct ringer *ringer)
{
	memset(ringer, 0, sizeof *ringer);
}

bool ringer_is_on(const struct ringer *ringer)
{
	return ringer->phases > 0 && ringer->phase % 2 == 0;
}

void ringer_tick(struct ringer *ringer, uint32_t ms)
{
	if (ringer->phases == 0)
		return;
	while (ms >= ringer->left_ms) {
		ms -= ringer->left_ms;
		ringer->phase = (ringer->phase + 1) % ringer->phases;
		ringer->left_ms = ringer->cadence.ms[ringer->phase];
	}
	ringer->left_ms -= ms;
}

uint32_t ringer_pause_ms(const struct ringer *ringer)
{
	return ringer->phases > 0 && !ringer_is_on(ringer) ? ringer->left_ms : 0;
}
