/* SPDX-License-Identifier: MIT */
#include <errno.h>
#include <spandsp.h>
#include <stdlib.h>
#include <string.h>

#include "caller-id.h"
#include "rig.h"

static struct hal *lifted_phone(void)
{
	struct hal *rig = rig_open("sim:fxs=1", 7);

	sim_lift(rig, 0);
	rig_pass(rig, 100);
	rig_listen(rig, 0);
	return rig;
}

static void lifts_and_hangs_up(void)
{
	for (uint64_t seed = 1; seed <= 40; seed++) {
		struct hal *rig = rig_open("sim:fxs=1", seed);

		rig_listen(rig, 0);
		CHECK_EQUAL(sim_lift(rig, 0), 0);
		CHECK_EQUAL(sim_lift(rig, 0), 0);
		rig_pass(rig, 500);
		CHECK_EQUAL(rig_when(rig, HAL_WIRE_OFF_HOOK), 0);
		CHECK_EQUAL(rig_count(rig, HAL_WIRE_OFF_HOOK),
			    rig_count(rig, HAL_WIRE_ON_HOOK) + 1);
		CHECK(rig->seen[rig->seen_count - 1].ms <= 30);
		CHECK(rig_count(rig, HAL_WIRE_OFF_HOOK) <= 3);
		CHECK_EQUAL(rig_hear(rig, 0).off_hook, 1);

		rig_forget(rig);
		CHECK_EQUAL(sim_hang_up(rig, 0), 0);
		rig_pass(rig, 500);
		CHECK_EQUAL(rig_when(rig, HAL_WIRE_ON_HOOK), 0);
		CHECK_EQUAL(rig_count(rig, HAL_WIRE_ON_HOOK),
			    rig_count(rig, HAL_WIRE_OFF_HOOK) + 1);
		CHECK_EQUAL(rig_hear(rig, 0).off_hook, 0);
		rig_close(rig);
	}
}

static void contacts_bounce(void)
{
	uint32_t bounced = 0, clean = 0;

	for (uint64_t seed = 1; seed <= 40; seed++) {
		struct hal *rig = rig_open("sim:fxs=1", seed);

		sim_lift(rig, 0);
		rig_pass(rig, 100);
		if (rig_count(rig, HAL_WIRE_OFF_HOOK) > 1)
			bounced++;
		else
			clean++;
		rig_close(rig);
	}
	CHECK(bounced >= 10);
	CHECK(clean >= 5);
}

static void pulses(void)
{
	struct hal *rig = lifted_phone();

	CHECK_EQUAL(sim_dial(rig, 0, "30", SIM_PULSE, 0, 0), 0);
	rig_pass(rig, 3000);
	CHECK_EQUAL(rig_count(rig, HAL_WIRE_ON_HOOK), 13);
	CHECK_EQUAL(rig_count(rig, HAL_WIRE_OFF_HOOK), 13);
	for (uint32_t i = 0; i < 26; i += 2) {
		CHECK_EQUAL(rig->seen[i].what, HAL_WIRE_ON_HOOK);
		CHECK_EQUAL(rig->seen[i + 1].ms - rig->seen[i].ms, 60);
		if (i > 0 && i != 6)
			CHECK_EQUAL(rig->seen[i].ms - rig->seen[i - 1].ms, 40);
	}
	CHECK_EQUAL(rig->seen[6].ms - rig->seen[5].ms, 740);
	rig_close(rig);
}

static void keys(void)
{
	static const char all[] = "123A456B789C*0#D";
	dtmf_rx_state_t *detector = dtmf_rx_init(NULL, NULL, NULL);
	char got[32] = "";
	struct hal *rig = lifted_phone();

	CHECK_EQUAL(sim_dial(rig, 0, all, SIM_DTMF, 50, 50), 0);
	rig_pass(rig, 2000);
	dtmf_rx(detector, rig->said, (int)rig->said_count);
	dtmf_rx_get(detector, got, sizeof got - 1);
	CHECK_EQUAL(strcmp(got, all), 0);
	dtmf_rx_free(detector);
	rig_close(rig);
}

