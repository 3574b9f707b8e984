/* SPDX-License-Identifier: MIT */
#include <errno.h>
#include <math.h>
#include <spandsp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "rig.h"
#include "sim/voice.h"
#include "spectrum.h"
#include "speech.h"

static int16_t sound[EAR_SAMPLES];

static void add_sine(double hz, double dbm0, unsigned from)
{
	for (unsigned i = from; i < EAR_SAMPLES; i++)
		sound[i] = (int16_t)(sound[i] + lround(PEAK_0_DBM0 * pow(10, dbm0 / 20) *
						       sin(2 * M_PI * hz * i / 8000 + 0.4)));
}

static void silence(void)
{
	uint32_t hz[4] = { 1, 1, 1, 1 };

	memset(sound, 0, sizeof sound);
	CHECK_EQUAL(spectrum_level(sound), -999);
	spectrum_tones(sound, hz);
	CHECK_EQUAL(hz[0] | hz[1] | hz[2] | hz[3], 0);
}

static void every_frequency(void)
{
	uint32_t hz[4];

	for (unsigned wanted = 60; wanted <= 3900; wanted += 13) {
		memset(sound, 0, sizeof sound);
		add_sine(wanted, -20, 0);
		spectrum_tones(sound, hz);
		CHECK_NEAR(hz[0], wanted, 2);
		CHECK_EQUAL(hz[1], 0);
		CHECK_NEAR(spectrum_level(sound), -200, 2);
	}
}

static void many_frequencies(void)
{
	uint32_t hz[4];

	memset(sound, 0, sizeof sound);
	add_sine(480, -24, 0);
	add_sine(440, -19, 0);
	add_sine(2000, 0, 0);
	add_sine(3000, -35, 0);
	add_sine(1000, -43, 0);
	spectrum_tones(sound, hz);
	CHECK_NEAR(hz[0], 2000, 10);
	CHECK_NEAR(hz[1], 440, 10);
	CHECK_NEAR(hz[2], 480, 10);
	CHECK_NEAR(hz[3], 3000, 10);
	memset(sound, 0, sizeof sound);
	add_sine(1000, -41, 0);
	spectrum_tones(sound, hz);
	CHECK_EQUAL(hz[0], 0);
	memset(sound, 0, sizeof sound);
	add_sine(1000, -39, 0);
	spectrum_tones(sound, hz);
	CHECK_NEAR(hz[0], 1000, 10);
}

static void strongest_of_what_began_lately(void)
{
	uint32_t hz[4];

	memset(sound, 0, sizeof sound);
	add_sine(770, -9, 800);
	add_sine(1336, -7, 800);
	spectrum_tones(sound, hz);
	CHECK_NEAR(hz[0], 1336, 10);
	CHECK_NEAR(hz[1], 770, 10);
}

static void speech(int32_t level)
{
	static int16_t said[60 * HAL_RATE];
	struct speech speaker;
	unsigned loud = 0;
	double sum = 0;

	speech_init(&speaker, level, 99);
	for (unsigned at = 0; at < 60 * HAL_RATE; at += HAL_TICK_SAMPLES) {
		int32_t mix[HAL_TICK_SAMPLES] = { 0 };

		speech_add(&speaker, mix, HAL_TICK_SAMPLES);
		clip(mix, said + at);
	}
	for (unsigned at = 0; at < 60 * HAL_RATE; at += HAL_TICK_SAMPLES) {
		double energy = 0;

		for (unsigned i = 0; i < HAL_TICK_SAMPLES; i++)
			energy += said[at + i] * said[at + i];
		if (energy > 0) {
			loud++;
			sum += energy / HAL_TICK_SAMPLES;
		}
	}
	CHECK_NEAR(10 * log10(sum / loud / RMS_0_DBM0 / RMS_0_DBM0), level / 10.0, 1.5);
	CHECK_NEAR(loud / 6000.0, 0.6, 0.15); /* speech is there for some 60 % of the time */
}

static void speech_levels(void)
{
	speech(-160);
	speech(-300);
	speech(-400);
}

static void speech_is_no_digit(void)
{
	dtmf_rx_state_t *detector = dtmf_rx_init(NULL, NULL, NULL);
	struct speech speaker;
	char got[8] = "";

	speech_init(&speaker, -160, 5);
	for (unsigned tick = 0; tick < 3600 * 100; tick++) {
		int32_t mix[HAL_TICK_SAMPLES] = { 0 };
		int16_t said[HAL_TICK_SAMPLES];

		speech_add(&speaker, mix, HAL_TICK_SAMPLES);
		clip(mix, said);
		dtmf_rx(detector, said, HAL_TICK_SAMPLES);
	}
	CHECK_EQUAL(dtmf_rx_get(detector, got, 7), 0);
	dtmf_rx_free(detector);
}

static struct hal *two_who_talk(void)
{
	struct sim_saying low = { SIM_TONE, 600, -155 }, high = { SIM_TONE, 1500, -255 };
	struct hal *rig = rig_open("sim:fxs=2", 3);

	rig_connect(rig, 0, 1);
	sim_lift(rig, 0);
	sim_lift(rig, 1);
	CHECK_EQUAL(sim_say(rig, 0, &low), 0);
	CHECK_EQUAL(sim_say(rig, 1, &high), 0);
	rig_pass(rig, 400);
	return rig;
}

