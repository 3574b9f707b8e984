/* SPDX-License-Identifier: MIT */
/* Every 20 ms, while something needs it: mix, play, record, listen, key. Media thread. */
#include <string.h>
#include <sys/timerfd.h>
#include <unistd.h>

#include "engine.h"

#define LATE_NS 5000000ULL
#define CATCH_UP 3 /* ticks; more are lost, so that a machine that stood still does not stutter */

static struct timespec to_timespec(uint64_t ns)
{
	return (struct timespec){ .tv_sec = (time_t)(ns / 1000000000ULL),
				  .tv_nsec = (long)(ns % 1000000000ULL) };
}

static void set_timer(struct media *media, uint64_t first_ns)
{
	struct itimerspec when = { .it_value = to_timespec(first_ns) };

	media->timer_runs = first_ns != 0;
	if (media_steps(media))
		return;
	if (first_ns != 0)
		when.it_interval = to_timespec(TICK_NS);
	timerfd_settime(media->tick.fd, TFD_TIMER_ABSTIME, &when, NULL);
}

void tick_start(struct media *media)
{
	if (media->timer_runs)
		return;
	media->tick_ns = media->now_ns;
	set_timer(media, media->tick_ns);
}

/* What all sources of a context say together. */
struct sum {
	int32_t all[FRAME];
	int32_t unkeyed[FRAME]; /* without lines on which a digit sounds */
	bool keyed;             /* the two differ */
	unsigned mixed;         /* sources */
};

static void add(int32_t *mix, const int16_t *frame)
{
	for (unsigned i = 0; i < FRAME; i++)
		mix[i] += frame[i];
}

static void subtract(int32_t *mix, const int16_t *frame)
{
	for (unsigned i = 0; i < FRAME; i++)
		mix[i] -= frame[i];
}

void tick_clip(int16_t *out, const int32_t *mix, unsigned count)
{
	for (unsigned i = 0; i < count; i++) {
		int32_t sample = mix[i] > INT16_MAX ? INT16_MAX : mix[i];

		out[i] = (int16_t)(sample < INT16_MIN ? INT16_MIN : sample);
	}
}

/* A player's rate is known as soon as its first file is open. */
static bool has_news(struct player *p)
{
	if (p->counted || atomic_load(&p->khz) == 0)
		return false;
	p->counted = true;
	return atomic_load(&p->khz) > 8;
}

/* Adds 20 ms of what it plays; false when it is no such player. */
static bool sounds(struct attachment *a, int32_t *narrow, int32_t *wide, unsigned khz,
		   bool *goes_on)
{
	switch (a->kind) {
	case TONE:
		*goes_on = tone_add(&a->u.tone, narrow, FRAME);
		return true;
	case TONES:
		*goes_on = sequence_add(&a->u.sequence, narrow, FRAME);
		return true;
	case FILES:
		*goes_on = atomic_load(&a->u.player.khz) > 8 ? player_add(a, wide, khz)
							     : player_add(a, narrow, 8);
		return true;
	default:
		return false;
	}
}

/* Adds the players of one side; those that end are detached. Returns whether the plan depends on what happened. */
bool tick_play(struct termination *t, uint8_t side, int32_t *narrow, int32_t *wide, unsigned khz)
{
	bool news = false, goes_on;
	struct attachment *a, *next;

	for (a = t->attachments; a; a = next) {
		next = a->next;
		if (a->side != side || !sounds(a, narrow, wide, khz, &goes_on))
			continue;
		if (a->kind == FILES && has_news(&a->u.player))
			news = true;
		if (goes_on)
			continue;
		detach(a, a->kind == FILES ? a->u.player.error : 0);
		news = true;
	}
	return news;
}

static unsigned own_khz(const struct termination *t)
{
	return t->coder ? t->coder->khz : 8;
}

