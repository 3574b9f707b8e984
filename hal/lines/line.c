/* SPDX-License-Identifier: MIT */
/* What both kinds of line have: who serves them, and their tick of audio. Under the lock. */
#include <math.h>
#include <string.h>

#include "lines.h"

#define STOPPED_TICKS (1000 / TICK_MS)
#define MASK (LINE_AUDIO_RING - 1)

bool line_is_off_hook(const struct line *line)
{
	return line->port.kind == HAL_FXS ? fxs_off_hook(&line->fxs.loop) : line->fxo.wire.off_hook;
}

static bool is_with_lifeline(const struct line *line)
{
	return line->port.kind == HAL_FXS ? line->fxs.lifeline.state != LIFELINE_AWAY
					  : line->fxo.emergency;
}

bool line_is_attended(const struct line *line)
{
	return line->served && !is_with_lifeline(line);
}

void line_unserve(struct line *line)
{
	if (line->served)
		line->attended_ms = hal_now_ms(line->port.hal);
	line->served = line->protected_call = false;
}

static float gain_of(int32_t tenths_db)
{
	return tenths_db == 0 ? 1.0F : powf(10.0F, (float)tenths_db / 200.0F);
}

void line_set(struct line *line, const struct hal_line_settings *settings)
{
	line->settings = *settings;
	line->gain_from = gain_of(settings->gain_from_tenths_db);
	line->gain_to = gain_of(settings->gain_to_tenths_db);
}

static void amplify(int16_t *samples, float gain)
{
	if (gain == 1.0F)
		return;
	for (unsigned i = 0; i < TICK; i++) {
		float louder = (float)samples[i] * gain;

		samples[i] = (int16_t)lrintf(fminf(fmaxf(louder, INT16_MIN), INT16_MAX));
	}
}

static void publish(struct line_audio_channel *channel, const int16_t *samples)
{
	uint64_t put = atomic_load_explicit(&channel->from_put, memory_order_relaxed);

	for (unsigned i = 0; i < TICK; i++)
		channel->from[(put + i) & MASK] = samples != NULL ? samples[i] : 0;
	atomic_store_explicit(&channel->from_put, put + TICK, memory_order_release);
}

static void watch_audio(struct line *line, bool came)
{
	if (!came) {
		memset(line->heard, 0, sizeof line->heard);
		if (line->audio_stopped || ++line->silent_ticks < STOPPED_TICKS)
			return;
		line->audio_stopped = true;
		event_of(line, HAL_EVENT_AUDIO_STOPPED);
		return;
	}
	line->silent_ticks = 0;
	if (!line->audio_stopped)
		return;
	line->audio_stopped = false;
	event_of(line, HAL_EVENT_AUDIO_BACK);
}

void line_speak(struct line *line, const int16_t *to)
{
	int16_t out[TICK];

	memcpy(out, to, sizeof out);
	amplify(out, line->gain_to);
	meter_put(&line->meter_to, out);
	watch_audio(line, line->driver->audio(&line->port, out, line->heard));
	amplify(line->heard, line->gain_from);
	meter_put(&line->meter_from, line->heard);
	publish(line->channel, line_is_attended(line) ? line->heard : NULL);
}
