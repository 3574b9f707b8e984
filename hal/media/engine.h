/* SPDX-License-Identifier: MIT */
/*
 * The inside of libmedia: its objects, and which thread owns what.
 *
 *   media thread  sockets, audio, timers; allocates and frees nothing. Holds `lock` while it works
 *                 through one round of what epoll gave it, and lets it go before it waits.
 *   API thread    the host's; allocates, opens sockets, frees. What it changes in contexts,
 *                 terminations and attachments it changes under `lock`, by command_run(), between
 *                 two rounds of the media thread.
 *   handshakes    a thread for DTLS: gives terminations their keys by command_run()
 *   reader thread decodes WAV files into clips, which it owns; lends them to players through a ring
 *   writer thread takes samples out of the rings of recorders into WAV files
 *
 * "Under the lock" below means: by the media thread or in a command.
 */
#ifndef STROWGER_ENGINE_H
#define STROWGER_ENGINE_H

#include <pthread.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "address.h"
#include "agc.h"
#include "coder.h"
#include "comfort.h"
#include "dtls.h"
#include "dtmf.h"
#include "handles.h"
#include "jitter.h"
#include "key_in.h"
#include "law.h"
#include "learner.h"
#include "line_rings.h"
#include "progress.h"
#include "reception.h"
#include "resample.h"
#include "rtp.h"
#include "sequence.h"
#include "signals.h"
#include "stretch.h"
#include "strowger/media.h"
#include "tone.h"
#include "voice.h"

#define RATE 8000
#define TICK_NS 20000000ULL
#define LONGEST_PAYLOAD CODEC_MOST_BYTES
#define WIDE_FRAME 960 /* samples of 20 ms at 48 kHz */
#define CACHE_LINE 64

struct termination;
struct attachment;

/* ---- worker threads: an inbox that anybody fills without a lock, and a descriptor that wakes ----
 */

struct worker {
	pthread_t thread;
	bool running;
	int wake_fd;
	_Atomic(struct attachment *) inbox; /* linked by inbox_next, newest first */
	_Atomic bool stop;
	struct attachment *jobs; /* the worker's own: linked by job_next */
};

/* ---- attachments ---- */

enum attachment_kind { TONE, TONES, FILES, FEED, RECORDER, DETECTOR, PROGRESS, SIGNALS, VOICE };

/* What a termination of any context says, played on this one. */
struct feed {
	struct termination *from;
	struct attachment *next, **link; /* of from->feeds */
	struct resampler edge;           /* between the rates of the two contexts */
};

struct clip { /* samples lent to a player, at its rate */
	uint32_t generation;
	const int16_t *samples;
	uint32_t count;
	struct cached *cached; /* where they belong, or NULL: */
	int16_t *owned;
};

#define CLIPS 8

struct player {
	/* Written by the reader up to `filled`, read by the media thread up to `played`; both only
	 * count up. */
	struct clip clips[CLIPS];
	_Atomic uint32_t filled;
	_Atomic uint32_t played;
	_Atomic uint32_t
		complete; /* generation + 1: nothing is filled in any more; `error` holds */
	int error;
	_Atomic unsigned khz; /* 8 or 16: written by the reader before it lends anything */
	/* Under the lock: */
	bool wide;    /* the party may hear 16 kHz */
	bool counted; /* the plan knows its rate */
	bool paused;
	unsigned percent; /* of speed */
	uint32_t at;      /* in the clip that plays */
	uint64_t place;   /* samples from the beginning */
	struct stretch stretch;
	struct resampler edge; /* to the rate of the context */
	/* A new place: clips of an older generation are not played any more. */
	_Atomic uint32_t generation;
	_Atomic uint32_t place_ms; /* where this generation begins */
	struct reading *reading;   /* the reader's */
};

#define RECORDER_RING 32768 /* sample frames: 4 s of a disk that does not answer */