void tick_own(struct termination *t, int16_t *frame)
{
	unsigned count = 20 * own_khz(t);
	bool came = true;

	if (t->line)
		line_take(t->line, frame);
	else if (!t->buffered)
		memset(frame, 0, count * sizeof *frame);
	else if (t->coder)
		came = coder_get(t->coder, &t->jitter, frame);
	else
		came = jitter_get(&t->jitter, frame);
	t->made_up = t->line ? t->line->made_up : t->buffered ? t->jitter.made_up : 0;
	if (t->comfort.on)
		t->made_up = 0;
	if (!came && t->comfort.on)
		comfort_fill(&t->comfort, frame, count);
}

void tick_scale(int16_t *frame, unsigned count, uint16_t gain)
{
	if (gain == UNITY)
		return;
	for (unsigned i = 0; i < count; i++) {
		int32_t sample = frame[i] * gain / UNITY;

		sample = sample > INT16_MAX ? INT16_MAX : sample;
		frame[i] = (int16_t)(sample < INT16_MIN ? INT16_MIN : sample);
	}
}

/* Adds what terminations of other contexts say. */
void tick_feed(struct termination *t, uint8_t side, int32_t *mix, unsigned khz)
{
	int16_t heard[WIDE_FRAME];

	for (struct attachment *a = t->attachments; a; a = a->next) {
		const struct termination *from;
		unsigned from_khz;

		if (a->kind != FEED || a->side != side)
			continue;
		from = a->u.feed.from;
		from_khz = from->context->khz;
		if (khz == 8) /* made once for all */
			memcpy(heard, from->frame, sizeof from->frame);
		else
			resample(&a->u.feed.edge, heard, khz,
				 from_khz == 8 ? from->frame : from->wide, from_khz);
		for (unsigned i = 0; i < 20 * khz; i++)
			mix[i] += heard[i];
	}
}

/* Whether it hears no more and no less than what is mixed. */
static bool hears_all(const struct termination *t, bool keyed)
{
	if (is_mixed(t) && !t->echo)
		return false;
	for (const struct deaf *deaf = t->deaf; deaf; deaf = deaf->next)
		if (is_mixed(deaf->from))
			return false;
	return !keyed || t->stream.event_payload_type == 0;
}

static bool hears_nobody(const struct termination *t, unsigned mixed)
{
	if (is_mixed(t) && !t->echo)
		mixed--;
	for (const struct deaf *deaf = t->deaf; deaf; deaf = deaf->next)
		mixed -= is_mixed(deaf->from) ? 1 : 0;
	return mixed == 0;
}

/*
 * Those with whom the party hears the same in this tick, or NULL: it hears all that is mixed and nothing else, or one feed
 * and nothing else.
 */
struct chorus *tick_chorus(const struct termination *t, bool keyed, unsigned mixed)
{
	struct attachment *feed = NULL;

	if (t->coder == NULL || t->stream.comfort || t->tapped_to || t->gain_to != UNITY ||
	    keyer_busy(&t->keyer))
		return NULL;
	for (struct attachment *a = t->attachments; a; a = a->next) {
		if (a->side != MEDIA_TO)
			continue;
		if (a->kind != FEED || feed)
			return NULL;
		feed = a;
	}
	if (feed)
		return hears_nobody(t, mixed) ? &feed->u.feed.from->chorus : NULL;
	return hears_all(t, keyed) ? &t->context->chorus : NULL;
}

/* What the party says in this tick. */
static bool speak(struct termination *t)
{
	int32_t mix[FRAME] = { 0 };
	bool ended;

	if (own_khz(t) != 8) { /* also of who says nothing: its silence is as long as its frames */
		int16_t own[WIDE_FRAME];

		tick_own(t, own);
		resample(&t->edges.in, t->frame, 8, own, t->coder->khz);
	} else {
		tick_own(t, t->frame);
	}
	if (t->automatic)
		agc_run(&t->agc, t->frame, FRAME);
	if (!t->voiced) {
		tick_scale(t->frame, FRAME, t->gain_from);
		return false;
	}
	add(mix, t->frame);
	tick_feed(t, MEDIA_FROM, mix, 8);
	ended = tick_play(t, MEDIA_FROM, mix, mix, 8);
	tick_clip(t->frame, mix, FRAME);
	tick_scale(t->frame, FRAME, t->gain_from);
	return ended;
}

