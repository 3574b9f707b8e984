/* SPDX-License-Identifier: MIT */
/* People and offices that do anything at any time: what must hold whatever they do. */
#include <stdlib.h>

#include "chance.h"
#include "rig.h"

#define PHONES 3
#define OFFICES 3

static const char *const numbers[] = { "911",     "5550100", "5550101", "5550102",     "5550105",
				       "5550106", "55",      "0",       "12025550101", "*67" };

static uint32_t pick(struct chance *chance, uint32_t below)
{
	return chance_between(chance, 0, below - 1);
}

static void person(struct hal *rig, struct chance *chance, uint32_t line)
{
	struct sim_saying saying = { pick(chance, 4), 300 + pick(chance, 3000),
				     -(int32_t)pick(chance, 601) };

	switch (pick(chance, 7)) {
	case 0:
	case 1:
		sim_lift(rig, line);
		break;
	case 2:
	case 3:
		sim_hang_up(rig, line);
		break;
	case 4:
		sim_flash(rig, line, pick(chance, 2500));
		break;
	case 5:
		sim_dial(rig, line, numbers[pick(chance, 10)],
			 pick(chance, 2) ? SIM_DTMF : SIM_PULSE, pick(chance, 200),
			 pick(chance, 200));
		break;
	default:
		sim_say(rig, line, &saying);
		break;
	}
}

static void exchange(struct hal *rig, struct chance *chance)
{
	uint32_t phone = pick(chance, PHONES), line = PHONES + pick(chance, OFFICES);

	switch (pick(chance, 5)) {
	case 0:
		rig_ring(rig, phone, pick(chance, 2));
		break;
	case 1:
		hal_sim_driver.battery(&rig->lines[phone], pick(chance, 4) > 0);
		break;
	case 2:
		rig_connect(rig, (int)phone, (int)line);
		break;
	default:
		rig_hook(rig, line, pick(chance, 2) ? HAL_OFF_HOOK : HAL_ON_HOOK);
		break;
	}
}

static void office(struct hal *rig, struct chance *chance, uint32_t line)
{
	struct sim_co_settings settings = { pick(chance, 8), 10 + pick(chance, 1000),
					    pick(chance, 2000), pick(chance, 2) };

	switch (pick(chance, 4)) {
	case 0:
		sim_co_ring(rig, line, pick(chance, 2) ? "2025550123" : "", "SOMEBODY");
		break;
	case 1:
		sim_co_end(rig, line);
		break;
	case 2:
		sim_co_set(rig, line, &settings);
		break;
	default:
		sim_say(rig, line, &(struct sim_saying){ pick(chance, 4), 1500, -100 });
		break;
	}
}

/* Bursts of a cadence, until somebody is in the way. */
static void ring_phone(struct hal *rig, struct chance *chance)
{
	uint32_t phone = pick(chance, PHONES);

	for (uint32_t bursts = pick(chance, 8); bursts > 0; bursts--) {
		rig_ring(rig, phone, true);
		rig_pass(rig, 1000);
		rig_ring(rig, phone, false);
		rig_pass(rig, 500);
	}
}

/* As an exchange would: so that calls come about. */
static void place_call(struct hal *rig, struct chance *chance)
{
	uint32_t phone = pick(chance, PHONES), line = PHONES + pick(chance, OFFICES);

	rig_connect(rig, (int)phone, (int)line);
	sim_hang_up(rig, phone);
	rig_hook(rig, line, HAL_ON_HOOK);
	rig_pass(rig, 1200);
	sim_lift(rig, phone);
	rig_hook(rig, line, HAL_OFF_HOOK);
	rig_pass(rig, 400);
	sim_dial(rig, phone, numbers[pick(chance, 10)], SIM_DTMF, 0, 0);
	rig_pass(rig, 2000 + pick(chance, 12000));
	for (uint32_t flashes = pick(chance, 3); flashes > 0; flashes--) {
		rig_hook(rig, line, HAL_ON_HOOK);
		rig_pass(rig, pick(chance, 1100));
		rig_hook(rig, line, HAL_OFF_HOOK);
		rig_pass(rig, pick(chance, 3000));
		sim_dial(rig, phone, numbers[pick(chance, 10)], SIM_DTMF, 0, 0);
	}
}

