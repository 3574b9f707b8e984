/* SPDX-License-Identifier: MIT */
/* The small pure parts: bell, ear, meter, dial tone, caller ID, emergency table. */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "caller_modem.h"
#include "check.h"
#include "dial_tone.h"
#include "ear.h"
#include "emergency.h"
#include "meter.h"
#include "ringer.h"
#include "tone.h"

static void sound(struct tone *tone, int16_t *out)
{
	int32_t mix[HAL_TICK_SAMPLES] = { 0 };

	(void)tone_add(tone, mix, HAL_TICK_SAMPLES);
	for (unsigned i = 0; i < HAL_TICK_SAMPLES; i++)
		out[i] = (int16_t)mix[i];
}

static void cadences_repeat(void)
{
	static const struct hal_cadence twice = { .ms = { 800, 400, 800, 4000 } };
	struct ringer ringer = { 0 };
	unsigned on[2] = { 0 };

	CHECK_EQUAL(ringer_start(&ringer, &(struct hal_cadence){ { 0 } }), -EINVAL);
	CHECK_EQUAL(ringer_start(&ringer, &twice), 0);
	CHECK_EQUAL(ringer_pause_ms(&ringer), 0);
	for (unsigned i = 0; i < 1200; i++) {
		on[i / 600] += ringer_is_on(&ringer) ? 10 : 0;
		if (i == 100)
			CHECK_EQUAL(ringer_pause_ms(&ringer), 200);
		if (i == 300) /* asked again: goes on */
			CHECK_EQUAL(ringer_start(&ringer, &twice), 0);
		ringer_tick(&ringer, 10);
	}
	CHECK_EQUAL(on[0], 1600);
	CHECK_EQUAL(on[1], 1600);
	ringer_stop(&ringer);
	CHECK(!ringer_is_on(&ringer));
	ringer_tick(&ringer, 10);
}

static void write_samples(struct line_audio_channel *channel, unsigned count, int16_t *next)
{
	uint64_t put = channel->to_put;

	for (unsigned i = 0; i < count; i++)
		channel->to[(put + i) % LINE_AUDIO_RING] = (*next)++;
	channel->to_put = put + count;
}

/* 20 ms of media and two ticks: no sample is lost, whoever comes first and however late media is. */
static void audio_of_a_late_writer_passes_whole(void)
{
	struct line_audio_channel *channel = calloc(1, sizeof *channel);
	struct ear ear = { 0 };
	int16_t next = 1, wanted = 1;
	int16_t out[HAL_TICK_SAMPLES];
	unsigned silent = 0;

	for (unsigned i = 0; i < 200; i++) {
		bool late = i % 6 == 0; /* by less than a tick */

		if (i % 2 == 0 && !late)
			write_samples(channel, 160, &next);
		CHECK(!ear_take(&ear, channel, out).slipped);
		if (late)
			write_samples(channel, 160, &next);
		if (out[0] == 0) {
			silent++;
			continue;
		}
		for (unsigned s = 0; s < HAL_TICK_SAMPLES; s++)
			CHECK_EQUAL(out[s], wanted++);
	}
	CHECK(silent <= 3);
	CHECK(next - wanted <= 240);
	free(channel);
}

static void too_little_falls_silent_and_counts_once(void)
{
	struct line_audio_channel *channel = calloc(1, sizeof *channel);
	struct ear ear = { 0 };
	int16_t next = 1000;
	int16_t out[HAL_TICK_SAMPLES];
	unsigned slips = 0;

	write_samples(channel, 320, &next);
	for (unsigned i = 0; i < 4; i++)
		CHECK(!ear_take(&ear, channel, out).slipped);
	CHECK_EQUAL(out[79], 1319);
	slips += ear_take(&ear, channel, out).slipped;
	CHECK_EQUAL(slips, 1);
	CHECK(out[0] > 1200 && out[79] < 30);
	for (unsigned i = 0; i < 20; i++) {
		struct ear_tick tick = ear_take(&ear, channel, out);

		CHECK(!tick.slipped && !tick.written);
		CHECK_EQUAL(out[0], 0);
	}
	free(channel);
}

static void too_much_is_dropped(void)
{
	struct line_audio_channel *channel = calloc(1, sizeof *channel);
	struct ear ear = { 0 };
	int16_t next = 1;
	int16_t out[HAL_TICK_SAMPLES];

	write_samples(channel, 240, &next);
	(void)ear_take(&ear, channel, out);
	write_samples(channel, 1000, &next);
	CHECK(ear_take(&ear, channel, out).slipped);
	CHECK_EQUAL(out[79], 1240 - 160);
	CHECK_EQUAL(channel->to_put - channel->to_taken, 160);
	write_samples(channel, 100, &next);
	CHECK(ear_discard(&ear, channel));
	CHECK(!ear_discard(&ear, channel));
	CHECK_EQUAL(channel->to_put, channel->to_taken);
	free(channel);
}