static void key_levels_and_times(void)
{
	struct hal *rig = lifted_phone();
	uint32_t first = 0, last = 0;

	sim_dial(rig, 0, "5", SIM_DTMF, 0, 0);
	rig_pass(rig, 300);
	CHECK_NEAR(rig_level(rig, 770, 0, 100), -9, 0.2);
	CHECK_NEAR(rig_level(rig, 1336, 0, 100), -7, 0.2);
	for (uint32_t i = 0; i < rig->said_count; i++) {
		if (rig->said[i] != 0)
			last = i;
	}
	CHECK_NEAR(last - first, 800, 3);

	rig_forget(rig);
	sim_dial(rig, 0, "12", SIM_DTMF, 45, 33); /* not of whole ticks */
	rig_pass(rig, 300);
	CHECK_NEAR(rig_level(rig, 1209, 0, 45), -7, 0.3);
	CHECK(rig_loudness(rig, 46, 77) < -90);
	CHECK_NEAR(rig_level(rig, 1336, 78, 123), -7, 0.3);
	CHECK(rig_loudness(rig, 124, 300) < -90);
	rig_close(rig);
}

static void pauses_flashes_and_order(void)
{
	struct hal *rig = lifted_phone();

	CHECK_EQUAL(sim_dial(rig, 0, "1,!2", SIM_DTMF, 0, 0), 0);
	rig_pass(rig, 3000);
	CHECK(rig_level(rig, 697, 0, 100) > -10);
	/* 100 on, 100 off, 1 s of pause, 600 ms of flash, 200 ms behind it. */
	CHECK_EQUAL(rig_when(rig, HAL_WIRE_ON_HOOK), 1200);
	CHECK(rig->seen[rig->seen_count - 1].what == HAL_WIRE_OFF_HOOK);
	CHECK_NEAR(rig->seen[rig->seen_count - 1].ms, 1810, 20);
	CHECK(rig_level(rig, 1336, 2000, 2100) > -8);
	rig_close(rig);
}

static void flash(void)
{
	struct hal *rig = lifted_phone();

	CHECK_EQUAL(sim_flash(rig, 0, 99), -EINVAL);
	CHECK_EQUAL(sim_flash(rig, 0, 2001), -EINVAL);
	CHECK_EQUAL(sim_flash(rig, 0, 500), 0);
	rig_pass(rig, 1000);
	CHECK_EQUAL(rig_when(rig, HAL_WIRE_ON_HOOK), 0);
	CHECK_NEAR(rig->seen[rig->seen_count - 1].ms, 510, 20);
	sim_hang_up(rig, 0);
	CHECK_EQUAL(sim_flash(rig, 0, 500), -EINVAL);
	CHECK_EQUAL(sim_dial(rig, 0, "1", SIM_DTMF, 0, 0), -EINVAL);
	rig_close(rig);
}

static void wrong_keys(void)
{
	struct hal *rig = lifted_phone();
	char many[130];

	memset(many, '1', 129);
	many[129] = '\0';
	CHECK_EQUAL(sim_dial(rig, 0, "12E", SIM_DTMF, 0, 0), -EINVAL);
	CHECK_EQUAL(sim_dial(rig, 0, "#", SIM_PULSE, 0, 0), -EINVAL);
	CHECK_EQUAL(sim_dial(rig, 0, "1", SIM_DTMF, 10001, 0), -EINVAL);
	CHECK_EQUAL(sim_dial(rig, 0, NULL, SIM_DTMF, 0, 0), -EINVAL);
	CHECK_EQUAL(sim_dial(rig, 0, many, SIM_DTMF, 0, 0), -ENOSPC);
	rig_pass(rig, 300);
	CHECK(rig_loudness(rig, 0, 300) < -90);
	CHECK_EQUAL(sim_dial(rig, 0, many + 1, SIM_DTMF, 0, 0), 0);
	CHECK_EQUAL(sim_dial(rig, 0, "1", SIM_DTMF, 0, 0), -ENOSPC);
	sim_hang_up(rig, 0);
	rig_pass(rig, 100);
	sim_lift(rig, 0);
	rig_listen(rig, 0);
	rig_pass(rig, 500);
	CHECK(rig_loudness(rig, 0, 500) < -90); /* hanging up ended the dialling */
	rig_close(rig);
}

static void burst(struct hal *rig, uint32_t on_ms, uint32_t off_ms)
{
	CHECK_EQUAL(rig_ring(rig, 0, true), 0);
	rig_pass(rig, on_ms);
	CHECK_EQUAL(rig_hear(rig, 0).ringing, 1);
	CHECK_EQUAL(rig_ring(rig, 0, false), 0);
	rig_pass(rig, off_ms);
	CHECK_EQUAL(rig_hear(rig, 0).ringing, 0);
}

