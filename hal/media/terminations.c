/* SPDX-License-Identifier: MIT */
/* Terminations come, change, move and go. What runs under the lock says so. */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/random.h>
#include <unistd.h>

#include "api.h"
#include "secure.h"
#include "segment.h"

struct addition {
	media_id context;
	struct termination *termination;
};

struct setting {
	media_id termination;
	struct stream stream;
	struct address remote, rtcp_remote;
	bool symmetric;
	struct coding coding;
	struct coder *coder; /* given by the API thread; comes back when it is out of use */
};

struct moving {
	media_id termination, context;
	struct termination *gone;
};

struct asking {
	media_id termination;
	struct media_stats *out;
};

/* ---- under the lock ---- */

static int watch(struct media *media, struct port *port)
{
	struct epoll_event when = { .events = EPOLLIN, .data = { .ptr = port } };

	return epoll_ctl(media->epoll_fd, EPOLL_CTL_ADD, port->fd, &when) == 0 ? 0 : -errno;
}

static void unwatch(struct media *media, const struct port *port)
{
	(void)epoll_ctl(media->epoll_fd, EPOLL_CTL_DEL, port->fd, NULL);
}

static int watch_both(struct media *media, struct termination *t)
{
	int error = watch(media, &t->rtp);

	if (error)
		return error;
	error = watch(media, &t->rtcp);
	if (error)
		unwatch(media, &t->rtp);
	return error;
}

static int add(struct media *media, void *argument)
{
	struct addition *addition = argument;
	struct termination *t = addition->termination;
	struct context *c = handles_get(&media->contexts, addition->context);
	int error;

	if (c == NULL)
		return -ENOENT;
	t->id = handles_add(&media->terminations, t);
	if (t->id == 0)
		return -ENOSPC;
	error = t->line || t->studio ? 0 : watch_both(media, t);
	if (error) {
		handles_remove(&media->terminations, t->id);
		return error;
	}
	context_join(c, t);
	return 0;
}

/* The codec's state goes on where the codec does. */
static void set_coder(struct termination *t, struct setting *setting)
{
	struct coder *before = t->coder;

	if (t->stream.codec == setting->stream.codec &&
	    (before == NULL || coder_can_agree(before, &setting->coding))) {
		if (before)
			coder_agree(before, &t->jitter, &setting->coding);
		return;
	}
	chorus_leave(t);
	t->coder = setting->coder;
	setting->coder = before;
	t->comfort.on = false;
	jitter_rate(&t->jitter, 8, NULL); /* another takes it over with its plan */
	memset(&t->edges, 0, sizeof t->edges);
}

static int set(struct media *media, void *argument)
{
	struct setting *setting = argument;
	struct termination *t = handles_get(&media->terminations, setting->termination);
	bool receives = setting->stream.receive;

	if (t == NULL)
		return -ENOENT;
	if (t->line || t->studio || t->passing)
		return -ENOTSUP;
	if (address_is(&setting->remote) &&
	    setting->remote.u.any.sa_family != t->local.u.any.sa_family)
		return -EINVAL;
	if (!secure_finds(t)) {
		if (!address_same(&setting->remote, &t->learner.sdp))
			t->rtcp_locked = false;
		learner_set(&t->learner, &setting->remote, setting->symmetric, media->now_ns);
	}
	/* What was learned for RTCP stays as long as what was learned for RTP. */
	if (!t->rtcp_locked && address_same(&t->learner.remote, &t->learner.sdp))
		t->rtcp_remote = setting->rtcp_remote;
	outgoing_flush(t); /* in the codec it was encoded in */
	if (!t->stream.set || (receives && !t->stream.receive))
		t->heard_ns = media->now_ns; /* from now on silence is counted */
	if (!receives)
		t->lost = false;
	set_coder(t, setting);
	t->stream = setting->stream;
	plan_context(t->context);
	secure_begin(t);
	reports_schedule(t);
	return 0;
}

