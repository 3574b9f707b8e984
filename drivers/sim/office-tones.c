/* SPDX-License-Identifier: MIT */
/* The precise tones of North America: GR-506, TIA-464. */
#include "office.h"

static const struct media_tone tones[] = {
	[SIM_CO_DIAL_TONE] = { .hz = { 350, 440 }, .level_dbm0 = -13 },
	[SIM_CO_FAR_RINGING] = { .hz = { 440, 480 },
				 .level_dbm0 = -19,
				 .cadence_ms = { OFFICE_RING_MS,
						 OFFICE_RING_CYCLE_MS - OFFICE_RING_MS } },
	[SIM_CO_BUSY] = { .hz = { 480, 620 }, .level_dbm0 = -24, .cadence_ms = { 500, 500 } },
	[SIM_CO_REORDER] = { .hz = { 480, 620 }, .level_dbm0 = -24, .cadence_ms = { 250, 250 } },
	/* As loud as fits into 16 bits: it is to be heard across the room. */
	[SIM_CO_HOWLER] = { .hz = { 1400, 2060, 2450, 2600 },
			    .level_dbm0 = -9,
			    .cadence_ms = { 100, 100 } },
	[SIM_CO_ENDED] = { .level_dbm0 = 0 },
};

void office_tone(struct office *office, enum sim_co_state state)
{
	office->tone_on = tones[state].hz[0] != 0 && tone_init(&office->tone, &tones[state]) == 0;
}