bool tick_keyed(const struct termination *t)
{
	return t->line && t->line->keyed;
}

/* Those who listen on the FROM side. They come before any ear is served: a digit that seems to
 * begin on a line is kept from ears that will get it as an event. */
void tick_overhear(struct termination *t)
{
	uint8_t left_out = detector_leaves_out(t);
	bool keyed = false;

	for (struct attachment *a = t->attachments; a; a = a->next) {
		if (a->side != MEDIA_FROM)
			continue;
		if (a->kind == DETECTOR) {
			detector_hear(a, t->frame, left_out);
			keyed = keyed || detector_suspects(a);
		} else if (listens(a)) {
			detector_listen(a, t->frame, left_out);
		}
	}
	if (t->line)
		t->line->keyed = keyed;
}

static void sum_up(struct sum *sum, const struct termination *t)
{
	bool keyed = tick_keyed(t);

	sum->mixed++;
	if (keyed && !sum->keyed) {
		memcpy(sum->unkeyed, sum->all, sizeof sum->unkeyed);
		sum->keyed = true;
	}
	add(sum->all, t->frame);
	if (sum->keyed && !keyed)
		add(sum->unkeyed, t->frame);
}

/* What the others of the context say to the party. */
static void gather(const struct termination *t, const struct sum *sum, int32_t *mix)
{
	if (t->ear == EAR_MIX && can_send(t)) {
		bool unkeyed = sum->keyed && t->stream.event_payload_type != 0;

		memcpy(mix, unkeyed ? sum->unkeyed : sum->all, FRAME * sizeof *mix);
		if (is_mixed(t) && !t->echo)
			subtract(mix, t->frame);
		for (const struct deaf *deaf = t->deaf; deaf; deaf = deaf->next)
			if (is_mixed(deaf->from) && !(unkeyed && tick_keyed(deaf->from)))
				subtract(mix, deaf->from->frame);
	} else if (t->ear == EAR_RELAY && t->tapped_to) {
		add(mix, t->relay_source->frame);
	}
}

/* A recorder gets what suits its rate best. */
static bool tap(struct attachment *a, const int16_t *to, const int16_t *wide, unsigned khz)
{
	const struct termination *t = a->termination;

	if (a->u.recorder.khz == 8 || khz == 8)
		return recorder_put(a, t->frame, to, 8);
	return recorder_put(a, t->wide, wide, khz);
}

bool tick_tap(struct termination *t, const int16_t *to, const int16_t *wide, unsigned khz)
{
	bool ended = false;
	struct attachment *a, *next;

	for (a = t->attachments; a; a = next) {
		next = a->next;
		if (a->kind == DETECTOR && a->side == MEDIA_TO) {
			detector_hear(a, to, 0);
		} else if (listens(a) && a->side == MEDIA_TO) {
			detector_listen(a, to, 0);
		} else if (a->kind == RECORDER && !tap(a, to, wide, khz)) {
			detach(a, 0);
			ended = true;
		}
	}
	return ended;
}

static void give(struct termination *t, const int16_t *to)
{
	int16_t own[WIDE_FRAME];

	if (own_khz(t) == 8) {
		outgoing_frame(t, to);
		return;
	}
	resample(&t->edges.out, own, t->coder->khz, to, 8);
	outgoing_frame(t, own);
}

