/* SPDX-License-Identifier: MIT */
#include <errno.h>
#include <string.h>

#include "rig.h"
#include "tone.h"

#define LINE 0

static struct hal *office(void)
{
	struct hal *rig = rig_open("sim:fxo=1", 7);

	rig_pass(rig, 100);
	rig_listen(rig, LINE);
	return rig;
}

static struct hal *seized(void)
{
	struct hal *rig = office();

	rig_hook(rig, LINE, HAL_OFF_HOOK);
	return rig;
}

/* Keys of 100 ms, gaps of 100 ms, sent now. */
static void key_in(struct hal *rig, const char *digits)
{
	static int16_t sound[10 * HAL_RATE];
	uint32_t at = 0;

	memset(sound, 0, sizeof sound);
	for (; *digits; digits++, at += 1600) {
		int32_t mix[800] = { 0 };
		struct tone tone;

		tone_dtmf(&tone, (uint8_t)(strchr("0123456789*#", *digits) - "0123456789*#"));
		tone_add(&tone, mix, 800);
		for (unsigned i = 0; i < 800; i++)
			sound[at + i] = (int16_t)mix[i];
	}
	rig_send(rig, sound, at);
	rig_pass(rig, at / 8);
}

static struct hal *called(const char *digits)
{
	struct hal *rig = seized();

	rig_pass(rig, 500);
	key_in(rig, digits);
	rig_forget(rig);
	return rig;
}

static enum sim_co_state state(struct hal *rig)
{
	return rig_office(rig, LINE).state;
}

/* ms until the state is reached, at most 60 s; 60000: not. */
static uint32_t until(struct hal *rig, enum sim_co_state wanted)
{
	uint32_t ms = 0;

	for (; ms < 60000 && state(rig) != wanted; ms += 10)
		rig_pass(rig, 10);
	return ms;
}

static bool sounds(const struct hal *rig, double low, double high, double level, uint32_t from,
		   uint32_t to)
{
	return rig_level(rig, low, from, to) > level - 0.5 &&
	       rig_level(rig, low, from, to) < level + 0.5 &&
	       rig_level(rig, high, from, to) > level - 0.5 &&
	       rig_level(rig, high, from, to) < level + 0.5;
}

static void dial_tone(void)
{
	struct hal *rig = seized();

	rig_pass(rig, 1200);
	CHECK(rig_loudness(rig, 0, 200) < -90);
	CHECK(sounds(rig, 350, 440, -13, 200, 1200));
	CHECK_EQUAL(state(rig), SIM_CO_DIAL_TONE);
	CHECK_EQUAL(rig_hear(rig, LINE).off_hook, 1);
	rig_hook(rig, LINE, HAL_ON_HOOK);
	rig_forget(rig);
	rig_pass(rig, 100);
	CHECK(rig_loudness(rig, 0, 100) < -90);
	CHECK_EQUAL(state(rig), SIM_CO_IDLE);
	CHECK_EQUAL(rig_hear(rig, LINE).off_hook, 0);
	CHECK_EQUAL(rig->seen_count, 0);
	rig_close(rig);
}

static void dial_tone_is_late(void)
{
	struct sim_co_settings settings = { SIM_CPC, 600, 1500, 0 };
	struct hal *rig = office();

	CHECK_EQUAL(sim_co_set(rig, LINE, &settings), 0);
	rig_hook(rig, LINE, HAL_OFF_HOOK);
	rig_pass(rig, 2000);
	CHECK(rig_loudness(rig, 0, 1500) < -90);
	CHECK(sounds(rig, 350, 440, -13, 1500, 2000));
	rig_close(rig);
}

static void dtmf_digits(void)
{
	struct hal *rig = seized();
	struct sim_co_state_of at;

	rig_pass(rig, 700);
	key_in(rig, "20255");
	at = rig_office(rig, LINE);
	CHECK_EQUAL(strcmp(at.dialled, "20255"), 0);
	CHECK_EQUAL(at.state, SIM_CO_DIALLED);
	CHECK_NEAR(at.pre_dial_ms, 700, 3);
	CHECK_NEAR(at.digit_ms[0], 100, 3);
	CHECK_NEAR(at.digit_ms[1], 100, 3);
	CHECK(rig_loudness(rig, 800, 1700) < -90); /* dial tone ended with the first digit */
	rig_close(rig);
}

