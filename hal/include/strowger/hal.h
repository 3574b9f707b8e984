/* SPDX-License-Identifier: MIT */
/*
 * The contract of libhal: analog lines on cards of any kind (DESIGN §7). FXS ports drive a telephone, FXO ports connect to
 * a central-office line.
 *
 * Plain C, opaque handles, flat records of fixed size, no callbacks. All calls come from one thread of the host (the
 * JavaScript thread); the library's line thread owns the cards and their audio. A call has taken effect when it returns.
 * Every function returns 0 or a negative errno, or says otherwise.
 *
 *   -ENOENT   no such line
 *   -EINVAL   an argument is outside what this header says
 *   -ENOTSUP  this kind of line or this driver cannot
 *   -EBUSY    the line is in a state that forbids it (ringing voltage at an ear, an emergency call that must not be cut)
 *   -ENODEV   no driver knows this card, or it was pulled
 *
 * What the wire does is reported as it is understood here: pulse digits, hook flashes and disconnects are timed in the
 * line thread. What it means is the controller's. The one exception is the lifeline (below).
 */
#ifndef STROWGER_HAL_H
#define STROWGER_HAL_H

#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

#define HAL_ABI 1 /* raise with any change below; hal_open refuses another value */

#define HAL_RATE 8000      /* samples a second, signed 16-bit linear; full scale is +3.17 dBm0 as in G.711 */
#define HAL_TICK_SAMPLES 80 /* 10 ms */
#define HAL_MOST_LINES 128
#define HAL_NAME 16

struct hal; /* one instance of the library: all its cards */

enum hal_drive {
	HAL_REAL_TIME = 0, /* a thread ticks by the best clock there is */
	HAL_STEPPED = 1    /* hal_step ticks, in the caller's thread: for tests on virtual time */
};

struct hal_options {
	uint32_t abi;   /* HAL_ABI */
	uint32_t drive; /* enum hal_drive */
	uint64_t seed;  /* of what simulated cards leave to chance; 0: random */
	char lines[256]; /* which cards: "none", "sim:fxs=2,fxo=2"; several are separated by ';' */
	char audio_path[108]; /* file on tmpfs that is made for the audio of all lines (line-audio.h); replaced if there.
				 Empty: none, for a lifeline where no file can be made */
	uint32_t lifeline_after_ms; /* an off-hook FXS line that nobody serves for so long is served by the lifeline; 0: 2000 */
	uint32_t reserved;
};

/*
 * *error_text (256 bytes, or NULL) gets what is wrong, as a sentence for a person; of `lines` it shows the valid forms.
 * Beyond -EINVAL and -ENODEV: -ENOMEM, what the audio file met (-ENOSPC, -EACCES …), what the system refused (-EMFILE, -EAGAIN).
 */
int hal_open(const struct hal_options *options, char *error_text, struct hal **out);
void hal_close(struct hal *hal); /* every line goes on hook; NULL is harmless */
uint32_t hal_abi(void);
uint32_t hal_abi_size(uint32_t which); /* sizes of the structures of this header, in their order; 0 after the last */

/* Advances a stepped instance by so many ticks; returns early after the tick in which an event was reported. Ticks done. */
int hal_step(struct hal *hal, uint32_t ticks);

/* ---- lines: numbered from 0 in the order of `options.lines`, fixed from hal_open on ------------------------------ */

enum hal_kind { HAL_FXS = 1, HAL_FXO = 2 };

struct hal_line_info {
	char name[HAL_NAME];   /* "fxs-1", "fxo-2": counted by kind from 1 */
	char driver[HAL_NAME]; /* "sim" */
	uint8_t kind;          /* enum hal_kind */
	uint8_t can_reversal;  /* reports polarity reversals */
	uint8_t reserved[2];
};

int hal_line_count(const struct hal *hal);
int hal_line_info(const struct hal *hal, uint32_t line, struct hal_line_info *out);

struct hal_line_settings {
	uint32_t disconnect_ms; /* FXO: interruption of loop current that is a far-end disconnect (CPC, CO-14); 350; 20 to 10000 */
	uint32_t flash_min_ms;  /* FXS: on-hook of so long .. flash_max_ms is a hook flash; 300, 1000. Shorter: a dial pulse */
	uint32_t flash_max_ms;  /*      or bounce; longer: on hook. 110 or more, 5000 or less, min below max */
	int32_t gain_from_tenths_db; /* of what comes from the line, and of what goes to it: -120 to 120 */
	int32_t gain_to_tenths_db;
	uint32_t reserved;
};

int hal_line_set(struct hal *hal, uint32_t line, const struct hal_line_settings *settings);

enum hal_hook { HAL_ON_HOOK = 0, HAL_OFF_HOOK = 1, HAL_FLASH = 2 };

int hal_hook(struct hal *hal, uint32_t line, enum hal_hook hook); /* FXO: release, seize or answer, flash (600 ms) */

struct hal_cadence {
	uint16_t ms[8]; /* ring, pause, ring, pause …; 0 ends it; then from the beginning. -EINVAL: it never rings */
};

/* FXS; NULL stops. -EBUSY: off hook. The cadence that rings already goes on undisturbed. */
int hal_ring(struct hal *hal, uint32_t line, const struct hal_cadence *cadence);

