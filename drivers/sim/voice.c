/* SPDX-License-Identifier: MIT */
#include "voice.h"

#include <errno.h>
#include <math.h>
#include <string.h>

#define ECHO_TICKS 10

int saying_check(const struct sim_saying *saying)
{
	if (saying->voice > SIM_SPEECH)
		return -EINVAL;
	if (saying->voice == SIM_TONE && (saying->hz < 20 || saying->hz > 3900))
		return -EINVAL;
	return saying->level_tenths_dbm0 < -600 || saying->level_tenths_dbm0 > 0 ? -EINVAL : 0;
}

void voice_init(struct voice *voice, const struct sim_saying *saying, uint64_t seed)
{
	double gain = pow(10.0, saying->level_tenths_dbm0 / 200.0);

	memset(voice, 0, sizeof *voice);
	voice->saying = *saying;
	voice->echo_gain = (float)gain;
	if (saying->voice == SIM_TONE) {
		struct media_tone tone = { .hz = { (uint16_t)saying->hz } };

		tone_init(&voice->tone, &tone);
		voice->tone.amplitude[0] = (float)(PEAK_0_DBM0 * gain); /* finer than whole dB */
	}
	if (saying->voice == SIM_SPEECH)
		speech_init(&voice->speech, saying->level_tenths_dbm0, seed);
}

void voice_add(struct voice *voice, const struct ear *ear, int32_t *mix)
{
	switch (voice->saying.voice) {
	case SIM_TONE:
		tone_add(&voice->tone, mix, HAL_TICK_SAMPLES);
		break;
	case SIM_ECHO: {
		const int16_t *heard = ear_remembers(ear, ECHO_TICKS);

		for (unsigned i = 0; i < HAL_TICK_SAMPLES; i++)
			mix[i] += (int32_t)lrintf((float)heard[i] * voice->echo_gain);
		break;
	}
	case SIM_SPEECH:
		speech_add(&voice->speech, mix, HAL_TICK_SAMPLES);
		break;
	default:
		break;
	}
}

void clip(const int32_t *mix, int16_t *out)
{
	for (unsigned i = 0; i < HAL_TICK_SAMPLES; i++) {
		int32_t sample = mix[i];

		if (sample > INT16_MAX)
			sample = INT16_MAX;
		else if (sample < INT16_MIN)
			sample = INT16_MIN;
		out[i] = (int16_t)sample;
	}
}