/* What the party hears in this tick. Returns whether something ended that the plan depends on. */
static bool hear(struct termination *t, const struct sum *sum)
{
	int32_t mix[FRAME] = { 0 };
	int16_t to[FRAME];
	bool sends = t->line || (t->ear == EAR_MIX && can_send(t) && !t->keying && !t->studio);
	struct chorus *chorus = sends ? tick_chorus(t, sum->keyed, sum->mixed) : NULL;
	bool ended;

	if (t->ear != EAR_MIX && !t->tapped_to && !t->attachments && !keyer_busy(&t->keyer))
		return false;
	if (chorus && chorus_follows(chorus, t))
		return false;
	chorus_alone(t);
	gather(t, sum, mix);
	tick_feed(t, MEDIA_TO, mix, 8);
	ended = tick_play(t, MEDIA_TO, mix, mix, 8);
	if (keyer_tick(t, mix))
		ended = true;
	tick_clip(to, mix, FRAME);
	tick_scale(to, FRAME, t->gain_to);
	if (t->attachments && tick_tap(t, to, to, 8))
		ended = true;
	if (t->line)
		line_put(t->line, to);
	else if (sends)
		give(t, to);
	if (chorus)
		chorus_sing(chorus, t);
	return ended;
}

/* What all say, in order: those who listen to it, and who is loud enough to be heard. */
static bool speak_all(struct context *c, struct sum *sum)
{
	bool ended = false;

	for (struct termination *t = c->members; t; t = t->next) {
		if (!t->buffered && !t->voiced && !t->wanted && !c->mixing)
			continue;
		if (speak(t))
			ended = true;
		if (t->wanted || t->line)
			tick_overhear(t);
	}
	if (c->ranked)
		multicast_rank(c);
	if (c->crowded && c->mixing)
		loudest_choose(c);
	for (struct termination *t = c->members; t; t = t->next)
		if (c->mixing && is_mixed(t))
			sum_up(sum, t);
	return ended;
}

void tick_context(struct context *c)
{
	struct sum sum;
	bool ended;
	struct key_report report;

	if (c->khz > 8) {
		tick_wide(c);
		return;
	}
	memset(sum.all, 0, sizeof sum.all);
	sum.keyed = false;
	sum.mixed = 0;
	ended = speak_all(c, &sum);
	for (struct termination *t = c->members; t; t = t->next) {
		if (hear(t, &sum))
			ended = true;
		if (t->key_in.down && key_in_expired(&t->key_in, t->media->now_ns, &report)) {
			keys_report(t, &report);
			ended = true;
		}
	}
	if (ended)
		plan_context(c);
}

/* Ticks that will not be made up for: timestamps and recordings go on by their time. */
static void skip(struct media *media, uint64_t ticks)
{
	for (struct context *c = media->ticking; c; c = c->tick_next) {
		for (struct termination *t = c->members; t; t = t->next) {
			if (t->out.feed == FEED_MIX)
				outgoing_resume(t);
			for (struct attachment *a = t->attachments; a; a = a->next)
				if (a->kind == RECORDER)
					a->u.recorder.owed += ticks * 20 * a->u.recorder.khz;
		}
	}
}

void tick_all(struct media *media)
{
	struct context *c, *next;

	media->ticks++;
	for (c = media->ticking; c; c = next) {
		next = c->tick_next;
		if (c->feeding)
			tick_context(c);
	}
	for (c = media->ticking; c; c = next) {
		next = c->tick_next;
		if (!c->feeding)
			tick_context(c);
	}
}

void tick_run(struct media *media)
{
	uint64_t expired;

	if (read(media->tick.fd, &expired, sizeof expired) != sizeof expired)
		return;
	if (media->now_ns > media->tick_ns + LATE_NS)
		media->late_ticks++;
	media->tick_ns += expired * TICK_NS;
	if (expired > CATCH_UP)
		skip(media, expired - CATCH_UP);
	for (uint64_t i = 0; i < expired && i < CATCH_UP; i++)
		tick_all(media);
	if (media->ticking == NULL)
		set_timer(media, 0);
}
