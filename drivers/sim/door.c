/* SPDX-License-Identifier: MIT */
/*
 * sim.h: the host thread's door to telephones and central offices. Each call reaches its line while the line thread
 * stands still, so whatever takes long (files, spectra) is done outside of that.
 */
#include <errno.h>
#include <string.h>

#include "sim-line.h"
#include "spectrum.h"

#define API __attribute__((visibility("default")))

#define ANY_KIND 0
#define LONGEST_CPC_MS 10000
#define LATEST_DIAL_TONE_MS 60000

/* 0 and *out, to be followed by hal_leave. */
static int enter(struct hal *hal, uint32_t line, unsigned kind, struct sim_line **out)
{
	struct hal_line *found = hal_enter(hal, line, &hal_sim_driver);

	if (found == NULL)
		return -ENODEV;
	*out = found->private_data;
	if (kind == ANY_KIND || kind == (unsigned)found->kind)
		return 0;
	hal_leave(hal);
	return -ENOTSUP;
}

API int sim_lift(struct hal *hal, uint32_t line)
{
	struct sim_line *sim;
	int error = enter(hal, line, HAL_FXS, &sim);

	if (error != 0)
		return error;
	phone_lift(&sim->phone);
	hal_leave(hal);
	return 0;
}

API int sim_hang_up(struct hal *hal, uint32_t line)
{
	struct sim_line *sim;
	int error = enter(hal, line, HAL_FXS, &sim);

	if (error != 0)
		return error;
	phone_hang_up(&sim->phone);
	hal_leave(hal);
	return 0;
}

API int sim_flash(struct hal *hal, uint32_t line, uint32_t ms)
{
	struct sim_line *sim;
	int error = enter(hal, line, HAL_FXS, &sim);

	if (error != 0)
		return error;
	error = phone_is_up(&sim->phone) ? fingers_flash(&sim->phone.fingers, ms) : -EINVAL;
	hal_leave(hal);
	return error;
}

API int sim_dial(struct hal *hal, uint32_t line, const char *keys, enum sim_dialling how,
		 uint32_t on_ms, uint32_t gap_ms)
{
	struct sim_line *sim;
	int error = keys ? enter(hal, line, HAL_FXS, &sim) : -EINVAL;

	if (error != 0)
		return error;
	error = phone_is_up(&sim->phone)
			? fingers_dial(&sim->phone.fingers, keys, how, on_ms, gap_ms)
			: -EINVAL;
	hal_leave(hal);
	return error;
}

API int sim_say(struct hal *hal, uint32_t line, const struct sim_saying *saying)
{
	struct sim_line *sim;
	int error = saying ? saying_check(saying) : -EINVAL;

	if (error == 0)
		error = enter(hal, line, ANY_KIND, &sim);
	if (error != 0)
		return error;
	if (sim->line->kind == HAL_FXS)
		voice_init(&sim->phone.voice, saying, chance_next(&sim->phone.chance));
	else
		office_say(&sim->office, saying);
	hal_leave(hal);
	return 0;
}

static struct ear *ear_of(struct sim_line *sim)
{
	return sim->line->kind == HAL_FXS ? &sim->phone.ear : &sim->office.ear;
}

static void look_at_phone(const struct phone *phone, struct sim_hearing *out)
{
	out->ringing = phone->bell.sounds;
	out->rings = phone->bell.rings;
	out->off_hook = phone_is_up(phone);
	out->battery = phone->battery && !phone->cut;
	memcpy(out->last_ring_ms, phone->bell.ms, phone->bell.times * sizeof *phone->bell.ms);
	memcpy(out->caller_number, phone->display.shown.number, sizeof out->caller_number);
	memcpy(out->caller_name, phone->display.shown.name, sizeof out->caller_name);
}

API int sim_hear(struct hal *hal, uint32_t line, struct sim_hearing *out)
{
	int16_t heard[EAR_SAMPLES];
	struct sim_line *sim;
	int error = out ? enter(hal, line, ANY_KIND, &sim) : -EINVAL;

	if (error != 0)
		return error;
	memset(out, 0, sizeof *out);
	if (sim->line->kind == HAL_FXS)
		look_at_phone(&sim->phone, out);
	else
		out->off_hook = sim->office.loop;
	ear_copy(ear_of(sim), heard);
	hal_leave(hal);

	out->level_tenths_dbm0 = spectrum_level(heard);
	if (out->level_tenths_dbm0 != SILENCE_TENTHS)
		spectrum_tones(heard, out->hz);
	return 0;
}