static void meters_show_the_loudest_of_200_ms(void)
{
	struct media_tone wanted = { .hz = { 1000 }, .level_dbm0 = -10 };
	struct tone tone;
	struct meter meter = { 0 };
	int16_t tick[HAL_TICK_SAMPLES];
	static const int16_t silence[HAL_TICK_SAMPLES];

	CHECK_EQUAL(meter_tenths_dbm0(&meter), METER_SILENCE);
	CHECK_EQUAL(tone_init(&tone, &wanted), 0);
	sound(&tone, tick);
	meter_put(&meter, tick);
	for (unsigned i = 0; i < METER_TICKS - 1; i++)
		meter_put(&meter, silence);
	CHECK_NEAR(meter_tenths_dbm0(&meter), -100, 1);
	meter_put(&meter, silence);
	CHECK_EQUAL(meter_tenths_dbm0(&meter), METER_SILENCE);
}

static bool is_heard(const struct media_tone *wanted, unsigned ms)
{
	struct dial_tone ear = { 0 };
	struct tone tone;
	int16_t tick[HAL_TICK_SAMPLES];
	bool heard = false;

	CHECK_EQUAL(tone_init(&tone, wanted), 0);
	for (unsigned i = 0; i < ms; i += 10) {
		sound(&tone, tick);
		heard = dial_tone_hear(&ear, tick) || heard;
	}
	return heard;
}

static void only_dial_tone_is_dial_tone(void)
{
	CHECK(is_heard(&(struct media_tone){ .hz = { 350, 440 }, .level_dbm0 = -13 }, 200));
	CHECK(is_heard(&(struct media_tone){ .hz = { 350, 440 }, .level_dbm0 = -28 }, 200));
	CHECK(!is_heard(&(struct media_tone){ .hz = { 350, 440 }, .level_dbm0 = -13 }, 90));
	CHECK(!is_heard(&(struct media_tone){ .hz = { 350, 440 }, .level_dbm0 = -45 }, 2000));
	CHECK(!is_heard(&(struct media_tone){ .hz = { 440, 480 }, .level_dbm0 = -13 }, 2000));
	CHECK(!is_heard(&(struct media_tone){ .hz = { 480, 620 }, .level_dbm0 = -13 }, 2000));
	CHECK(!is_heard(&(struct media_tone){ .hz = { 1004 }, .level_dbm0 = -10 }, 2000));
	CHECK(!is_heard(&(struct media_tone){ .hz = { 440 }, .level_dbm0 = -10 }, 2000));
}

static void callers_go_over_the_wire(void)
{
	static const struct {
		const char *number, *name, *number_there, *name_there;
	} cases[] = { { "2025550100", "ALICE BLUE", "2025550100", "ALICE BLUE" },
		      { "", "", "O", "O" },
		      { "P", "P", "P", "P" },
		      { "101", "A name of too many letters", "101", "A name of too m" },
		      { "101", "Zo\xc3\xab", "101", "Zo??" } };
	struct caller_sender *sender = caller_sender_new();
	struct caller_receiver *receiver = caller_receiver_new();
	struct tm when = { .tm_mon = 10, .tm_mday = 22, .tm_hour = 9, .tm_min = 5 };

	for (unsigned i = 0; i < sizeof cases / sizeof *cases; i++) {
		uint8_t message[CALLER_ID_LONGEST];
		int length = caller_id_build(cases[i].number, cases[i].name, i % 2 ? NULL : &when,
					     message);
		struct caller_id caller = { 0 };
		int16_t tick[HAL_TICK_SAMPLES];
		unsigned ms = 0;
		bool heard = false, more;

		CHECK(length > 0);
		caller_receiver_start(receiver);
		caller_sender_start(sender, message, (unsigned)length);
		do {
			more = caller_sender_tick(sender, tick);
			ms += 10;
			if (caller_receiver_tick(receiver, tick, &caller))
				heard = true;
		} while (ms < 2000 && (more || !heard));
		CHECK(heard);
		CHECK(ms <= 1100);
		CHECK_EQUAL(strcmp(caller.number, cases[i].number_there), 0);
		CHECK_EQUAL(strcmp(caller.name, cases[i].name_there), 0);
	}
	caller_sender_free(sender);
	caller_receiver_free(receiver);
	caller_sender_free(NULL);
	caller_receiver_free(NULL);
}