static void pulse(struct hal *rig, uint32_t count)
{
	for (; count > 0; count--) {
		rig_hook(rig, LINE, HAL_ON_HOOK);
		rig_pass(rig, 60);
		rig_hook(rig, LINE, HAL_OFF_HOOK);
		rig_pass(rig, 40);
	}
}

static void pulse_digits(void)
{
	struct hal *rig = seized();
	struct sim_co_state_of at;

	rig_pass(rig, 500);
	pulse(rig, 9);
	CHECK_EQUAL(state(rig), SIM_CO_DIALLED);
	rig_pass(rig, 700);
	pulse(rig, 10);
	rig_pass(rig, 700);
	pulse(rig, 1);
	rig_pass(rig, 300);
	at = rig_office(rig, LINE);
	CHECK_EQUAL(strcmp(at.dialled, "901"), 0);
	CHECK_EQUAL(at.pre_dial_ms, 500);
	CHECK_EQUAL(at.digit_ms[0], 60);
	CHECK_EQUAL(at.digit_ms[1], 740);
	CHECK(rig_loudness(rig, 510, 3000) < -90);
	rig_close(rig);
}

static void nobody_dials(void)
{
	struct hal *rig = seized();

	CHECK_NEAR(until(rig, SIM_CO_REORDER), 20000, 20);
	rig_forget(rig);
	rig_pass(rig, 1000);
	CHECK(sounds(rig, 480, 620, -24, 0, 240));
	CHECK(rig_loudness(rig, 260, 490) < -90);
	CHECK(sounds(rig, 480, 620, -24, 510, 740));
	CHECK_NEAR(until(rig, SIM_CO_HOWLER), 19000, 20);
	rig_forget(rig);
	rig_pass(rig, 200);
	CHECK(rig_level(rig, 2060, 10, 90) > -10);
	CHECK(rig_loudness(rig, 0, 80) > -5);
	CHECK(rig_loudness(rig, 110, 180) < -90);
	rig_close(rig);
}

static void ringback_then_speech(void)
{
	struct hal *rig = called("5550100");

	CHECK(until(rig, SIM_CO_FAR_RINGING) < 500);
	rig_forget(rig);
	CHECK_NEAR(until(rig, SIM_CO_TALKING), 9000, 20); /* a second behind the second ring */
	CHECK(sounds(rig, 440, 480, -19, 0, 1980));
	CHECK(rig_loudness(rig, 2010, 5980) < -90);
	CHECK(sounds(rig, 440, 480, -19, 6010, 7980));
	CHECK(rig_loudness(rig, 8010, 8980) < -90);
	rig_forget(rig);
	rig_pass(rig, 10000);
	CHECK_NEAR(rig_loudness(rig, 0, 10000), -18, 2); /* with pauses */
	CHECK_EQUAL(rig->seen_count, 0);
	rig_close(rig);
}

static void area_code(void)
{
	struct hal *rig = called("12025550101"); /* one and area code */

	CHECK(until(rig, SIM_CO_TALKING) < 500);
	rig_close(rig);
	rig = called("2025550102");
	CHECK(until(rig, SIM_CO_BUSY) < 500);
	rig_close(rig);
}

static void echo(void)
{
	static int16_t hello[4000];
	struct hal *rig = called("5550101");

	until(rig, SIM_CO_TALKING);
	for (unsigned i = 0; i < 4000; i++)
		hello[i] = (int16_t)(i % 8 < 4 ? 2000 : -2000);
	rig_forget(rig);
	rig_send(rig, hello, 4000);
	rig_pass(rig, 1000);
	CHECK(rig_loudness(rig, 0, 90) < -90);
	CHECK(rig_level(rig, 1000, 110, 590) > -20);
	CHECK_EQUAL(memcmp(rig->said + 800, hello, sizeof hello), 0);
	CHECK(rig_loudness(rig, 610, 1000) < -90);
	rig_close(rig);
}

static void busy_reorder_never(void)
{
	struct hal *rig = called("5550102");

	until(rig, SIM_CO_BUSY);
	rig_forget(rig);
	rig_pass(rig, 2000);
	CHECK(sounds(rig, 480, 620, -24, 0, 490));
	CHECK(rig_loudness(rig, 510, 990) < -90);
	CHECK(sounds(rig, 480, 620, -24, 1010, 1490));
	rig_close(rig);

	rig = called("5550104");
	CHECK(until(rig, SIM_CO_REORDER) < 500);
	CHECK_EQUAL(until(rig, SIM_CO_HOWLER), 60000); /* it was dialled: no howler */
	rig_close(rig);

	rig = called("5550103");
	CHECK(until(rig, SIM_CO_FAR_RINGING) < 500);
	CHECK_EQUAL(until(rig, SIM_CO_TALKING), 60000);
	rig_close(rig);
}

