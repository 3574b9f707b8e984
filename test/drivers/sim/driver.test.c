/* SPDX-License-Identifier: MIT */
#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <time.h>

#include "faults.h"
#include "rig.h"

static int probe(const char *spec, uint32_t *fxs, uint32_t *fxo)
{
	struct hal_card card = { 0 };
	int error;

	snprintf(card.spec, sizeof card.spec, "%s", spec);
	error = hal_sim_driver.probe(&card);
	*fxs = card.fxs;
	*fxo = card.fxo;
	return error;
}

static void specs(void)
{
	static const char *const wrong[] = { "sim",
					     "sim:",
					     "sim:fxs",
					     "sim:fxs=",
					     "sim:fxs=33",
					     "sim:fxs=0",
					     "sim:fxs=-1",
					     "sim:fxs=1,",
					     "sim:,fxs=1",
					     "sim:fxs=1fxo=1",
					     "sim:t1=1",
					     "sim:fxs=1 ",
					     "sim:fxs=1;fxo=1",
					     "sim:fxs=001",
					     "sim:fxo=0,fxs=0",
					     "sim: fxs=1",
					     "sim:fxs=1,fxs=2",
					     "sim:FXS=1" };
	uint32_t fxs, fxo;

	CHECK_EQUAL(probe("sim:fxs=2,fxo=3", &fxs, &fxo), 0);
	CHECK(fxs == 2 && fxo == 3);
	CHECK_EQUAL(probe("sim:fxo=32", &fxs, &fxo), 0);
	CHECK(fxs == 0 && fxo == 32);
	CHECK_EQUAL(probe("sim:fxo=0,fxs=09", &fxs, &fxo), 0);
	CHECK(fxs == 9 && fxo == 0);
	for (unsigned i = 0; i < sizeof wrong / sizeof *wrong; i++) {
		if (!CHECK_EQUAL(probe(wrong[i], &fxs, &fxo), -EINVAL))
			printf("# %s\n", wrong[i]);
	}
	CHECK_EQUAL(probe("dahdi:1-4", &fxs, &fxo), -ENODEV);
	CHECK_EQUAL(probe("simple", &fxs, &fxo), -ENODEV);
	CHECK_EQUAL(probe("", &fxs, &fxo), -ENODEV);
}

static void wrong_kind(void)
{
	struct hal *rig = rig_open("sim:fxs=1,fxo=1", 1);

	CHECK_EQUAL(hal_sim_driver.hook(&rig->lines[0], HAL_OFF_HOOK), -ENOTSUP);
	CHECK_EQUAL(hal_sim_driver.hook(&rig->lines[1], HAL_FLASH), -EINVAL);
	CHECK_EQUAL(hal_sim_driver.ring(&rig->lines[1], true), -ENOTSUP);
	CHECK_EQUAL(hal_sim_driver.battery(&rig->lines[1], false), -ENOTSUP);
	CHECK_EQUAL(sim_co_ring(rig, 0, "", ""), -ENOTSUP);
	CHECK_EQUAL(sim_co_end(rig, 0), -ENOTSUP);
	CHECK_EQUAL(sim_hang_up(rig, 1), -ENOTSUP);
	CHECK_EQUAL(sim_flash(rig, 1, 500), -ENOTSUP);
	CHECK_EQUAL(sim_dial(rig, 1, "1", SIM_DTMF, 0, 0), -ENOTSUP);
	rig_close(rig);
}

static void no_memory(void)
{
	struct hal_card card = { .driver = &hal_sim_driver };
	struct hal_line line = { .kind = HAL_FXS, .card = &card };

	faults_arm(1);
	CHECK_EQUAL(hal_sim_driver.open(&line), -ENOMEM);
	CHECK(faults_disarm());
	hal_sim_driver.close(&line);
	hal_sim_driver.close(&line);
}

static void no_memory_in_a_tick(void)
{
	struct hal *rig = rig_open("sim:fxs=1,fxo=1", 1);

	rig_connect(rig, 0, 1);
	sim_lift(rig, 0);
	sim_dial(rig, 0, ",12025550105", SIM_DTMF, 0, 0);
	rig_hook(rig, 1, HAL_OFF_HOOK);
	faults_arm(1);
	rig_pass(rig, 20000);
	CHECK_EQUAL(rig_office(rig, 1).state, SIM_CO_ENDED);
	CHECK(!faults_disarm());
	rig_close(rig);
}

#define TICKS 100000

static void print_cost(struct hal *rig, const char *of)
{
	struct timespec from, to;

	clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &from);
	for (unsigned i = 0; i < TICKS / 100; i++)
		rig_pass(rig, 1000);
	clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &to);
	printf("# %s: %.0f ns a tick, with the rig\n", of,
	       ((double)(to.tv_sec - from.tv_sec) * 1e9 + (double)(to.tv_nsec - from.tv_nsec)) /
		       TICKS);
	rig_close(rig);
}

static void cost(void)
{
	struct sim_saying speech = { SIM_SPEECH, 0, -160 };
	struct hal *rig = rig_open("sim:fxs=1", 1);

	print_cost(rig, "telephone on hook");
	rig = rig_open("sim:fxo=1", 1);
	print_cost(rig, "idle outside line");
	rig = rig_open("sim:fxs=1", 1);
	sim_lift(rig, 0);
	sim_say(rig, 0, &speech);
	print_cost(rig, "telephone, speaking");
	rig = rig_open("sim:fxo=1", 1);
	rig_hook(rig, 0, HAL_OFF_HOOK);
	sim_fault(rig, 0, SIM_GLARE);
	print_cost(rig, "outside line, in a call");
	rig = rig_open("sim:fxo=1", 1);
	sim_co_ring(rig, 0, "2025550123", "A");
	print_cost(rig, "outside line, ringing");
}

int main(void)
{
	static const struct test tests[] = {
		{ "the card is described by its ports", specs },
		{ "a port refuses what its kind cannot", wrong_kind },
		{ "without memory a line does not open", no_memory },
		{ "a tick asks for no memory", no_memory_in_a_tick },
		{ "figures", cost },
	};

	return RUN(tests);
}
