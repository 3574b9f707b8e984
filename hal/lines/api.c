/* SPDX-License-Identifier: MIT */
/* The functions of hal.h on lines. API thread; they work under the lock. */
#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <time.h>

#include "emergency.h"
#include "lines.h"

#define MOST_GAIN 120
#define DISCONNECT_LEAST_MS 20
#define DISCONNECT_MOST_MS 10000
#define FLASH_LEAST_MS 110 /* a pulse is shorter */
#define FLASH_MOST_MS 5000
#define OPEN_LOOP_LEAST_MS 10
#define OPEN_LOOP_MOST_MS 10000
#define CLOCK_SET 1767225600 /* 2026: a clock that says less has not been set */

API int hal_line_count(const struct hal *hal)
{
	return (int)hal->line_count;
}

/* A line of that kind under the lock, or of any (0); NULL with *error set. */
static struct line *enter(struct hal *hal, uint32_t number, unsigned kind, int *error)
{
	*error = 0;
	if (number >= hal->line_count)
		*error = -ENOENT;
	else if (kind != 0 && hal->lines[number].port.kind != kind)
		*error = -ENOTSUP;
	if (*error)
		return NULL;
	pthread_mutex_lock(&hal->lock);
	return &hal->lines[number];
}

static int leave(struct hal *hal, int result)
{
	pthread_mutex_unlock(&hal->lock);
	return result;
}

API int hal_line_info(const struct hal *hal, uint32_t line, struct hal_line_info *out)
{
	const struct line *l; /* nothing of it changes after hal_open */

	if (line >= hal->line_count)
		return -ENOENT;
	l = &hal->lines[line];
	memset(out, 0, sizeof *out);
	memcpy(out->name, l->port.name, sizeof out->name);
	snprintf(out->driver, sizeof out->driver, "%s", l->driver->name);
	out->kind = (uint8_t)l->port.kind;
	out->can_reversal = l->port.kind == HAL_FXO;
	return 0;
}

static bool is_between(int64_t value, int64_t least, int64_t most)
{
	return value >= least && value <= most;
}

API int hal_line_set(struct hal *hal, uint32_t line, const struct hal_line_settings *s)
{
	int error;
	struct line *l;

	if (s == NULL || !is_between(s->disconnect_ms, DISCONNECT_LEAST_MS, DISCONNECT_MOST_MS) ||
	    !is_between(s->flash_min_ms, FLASH_LEAST_MS, FLASH_MOST_MS) ||
	    !is_between(s->flash_max_ms, s->flash_min_ms + 1, FLASH_MOST_MS) ||
	    !is_between(s->gain_from_tenths_db, -MOST_GAIN, MOST_GAIN) ||
	    !is_between(s->gain_to_tenths_db, -MOST_GAIN, MOST_GAIN))
		return -EINVAL;
	l = enter(hal, line, 0, &error);
	if (l == NULL)
		return error;
	line_set(l, s);
	return leave(hal, 0);
}

API int hal_hook(struct hal *hal, uint32_t line, enum hal_hook hook)
{
	int error;
	struct line *l;

	if (!is_between(hook, HAL_ON_HOOK, HAL_FLASH))
		return -EINVAL;
	l = enter(hal, line, HAL_FXO, &error);
	if (l == NULL)
		return error;
	return leave(hal, l->fxo.emergency ? -EBUSY : fxo_hook(l, hook));
}

API int hal_ring(struct hal *hal, uint32_t line, const struct hal_cadence *cadence)
{
	int error;
	struct line *l = enter(hal, line, HAL_FXS, &error);

	return l == NULL ? error : leave(hal, fxs_ring(l, cadence));
}

/* Local time for caller ID; NULL before somebody has set the clock. */
static const struct tm *local_time(struct tm *out)
{
	time_t now = time(NULL);

	return now < CLOCK_SET ? NULL : localtime_r(&now, out);
}