static int move(struct media *media, void *argument)
{
	struct moving *moving = argument;
	struct termination *t = handles_get(&media->terminations, moving->termination);
	struct context *c = handles_get(&media->contexts, moving->context);

	if (t == NULL || c == NULL)
		return -ENOENT;
	if (t->context == c)
		return 0;
	context_leave(t);
	context_join(c, t);
	return 0;
}

void termination_retire(struct termination *t)
{
	struct media *media = t->media;

	reports_bye(t);
	reports_forget(t);
	secure_end(t);
	detach_all(t);
	if (!t->line && !t->studio) {
		unwatch(media, &t->rtp);
		unwatch(media, &t->rtcp);
	}
	context_leave(t);
	media->removals++;
	handles_remove(&media->terminations, t->id);
}

static int take_away(struct media *media, void *argument)
{
	struct moving *moving = argument;

	moving->gone = handles_get(&media->terminations, moving->termination);
	if (moving->gone == NULL)
		return -ENOENT;
	termination_retire(moving->gone);
	return 0;
}

static void line_stats(const struct line *line, struct media_stats *out)
{
	out->packets_received = line->frames_in;
	out->bytes_received = line->frames_in * FRAME * sizeof(int16_t);
	out->packets_sent = line->frames_out;
	out->bytes_sent = line->frames_out * FRAME * sizeof(int16_t);
	out->late = line->slips;
}

static int get_stats(struct media *media, void *argument)
{
	struct asking *asking = argument;
	struct media_stats *out = asking->out;
	struct verdict_of_ear verdict;
	const struct termination *t = handles_get(&media->terminations, asking->termination);

	if (t == NULL)
		return -ENOENT;
	verdict = reports_verdict(t);
	*out = (struct media_stats){
		.packets_received = t->packets_received,
		.bytes_received = t->bytes_received,
		.packets_sent = t->out.packets,
		.bytes_sent = t->out.bytes,
		.dropped_source = t->dropped_source,
		.dropped_malformed = t->dropped_malformed,
		.dropped_secure = t->secured ? t->secure->dropped : 0,
		.lost = reception_lost(&t->reception),
		.late = t->jitter.late,
		.jitter_us = reception_jitter_us(&t->reception),
		.round_trip_us = t->round_trip_us,
		.remote_lost_permille = t->remote_lost_permille,
		.remote_port = address_port(&t->learner.remote),
		.remote_mos = t->remote_mos,
		.mos_listening = verdict.listening,
		.mos_conversational = verdict.conversational,
		.suite = t->secured ? t->secure->keys.suite : 0,
	};
	address_format(&t->learner.remote, out->remote_address);
	if (t->line)
		line_stats(t->line, out);
	return 0;
}

/* ---- API thread ---- */

void termination_free(struct termination *t)
{
	if (t->line) {
		segment_give(&t->media->segments, t->line->segment, t->line->index);
		free(t->line);
	} else if (!t->studio) {
		close(t->rtp.fd);
		close(t->rtcp.fd);
	}
	coder_free(t->coder);
	secure_free(t->secure);
	free(t);
}

/* Random SSRC, sequence number, timestamp (RFC 3550 §5.1) and CNAME (RFC 7022 §4.2). */
static int make_random(struct termination *t, uint32_t ssrc)
{
	struct {
		uint32_t ssrc, timestamp, name[3];
		uint16_t sequence;
	} random;

	if (getrandom(&random, sizeof random, 0) != sizeof random)
		return -EIO;
	t->out.ssrc = ssrc ? ssrc : random.ssrc;
	/* Half of the range, so that the peer hears of the first wrap (RFC 3711 §3.3.1). */
	t->out.sequence = random.sequence & 0x7fff;
	t->out.timestamp = random.timestamp;
	snprintf(t->cname, sizeof t->cname, "%08x%08x", random.name[0], random.name[1]);
	return 0;
}

struct termination *termination_new(struct media *media)
{
	struct termination *t = aligned_alloc(CACHE_LINE, sizeof *t);

