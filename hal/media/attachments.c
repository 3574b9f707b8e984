/* SPDX-License-Identifier: MIT */
/* What plays, records and listens is asked for. What runs under the lock says so. */
#include <errno.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "api.h"

#define MOST_FILES 1000

struct request {
	media_id termination;
	struct attachment *attachment;
	media_id handle; /* the answer: a moment later the attachment may have ended and be freed */
};

struct level {
	media_id termination;
	uint8_t side;
	int8_t db;
};

struct digits {
	media_id termination;
	const char *digits;
	uint32_t on_ms, gap_ms;
};

/* ---- under the lock ---- */

static int run_attach(struct media *media, void *argument)
{
	struct request *request = argument;
	int error = attach(media, request->attachment, request->termination);

	request->handle = error ? 0 : request->attachment->id;
	return error;
}

static int stop(struct media *media, void *argument)
{
	struct attachment *a = handles_get(&media->attachments, *(media_id *)argument);
	struct termination *t;

	if (a == NULL)
		return -ENOENT;
	t = a->termination;
	detach(a, 0);
	plan_context(t->context);
	return 0;
}

static int send_digits(struct media *media, void *argument)
{
	struct digits *wanted = argument;
	struct termination *t = handles_get(&media->terminations, wanted->termination);
	int error;

	if (t == NULL)
		return -ENOENT;
	if (t->passing)
		return -ENOTSUP;
	error = keyer_queue(&t->keyer, wanted->digits, wanted->on_ms, wanted->gap_ms);
	if (error)
		return error;
	keyer_start(t);
	plan_context(t->context);
	return 0;
}

/* ---- API thread ---- */

static struct attachment *make(struct media *media, enum attachment_kind kind, uint8_t side)
{
	struct attachment *a = calloc(1, sizeof *a);

	if (a == NULL)
		return NULL;
	a->kind = kind;
	a->side = side;
	a->media = media;
	return a;
}

static void discard(struct attachment *a)
{
	if (a->kind == FILES && a->u.player.reading)
		reading_free(a->u.player.reading);
	if (a->kind == RECORDER) {
		if (a->u.recorder.writing)
			writing_free(a->u.recorder.writing);
		free(a->u.recorder.ring);
	}
	free(a);
}

/* Hands the attachment over, or discards it. */
static int submit(struct media *media, struct attachment *a, media_id termination, int error,
		  media_id *out)
{
	struct request request = { .termination = termination, .attachment = a };

	if (a == NULL)
		return -ENOMEM;
	if (error == 0)
		error = command_run(media, run_attach, &request);
	if (error)
		discard(a);
	else
		*out = request.handle;
	return error;
}

static bool is_one_side(uint8_t side)
{
	return side == MEDIA_FROM || side == MEDIA_TO;
}

API int media_play_tone(struct media *media, media_id termination, uint8_t side,
			const struct media_tone *tone, media_id *attachment)
{
	struct attachment *a;
	struct tone made;

	if (!is_one_side(side) || tone_init(&made, tone) != 0)
		return -EINVAL;
	a = make(media, TONE, side);
	if (a)
		a->u.tone = made;
	return submit(media, a, termination, 0, attachment);
}

API int media_play_tones(struct media *media, media_id termination, uint8_t side,
			 const struct media_tone_part *parts, uint32_t count, uint32_t again,
			 media_id *attachment)
{
	struct attachment *a;
	int error = 0;

	if (!is_one_side(side))
		return -EINVAL;
	a = make(media, TONES, side);
	if (a)
		error = sequence_init(&a->u.sequence, parts, count, again);
	return submit(media, a, termination, error, attachment);
}

API int media_play_files(struct media *media, media_id termination, uint8_t side, const char *paths,
			 uint32_t count, uint32_t times, uint32_t from_ms, media_id *attachment)
{
	struct attachment *a;
	int error = 0;

	if (!is_one_side(side) || count == 0 || count > MOST_FILES)
		return -EINVAL;
	a = make(media, FILES, side);
	if (a) {
		a->u.player.percent = 100;
		a->u.player.reading = reading_new(paths, count, times, from_ms);
		error = a->u.player.reading ? 0 : -ENOMEM;
	}
	return submit(media, a, termination, error, attachment);
}

struct feeding {
	struct request request;
	media_id from;
};

static int run_feed(struct media *media, void *argument)
{
	struct feeding *feeding = argument;
	struct attachment *a = feeding->request.attachment;

	a->u.feed.from = handles_get(&media->terminations, feeding->from);
	return a->u.feed.from ? run_attach(media, &feeding->request) : -ENOENT;
}

API int media_play_termination(struct media *media, media_id termination, uint8_t side,
			       media_id from, media_id *attachment)
{
	struct feeding feeding = { .request = { .termination = termination }, .from = from };
	int error;

	if (!is_one_side(side) || from == termination)
		return -EINVAL;
	feeding.request.attachment = make(media, FEED, side);
	if (feeding.request.attachment == NULL)
		return -ENOMEM;
	error = command_run(media, run_feed, &feeding);
	if (error)
		discard(feeding.request.attachment);
	else
		*attachment = feeding.request.handle;
	return error;
}

static bool is_recording(const struct media_recording *how)
{
	return how->format <= MEDIA_RAW_MU_LAW && (how->khz == 8 || how->khz == 16) &&
	       (how->format == MEDIA_WAV_PCM16 || how->khz == 8) && how->trim <= 1 &&
	       (how->silence_dbm0 == 0 || (how->silence_dbm0 >= -63 && how->silence_dbm0 <= -20));
}

