/* SPDX-License-Identifier: MIT */
#include "check.h"
#include "fxo_wire.h"

#define DISCONNECT_MS 350

struct office {
	struct fxo_wire wire;
	uint64_t now_ms;
	unsigned said; /* bits, since looked at last */
	uint32_t ms;
};

static struct office connected(void)
{
	struct office office = { .now_ms = 5000 };

	fxo_wire_init(&office.wire);
	return office;
}

static void happens(struct office *office, unsigned event)
{
	struct fxo_effects effects =
		fxo_wire_step(&office->wire, DISCONNECT_MS, event, office->now_ms);

	office->said |= effects.said;
	if (effects.said & FXO_DISCONNECT)
		office->ms = effects.ms;
}

/* Milliseconds pass; what was said meanwhile. */
static unsigned pass(struct office *office, unsigned ms)
{
	unsigned said;

	for (unsigned i = 0; i < ms; i += 10) {
		office->now_ms += 10;
		happens(office, FXO_TIME);
	}
	said = office->said;
	office->said = 0;
	return said;
}

static void burst(struct office *office)
{
	happens(office, HAL_WIRE_RING_ON);
	(void)pass(office, 2000);
	happens(office, HAL_WIRE_RING_OFF);
}

static void rings_are_one_call_until_six_seconds_of_silence(void)
{
	struct office office = connected();

	happens(&office, HAL_WIRE_RING_ON);
	CHECK_EQUAL(pass(&office, 2000), FXO_RING_ON);
	happens(&office, HAL_WIRE_RING_OFF);
	CHECK_EQUAL(pass(&office, 4000), 0);
	burst(&office);
	CHECK_EQUAL(pass(&office, 5990), 0);
	CHECK_EQUAL(pass(&office, 10), FXO_RING_OFF);
	CHECK_EQUAL(pass(&office, 10000), 0);
	happens(&office, HAL_WIRE_RING_ON);
	CHECK_EQUAL(pass(&office, 100), FXO_RING_ON);
}

static void a_spark_is_no_ring(void)
{
	struct office office = connected();

	happens(&office, HAL_WIRE_RING_ON);
	CHECK_EQUAL(pass(&office, 40), 0);
	happens(&office, HAL_WIRE_RING_OFF);
	CHECK_EQUAL(pass(&office, 10000), 0);
}

static void an_answer_ends_ringing(void)
{
	struct office office = connected();

	burst(&office);
	(void)pass(&office, 10);
	happens(&office, FXO_SEIZE);
	CHECK_EQUAL(pass(&office, 10000), FXO_RING_OFF | FXO_HOOK_OFF);
	CHECK(!office.wire.ringing);
}

static void an_interruption_is_a_disconnect_once(void)
{
	struct office office = connected();

	happens(&office, FXO_SEIZE);
	(void)pass(&office, 1000);
	happens(&office, HAL_WIRE_CURRENT_LOST);
	CHECK_EQUAL(pass(&office, 340), 0);
	happens(&office, HAL_WIRE_CURRENT_BACK);
	CHECK_EQUAL(pass(&office, 1000), 0);
	happens(&office, HAL_WIRE_CURRENT_LOST);
	CHECK_EQUAL(pass(&office, 350), FXO_DISCONNECT);
	CHECK_EQUAL(office.ms, 350);
	CHECK_EQUAL(pass(&office, 1000), 0);
	happens(&office, HAL_WIRE_CURRENT_BACK);
	CHECK_EQUAL(pass(&office, 1000), 0);
	happens(&office, HAL_WIRE_CURRENT_LOST);
	CHECK_EQUAL(pass(&office, 600), FXO_DISCONNECT);
}

static void on_hook_there_is_no_disconnect(void)
{
	struct office office = connected();

	happens(&office, HAL_WIRE_CURRENT_LOST);
	CHECK_EQUAL(pass(&office, 10000), 0);
	happens(&office, HAL_WIRE_REVERSED);
	CHECK_EQUAL(pass(&office, 10), 0);
}