static void bell(void)
{
	static const uint32_t wanted[] = { 800, 400, 800, 4000, 800, 400, 800 };
	struct hal *rig = rig_open("sim:fxs=1", 7);
	struct sim_hearing heard;

	for (unsigned i = 0; i < 2; i++) {
		burst(rig, 800, 400);
		burst(rig, 800, 4000);
	}
	heard = rig_hear(rig, 0);
	CHECK_EQUAL(heard.rings, 4);
	CHECK_EQUAL(memcmp(heard.last_ring_ms, wanted, sizeof wanted), 0);
	CHECK_EQUAL(heard.last_ring_ms[7], 0);
	burst(rig, 800, 400);
	burst(rig, 700, 400);
	heard = rig_hear(rig, 0); /* burst first, whatever was dropped */
	CHECK_EQUAL(heard.rings, 6);
	CHECK_EQUAL(heard.last_ring_ms[0], 800);
	CHECK_EQUAL(heard.last_ring_ms[6], 700);
	rig_pass(rig, 7000);
	CHECK_EQUAL(rig_hear(rig, 0).rings, 6); /* may still be read */
	burst(rig, 2000, 100);
	CHECK_EQUAL(rig_hear(rig, 0).rings, 1); /* of the next call */
	rig_close(rig);
}

static void ring_trip(void)
{
	struct hal *rig = rig_open("sim:fxs=1", 7);

	CHECK_EQUAL(rig_ring(rig, 0, true), 0);
	rig_pass(rig, 500);
	sim_lift(rig, 0);
	rig_forget(rig);
	rig_pass(rig, 100);
	CHECK_EQUAL(rig_when(rig, HAL_WIRE_OFF_HOOK), 0);
	CHECK_EQUAL(rig_hear(rig, 0).ringing, 0);
	CHECK_EQUAL(rig_hear(rig, 0).rings, 1);
	CHECK_EQUAL(rig_ring(rig, 0, true), -EBUSY);
	CHECK_EQUAL(rig_ring(rig, 0, false), 0);
	sim_hang_up(rig, 0);
	rig_pass(rig, 100);
	CHECK_EQUAL(rig_hear(rig, 0).rings, 0);
	CHECK_EQUAL(rig_ring(rig, 0, true), 0);
	rig_close(rig);
}

static void send_caller(struct hal *rig, const char *number, const char *name)
{
	static int16_t sound[3 * HAL_RATE];
	adsi_tx_state_t *sender = adsi_tx_init(NULL, ADSI_STANDARD_CLASS);

	memset(sound, 0, sizeof sound);
	caller_id_send(sender, number, name);
	adsi_tx(sender, sound, 3 * HAL_RATE);
	adsi_tx_free(sender);
	rig_ring(rig, 0, true);
	rig_pass(rig, 2000);
	rig_ring(rig, 0, false);
	rig_pass(rig, 500);
	rig_listen(rig, 0);
	rig_send(rig, sound, 3 * HAL_RATE);
	rig_pass(rig, 3500);
}

static void caller_id(void)
{
	struct hal *rig = rig_open("sim:fxs=1", 7);
	struct sim_hearing heard;

	send_caller(rig, "2025550123", "ALEXANDER G BELL");
	heard = rig_hear(rig, 0);
	CHECK_EQUAL(strcmp(heard.caller_number, "2025550123"), 0);
	CHECK_EQUAL(strcmp(heard.caller_name, "ALEXANDER G BELL"), 0);
	rig_pass(rig, 8000);
	send_caller(rig, "P", "");
	heard = rig_hear(rig, 0);
	CHECK_EQUAL(strcmp(heard.caller_number, "P"), 0);
	CHECK_EQUAL(strcmp(heard.caller_name, "P"), 0);
	rig_pass(rig, 8000);
	burst(rig, 2000, 4000); /* a call without it shows nothing of the call before */
	CHECK_EQUAL(rig_hear(rig, 0).caller_number[0], '\0');
	rig_close(rig);
}

static void battery(void)
{
	struct hal *rig = lifted_phone();
	struct sim_saying tone = { SIM_TONE, 1000, -100 };

	sim_say(rig, 0, &tone);
	rig_pass(rig, 200);
	CHECK_EQUAL(rig_hear(rig, 0).battery, 1);
	CHECK_NEAR(rig_level(rig, 1000, 0, 200), -10, 0.1);
	rig_forget(rig);
	CHECK_EQUAL(hal_sim_driver.battery(&rig->lines[0], false), 0);
	rig_pass(rig, 300);
	CHECK_EQUAL(rig_hear(rig, 0).battery, 0);
	CHECK(rig_loudness(rig, 0, 300) < -90);
	sim_hang_up(rig, 0);
	rig_pass(rig, 300);
	CHECK_EQUAL(rig->seen_count, 0); /* unseen while there is no feed */
	hal_sim_driver.battery(&rig->lines[0], true);
	rig_pass(rig, 50);
	CHECK_EQUAL(rig_count(rig, HAL_WIRE_ON_HOOK), 1);
	rig_close(rig);
}