API int hal_caller(struct hal *hal, uint32_t line, const char *number, const char *name)
{
	uint8_t message[CALLER_ID_LONGEST];
	struct tm when;
	struct line *l;
	int length, error;

	if (number == NULL)
		return -EINVAL;
	length = caller_id_build(number, name, local_time(&when), message);
	if (length < 0)
		return length;
	l = enter(hal, line, HAL_FXS, &error);
	if (l == NULL)
		return error;
	memcpy(l->fxs.caller, message, sizeof message);
	l->fxs.caller_length = (unsigned)length;
	return leave(hal, 0);
}

API int hal_open_loop(struct hal *hal, uint32_t line, uint32_t ms)
{
	int error;
	struct line *l;

	if (!is_between(ms, OPEN_LOOP_LEAST_MS, OPEN_LOOP_MOST_MS))
		return -EINVAL;
	l = enter(hal, line, HAL_FXS, &error);
	return l == NULL ? error : leave(hal, fxs_open_loop(l, ms));
}

static int serve(struct line *line, bool on, bool protected_call)
{
	bool fxs = line->port.kind == HAL_FXS;

	if (!on) {
		line_unserve(line);
		return 0;
	}
	if (fxs ? lifeline_has_call(line) : line->fxo.emergency)
		return -EBUSY;
	if (fxs)
		lifeline_end(line);
	if (!line->served)
		(void)ear_discard(&line->ear, line->channel);
	line->served = true;
	line->protected_call = protected_call;
	line->attended_ms = hal_now_ms(line->port.hal);
	return 0;
}

API int hal_serve(struct hal *hal, uint32_t line, uint8_t on, uint8_t protected_call)
{
	int error;
	struct line *l = on > 1 || protected_call > 1 ? NULL : enter(hal, line, 0, &error);

	if (on > 1 || protected_call > 1)
		return -EINVAL;
	return l == NULL ? error : leave(hal, serve(l, on, protected_call));
}

API int hal_emergency(struct hal *hal, const struct hal_emergency *table)
{
	if (table == NULL || emergency_check(table) != 0)
		return -EINVAL;
	for (size_t i = 0; i < sizeof table->lines && table->lines[i] != 0xff; i++)
		if (table->lines[i] >= hal->line_count ||
		    hal->lines[table->lines[i]].port.kind != HAL_FXO)
			return -EINVAL;
	pthread_mutex_lock(&hal->lock);
	hal->emergency = *table;
	return leave(hal, 0);
}

static uint8_t lifeline_of(const struct line *line)
{
	if (line->port.kind == HAL_FXO)
		return line->fxo.emergency ? HAL_LIFELINE_CALL : HAL_LIFELINE_OFF;
	if (line->fxs.lifeline.state == LIFELINE_AWAY)
		return HAL_LIFELINE_OFF;
	return lifeline_has_call(line) ? HAL_LIFELINE_CALL : HAL_LIFELINE_TONE;
}

API int hal_line_state(struct hal *hal, uint32_t line, struct hal_line_state *out)
{
	int error;
	struct line *l = enter(hal, line, 0, &error);
	bool off_hook, fxs;

	if (l == NULL)
		return error;
	off_hook = line_is_off_hook(l);
	fxs = l->port.kind == HAL_FXS;
	*out = (struct hal_line_state){
		.hook = off_hook ? HAL_OFF_HOOK : HAL_ON_HOOK,
		.ringing = fxs ? l->fxs.ringer.phases > 0 : l->fxo.wire.ringing,
		.battery = fxs || !l->fxo.wire.lost,
		.served = l->served,
		.lifeline = lifeline_of(l),
		.audio = !l->audio_stopped,
		.level_from_tenths_dbm0 = meter_tenths_dbm0(&l->meter_from),
		.level_to_tenths_dbm0 = meter_tenths_dbm0(&l->meter_to),
		.slips = l->slips,
		.off_hook_ms = off_hook ? hal_now_ms(hal) - l->off_hook_ms : 0,
	};
	return leave(hal, 0);
}
