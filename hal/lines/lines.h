/* SPDX-License-Identifier: MIT */
/*
 * libhal inside. The API thread (the host's) and the line thread work on the same objects, under one
 * lock that the line thread takes once a tick; a stepped instance has no thread of its own.
 */
#ifndef STROWGER_LINES_H
#define STROWGER_LINES_H

#include <pthread.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stdint.h>
#include <sys/types.h>

#include "caller_modem.h"
#include "ear.h"
#include "fxo_wire.h"
#include "fxs_loop.h"
#include "lifeline.h"
#include "meter.h"
#include "ringer.h"
#include "strowger/hal-driver.h"
#include "strowger/hal.h"
#include "strowger/line-audio.h"

#define API __attribute__((visibility("default")))

#define TICK_MS 10
#define TICK HAL_TICK_SAMPLES
#define NO_LINE 0xffffffffU

struct fxs { /* a telephone */
	struct fxs_loop loop;
	bool closed; /* the loop, as the wire said last */
	bool heard;  /* and as `loop` was told last */
	struct ringer ringer;
	bool voltage;              /* ringing voltage is on */
	uint64_t battery_after_ms; /* the battery is off until then; 0: it is on */
	uint64_t settled_ms;       /* until then the loop is not to be believed */
	uint8_t caller[CALLER_ID_LONGEST];
	unsigned caller_length; /* 0: none is to be sent */
	uint64_t send_ms;       /* when; 0: not known yet */
	bool sending;           /* it is being sent */
	struct caller_sender *sender;
	struct lifeline lifeline;
};

struct fxo { /* a central-office line */
	struct fxo_wire wire;
	struct caller_receiver *receiver;
	bool caller_told;
	bool disconnected;            /* the far end has hung up since it was seized */
	bool emergency;               /* a lifeline has a call on it */
	const int16_t *lifeline_says; /* the tick that the lifeline sends; NULL: silence */
};

struct line {
	struct hal_line port; /* what its driver sees; the first member: hal_wire() is given it */
	const struct hal_driver *driver;
	struct hal_line_settings settings;
	float gain_from, gain_to;
	struct line_audio_channel *channel;
	bool opened;

	bool served, protected_call;
	uint64_t attended_ms; /* when the controller served it last, and media wrote for it */
	struct ear ear;
	struct meter meter_from, meter_to;
	int16_t heard[TICK]; /* what came from the line in the last tick */
	uint64_t slips;
	uint64_t off_hook_ms;  /* since when; valid while off hook */
	unsigned silent_ticks; /* in which the driver delivered nothing */
	bool audio_stopped;    /* and it was told */

	union {
		struct fxs fxs;
		struct fxo fxo;
	};
};

struct segment { /* the file of line-audio.h */
	struct line_audio *audio;
	size_t size;
	char path[sizeof((struct hal_options *)0)->audio_path]; /* empty: no file */
	dev_t device; /* which file it is: another process may have put its own there */
	ino_t inode;
};

struct hal {
	struct hal_options options;
	pthread_mutex_t lock;
	bool locks; /* it is initialised */
	pthread_t thread;
	bool running;
	bool stopping;
	int timer_fd;
	int event_fd, event_put_fd; /* reading and writing end of the pipe */
	bool overflowed;
	uint32_t reported; /* events, for hal_step */

	uint64_t start_ms, ticks; /* time is start_ms and ticks */

	struct hal_card *cards;
	uint32_t card_count;
	struct line *lines;
	uint32_t line_count;
	struct hal_emergency emergency;
	struct segment segment;
};

/* hal_open with other drivers than those that are built in. */
int hal_open_with(const struct hal_options *options, const struct hal_driver *const *drivers,
		  char *error_text, struct hal **out);
extern const struct hal_driver *const hal_drivers[]; /* NULL ends it */

/* cards.c */
int cards_open(struct hal *hal, const struct hal_driver *const *drivers, char *error_text);
void cards_close(struct hal *hal); /* every line on hook; harmless when repeated */

/* segment.c: an empty path makes memory of its own */
int segment_open(struct segment *segment, const char *path, const struct line *lines,
		 uint32_t count);
void segment_close(struct segment *segment);

/* events.c; never block */
int events_open(struct hal *hal);
void event_send(struct hal *hal, struct hal_event event); /* at_ms is filled in */
void event_of(struct line *line, uint32_t kind);
void events_resume(struct hal *hal); /* tells of a loss when there is room again */

/* thread.c */
int thread_start(struct hal *hal);
void thread_stop(struct hal *hal);

/* tick.c */
void tick_run(struct hal *hal);
void tick_skip(struct hal *hal, uint64_t ticks); /* they will not be made up for */

/* line.c: what both kinds have */
bool line_is_off_hook(const struct line *line);
bool line_is_attended(const struct line *line); /* its audio passes to and from media */
void line_unserve(struct line *line);
void line_speak(struct line *line, const int16_t *to); /* its tick of audio, both ways */
void line_set(struct line *line, const struct hal_line_settings *settings);

/* fxs.c */
int fxs_open(struct line *line);
void fxs_close(struct line *line);
void fxs_wire(struct line *line, enum hal_wire what);
void fxs_tick(struct line *line);
int fxs_ring(struct line *line, const struct hal_cadence *cadence);
int fxs_open_loop(struct line *line, uint32_t ms);
bool fxs_send_caller(struct line *line, int16_t *out); /* false: nothing to be sent */

/* fxo.c */
int fxo_open(struct line *line);
void fxo_close(struct line *line);
void fxo_wire_event(struct line *line, unsigned event); /* of the wire, or enum fxo_event */
void fxo_heard(struct line *line);                      /* this tick's audio */
int fxo_hook(struct line *line, enum hal_hook hook);

/* lifeline.c */
int lifeline_open(struct lifeline *lifeline);
void lifeline_close(struct lifeline *lifeline);
void lifeline_tick(struct line *fxs);
void lifeline_digit(struct line *fxs, char digit);
void lifeline_flash(struct line *fxs);
void lifeline_end(struct line *fxs); /* the telephone went on hook, or the controller serves it */
bool lifeline_has_call(const struct line *fxs);

/* emergency_call.c */
void emergency_begin(struct line *fxs);
void emergency_tick(struct line *fxs);
void emergency_end(struct line *fxs);

#endif