static void caller_messages_of_both_kinds_are_read(void)
{
	static const uint8_t single[] = "\x04\x12"
					"011123592025550123";
	static const uint8_t broken[] = { 0x80, 6, 2, 9, '1', '2', '3', '4' };
	static const uint8_t waiting[] = { 0x82, 3, 0x0b, 1, 0xff };
	static const uint8_t longer[] = { 0x80, 9, 2, 1, '1' };
	uint8_t message[CALLER_ID_LONGEST];
	struct caller_id caller;

	CHECK(caller_id_parse(single, sizeof single - 1, &caller));
	CHECK_EQUAL(strcmp(caller.number, "2025550123"), 0);
	CHECK_EQUAL(caller.name[0], 0);
	CHECK(!caller_id_parse(broken, sizeof broken, &caller));
	CHECK(!caller_id_parse(waiting, sizeof waiting, &caller));
	CHECK(!caller_id_parse(longer, sizeof longer, &caller));
	CHECK(!caller_id_parse(longer, 1, &caller));
	CHECK_EQUAL(caller_id_build("123456789012345678901", "", NULL, message), -EINVAL);

	/* ANLG-10 type I has no name. */
	CHECK_EQUAL(caller_id_build("2025550123", NULL, NULL, message), 20);
	CHECK_EQUAL(message[0], 4);
	CHECK(caller_id_parse(message, 20, &caller));
	CHECK_EQUAL(strcmp(caller.number, "2025550123"), 0);
	CHECK_EQUAL(caller_id_build("", NULL, NULL, message), 11);
	CHECK_EQUAL(message[10], 'O');
}

static void emergency_numbers_are_matched_digit_by_digit(void)
{
	struct hal_emergency table = { .numbers = { "911", "9911" }, .sent = "911" };

	CHECK_EQUAL(emergency_match(&table, "9", 1), EMERGENCY_MORE);
	CHECK_EQUAL(emergency_match(&table, "91", 2), EMERGENCY_MORE);
	CHECK_EQUAL(emergency_match(&table, "911", 3), EMERGENCY_YES);
	CHECK_EQUAL(emergency_match(&table, "9911", 4), EMERGENCY_YES);
	CHECK_EQUAL(emergency_match(&table, "92", 2), EMERGENCY_NO);
	CHECK_EQUAL(emergency_match(&table, "9111", 4), EMERGENCY_NO);
	CHECK_EQUAL(emergency_check(&table), 0);
	table.pre_dial_ms = 10001;
	CHECK_EQUAL(emergency_check(&table), -EINVAL);
	table = (struct hal_emergency){ .numbers = { "911" } };
	CHECK_EQUAL(emergency_check(&table), -EINVAL);
	table = (struct hal_emergency){ .numbers = { "9-1" }, .sent = "911" };
	CHECK_EQUAL(emergency_check(&table), -EINVAL);
	memset(table.numbers[0], '1', sizeof table.numbers[0]); /* no end */
	CHECK_EQUAL(emergency_check(&table), -EINVAL);
}

static void the_best_line_is_chosen(void)
{
	enum emergency_rank ranks[] = { EMERGENCY_IN_CALL, EMERGENCY_RINGING, EMERGENCY_IDLE,
					EMERGENCY_IDLE,    EMERGENCY_DEAD,    EMERGENCY_FORBIDDEN };

	CHECK_EQUAL(emergency_choose(ranks, 6, 0), 2);
	CHECK_EQUAL(emergency_choose(ranks, 6, 4), 3);
	CHECK_EQUAL(emergency_choose(ranks, 6, 12), 0);
	CHECK_EQUAL(emergency_choose(ranks, 6, 13), 1);
	CHECK_EQUAL(emergency_choose(ranks, 6, 15),
		    -1); /* a dead one only when there is no other */
	CHECK_EQUAL(emergency_choose(ranks + 4, 2, 0), 0);
	CHECK_EQUAL(emergency_choose(ranks + 5, 1, 0), -1);
}

int main(void)
{
	static const struct test tests[] = {
		{ "cadences repeat", cadences_repeat },
		{ "audio of a late writer passes whole", audio_of_a_late_writer_passes_whole },
		{ "too little audio falls silent and is counted once",
		  too_little_falls_silent_and_counts_once },
		{ "too much audio is dropped", too_much_is_dropped },
		{ "meters show the loudest of 200 ms", meters_show_the_loudest_of_200_ms },
		{ "only dial tone is taken for dial tone", only_dial_tone_is_dial_tone },
		{ "GR-30 callers go over the wire", callers_go_over_the_wire },
		{ "GR-30 messages of both kinds are read", caller_messages_of_both_kinds_are_read },
		{ "emergency numbers are matched digit by digit",
		  emergency_numbers_are_matched_digit_by_digit },
		{ "the best outside line is chosen", the_best_line_is_chosen },
	};

	return RUN(tests);
}