/*
 * FXS: caller ID to be sent in the first pause of 1.8 s or more after a ring (Bell 202, GR-30 MDMF), before or while it rings;
 * forgotten when ringing ends. Number of at most 20 characters, name cut to 15; empty or "O": unavailable; "P": private. Name NULL: as
 * type I (SDMF), which has no name.
 */
int hal_caller(struct hal *hal, uint32_t line, const char *number, const char *name);

/* FXS: takes the battery off for `ms` (10 to 10000), as a central office does when the far end has hung up. */
int hal_open_loop(struct hal *hal, uint32_t line, uint32_t ms);

/*
 * Whether the controller serves the line: its audio passes to and from the shared rings. Ends by itself when an FXS
 * telephone goes on hook. `protected`: an emergency call, that the lifeline must not cut. -EBUSY: the lifeline has a call
 * on it; a lifeline that only gives dial tone steps back.
 */
int hal_serve(struct hal *hal, uint32_t line, uint8_t on, uint8_t protected_call);

/* ---- lifeline (DESIGN §1) ---------------------------------------------------------------------------------------- */

/*
 * An FXS line that is off hook and that for lifeline_after_ms nobody serves (hal_serve off, or on while nothing writes
 * its audio) is served by the line thread itself: dial tone, DTMF and pulse digits, and the emergency numbers below over
 * an FXO line: idle ones in the order of `lines`, else one that is in a call that is not protected. Anything else dialled
 * gets reorder tone. Ends on hook, or when the controller serves the line while there is only dial tone.
 */
struct hal_emergency {
	char numbers[8][16]; /* as they are dialled, "911" and "9911"; an empty one ends the list */
	char sent[16];       /* what is dialled on the FXO line: "911" */
	uint8_t lines[32];   /* FXO lines by number, best first; 0xff ends the list */
	uint32_t pre_dial_ms; /* between seizure and first digit, at most 10000; 500 */
};

int hal_emergency(struct hal *hal, const struct hal_emergency *table);

/* ---- events ------------------------------------------------------------------------------------------------------ */

enum hal_event_kind {
	HAL_EVENT_OFF_HOOK = 1, /* FXS */
	HAL_EVENT_ON_HOOK = 2,
	HAL_EVENT_FLASH = 3,
	HAL_EVENT_DIGIT = 4,     /* FXS: a pulse digit; `digit` */
	HAL_EVENT_RING_ON = 5,   /* FXO: the first ring of a call */
	HAL_EVENT_RING_OFF = 6,  /* FXO: no ring for 6 s: the caller gave up; or the line was answered */
	HAL_EVENT_CALLER = 7,    /* FXO: caller ID; number, name */
	HAL_EVENT_DISCONNECT = 8, /* FXO: loop current was interrupted for disconnect_ms while off hook */
	HAL_EVENT_REVERSAL = 9,  /* FXO: polarity reversed while off hook: the far end has answered (or hung up) */
	HAL_EVENT_BATTERY_LOST = 10, /* FXO: no voltage for 2 s: cut, or unplugged */
	HAL_EVENT_BATTERY_BACK = 11,
	HAL_EVENT_AUDIO_STOPPED = 12, /* the driver has delivered no audio for 1 s */
	HAL_EVENT_AUDIO_BACK = 13,
	HAL_EVENT_LIFELINE = 14, /* value: enum hal_lifeline; `peer`: the FXO line of the call, or 0xff */
	HAL_EVENT_OVERFLOW = 15  /* events were lost: look at all lines */
};

enum hal_lifeline { HAL_LIFELINE_OFF = 0, HAL_LIFELINE_TONE = 1, HAL_LIFELINE_CALL = 2 };

struct hal_event {
	uint32_t kind;
	uint32_t line; /* 0xffffffff where none */
	uint32_t duration_ms; /* of FLASH, DISCONNECT */
	uint8_t digit;        /* ASCII */
	uint8_t value;
	uint8_t peer;
	uint8_t reserved;
	uint64_t at_ms; /* CLOCK_MONOTONIC, or the time of a stepped instance */
	char number[24]; /* of CALLER; empty: not told. "P" private, "O" unavailable, as GR-30 has it */
	char name[24];
};

/* A pipe's reading end, non-blocking, of whole struct hal_event records. Owned by the library. */
int hal_event_fd(const struct hal *hal);

/* ---- state ------------------------------------------------------------------------------------------------------- */

struct hal_line_state {
	uint8_t hook;    /* FXS: of the telephone; FXO: ours. HAL_ON_HOOK or HAL_OFF_HOOK */
	uint8_t ringing; /* FXS: we ring; FXO: it rings */
	uint8_t battery; /* FXO: there is voltage; FXS: always 1 */
	uint8_t served;
	uint8_t lifeline; /* enum hal_lifeline */
	uint8_t audio;    /* the driver delivers */
	uint8_t reserved[2];
	int32_t level_from_tenths_dbm0; /* loudest 10 ms of the last 200 ms; -999 is silence */
	int32_t level_to_tenths_dbm0;
	uint64_t slips;     /* ticks in which media had written too little or too much */
	uint64_t off_hook_ms; /* how long it has been off hook; 0: on hook */
};

int hal_line_state(struct hal *hal, uint32_t line, struct hal_line_state *out);

#ifdef __cplusplus
}
#endif
#endif