	if (t == NULL)
		return NULL;
	memset(t, 0, sizeof *t);
	t->media = media;
	t->rtp = (struct port){ .kind = PORT_RTP, .termination = t, .fd = -1 };
	t->rtcp = (struct port){ .kind = PORT_RTCP, .termination = t, .fd = -1 };
	t->remote_lost_permille = UINT32_MAX;
	t->gain_from = t->gain_to = UNITY;
	t->stream.clock_khz = t->stream.event_khz = 8; /* until there is one */
	return t;
}

/* Puts it into its context, or frees it. */
int termination_submit(struct media *media, media_id context, struct termination *t, media_id *out)
{
	struct addition addition = { .context = context, .termination = t };
	int error = command_run(media, add, &addition);

	if (error)
		termination_free(t);
	else
		*out = t->id;
	return error;
}

int termination_on_ports(struct media *media, const struct media_rtp *rtp, struct termination **out,
			 uint16_t *port)
{
	struct termination *t;
	struct address local;
	int error;

	if (address_parse(rtp->local_address, rtp->port, &local) != 0 || !address_is(&local) ||
	    rtp->port % 2 != 0)
		return -EINVAL;
	t = termination_new(media);
	if (t == NULL)
		return -ENOMEM;
	t->local = local;
	error = make_random(t, rtp->ssrc);
	if (error == 0)
		error = sockets_open(media, &local, rtp->port, &t->rtp.fd, &t->rtcp.fd, port);
	if (error) {
		free(t);
		return error;
	}
	*out = t;
	return 0;
}

API int media_rtp_add(struct media *media, media_id context, const struct media_rtp *rtp,
		      media_id *termination, uint16_t *port)
{
	struct termination *t;
	int error = termination_on_ports(media, rtp, &t, port);

	return error ? error : termination_submit(media, context, t, termination);
}

static int make_line(struct media *media, const struct media_line *wanted, struct line **out)
{
	struct line *line = calloc(1, sizeof *line);
	struct segment *segment;
	uint32_t channel;
	int error;

	if (line == NULL)
		return -ENOMEM;
	error = segment_take(&media->segments, wanted->path, wanted->name, &segment, &channel);
	if (error) {
		free(line);
		return error;
	}
	line_init(line, segment->audio, channel, media_steps(media));
	line->segment = segment;
	*out = line;
	return 0;
}

static bool is_text(const char *text, size_t size)
{
	return text[0] != '\0' && memchr(text, '\0', size) != NULL;
}

API int media_line_add(struct media *media, media_id context, const struct media_line *wanted,
		       media_id *termination)
{
	struct termination *t;
	int error;

	if (!is_text(wanted->path, sizeof wanted->path) ||
	    !is_text(wanted->name, sizeof wanted->name))
		return -EINVAL;
	t = termination_new(media);
	if (t == NULL)
		return -ENOMEM;
	error = make_line(media, wanted, &t->line);
	if (error) {
		free(t);
		return error;
	}
	t->stream = (struct stream){ .set = true,
				     .ptime = FRAME,
				     .clock_khz = 8,
				     .event_khz = 8,
				     .send = true,
				     .receive = true };
	return termination_submit(media, context, t, termination);
}

API int media_studio_add(struct media *media, media_id context, media_id *termination)
{
	struct termination *t = termination_new(media);

	if (t == NULL)
		return -ENOMEM;
	t->studio = true;
	return termination_submit(media, context, t, termination);
}

static bool is_ptime(uint8_t ms)
{
	return ms == 10 || ms == 20 || ms == 30 || ms == 40 || ms == 60;
}

static bool is_khz(uint8_t khz)
{
	return khz == 0 || khz == 8 || khz == 16 || khz == 48;
}

static bool is_coding(const struct media_stream *s)
{
	return is_khz(s->event_khz) && s->fec <= 1 && s->dtx <= 1 && s->comfort <= 1 &&
	       s->band_khz <= 48 &&
	       (s->bitrate == 0 || (s->bitrate >= 6000 && s->bitrate <= 510000));
}