static void telephones_hear_each_other(void)
{
	struct hal *rig = two_who_talk();
	struct sim_hearing heard = rig_hear(rig, 1);

	CHECK_NEAR(heard.level_tenths_dbm0, -155, 2);
	CHECK_NEAR(heard.hz[0], 600, 10);
	CHECK_EQUAL(heard.hz[1], 0);
	heard = rig_hear(rig, 0);
	CHECK_NEAR(heard.level_tenths_dbm0, -255, 2);
	CHECK_NEAR(heard.hz[0], 1500, 10);
	sim_hang_up(rig, 0);
	rig_pass(rig, 300);
	CHECK_EQUAL(rig_hear(rig, 0).level_tenths_dbm0, -999); /* no handset at the ear */
	CHECK_EQUAL(rig_hear(rig, 1).level_tenths_dbm0, -999);
	rig_close(rig);
}

static void keys_mute_the_microphone(void)
{
	struct hal *rig = two_who_talk();

	sim_dial(rig, 0, "5", SIM_DTMF, 300, 500);
	rig_pass(rig, 250);
	CHECK_NEAR(rig_hear(rig, 1).hz[0], 1336, 10);
	CHECK_NEAR(rig_hear(rig, 1).hz[1], 770, 10);
	CHECK_EQUAL(rig_hear(rig, 1).hz[2], 0);
	rig_pass(rig, 300);
	CHECK_NEAR(rig_hear(rig, 1).hz[0], 600, 10);
	rig_close(rig);
}

static void echo_of_a_telephone(void)
{
	struct sim_saying quieter = { SIM_ECHO, 0, -60 };
	struct hal *rig = two_who_talk();

	sim_say(rig, 1, &quieter);
	rig_pass(rig, 600);
	CHECK_NEAR(rig_hear(rig, 0).level_tenths_dbm0, -215, 3);
	CHECK_NEAR(rig_hear(rig, 0).hz[0], 600, 10);
	rig_close(rig);
}

/* Samples of a WAV file as every program reads it; 0: it is none. */
static uint32_t read_wav(const char *path, int16_t *out, uint32_t most)
{
	static const uint8_t format[] = { 'f',  'm',  't', ' ', 16,   0,    0, 0, 1, 0, 1,  0,
					  0x40, 0x1f, 0,   0,   0x80, 0x3e, 0, 0, 2, 0, 16, 0 };
	uint8_t header[44];
	FILE *file = fopen(path, "rbe");
	uint32_t size, riff, got;

	CHECK_EQUAL(fread(header, 44, 1, file), 1);
	got = (uint32_t)fread(out, 2, most, file);
	fclose(file);
	memcpy(&riff, header + 4, 4);
	memcpy(&size, header + 40, 4);
	CHECK_EQUAL(memcmp(header, "RIFF", 4), 0);
	CHECK_EQUAL(memcmp(header + 8, "WAVE", 4), 0);
	CHECK_EQUAL(memcmp(header + 12, format, sizeof format), 0);
	CHECK_EQUAL(memcmp(header + 36, "data", 4), 0);
	CHECK_EQUAL(riff, size + 36);
	CHECK_EQUAL(size, got * 2);
	return size / 2;
}

static void recording(void)
{
	static int16_t frames[4 * HAL_RATE];
	char path[] = "/tmp/sim-recording-XXXXXX";
	struct hal *rig = two_who_talk();

	close(mkstemp(path));
	CHECK_EQUAL(sim_record(rig, 1, path), 0);
	rig_pass(rig, 1000);
	sim_hang_up(rig, 1);
	rig_pass(rig, 1000);
	CHECK_EQUAL(sim_record(rig, 1, NULL), 0);
	CHECK_EQUAL(sim_record(rig, 1, NULL), 0);
	rig_pass(rig, 1000);
	CHECK_EQUAL(read_wav(path, frames, 4 * HAL_RATE), 2 * HAL_RATE);
	CHECK_NEAR(level_at(frames, HAL_RATE, 600), -15.5, 0.2);
	CHECK(level_at(frames + HAL_RATE + 800, HAL_RATE - 800, 600) < -80);

	CHECK_EQUAL(sim_record(rig, 0, path), 0); /* cut short by the end of the card */
	rig_pass(rig, 500);
	rig_close(rig);
	CHECK_EQUAL(read_wav(path, frames, 4 * HAL_RATE), HAL_RATE / 2);
	unlink(path);
}

static void recording_nowhere(void)
{
	struct hal *rig = rig_open("sim:fxs=1", 1);

	CHECK_EQUAL(sim_record(rig, 0, "/nowhere/at/all.wav"), -ENOENT);
	CHECK_EQUAL(sim_record(rig, 5, "/tmp/never-made.wav"), -ENODEV);
	CHECK_EQUAL(access("/tmp/never-made.wav", F_OK), -1);
	rig_close(rig);
}

int main(void)
{
	static const struct test tests[] = {
		{ "silence has no level and no frequency", silence },
		{ "a tone of any frequency is heard alone", every_frequency },
		{ "four tones are heard, strongest first, above -40 dBm0", many_frequencies },
		{ "tones that began lately are heard", strongest_of_what_began_lately },
		{ "speech has its level, and pauses", speech_levels },
		{ "an hour of speech is no DTMF digit", speech_is_no_digit },
		{ "lifted telephones hear each other", telephones_hear_each_other },
		{ "keys mute the microphone", keys_mute_the_microphone },
		{ "an echo is as much quieter as it is told", echo_of_a_telephone },
		{ "what a far end hears is recorded", recording },
		{ "a recording that cannot be made is refused", recording_nowhere },
	};

	return RUN(tests);
}