static void something(struct hal *rig, struct chance *chance)
{
	switch (pick(chance, 12)) {
	case 10:
		ring_phone(rig, chance);
		break;
	case 11:
		place_call(rig, chance);
		break;
	case 0:
		sim_fault(rig, pick(chance, PHONES + OFFICES),
			  pick(chance, 3) ? SIM_NO_FAULT : (enum sim_fault)pick(chance, 6));
		break;
	case 1:
	case 2:
	case 3:
		person(rig, chance, pick(chance, PHONES));
		break;
	case 4:
	case 5:
		office(rig, chance, PHONES + pick(chance, OFFICES));
		break;
	default:
		exchange(rig, chance);
		break;
	}
	/* Mostly moments, sometimes minutes. */
	rig_pass(rig, 10 + (pick(chance, 12) ? pick(chance, 2500) : pick(chance, 60000)));
}

static void must_hold(struct hal *rig)
{
	for (uint32_t i = 0; i < PHONES; i++) {
		struct sim_hearing heard = rig_hear(rig, i);

		CHECK(heard.level_tenths_dbm0 >= -999 && heard.level_tenths_dbm0 <= 70);
		CHECK(!(heard.ringing && rig_is(rig, i, HAL_WIRE_OFF_HOOK)));
		CHECK(heard.hz[0] < 4000);
	}
	for (uint32_t i = PHONES; i < PHONES + OFFICES; i++) {
		CHECK(rig_office(rig, i).state <= SIM_CO_ENDED);
		CHECK(!rig_is(rig, i, HAL_WIRE_RING_ON) ||
		      rig_office(rig, i).state == SIM_CO_RINGING);
	}
}

static void all_hang_up(struct hal *rig)
{
	for (uint32_t i = 0; i < PHONES + OFFICES; i++)
		sim_fault(rig, i, SIM_NO_FAULT);
	for (uint32_t i = 0; i < PHONES; i++) {
		hal_sim_driver.battery(&rig->lines[i], true);
		rig_ring(rig, i, false);
		sim_hang_up(rig, i);
	}
	for (uint32_t i = PHONES; i < PHONES + OFFICES; i++) {
		rig_hook(rig, i, HAL_ON_HOOK);
		sim_co_end(rig, i);
	}
	rig_pass(rig, 8000);
}

static void is_idle(struct hal *rig)
{
	rig_forget(rig);
	for (int i = 0; i < PHONES + OFFICES; i++) {
		rig_listen(rig, i);
		rig_pass(rig, 10000);
		CHECK(rig_loudness(rig, 0, 10000) < -90);
		CHECK(rig->delivers[i]);
		CHECK_EQUAL(rig_hear(rig, (uint32_t)i).level_tenths_dbm0, -999);
		CHECK_EQUAL(rig_hear(rig, (uint32_t)i).off_hook, 0);
		for (unsigned what = 0; what < 10; what++) {
			if (what != HAL_WIRE_CURRENT_LOST)
				CHECK(!rig->is_so[i][what]);
		}
		if (i >= PHONES)
			CHECK_EQUAL(rig_office(rig, (uint32_t)i).state, SIM_CO_IDLE);
	}
	CHECK_EQUAL(rig->seen_count, 0);
}

/* `ms` of virtual time from that seed. */
static uint64_t walk(uint64_t seed, uint64_t ms)
{
	struct hal *rig = rig_open("sim:fxs=3,fxo=3", seed);
	struct chance chance = { seed };
	uint64_t hash;

	for (unsigned i = 0; i < PHONES; i++)
		rig_connect(rig, (int)i, (int)(i + PHONES));
	while (rig->ticks * 10 < ms) {
		something(rig, &chance);
		must_hold(rig);
	}
	all_hang_up(rig);
	is_idle(rig);
	hash = rig->hash;
	rig_close(rig);
	return hash;
}

static void hours(void)
{
	for (uint64_t seed = 1; seed <= 6; seed++)
		walk(seed, 3600 * 1000);
}

static void same_seed(void)
{
	uint64_t first = walk(4711, 600 * 1000);

	CHECK(walk(4711, 600 * 1000) == first);
	CHECK(walk(4712, 600 * 1000) != first);
}

/* The seed, not only what is done, decides what is heard. */
static void other_seed(void)
{
	struct sim_saying speech = { SIM_SPEECH, 0, -160 };
	uint64_t hash[3];

	for (unsigned i = 0; i < 3; i++) {
		struct hal *rig = rig_open("sim:fxs=1", i == 2 ? 2 : 1);

		sim_lift(rig, 0);
		sim_say(rig, 0, &speech);
		rig_pass(rig, 1000);
		hash[i] = rig->hash;
		rig_close(rig);
	}
	CHECK(hash[0] == hash[1]);
	CHECK(hash[0] != hash[2]);
}

int main(void)
{
	static const struct test tests[] = {
		{ "six hours of anything, and all is idle when all have hung up", hours },
		{ "the same seed and the same doings sound the same, to the sample", same_seed },
		{ "another seed sounds different", other_seed },
	};

	return RUN(tests);
}