static void emergency_and_others(void)
{
	static const char *const numbers[] = { "911", "933", "2125551234" };

	for (unsigned i = 0; i < 3; i++) {
		struct hal *rig = called(numbers[i]);

		CHECK(until(rig, SIM_CO_FAR_RINGING) < 500);
		CHECK_NEAR(until(rig, SIM_CO_TALKING), 3000, 20);
		rig_forget(rig);
		rig_pass(rig, 500);
		CHECK_NEAR(rig_level(rig, 1004, 0, 500), -10, 0.2);
		CHECK_EQUAL(strcmp(rig_office(rig, LINE).dialled, numbers[i]), 0);
		rig_close(rig);
	}
}

static void hears_us(void)
{
	static int16_t hello[1600];
	struct hal *rig = called("5550106");

	for (unsigned i = 0; i < 1600; i++)
		hello[i] = (int16_t)(i % 10 < 5 ? 2000 : -2000);
	until(rig, SIM_CO_FAR_RINGING);
	rig_send(rig, hello, 1600);
	rig_pass(rig, 200);
	CHECK_EQUAL(rig_hear(rig, LINE).level_tenths_dbm0, -999); /* not before it answers */
	until(rig, SIM_CO_TALKING);
	rig_forget(rig);
	rig_send(rig, hello, 1600);
	rig_pass(rig, 200);
	CHECK_NEAR(rig_hear(rig, LINE).hz[0], 800, 10);
	CHECK(rig_loudness(rig, 0, 200) < -90);
	rig_close(rig);
}

static void hangs_up_with_cpc_and_busy(void)
{
	struct hal *rig = called("5550105");

	until(rig, SIM_CO_TALKING);
	rig_forget(rig);
	CHECK_NEAR(until(rig, SIM_CO_ENDED), 5000, 20);
	rig_pass(rig, 2000);
	CHECK_NEAR(rig_when(rig, HAL_WIRE_CURRENT_LOST), 5000, 20);
	CHECK_EQUAL(rig_when(rig, HAL_WIRE_CURRENT_BACK) - rig_when(rig, HAL_WIRE_CURRENT_LOST),
		    600);
	CHECK_EQUAL(rig->seen_count, 2);
	CHECK(rig_loudness(rig, 5010, 5590) < -90);
	CHECK(sounds(rig, 480, 620, -24, 5620, 6100));
	CHECK(rig_loudness(rig, 6120, 6580) < -90);
	rig_close(rig);
}

static void far_end_as_set(uint32_t how, int32_t *lost, int32_t *reversed, bool *busy)
{
	struct sim_co_settings settings = { how, 350, 200, 0 };
	struct hal *rig = called("5550106");

	CHECK_EQUAL(sim_co_set(rig, LINE, &settings), 0);
	CHECK_EQUAL(sim_co_end(rig, LINE), -EINVAL);
	until(rig, SIM_CO_TALKING);
	rig_forget(rig);
	CHECK_EQUAL(sim_co_end(rig, LINE), 0);
	CHECK_EQUAL(sim_co_end(rig, LINE), -EINVAL);
	rig_pass(rig, 3000);
	*lost = rig_when(rig, HAL_WIRE_CURRENT_LOST);
	*reversed = rig_when(rig, HAL_WIRE_REVERSED);
	*busy = rig_loudness(rig, 1000, 3000) > -40;
	if (how & SIM_CPC)
		CHECK_EQUAL(rig_when(rig, HAL_WIRE_CURRENT_BACK), 350);
	CHECK_EQUAL(state(rig), SIM_CO_ENDED);
	rig_close(rig);
}

static void far_end(void)
{
	for (uint32_t how = 0; how < 8; how++) {
		int32_t lost, reversed;
		bool busy;

		far_end_as_set(how, &lost, &reversed, &busy);
		CHECK_EQUAL(lost, how & SIM_CPC ? 0 : -1);
		CHECK_EQUAL(reversed, how & SIM_REVERSAL ? 0 : -1);
		CHECK_EQUAL(busy, (how & SIM_BUSY_TONE) != 0);
	}
}