API int media_record_as(struct media *media, media_id termination, uint8_t side, const char *path,
			const struct media_recording *how, media_id *attachment)
{
	struct attachment *a;
	int error = 0;

	if ((!is_one_side(side) && side != MEDIA_BOTH) || path[0] == '\0' || !is_recording(how) ||
	    (side == MEDIA_BOTH && how->format == MEDIA_RAW_MU_LAW))
		return -EINVAL;
	a = make(media, RECORDER, side);
	if (a) {
		struct recorder *r = &a->u.recorder;

		r->how = *how;
		r->khz = how->khz;
		r->channels = side == MEDIA_BOTH ? 2 : 1;
		r->limit = how->max_ms ? (uint64_t)how->max_ms * r->khz : UINT64_MAX;
		r->ring = calloc((size_t)RECORDER_RING * r->channels, sizeof *r->ring);
		r->writing = writing_new(path);
		error = r->ring && r->writing ? 0 : -ENOMEM;
	}
	return submit(media, a, termination, error, attachment);
}

API int media_record(struct media *media, media_id termination, uint8_t side, const char *path,
		     uint32_t max_ms, media_id *attachment)
{
	struct media_recording how = { .max_ms = max_ms, .khz = 8 };

	return media_record_as(media, termination, side, path, &how, attachment);
}

struct working {
	media_id attachment;
	const struct media_player *player; /* NULL: a recorder */
	bool paused;
};

static int work(struct media *media, void *argument)
{
	const struct working *working = argument;
	struct attachment *a = handles_get(&media->attachments, working->attachment);

	if (a == NULL)
		return -ENOENT;
	if (working->player)
		return player_set(a, working->player);
	if (a->kind != RECORDER)
		return -EINVAL;
	a->u.recorder.paused = working->paused;
	return 0;
}

API int media_player_set(struct media *media, media_id attachment,
			 const struct media_player *player)
{
	struct working working = { .attachment = attachment, .player = player };

	if (player->paused > 1 || player->seek > MEDIA_BY ||
	    (player->speed_percent != 0 &&
	     (player->speed_percent < 50 || player->speed_percent > 200)))
		return -EINVAL;
	return command_run(media, work, &working);
}

API int media_recorder_pause(struct media *media, media_id attachment, uint8_t paused)
{
	struct working working = { .attachment = attachment, .paused = paused != 0 };

	return paused > 1 ? -EINVAL : command_run(media, work, &working);
}

API int media_detect_dtmf(struct media *media, media_id termination, uint8_t side,
			  media_id *attachment)
{
	if (!is_one_side(side))
		return -EINVAL;
	return submit(media, make(media, DETECTOR, side), termination, 0, attachment);
}

API int media_detect_progress(struct media *media, media_id termination, uint8_t side,
			      media_id *attachment)
{
	struct attachment *a;

	if (!is_one_side(side))
		return -EINVAL;
	a = make(media, PROGRESS, side);
	if (a)
		progress_init(&a->u.progress);
	return submit(media, a, termination, 0, attachment);
}

API int media_detect_signals(struct media *media, media_id termination, uint8_t side,
			     media_id *attachment)
{
	if (!is_one_side(side))
		return -EINVAL;
	return submit(media, make(media, SIGNALS, side), termination, 0, attachment);
}

API int media_detect_voice(struct media *media, media_id termination, uint8_t side,
			   media_id *attachment)
{
	if (!is_one_side(side))
		return -EINVAL;
	return submit(media, make(media, VOICE, side), termination, 0, attachment);
}

/* -40 to 30 dB. */
static uint16_t gain_of(int8_t db)
{
	return db == MEDIA_MUTE ? 0 : (uint16_t)lround(UNITY * pow(10, db / 20.0));
}

static int set_level(struct media *media, void *argument)
{
	const struct level *level = argument;
	struct termination *t = handles_get(&media->terminations, level->termination);

	if (t == NULL)
		return -ENOENT;
	if (level->side & MEDIA_FROM) {
		t->automatic = level->db == MEDIA_AUTOMATIC;
		t->agc = (struct agc){ 0 };
		t->gain_from = t->automatic ? UNITY : gain_of(level->db);
	}
	if (level->side & MEDIA_TO)
		t->gain_to = gain_of(level->db);
	plan_context(t->context);
	return 0;
}

API int media_level(struct media *media, media_id termination, uint8_t side, int8_t db)
{
	struct level level = { termination, side, db };

	bool usual = db == MEDIA_MUTE || (db >= -40 && db <= 30);

	if ((!is_one_side(side) && side != MEDIA_BOTH) ||
	    (!usual && (db != MEDIA_AUTOMATIC || side != MEDIA_FROM)))
		return -EINVAL;
	return command_run(media, set_level, &level);
}

API int media_stop(struct media *media, media_id attachment)
{
	return command_run(media, stop, &attachment);
}

API int media_send_digits(struct media *media, media_id termination, const char *digits,
			  uint32_t on_ms, uint32_t gap_ms)
{
	struct digits wanted = { termination, digits, on_ms, gap_ms };

	if (on_ms < 40 || on_ms > 6000 || gap_ms < 40 || gap_ms > 6000)
		return -EINVAL;
	for (const char *at = digits; *at; at++)
		if (key_code(*at) < 0)
			return -EINVAL;
	return command_run(media, send_digits, &wanted);
}