struct recorder {
	/* Written by the media thread up to `put`, read by the writer up to `taken`; both only
	 * count up, in frames. */
	int16_t *ring;
	unsigned channels, khz;
	bool paused;
	struct resampler edges[2]; /* from the rate of the context */
	struct media_recording how;
	_Atomic uint64_t put;
	_Atomic uint64_t taken;
	_Atomic int error; /* of the writer: the media thread ends it */
	uint64_t woken;    /* `put` when the writer was last woken */
	uint64_t limit;    /* frames */
	uint64_t owed; /* frames that found no room: silence for them, so that time stays true */
	struct writing *writing; /* the writer's */
};

struct detector {
	struct dtmf dtmf;
	uint8_t digit; /* sounding now */
	uint32_t frames;
};

struct attachment {
	media_id id;
	enum attachment_kind kind;
	uint8_t side;
	struct media *media;
	media_id termination_id;         /* outlives the termination, for the last event */
	struct termination *termination; /* NULL once detached */
	struct attachment *next;         /* of the termination */
	struct attachment *inbox_next, *job_next;
	_Atomic bool released; /* by the media thread: the worker frees it */
	union {
		struct tone tone;
		struct sequence sequence;
		struct player player;
		struct feed feed;
		struct recorder recorder;
		struct detector detector;
		struct progress progress;
		struct signals signals;
		struct voice voice;
	} u;
};

/* ---- terminations ---- */

struct port { /* what an epoll event points to */
	enum {
		PORT_RTP,
		PORT_RTCP,
		PORT_PASS,
		PORT_PASS_RTCP,
		PORT_TICK,
		PORT_WHEEL,
		PORT_EVENTS,
		PORT_END
	} kind;
	struct termination *termination;
	int fd;
};

struct pass {                   /* pass.c */
	struct termination *to; /* whose peer gets what ours sends; NULL: nobody */
	bool set;
	bool rtp; /* with RTCP; else UDPTL */
	bool send, receive;
};

struct stream {
	uint16_t ptime;    /* ticks of the clock */
	uint8_t codec;     /* enum media_codec; a line: MEDIA_NO_CODEC */
	uint8_t law;       /* enum law, of G.711 */
	uint8_t clock_khz; /* of timestamps */
	uint8_t event_khz; /* of the durations of events */
	uint8_t payload_type;
	uint8_t event_payload_type; /* 0: none */
	bool set;
	bool send, receive;
	bool comfort : 1;    /* silence is sent as comfort noise */
	bool pad_events : 1; /* events are never sent in short datagrams */
};

/* Our RTP stream towards the peer: one SSRC, gapless sequence and timestamps whatever feeds it. */
struct outgoing {
	uint32_t ssrc;
	uint16_t sequence;  /* of the next packet */
	uint16_t fill;      /* octets, of codecs with one a tick, that wait for a whole packet */
	uint32_t timestamp; /* of the sample after the last one sent */
	bool begun;         /* something was sent */
	bool marker;        /* the next packet starts a talk spurt */
	uint64_t ends_ns;   /* when the sample of `timestamp` is due */
	uint64_t packets, bytes;                       /* of payload, RFC 3550 §6.4.1 */
	enum { FEED_NONE, FEED_RELAY, FEED_MIX } feed; /* NONE: what comes next resumes */
	/* While packets are relayed: whose, and what turns their numbers into ours. */
	uint32_t source_ssrc;
	const struct termination *source;
	uint32_t timestamp_shift;
	uint16_t sequence_shift;
	uint16_t newest; /* the source's sequence number */
};

/* What feeds the ear of a termination; worked out anew with every change in its context. */
enum ear {
	EAR_NOTHING,
	EAR_RELAY, /* the packets of one source, as they come */
	EAR_MIX    /* ticks */
};

#define KEYS 64

struct key_press {
	uint8_t code;
	uint16_t on_ticks, gap_ticks;
};

/* Digits towards the party, one after the other, by ticks. */
struct keyer {
	enum { KEYER_IDLE, KEYER_ON, KEYER_OFF } state;
	struct key_press queue[KEYS];
	uint8_t head, count;
	bool live;                           /* relays a key that a source holds: */
	const struct termination *live_from; /* and for how long is not known yet */
	struct key_press now;
	bool in_band;
	uint32_t ticks;     /* in this state */
	uint32_t timestamp; /* of the event */
	uint32_t duration;  /* samples */
	uint8_t ends_left;
	struct tone tone;
};