/* What we send, in ticks: L16 at 16 kHz must fit a datagram, GSM has frames of 20 ms. */
static uint16_t ptime_of(const struct media_stream *s, const struct codec *codec, uint8_t clock_khz)
{
	uint8_t ms = s->ptime_ms;

	if (codec && codec->frame_ms > ms)
		ms = codec->frame_ms;
	if (ms == 30 && codec && !codec->has_30_ms)
		ms = 40;
	if (s->codec == MEDIA_L16_16 && ms > 40)
		ms = 40;
	return (uint16_t)(ms * clock_khz);
}

static bool is_stream(const struct media_stream *s)
{
	return s->codec != MEDIA_NO_CODEC && is_coding(s) && s->payload_type < 128 &&
	       s->event_payload_type < 128 &&
	       (s->event_payload_type == 0 || s->event_payload_type != s->payload_type) &&
	       is_ptime(s->ptime_ms) && s->send <= 1 && s->receive <= 1 && s->symmetric <= 1;
}

static int read_addresses(const struct media_stream *s, struct setting *setting)
{
	uint16_t rtcp_port =
		s->remote_rtcp_port ? s->remote_rtcp_port : (uint16_t)(s->remote_port + 1);

	if (s->remote_address[0] != '\0' && s->remote_port == 0)
		return -EINVAL;
	if (address_parse(s->remote_address, s->remote_port, &setting->remote) != 0)
		return -EINVAL;
	return address_parse(s->remote_address, rtcp_port, &setting->rtcp_remote);
}

API int media_rtp_set(struct media *media, media_id termination, const struct media_stream *s)
{
	struct setting setting = { .termination = termination, .symmetric = s->symmetric != 0 };

	const struct codec *codec = codec_of(s->codec);
	uint8_t clock_khz = codec ? codec->clock_khz : 8;
	int error;

	if (!is_stream(s) || read_addresses(s, &setting) != 0)
		return -EINVAL;
	if (!codec_is(s->codec))
		return -ENOTSUP;
	setting.coding = (struct coding){ .bitrate = s->bitrate,
					  .fec = s->fec != 0,
					  .dtx = s->dtx != 0,
					  .band_khz = s->band_khz };
	setting.coder = codec ? coder_new(codec, &setting.coding) : NULL;
	if (codec && setting.coder == NULL)
		return -ENOMEM;
	setting.stream = (struct stream){
		.set = true,
		.codec = s->codec,
		.law = s->codec == MEDIA_PCMA ? A_LAW : MU_LAW,
		.clock_khz = clock_khz,
		.event_khz = s->event_khz ? s->event_khz : clock_khz,
		.payload_type = s->payload_type,
		.event_payload_type = s->event_payload_type,
		.ptime = ptime_of(s, codec, clock_khz),
		.comfort = s->comfort != 0 && clock_khz == 8,
		.pad_events = s->pad_events != 0,
		.send = s->send != 0,
		.receive = s->receive != 0,
	};
	error = command_run(media, set, &setting);
	coder_free(setting.coder);
	return error;
}

API int media_has_codec(uint8_t codec)
{
	return codec_is(codec) ? 1 : 0;
}

API int media_move(struct media *media, media_id termination, media_id context)
{
	struct moving moving = { .termination = termination, .context = context };
	int error = command_run(media, move, &moving);

	api_free_spare(media);
	return error;
}

API int media_remove(struct media *media, media_id termination)
{
	struct moving moving = { .termination = termination };
	int error = command_run(media, take_away, &moving);

	if (error)
		return error;
	termination_free(moving.gone);
	api_free_spare(media);
	return 0;
}

API int media_stats(struct media *media, media_id termination, struct media_stats *out)
{
	struct asking asking = { .termination = termination, .out = out };

	return command_run(media, get_stats, &asking);
}