static void answer_reversal(void)
{
	struct sim_co_settings settings = { SIM_REVERSAL, 600, 200, 1 };
	struct hal *rig = called("5550106");

	sim_co_set(rig, LINE, &settings);
	rig_forget(rig);
	uint32_t answered = until(rig, SIM_CO_TALKING);

	rig_pass(rig, 100);
	CHECK_NEAR(rig_when(rig, HAL_WIRE_REVERSED), answered, 10);
	sim_co_end(rig, LINE);
	rig_pass(rig, 100);
	CHECK_EQUAL(rig_count(rig, HAL_WIRE_REVERSED), 2);
	rig_close(rig);

	rig = called("5550106");
	sim_co_set(rig, LINE, &settings);
	until(rig, SIM_CO_TALKING);
	rig_forget(rig);
	rig_hook(rig, LINE, HAL_ON_HOOK);
	rig_pass(rig, 2000);
	CHECK_EQUAL(rig_count(rig, HAL_WIRE_REVERSED), 1); /* as it was, for the next call */
	rig_close(rig);
}

static void rings_us(void)
{
	struct hal *rig = office();

	CHECK_EQUAL(sim_co_ring(rig, LINE, "2025550123", "WATSON T"), 0);
	CHECK_EQUAL(sim_co_ring(rig, LINE, "2025550123", "WATSON T"), -EBUSY);
	rig_pass(rig, 15000);
	CHECK_EQUAL(rig->seen_count, 6);
	for (uint32_t i = 0; i < 6; i++) {
		CHECK_EQUAL(rig->seen[i].what, i % 2 ? HAL_WIRE_RING_OFF : HAL_WIRE_RING_ON);
		CHECK_EQUAL(rig->seen[i].ms, i / 2 * 6000 + i % 2 * 2000);
	}
	CHECK(rig_loudness(rig, 0, 2500) < -90);
	CHECK_NEAR(rig_loudness(rig, 2520, 2700), -14, 1.5);
	CHECK(rig_loudness(rig, 4000, 15000) < -90); /* once */
	rig_forget(rig);
	CHECK_EQUAL(sim_co_end(rig, LINE), 0); /* gives up */
	rig_pass(rig, 10000);
	CHECK_EQUAL(rig_when(rig, HAL_WIRE_RING_OFF), -1);
	CHECK_EQUAL(state(rig), SIM_CO_IDLE);
	CHECK_EQUAL(sim_co_ring(rig, LINE, "", NULL), 0);
	rig_forget(rig);
	rig_pass(rig, 1000);
	sim_co_end(rig, LINE);
	rig_pass(rig, 100);
	CHECK_EQUAL(rig_when(rig, HAL_WIRE_RING_OFF), 1000); /* in the middle of a burst */
	CHECK_EQUAL(sim_co_ring(rig, LINE, "123456789012345678901234", ""), -EINVAL);
	CHECK_EQUAL(sim_co_ring(rig, LINE, "1", "\n"), -EINVAL);
	rig_close(rig);
}

static void no_caller_id(void)
{
	struct hal *rig = office();

	sim_co_ring(rig, LINE, "", "");
	rig_pass(rig, 6000);
	CHECK(rig_loudness(rig, 0, 6000) < -90);
	rig_close(rig);
}

static void caller_id_at_a_telephone(void)
{
	struct hal *rig = rig_open("sim:fxs=1,fxo=1", 7);
	struct sim_hearing heard;

	rig_connect(rig, 0, 1);
	sim_co_ring(rig, 1, "2025550123", "THOMAS A WATSON JR");
	for (uint32_t i = 0; i < 600; i++) { /* as a channel bank would carry the ring */
		rig_ring(rig, 0, i < 200);
		rig_pass(rig, 10);
	}
	heard = rig_hear(rig, 0);
	CHECK_EQUAL(strcmp(heard.caller_number, "2025550123"), 0);
	CHECK_EQUAL(strcmp(heard.caller_name, "THOMAS A WATSON JR"), 0);
	rig_close(rig);
}