/* Those who encode what several hear alike, one for each way to code it; the others take their packets. */
struct chorus {
	uint64_t tick; /* that the singers are of */
	struct termination *singers;
};

#define UNITY 256 /* of a gain: 0 dB */

struct deaf { /* `from` is not heard at the ear that lists this */
	struct termination *from;
	struct deaf *next;
};

/*
 * What a relayed packet touches comes first, in four cache lines of its source and three of its
 * ear: with hundreds of calls none of it is in the cache any more when the next packet comes.
 */
struct termination {
	/* line 0 */
	_Alignas(CACHE_LINE) struct port rtp;
	struct media *media;
	struct stream stream;
	bool buffered;                  /* its packets go through the jitter buffer */
	bool keying;                    /* events are being sent: no audio between them */
	bool lost;                      /* nothing came for rtp_lost_ms */
	bool secured;                   /* `secure` says what its packets go through */
	struct termination *relayed_to; /* first ear that gets its packets */
	struct termination *relay_next; /* next ear of the same source */
	/* line 1 */
	uint64_t heard_ns;
	uint64_t packets_received, bytes_received;
	struct learner learner;

	_Alignas(CACHE_LINE) struct reception reception;
	_Alignas(CACHE_LINE) struct outgoing out;
	_Alignas(CACHE_LINE)
		uint8_t datagram[RTP_HEADER + LONGEST_PAYLOAD]; /* of out: being filled */

	media_id id;
	struct context *context;
	struct termination *previous, *next; /* in the context */

	struct port rtcp;
	struct address local;
	struct address rtcp_remote;
	bool rtcp_locked;

	struct key_in key_in;
	struct keyer keyer;
	/* Last RFC 4733 digit, and when: the same one heard in band is no second press. */
	uint8_t keyed_code;
	uint64_t keyed_ns;

	/* Topology: what differs from "hears everybody but itself". */
	struct deaf *deaf;
	bool echo;

	/* The plan, by plan_context(). */
	enum ear ear;
	bool source;                      /* others may hear something from it */
	bool loud;                        /* it is among the loudest, and mixed; */
	bool fading;                      /* for the last time */
	bool wanted;                      /* something needs its audio by ticks */
	bool voiced;                      /* has players on its FROM side */
	bool tapped_to;                   /* something records or listens on its TO side */
	struct termination *relay_source; /* of EAR_RELAY */

	struct secure *secure;    /* secure.h; NULL: packets in the clear */
	struct line *line;        /* an analog line instead of RTP; NULL: RTP */
	uint8_t priority;         /* of a listening termination; 0: none */
	bool outranked;           /* another of its context is heard instead of it, now */
	struct address talker;    /* whom a listening termination hears */
	uint32_t unheard_by;      /* members of its context */
	bool studio;              /* neither: nobody is there, only what plays and records */
	bool passing;             /* nor audio: its datagrams go on as they are, */
	struct pass pass;         /* in this way */
	struct attachment *feeds; /* that play what it says elsewhere */
	bool automatic;           /* gain of what it says */
	struct agc agc;
	uint16_t gain_from, gain_to;     /* of UNITY; 0: mute */
	uint64_t power;                  /* of what it says, lately, */
	struct voice speech;             /* and whether that is somebody: while too many speak */
	struct chorus chorus;            /* of those who hear nothing but it, by feeds */
	struct termination *singer_next; /* of a chorus */
	struct termination *follows;     /* encoded for this one in the last tick; NULL: itself */
	struct attachment *attachments;
	int16_t frame[FRAME]; /* what the party said, this tick, */
	uint8_t made_up;      /* but for these pieces of it, which did not come */
	uint16_t paused;      /* ticks in a row for which detectors waited because of them */
	struct coder *coder;  /* of other codecs than G.711 */
	struct comfort comfort;
	struct hush hush; /* of what is sent */
	struct jitter jitter;
	/* Between the rates of codec, context and attachments (8 kHz). */
	struct {
		struct resampler in, out, heard_from, heard_to, played_from, played_to;
	} edges;
	int16_t wide
		[WIDE_FRAME]; /* `frame` at the rate of the context, where that is above 8 kHz */