static void two_seconds_without_voltage_is_a_lost_battery(void)
{
	struct office office = connected();

	happens(&office, HAL_WIRE_BATTERY_LOST);
	CHECK_EQUAL(pass(&office, 1990), 0);
	CHECK_EQUAL(pass(&office, 10), FXO_BATTERY_LOST);
	CHECK_EQUAL(pass(&office, 10000), 0);
	happens(&office, HAL_WIRE_BATTERY_BACK);
	CHECK_EQUAL(pass(&office, 10), FXO_BATTERY_BACK);
	happens(&office, HAL_WIRE_BATTERY_LOST);
	(void)pass(&office, 1000);
	happens(&office, HAL_WIRE_BATTERY_BACK);
	CHECK_EQUAL(pass(&office, 10000), 0);
}

static void a_cut_during_a_call_is_a_disconnect_then_a_lost_battery(void)
{
	struct office office = connected();

	happens(&office, FXO_SEIZE);
	(void)pass(&office, 100);
	happens(&office, HAL_WIRE_CURRENT_LOST);
	CHECK_EQUAL(pass(&office, 3000), FXO_DISCONNECT | FXO_BATTERY_LOST);
	happens(&office, FXO_RELEASE);
	/* On hook nothing is known to be wrong, until the wire says so. */
	CHECK_EQUAL(pass(&office, 10), FXO_HOOK_ON | FXO_BATTERY_BACK);
	happens(&office, HAL_WIRE_BATTERY_LOST);
	CHECK_EQUAL(pass(&office, 2000), FXO_BATTERY_LOST);
}

static void reversals_are_told_off_hook(void)
{
	struct office office = connected();

	happens(&office, FXO_SEIZE);
	(void)pass(&office, 10);
	happens(&office, HAL_WIRE_REVERSED);
	CHECK_EQUAL(pass(&office, 10), FXO_REVERSAL);
}

static void a_flash_takes_600_ms_and_is_no_disconnect(void)
{
	struct office office = connected();

	happens(&office, FXO_FLASH);
	CHECK_EQUAL(pass(&office, 1000), 0); /* on hook */
	happens(&office, FXO_SEIZE);
	(void)pass(&office, 1000);
	happens(&office, FXO_FLASH);
	happens(&office, HAL_WIRE_CURRENT_LOST);
	CHECK_EQUAL(pass(&office, 590), FXO_HOOK_ON);
	happens(&office, FXO_FLASH);
	CHECK_EQUAL(pass(&office, 10), FXO_HOOK_OFF);
	happens(&office, HAL_WIRE_CURRENT_BACK);
	CHECK_EQUAL(pass(&office, 1000), 0);
	happens(&office, FXO_FLASH);
	happens(&office, FXO_RELEASE);
	CHECK_EQUAL(pass(&office, 2000), FXO_HOOK_ON);
}

int main(void)
{
	static const struct test tests[] = {
		{ "rings are one call until six seconds of silence",
		  rings_are_one_call_until_six_seconds_of_silence },
		{ "a spark is no ring", a_spark_is_no_ring },
		{ "an answer ends ringing", an_answer_ends_ringing },
		{ "CO-14 an interruption of loop current is a disconnect, once",
		  an_interruption_is_a_disconnect_once },
		{ "on hook there is no disconnect and no reversal",
		  on_hook_there_is_no_disconnect },
		{ "two seconds without voltage is a lost battery",
		  two_seconds_without_voltage_is_a_lost_battery },
		{ "a cut during a call is a disconnect, then a lost battery",
		  a_cut_during_a_call_is_a_disconnect_then_a_lost_battery },
		{ "reversals are told off hook", reversals_are_told_off_hook },
		{ "a flash takes 600 ms and is no disconnect",
		  a_flash_takes_600_ms_and_is_no_disconnect },
	};

	return RUN(tests);
}