static void answered(void)
{
	struct sim_saying tone = { SIM_TONE, 700, -120 };
	struct hal *rig = office();

	sim_co_ring(rig, LINE, "2025550123", "");
	rig_pass(rig, 2600); /* in the middle of its caller ID */
	rig_hook(rig, LINE, HAL_OFF_HOOK);
	rig_forget(rig);
	rig_pass(rig, 10000);
	CHECK_EQUAL(state(rig), SIM_CO_TALKING);
	CHECK_EQUAL(rig->seen_count, 0);
	CHECK_NEAR(rig_loudness(rig, 0, 10000), -18, 2); /* speech, unless told */
	CHECK_EQUAL(sim_say(rig, LINE, &tone), 0);
	rig_forget(rig);
	rig_pass(rig, 300);
	CHECK_NEAR(rig_level(rig, 700, 0, 300), -12, 0.2);
	rig_hook(rig, LINE, HAL_ON_HOOK);
	rig_pass(rig, 3000);
	CHECK_EQUAL(state(rig), SIM_CO_IDLE);

	sim_co_ring(rig, LINE, "", ""); /* and so does the next caller */
	rig_pass(rig, 500);
	rig_hook(rig, LINE, HAL_OFF_HOOK);
	rig_forget(rig);
	rig_pass(rig, 300);
	CHECK_EQUAL(rig_when(rig, HAL_WIRE_RING_OFF), 0);
	CHECK_NEAR(rig_level(rig, 700, 0, 300), -12, 0.2);
	rig_close(rig);
}

static void open_for(struct hal *rig, uint32_t ms)
{
	rig_hook(rig, LINE, HAL_ON_HOOK);
	rig_pass(rig, ms);
	rig_hook(rig, LINE, HAL_OFF_HOOK);
	rig_pass(rig, 10);
}

static void hook_flash(void)
{
	struct hal *rig = called("5550101");

	until(rig, SIM_CO_TALKING);
	open_for(rig, 250);
	CHECK_EQUAL(state(rig), SIM_CO_TALKING); /* a hit on the line */
	open_for(rig, 600);
	CHECK_EQUAL(state(rig), SIM_CO_DIAL_TONE);
	rig_forget(rig);
	rig_pass(rig, 1000);
	CHECK(sounds(rig, 350, 440, -13, 300, 1000));
	open_for(rig, 600); /* back */
	CHECK_EQUAL(state(rig), SIM_CO_TALKING);
	open_for(rig, 600);
	key_in(rig, "5550102");
	CHECK(until(rig, SIM_CO_BUSY) < 600);
	open_for(rig, 600);
	CHECK_EQUAL(state(rig), SIM_CO_TALKING);
	CHECK_EQUAL(rig_office(rig, LINE).dialled[0], '5');
	open_for(rig, 1100); /* too long: another call */
	CHECK_EQUAL(state(rig), SIM_CO_DIAL_TONE);
	open_for(rig, 600);
	CHECK_EQUAL(state(rig), SIM_CO_DIAL_TONE);
	rig_close(rig);
}

static void releases_at_once(void)
{
	static const char *const numbers[] = { "5550100", "5550101", "5550102",
					       "5550103", "5550104", "20255" };

	for (unsigned i = 0; i < 6; i++) {
		struct hal *rig = called(numbers[i]);

		rig_pass(rig, 1000);
		rig_hook(rig, LINE, HAL_ON_HOOK);
		rig_forget(rig);
		rig_pass(rig, 10);
		CHECK_EQUAL(state(rig), SIM_CO_IDLE);
		rig_pass(rig, 1490);
		CHECK(rig_loudness(rig, 0, 1500) < -90);
		rig_hook(rig, LINE, HAL_OFF_HOOK);
		rig_pass(rig, 500);
		CHECK_EQUAL(state(rig), SIM_CO_DIAL_TONE);
		CHECK_EQUAL(rig_office(rig, LINE).dialled[0], '\0');
		rig_close(rig);
	}
}

static void released_while_current_is_off(void)
{
	struct hal *rig = called("5550101");

	until(rig, SIM_CO_TALKING);
	sim_co_end(rig, LINE);
	rig_pass(rig, 100);
	CHECK(rig_is(rig, LINE, HAL_WIRE_CURRENT_LOST));
	rig_forget(rig);
	rig_hook(rig, LINE, HAL_ON_HOOK);
	rig_pass(rig, 50);
	rig_hook(rig, LINE, HAL_OFF_HOOK);
	rig_pass(rig, 500);
	CHECK_EQUAL(rig->seen_count, 0);
	CHECK(sounds(rig, 350, 440, -13, 260, 500));
	rig_close(rig);
}