API int sim_record(struct hal *hal, uint32_t line, const char *path)
{
	struct sim_line *sim;
	int error = enter(hal, line, ANY_KIND, &sim);
	FILE *file = NULL, *before;
	uint32_t bytes;

	if (error != 0)
		return error;
	hal_leave(hal);
	if (path != NULL) {
		file = recording_open(path);
		if (file == NULL)
			return -errno;
	}
	enter(hal, line, ANY_KIND, &sim); /* lines do not change while hal is open */
	before = ear_of(sim)->file;
	bytes = ear_of(sim)->bytes;
	ear_of(sim)->file = file;
	ear_of(sim)->bytes = 0;
	hal_leave(hal);
	recording_close(before, bytes);
	return 0;
}

API int sim_co_ring(struct hal *hal, uint32_t line, const char *number, const char *name)
{
	struct sim_line *sim;
	int error = enter(hal, line, HAL_FXO, &sim);

	if (error != 0)
		return error;
	error = office_ring(&sim->office, number ? number : "", name ? name : "");
	hal_leave(hal);
	return error;
}

API int sim_co_end(struct hal *hal, uint32_t line)
{
	struct sim_line *sim;
	int error = enter(hal, line, HAL_FXO, &sim);

	if (error != 0)
		return error;
	error = office_end(&sim->office);
	hal_leave(hal);
	return error;
}

API int sim_co_state(struct hal *hal, uint32_t line, struct sim_co_state_of *out)
{
	struct sim_line *sim;
	int error = out ? enter(hal, line, HAL_FXO, &sim) : -EINVAL;

	if (error != 0)
		return error;
	memset(out, 0, sizeof *out);
	out->state = sim->office.call.state;
	memcpy(out->dialled, sim->office.dialled, sizeof out->dialled);
	out->pre_dial_ms = sim->office.receiver.first_ms;
	memcpy(out->digit_ms, sim->office.receiver.digit_ms, sizeof out->digit_ms);
	hal_leave(hal);
	return 0;
}

API int sim_co_rule(struct hal *hal, uint32_t line, const struct sim_co_rule *rule)
{
	struct sim_line *sim;
	int error = rule ? enter(hal, line, HAL_FXO, &sim) : -EINVAL;

	if (error != 0)
		return error;
	error = city_rule(&sim->office.city, rule);
	hal_leave(hal);
	return error;
}

API int sim_co_set(struct hal *hal, uint32_t line, const struct sim_co_settings *settings)
{
	struct sim_line *sim;
	int error;

	if (settings == NULL ||
	    (settings->far_end & ~(uint32_t)(SIM_CPC | SIM_REVERSAL | SIM_BUSY_TONE)) != 0 ||
	    settings->cpc_ms < 10 || settings->cpc_ms > LONGEST_CPC_MS ||
	    settings->dial_tone_after_ms > LATEST_DIAL_TONE_MS || settings->answer_reversal > 1)
		return -EINVAL;
	error = enter(hal, line, HAL_FXO, &sim);
	if (error != 0)
		return error;
	sim->office.settings = *settings;
	hal_leave(hal);
	return 0;
}

static bool can_fail_so(const struct sim_line *sim, enum sim_fault fault)
{
	if (fault == SIM_STUCK)
		return sim->line->kind == HAL_FXS;
	if (fault == SIM_NO_DIAL_TONE || fault == SIM_GLARE)
		return sim->line->kind == HAL_FXO;
	return true;
}

static void set_fault(struct sim_line *sim, enum sim_fault fault)
{
	sim->fault = fault;
	if (sim->line->kind == HAL_FXS) {
		sim->phone.cut = fault == SIM_CUT;
		sim->phone.stuck = fault == SIM_STUCK;
	} else {
		sim->office.cut = fault == SIM_CUT;
		sim->office.no_dial_tone = fault == SIM_NO_DIAL_TONE;
		sim->office.glare = fault == SIM_GLARE;
	}
}

API int sim_fault(struct hal *hal, uint32_t line, enum sim_fault fault)
{
	struct sim_line *sim;
	int error = fault >= SIM_NO_FAULT && fault <= SIM_GLARE ? 0 : -EINVAL;

	if (error == 0)
		error = enter(hal, line, ANY_KIND, &sim);
	if (error != 0)
		return error;
	if (can_fail_so(sim, fault))
		set_fault(sim, fault);
	else
		error = -ENOTSUP;
	hal_leave(hal);
	return error;
}