	/* Reports and silence, on the wheel. */
	struct termination *wheel_next, **wheel_link;
	uint64_t report_ns;
	uint64_t reported_packets; /* of out, at the last report */

	uint64_t dropped_source, dropped_malformed;
	uint32_t peer_sr_ssrc, peer_sr; /* middle 32 bits of the peer's last NTP time */
	uint64_t peer_sr_ns;
	uint32_t round_trip_us;
	uint32_t remote_lost_permille;
	uint16_t remote_mos; /* MOS-LQ times 100, by the peer's XR; 0: unknown */
	bool hears_xr;       /* the peer knows RFC 3611 */
	char cname[24];
};

_Static_assert(offsetof(struct termination, learner.sdp) <= 2 * CACHE_LINE, "two lines");
_Static_assert(offsetof(struct reception, lost_before) <= CACHE_LINE, "one line");
_Static_assert(sizeof(struct outgoing) <= CACHE_LINE, "one line");

struct context {
	media_id id;
	struct termination *members;
	uint32_t member_count;
	unsigned khz; /* that it works at: 8, 16, 48 */
	bool mixing;  /* somebody's ear is mixed */
	bool ranked;  /* members listen to groups */
	bool crowded; /* more speak than are mixed: the loudest */
	bool feeding; /* what a member says is played elsewhere: it ticks before the others */
	bool ticking;
	struct chorus chorus; /* of those who hear all that is mixed */
	struct context *tick_next, **tick_link;
};

/* ---- the instance ---- */

#define WHEEL_SLOTS 64
#define WHEEL_NS 128000000ULL

struct media {
	struct media_options options;
	struct handles contexts, terminations, attachments;

	pthread_t thread;
	bool running;
	int epoll_fd;
	struct port tick, wheel_timer, end;
	struct port events; /* writing end of the pipe */
	int event_fd;       /* reading end */

	pthread_mutex_t lock; /* all below, and every object */
	bool locks;           /* it is initialised */
	uint32_t removals;    /* terminations taken away: what epoll gave before may point to one */
	bool stopping;

	_Atomic bool overflowed; /* events were lost since the last that was delivered */

	struct deaf *spare_deaf;  /* out of use; the API thread frees them */
	struct segment *segments; /* the API thread's */

	uint64_t now_ns;    /* when this round of the loop began */
	uint64_t window_ns; /* how many packets lately: begin of the window, */
	unsigned window_packets;
	bool busy; /* and whether the last one was busy */
	struct context *ticking;
	bool timer_runs;
	uint64_t ticks;   /* so far */
	uint64_t tick_ns; /* when the next tick is due */
	struct termination *wheel[WHEEL_SLOTS];
	uint64_t wheel_at;    /* in units of WHEEL_NS */
	uint64_t wheel_armed; /* slot that the timer waits for; 0: none */
	uint32_t wheel_count;

	uint64_t packets_received, packets_sent, packets_dropped;
	uint32_t late_ticks;
	uint64_t noise; /* random: report intervals */
	uint64_t
		ntp_offset_ns; /* from clock_ns(media) to UTC as it was at media_open, so that no clock
				   change moves it */

	struct worker reader, writer;
	struct worker shaker; /* of DTLS handshakes; its inbox: */
	_Atomic(struct handshake *) handshakes;
	struct dtls_context *dtls;

	/* A stepped instance: its time, and recordings that the writer has still to finish. */
	_Atomic uint64_t stepped_ns;
	_Atomic uint32_t finishing;
};

/* Whether it is part of what its context hears in this tick. */
static inline bool is_mixed(const struct termination *t)
{
	return t->source && (t->loud || t->fading) && !t->outranked;
}

/* ---- the RTP clock of a stream ---- */

static inline uint32_t ticks_of(const struct stream *stream, uint64_t ns)
{
	return (uint32_t)(ns * stream->clock_khz / 1000000);
}