static void rules(void)
{
	struct sim_co_rule rule = { "5551234", 0, 700, { SIM_TONE, 600, -200 } };
	struct hal *rig = office();

	CHECK_EQUAL(sim_co_rule(rig, LINE, &rule), 0);
	rig_hook(rig, LINE, HAL_OFF_HOOK);
	rig_pass(rig, 500);
	key_in(rig, "5551234");
	CHECK(until(rig, SIM_CO_TALKING) < 500);
	rig_forget(rig);
	CHECK_NEAR(until(rig, SIM_CO_ENDED), 700, 20);
	CHECK_NEAR(rig_level(rig, 600, 0, 690), -20, 0.2);
	rule.saying.voice = 9;
	CHECK_EQUAL(sim_co_rule(rig, LINE, &rule), -EINVAL);
	rig_close(rig);
}

static void wrong_settings(void)
{
	struct sim_co_settings settings = { 8, 600, 200, 0 };
	struct sim_saying saying = { SIM_TONE, 4000, -100 };
	struct hal *rig = office();

	CHECK_EQUAL(sim_co_set(rig, LINE, &settings), -EINVAL);
	settings = (struct sim_co_settings){ SIM_CPC, 0, 200, 0 };
	CHECK_EQUAL(sim_co_set(rig, LINE, &settings), -EINVAL);
	CHECK_EQUAL(sim_co_set(rig, LINE, NULL), -EINVAL);
	CHECK_EQUAL(sim_say(rig, LINE, &saying), -EINVAL);
	saying = (struct sim_saying){ SIM_SPEECH, 0, 1 };
	CHECK_EQUAL(sim_say(rig, LINE, &saying), -EINVAL);
	CHECK_EQUAL(sim_lift(rig, LINE), -ENOTSUP);
	CHECK_EQUAL(sim_lift(rig, 1), -ENODEV);
	CHECK_EQUAL(sim_fault(rig, LINE, SIM_STUCK), -ENOTSUP);
	rig_close(rig);
}

static void cut_on_hook(void)
{
	struct hal *rig = office();

	sim_fault(rig, LINE, SIM_CUT);
	rig_pass(rig, 1000);
	CHECK_EQUAL(rig_when(rig, HAL_WIRE_BATTERY_LOST), 0);
	CHECK_EQUAL(sim_co_ring(rig, LINE, "", ""), 0); /* the office does not know */
	rig_pass(rig, 1000);
	CHECK_EQUAL(rig_count(rig, HAL_WIRE_RING_ON), 0);
	sim_co_end(rig, LINE);
	rig_hook(rig, LINE, HAL_OFF_HOOK);
	rig_forget(rig);
	rig_pass(rig, 1000);
	CHECK_EQUAL(rig_when(rig, HAL_WIRE_CURRENT_LOST), 0);
	CHECK_EQUAL(state(rig), SIM_CO_IDLE);
	rig_hook(rig, LINE, HAL_ON_HOOK);
	rig_pass(rig, 100);
	rig_hook(rig, LINE, HAL_OFF_HOOK);
	rig_pass(rig, 100);
	CHECK_EQUAL(rig_count(rig, HAL_WIRE_CURRENT_LOST), 2); /* told at each seizure */
	rig_hook(rig, LINE, HAL_ON_HOOK);
	rig_pass(rig, 100);
	sim_fault(rig, LINE, SIM_NO_FAULT);
	rig_pass(rig, 100);
	CHECK_EQUAL(rig_when(rig, HAL_WIRE_BATTERY_BACK), 1300);
	CHECK_EQUAL(rig->seen_count, 3);
	rig_close(rig);
}

static void cut_in_a_call(void)
{
	struct hal *rig = called("5550100");

	until(rig, SIM_CO_TALKING);
	rig_forget(rig);
	sim_fault(rig, LINE, SIM_CUT);
	rig_pass(rig, 2000);
	CHECK_EQUAL(rig_when(rig, HAL_WIRE_CURRENT_LOST), 0);
	CHECK_EQUAL(state(rig), SIM_CO_IDLE);
	CHECK_EQUAL(rig_hear(rig, LINE).off_hook, 0);
	CHECK(rig_loudness(rig, 0, 2000) < -90);
	sim_fault(rig, LINE, SIM_NO_FAULT);
	rig_pass(rig, 500);
	CHECK_EQUAL(rig_when(rig, HAL_WIRE_CURRENT_BACK), 2000);
	CHECK_EQUAL(state(rig), SIM_CO_DIAL_TONE); /* the office sees a new seizure */
	rig_close(rig);
}