static void cut(void)
{
	struct hal *rig = lifted_phone();
	struct sim_saying tone = { SIM_TONE, 1000, -100 };

	sim_say(rig, 0, &tone);
	CHECK_EQUAL(sim_fault(rig, 0, SIM_CUT), 0);
	rig_pass(rig, 300);
	CHECK_EQUAL(rig_when(rig, HAL_WIRE_ON_HOOK), 0);
	CHECK_EQUAL(rig_hear(rig, 0).battery, 0);
	CHECK(rig_loudness(rig, 0, 300) < -90);
	CHECK(rig->delivers[0]);
	sim_fault(rig, 0, SIM_NO_FAULT);
	rig_pass(rig, 100);
	CHECK_EQUAL(rig_count(rig, HAL_WIRE_OFF_HOOK), 1);
	CHECK(rig_level(rig, 1000, 300, 400) > -11);
	sim_hang_up(rig, 0);
	sim_fault(rig, 0, SIM_CUT);
	rig_pass(rig, 100);
	CHECK_EQUAL(rig_ring(rig, 0, true), 0);
	rig_pass(rig, 2000);
	CHECK_EQUAL(rig_hear(rig, 0).rings, 0);
	rig_close(rig);
}

static void audio_stops(void)
{
	struct hal *rig = lifted_phone();
	struct sim_saying tone = { SIM_TONE, 1000, -100 };

	sim_say(rig, 0, &tone);
	CHECK_EQUAL(sim_fault(rig, 0, SIM_AUDIO_STOPS), 0);
	rig_pass(rig, 200);
	CHECK(!rig->delivers[0]);
	CHECK(rig_loudness(rig, 0, 200) < -90);
	sim_hang_up(rig, 0);
	rig_pass(rig, 100);
	CHECK(rig_count(rig, HAL_WIRE_ON_HOOK) > 0);
	sim_fault(rig, 0, SIM_NO_FAULT);
	rig_pass(rig, 10);
	CHECK(rig->delivers[0]);
	rig_close(rig);
}

static void stuck(void)
{
	struct hal *rig = rig_open("sim:fxs=1", 7);

	CHECK_EQUAL(sim_fault(rig, 0, SIM_STUCK), 0);
	rig_pass(rig, 100);
	CHECK_EQUAL(rig_hear(rig, 0).off_hook, 1);
	CHECK_EQUAL(rig_ring(rig, 0, true), -EBUSY);
	sim_lift(rig, 0);
	sim_hang_up(rig, 0);
	rig_forget(rig);
	rig_pass(rig, 100);
	CHECK_EQUAL(rig->seen_count, 0);
	sim_fault(rig, 0, SIM_NO_FAULT);
	rig_pass(rig, 100);
	CHECK_EQUAL(rig_when(rig, HAL_WIRE_ON_HOOK), 100);
	CHECK_EQUAL(sim_fault(rig, 0, SIM_GLARE), -ENOTSUP);
	CHECK_EQUAL(sim_fault(rig, 0, SIM_NO_DIAL_TONE), -ENOTSUP);
	CHECK_EQUAL(sim_fault(rig, 0, (enum sim_fault)6), -EINVAL);
	rig_close(rig);
}

int main(void)
{
	static const struct test tests[] = {
		{ "a telephone is lifted and hung up, once", lifts_and_hangs_up },
		{ "contacts bounce, not always, for 30 ms at most", contacts_bounce },
		{ "a dial gives ten pulses a second, 60 % break", pulses },
		{ "Q.23 a detector understands all keys", keys },
		{ "keys have the level and the times of sim.h", key_levels_and_times },
		{ "keys, pauses and flashes come in their order", pauses_flashes_and_order },
		{ "a hook flash has the length asked for", flash },
		{ "keys that there are not are refused, all or none", wrong_keys },
		{ "the bell is counted and its cadence measured", bell },
		{ "a lifted telephone gets no ringing voltage", ring_trip },
		{ "GR-30 the display shows number and name", caller_id },
		{ "without line feed there is no sound, and nothing is seen of the loop", battery },
		{ "a cut wire opens the loop", cut },
		{ "audio stops, contacts do not", audio_stops },
		{ "a stuck hook switch keeps the loop closed", stuck },
	};

	return RUN(tests);
}