static inline uint64_t ns_of(const struct stream *stream, uint64_t ticks)
{
	return ticks * 1000000 / stream->clock_khz;
}

static inline bool is_g711(const struct stream *stream)
{
	return stream->codec == MEDIA_PCMU || stream->codec == MEDIA_PCMA;
}

uint64_t clock_ns(const struct media *media); /* CLOCK_MONOTONIC, or as far as media_step went */

/* API thread and handshakes: runs it under the lock; its effect is there when this returns */
int command_run(struct media *media, int (*run)(struct media *, void *), void *arguments);
void *media_thread(void *media);
void port_ready(struct media *media, struct port *port);
bool media_steps(const struct media *media);
void step_wait(struct worker *worker); /* a moment, for what the worker still has to do */

/* events: any thread; never blocks */
void event_send(struct media *media, const struct media_event *event);
void event_resume(struct media *media); /* there is room again */

/* sockets.c: API thread */
int sockets_open(struct media *media, const struct address *address, uint16_t asked, int *rtp_fd,
		 int *rtcp_fd, uint16_t *port);

/* plan.c */
bool hears(const struct termination *ear, const struct termination *source);
bool can_send(const struct termination *t);
void plan_context(struct context *context);
bool passes_through(const struct termination *from, const struct termination *to);
bool relays_events(const struct termination *ear, const struct termination *from);

/* receive.c */
void receive_rtp(struct termination *t);
void receive_rtcp(struct termination *t);
void receive_packet(struct termination *t, const struct address *from, const uint8_t *data,
		    size_t length); /* an RTP packet in the clear */

/* pass.c: video, fax */
void pass_receive(struct termination *t);
void pass_receive_rtcp(struct termination *t);
void pass_forget(struct termination *t); /* it leaves its context */

/* relay.c */
void relay_audio(struct termination *ear, const struct termination *from,
		 const struct rtp_packet *packet);
void relay_event(struct termination *ear, const struct termination *from,
		 const struct rtp_packet *packet);
void relay_nothing(
	struct termination *ear, const struct termination *from,
	const struct rtp_packet *packet); /* a packet is left out: the numbers close up */

/* outgoing.c */
void outgoing_follow(struct termination *t, const struct termination *singer);
void outgoing_resume(struct termination *t); /* the feed changes: numbers go on, a marker is set */
void outgoing_frame(
	struct termination *t,
	const int16_t *frame); /* mixed, at the codec's rate; sent when a packet is whole */
/* Of a codec with one octet a tick. */
void outgoing_codes(struct termination *t, const struct stream *from, const uint8_t *codes,
		    size_t count);
void outgoing_flush(struct termination *t); /* sends what waits for a whole packet */
void outgoing_transmit(struct termination *t, const uint8_t *datagram, size_t length);
/* An RTP header and `payload` octets of an event. */
void outgoing_event(struct termination *t, const uint8_t *datagram, size_t payload);

void relay_comfort(struct termination *ear, const struct termination *from,
		   const struct rtp_packet *packet);

/* keyer.c */
int keyer_queue(struct keyer *keyer, const char *digits, uint32_t on_ms, uint32_t gap_ms);
void keyer_start(struct termination *t); /* with what is queued, unless it is at it */
bool keyer_busy(const struct keyer *keyer);
void keyer_press(struct termination *t, const struct termination *from, uint8_t code);
void keyer_release(struct termination *t, const struct termination *from);
bool keyer_tick(struct termination *t,
		int32_t *mix); /* adds to what the party hears; true: became idle */

/* keys.c: a key of the party went down or up: tells the host and the ears that hear the party */
void keys_report(struct termination *t, const struct key_report *report);
void keys_in_band(struct termination *t, uint8_t side, media_id attachment, char digit,
		  uint32_t ms);
void keys_sound(struct termination *t, char digit); /* a line's digit began to sound in band, */
void keys_fade(struct termination *t);              /* and ended */

/* tick.c */
void tick_start(struct media *media);
void tick_run(struct media *media);
void tick_all(struct media *media);
void tick_context(struct context *context);
void tick_wide(struct context *context); /* tick_wide.c: above 8 kHz */