static void no_dial_tone(void)
{
	struct hal *rig = office();

	sim_fault(rig, LINE, SIM_NO_DIAL_TONE);
	rig_hook(rig, LINE, HAL_OFF_HOOK);
	rig_pass(rig, 1000);
	key_in(rig, "911");
	pulse(rig, 9);
	rig_pass(rig, 25000);
	CHECK(rig_loudness(rig, 0, 26000) < -90);
	CHECK_EQUAL(rig_office(rig, LINE).dialled[0], '\0');
	CHECK_EQUAL(state(rig), SIM_CO_DIAL_TONE);
	rig_close(rig);
}

static void glare(void)
{
	struct hal *rig = office();

	sim_fault(rig, LINE, SIM_GLARE);
	rig_pass(rig, 1000);
	CHECK_EQUAL(rig->seen_count, 0);
	rig_hook(rig, LINE, HAL_OFF_HOOK);
	rig_forget(rig);
	rig_pass(rig, 5000);
	CHECK_EQUAL(rig_count(rig, HAL_WIRE_RING_ON), 0);
	CHECK_EQUAL(state(rig), SIM_CO_TALKING);
	CHECK_NEAR(rig_loudness(rig, 0, 5000), -18, 3);
	CHECK_EQUAL(sim_co_end(rig, LINE), 0);
	rig_hook(rig, LINE, HAL_ON_HOOK);
	rig_pass(rig, 2000);
	rig_hook(rig, LINE, HAL_OFF_HOOK); /* once */
	rig_pass(rig, 500);
	CHECK_EQUAL(state(rig), SIM_CO_DIAL_TONE);
	rig_close(rig);
}

static void audio_stops(void)
{
	struct hal *rig = seized();

	rig_pass(rig, 500);
	sim_fault(rig, LINE, SIM_AUDIO_STOPS);
	rig_forget(rig);
	key_in(rig, "911");
	CHECK(!rig->delivers[LINE]);
	CHECK(rig_loudness(rig, 0, 600) < -90);
	CHECK_EQUAL(rig_office(rig, LINE).dialled[0], '\0');
	sim_fault(rig, LINE, SIM_NO_FAULT);
	rig_pass(rig, 100);
	CHECK(rig->delivers[LINE]);
	CHECK(sounds(rig, 350, 440, -13, 600, 700));
	rig_close(rig);
}

int main(void)
{
	static const struct test tests[] = {
		{ "a seized line gets dial tone after 200 ms, a released one nothing", dial_tone },
		{ "dial tone can be late", dial_tone_is_late },
		{ "DTMF digits are received and measured", dtmf_digits },
		{ "pulse digits are received and measured", pulse_digits },
		{ "who does not dial gets reorder tone, then the howler", nobody_dials },
		{ "555 0100 answers after two rings and speaks", ringback_then_speech },
		{ "a number may have one and area code", area_code },
		{ "555 0101 answers at once with an echo", echo },
		{ "555 0102 is busy, 0104 reorder, 0103 rings for ever", busy_reorder_never },
		{ "911, 933 and anybody answer after a ring with 1004 Hz", emergency_and_others },
		{ "the far party hears us", hears_us },
		{ "CO-14 555 0105 hangs up after 5 s: CPC of 600 ms, then busy tone",
		  hangs_up_with_cpc_and_busy },
		{ "CO-14 a far-end hang-up is told as set, or not at all", far_end },
		{ "polarity reverses on answer, and comes back", answer_reversal },
		{ "the office rings us 2 s in 6, caller ID once after the first ring", rings_us },
		{ "without a number there is no caller ID", no_caller_id },
		{ "a telephone's display understands the office's caller ID",
		  caller_id_at_a_telephone },
		{ "going off hook answers, and the caller speaks", answered },
		{ "a hook flash gives dial tone, another one the party back", hook_flash },
		{ "going on hook releases everything at once", releases_at_once },
		{ "a line released while its current is off is whole again",
		  released_while_current_is_off },
		{ "a rule says what a number does", rules },
		{ "what cannot be is refused", wrong_settings },
		{ "a cut line has no battery", cut_on_hook },
		{ "a line cut in a call loses its current and the call", cut_in_a_call },
		{ "without dial tone digits are not taken", no_dial_tone },
		{ "glare: the seized line has a caller on it", glare },
		{ "audio stops: no sound, no digits", audio_stops },
	};

	return RUN(tests);
}
