/* SPDX-License-Identifier: MIT */
/*
 * The simulated card from the other end of its wires: the hands and ears of people at telephones, and the central office.
 * Exported from libhal beside hal.h; host thread only, like it. `line` is a line of hal.h whose driver is sim, else -ENODEV.
 */
#ifndef STROWGER_SIM_H
#define STROWGER_SIM_H

#include <stdint.h>

#include "strowger/hal.h"

#ifdef __cplusplus
extern "C" {
#endif

/* ---- a telephone on an FXS port ---------------------------------------------------------------------------------- */

int sim_lift(struct hal *hal, uint32_t line); /* harmless when lifted */
int sim_hang_up(struct hal *hal, uint32_t line);
int sim_flash(struct hal *hal, uint32_t line, uint32_t ms); /* 100 to 2000; -EINVAL when on hook */

enum sim_dialling { SIM_DTMF = 0, SIM_PULSE = 1 };

/*
 * Keys, queued behind those still being pressed: 0-9 * # A-D (pulse: 0-9), ',' pauses 1 s, '!' flashes 600 ms. DTMF at -9/-7
 * dBm0 with 100 ms on, 100 ms off unless told; pulses 10 a second, 60 % break.
 */
int sim_dial(struct hal *hal, uint32_t line, const char *keys, enum sim_dialling how, uint32_t on_ms, uint32_t gap_ms);

/* ---- what any far end says and hears: the person at an FXS telephone, or the far party behind an FXO line --------- */

enum sim_voice { SIM_SILENT = 0, SIM_TONE = 1, SIM_ECHO = 2, SIM_SPEECH = 3 };

struct sim_saying {
	uint32_t voice;  /* enum sim_voice; SPEECH: bursts of shaped noise in the rhythm of speech, seeded */
	uint32_t hz;     /* of TONE */
	int32_t level_tenths_dbm0; /* -600 to 0 */
};

int sim_say(struct hal *hal, uint32_t line, const struct sim_saying *saying);

struct sim_hearing { /* of the last 200 ms at that far end's ear */
	int32_t level_tenths_dbm0; /* -999: silence */
	uint32_t hz[4];            /* strongest frequencies above -40 dBm0, strongest first, to ±10 Hz; 0: none */
	uint8_t ringing;           /* FXS: the bell sounds now */
	uint8_t rings;             /* FXS: ring bursts since the telephone was idle last */
	uint8_t off_hook;          /* FXS: the telephone; FXO: our end of the line, as the central office sees it */
	uint8_t battery;           /* FXS: the telephone sees line feed */
	uint32_t last_ring_ms[8];  /* FXS: lengths of the last bursts and pauses: burst, pause, burst … */
	char caller_number[24];    /* FXS: caller ID received, empty: none */
	char caller_name[24];
};

int sim_hear(struct hal *hal, uint32_t line, struct sim_hearing *out);

/* What that far end hears is written to a WAV file (8 kHz, mono, 16 bit) until path is NULL. Stepped instances too. */
int sim_record(struct hal *hal, uint32_t line, const char *path);

/* ---- the central office behind an FXO port ------------------------------------------------------------------------ */

/* Rings our line with caller ID after the first ring (empty number: none sent), until answered or sim_co_end. */
int sim_co_ring(struct hal *hal, uint32_t line, const char *number, const char *name);
int sim_co_end(struct hal *hal, uint32_t line); /* the far party hangs up, or gives up; as `far_end` says */

enum sim_co_state { SIM_CO_IDLE, SIM_CO_RINGING, SIM_CO_DIAL_TONE, SIM_CO_DIALLED, SIM_CO_FAR_RINGING, SIM_CO_TALKING,
		    SIM_CO_BUSY, SIM_CO_REORDER, SIM_CO_HOWLER, SIM_CO_ENDED };

struct sim_co_state_of {
	uint32_t state;    /* enum sim_co_state */
	char dialled[32];  /* digits that the office has received since seizure */
	uint32_t pre_dial_ms; /* from our seizure to the first digit */
	uint32_t digit_ms[2]; /* of the last digit: on, and gap before it */
};

int sim_co_state(struct hal *hal, uint32_t line, struct sim_co_state_of *out);

/*
 * What a dialled number does. Built in: 911, 933 and anything not listed answer after 1 ring with a 1004 Hz tone; 555 0100 (also
 * with 1 and area code) answers after 2 rings and speaks; 555 0101 answers at once with an echo; 555 0102 is busy; 555 0103
 * rings for ever; 555 0104 is reorder; 555 0105 answers and hangs up after 5 s; 555 0106 answers and is silent.
 * A rule for the same number replaces an earlier one.
 */
struct sim_co_rule {
	char number[24]; /* the end of what is dialled: "5550100" matches "12025550100" too */
	uint32_t rings;  /* before it answers; UINT32_MAX: never, 0xfffffffe: busy, 0xfffffffd: reorder */
	uint32_t talk_ms; /* hangs up after so long; 0: does not */
	struct sim_saying saying;
};

int sim_co_rule(struct hal *hal, uint32_t line, const struct sim_co_rule *rule);

/* How the office tells that the far party has hung up. Any combination; 0: not at all. */
enum sim_far_end { SIM_CPC = 1, SIM_REVERSAL = 2, SIM_BUSY_TONE = 4 };

struct sim_co_settings {
	uint32_t far_end;          /* SIM_CPC | SIM_BUSY_TONE */
	uint32_t cpc_ms;           /* 600 */
	uint32_t dial_tone_after_ms; /* 200 */
	uint32_t answer_reversal;  /* 1: polarity reverses when the far party answers; 0 */
};

int sim_co_set(struct hal *hal, uint32_t line, const struct sim_co_settings *settings);

/* ---- faults, until they are set to none --------------------------------------------------------------------------- */

enum sim_fault {
	SIM_NO_FAULT = 0,
	SIM_CUT = 1,          /* the wire is cut: no battery, no audio */
	SIM_NO_DIAL_TONE = 2, /* FXO: silence after seizure; digits are not taken */
	SIM_AUDIO_STOPS = 3,  /* the driver delivers nothing any more */
	SIM_STUCK = 4,        /* FXS: off hook, whatever the person does */
	SIM_GLARE = 5         /* FXO: at the next seizure an incoming call is just arriving: we answer it unaware */
};

int sim_fault(struct hal *hal, uint32_t line, enum sim_fault fault);

#ifdef __cplusplus
}
#endif
#endif