/* What both share: tick.c */
/* `wide` is of the context's rate, and `narrow` itself where that is 8 kHz. */
bool tick_play(struct termination *t, uint8_t side, int32_t *narrow, int32_t *wide, unsigned khz);
void tick_feed(struct termination *t, uint8_t side, int32_t *mix, unsigned khz);
void tick_scale(int16_t *frame, unsigned count, uint16_t gain);
struct chorus *tick_chorus(const struct termination *t, bool keyed, unsigned mixed);
void tick_overhear(struct termination *t);
/* `wide` is what the party hears at the rate of the context, `to` at 8 kHz. */
bool tick_tap(struct termination *t, const int16_t *to, const int16_t *wide, unsigned khz);
bool tick_keyed(const struct termination *t);
void tick_clip(int16_t *out, const int32_t *mix, unsigned count);
void tick_own(struct termination *t, int16_t *frame); /* 20 ms of the party at its own rate */

/* multicast.c: of those who listen to groups only the highest in rank are heard */
void multicast_rank(struct context *context);
bool multicast_hears(struct termination *t,
		     const struct address *from); /* a packet of the codec came */

/* loudest.c: who is mixed, when too many speak */
void loudest_plan(struct context *context);
void loudest_choose(struct context *context); /* for this tick */

/* chorus.c: what several hear alike is encoded once */
bool chorus_follows(struct chorus *chorus,
		    struct termination *t); /* true: its packet is taken from a singer */
void chorus_sing(struct chorus *chorus,
		 struct termination *t);  /* it has just encoded what all hear */
void chorus_alone(struct termination *t); /* what it encodes next is for itself */
void chorus_leave(struct termination *t); /* nobody follows it any longer */

/* attach.c */
int attach(struct media *media, struct attachment *attachment, media_id termination);
void detach(struct attachment *attachment,
	    int error); /* takes it off, tells, hands it to its worker */
void detach_all(struct termination *t);

/* player.c, recorder.c, detector.c: media thread */
bool player_add(struct attachment *a, int32_t *mix, unsigned khz); /* false: ended */
int player_set(struct attachment *a, const struct media_player *wanted);
bool recorder_put(struct attachment *a, const int16_t *from, const int16_t *to, unsigned khz);
void detector_end(struct attachment *a); /* a digit that still sounds is reported */
/* Pieces of what the party says that its detectors are to leave out, in this tick. */
uint8_t detector_leaves_out(struct termination *t);
void detector_hear(struct attachment *a, const int16_t *frame, uint8_t left_out);
bool detector_suspects(const struct attachment *a); /* a digit sounds, or may begin to */
/* Any detector but of DTMF. */
void detector_listen(struct attachment *a, const int16_t *frame, uint8_t left_out);
static inline bool listens(const struct attachment *a)
{
	return a->kind == PROGRESS || a->kind == SIGNALS || a->kind == VOICE;
}

/* worker.c */
int worker_start(struct worker *worker, void *(*run)(void *), struct media *media);
void worker_stop(struct worker *worker);
void worker_wake(struct worker *worker);
void worker_give(struct worker *worker, struct attachment *attachment);
void worker_collect(struct worker *worker); /* by the worker: inbox to jobs, in order */
void worker_wait(struct worker *worker);    /* by the worker, until woken */

/* reader.c, writer.c, reports.c */
void *reader_thread(void *media);
void *writer_thread(void *media);
struct reading *reading_new(const char *paths, uint32_t count, uint32_t times, uint32_t from_ms);
struct writing *writing_new(const char *path);
void reading_free(struct reading *reading);
void writing_free(struct writing *writing);

void reports_schedule(struct termination *t); /* RTCP and RTP_LOST; harmless when scheduled */
void reports_forget(struct termination *t);
void reports_run(struct media *media);
void reports_turn(struct media *media); /* all that is due by now */
void reports_received(struct termination *t, const struct address *from, const uint8_t *data,
		      size_t length);
void reports_bye(struct termination *t);
struct verdict_of_ear reports_verdict(const struct termination *t); /* of what came so far */

#endif
