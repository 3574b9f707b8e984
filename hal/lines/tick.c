/* SPDX-License-Identifier: MIT */
/* Every 10 ms: cards, hooks and bells, the lifeline, audio. Under the lock. */
#include "lines.h"

uint64_t hal_now_ms(const struct hal *hal)
{
	return hal->start_ms + hal->ticks * TICK_MS;
}

void hal_wire(struct hal_line *port, enum hal_wire what)
{
	struct line *line = (struct line *)port;

	if (port->kind == HAL_FXS)
		fxs_wire(line, what);
	else
		fxo_wire_event(line, what);
}

/* What media writes for a served telephone that the lifeline has: it steps back. */
static void discard(struct line *line)
{
	bool written = ear_discard(&line->ear, line->channel);

	if (!written || !line->served)
		return;
	line->attended_ms = hal_now_ms(line->port.hal);
	if (line->port.kind == HAL_FXS && !lifeline_has_call(line))
		lifeline_end(line);
}

static void take(struct line *line, int16_t *to)
{
	struct ear_tick tick = ear_take(&line->ear, line->channel, to);

	if (tick.written)
		line->attended_ms = hal_now_ms(line->port.hal);
	line->slips += tick.slipped;
}

static void speak(struct line *line)
{
	static const int16_t silence[TICK];
	int16_t own[TICK] = { 0 };
	const int16_t *to = silence;

	if (line_is_attended(line)) {
		take(line, own);
		to = own;
	} else {
		discard(line);
	}
	if (line->port.kind == HAL_FXO && line->fxo.lifeline_says != NULL)
		to = line->fxo.lifeline_says;
	else if (line->port.kind == HAL_FXS && line->fxs.lifeline.state != LIFELINE_AWAY)
		to = line->fxs.lifeline.says;
	else if (line->port.kind == HAL_FXS && fxs_send_caller(line, own))
		to = own;
	line_speak(line, to);
	if (line->port.kind == HAL_FXO)
		fxo_heard(line);
}

void tick_run(struct hal *hal)
{
	hal->ticks++;
	events_resume(hal);
	for (uint32_t i = 0; i < hal->card_count; i++)
		if (hal->cards[i].driver->tick != NULL)
			hal->cards[i].driver->tick(&hal->cards[i]);
	for (uint32_t i = 0; i < hal->line_count; i++) {
		if (hal->lines[i].port.kind == HAL_FXS)
			fxs_tick(&hal->lines[i]);
		else
			fxo_wire_event(&hal->lines[i], FXO_TIME);
	}
	for (uint32_t i = 0; i < hal->line_count; i++)
		if (hal->lines[i].port.kind == HAL_FXS)
			lifeline_tick(&hal->lines[i]);
	for (uint32_t i = 0; i < hal->line_count; i++)
		speak(&hal->lines[i]);
}

void tick_skip(struct hal *hal, uint64_t ticks)
{
	hal->ticks += ticks;
	for (uint32_t i = 0; i < hal->line_count; i++) {
		hal->lines[i].slips += ticks;
		/* That we stood still does not say that media did. */
		hal->lines[i].attended_ms += ticks * TICK_MS;
	}
}
