/* SPDX-License-Identifier: MIT */
/*
 * The contract of libmedia: RTP terminations in contexts, and what plays, records and listens on them (DESIGN §5, §7).
 *
 * Plain C, opaque handles, flat records of fixed size, no callbacks. All calls come from one thread of the host (the
 * JavaScript thread); the library's own threads own sockets, audio and files. A call has taken effect when it returns:
 * the next packet sees it. Every function returns 0 or a negative errno, or says otherwise.
 *
 *   -ENOENT   no such context, termination or attachment
 *   -ENOSPC   capacity, fixed at media_open, is used up
 *   -EINVAL   an argument is outside what this header says
 *   -EADDRINUSE, -EADDRNOTAVAIL   the asked port or address cannot be had
 *   -ENOTSUP  this build cannot
 *
 * A handle is never 0 and is not used again soon: a handle of something removed answers -ENOENT.
 */
#ifndef STROWGER_MEDIA_H
#define STROWGER_MEDIA_H

#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

#define MEDIA_ABI 7 /* raise with any change below; media_open refuses another value */

struct media;              /* one instance of the library */
typedef uint32_t media_id; /* context, termination or attachment */

struct media_options {
	uint32_t abi;              /* MEDIA_ABI */
	uint32_t max_terminations; /* 1 to 65535 */
	uint16_t port_low;         /* first and last UDP port; RTP takes an even one at random, RTCP the next */
	uint16_t port_high;
	uint8_t dscp;       /* of RTP and RTCP, 0 to 63; 46 (EF) is usual */
	uint8_t stepped;    /* 1: no time passes but by media_step, in the caller's thread: for tests on virtual time */
	uint8_t reserved[2];
	uint32_t rtp_lost_ms; /* silence on the wire before MEDIA_EVENT_RTP_LOST; 0: never */
};

int media_open(const struct media_options *options, struct media **out);
void media_close(struct media *media); /* ends threads, closes sockets and files; NULL is harmless */
uint32_t media_abi(void);

/* A stepped instance: `ticks` of 20 ms pass. What files play is waited for, so that the result does not depend on the machine. */
int media_step(struct media *media, uint32_t ticks);

/* ---- contexts and terminations ------------------------------------------------------------------------------- */

int media_context_add(struct media *media, media_id *context);
int media_context_remove(struct media *media, media_id context); /* and all terminations in it */

enum media_codec {
	MEDIA_NO_CODEC = 0,
	MEDIA_PCMU = 1,
	MEDIA_PCMA = 2,
	MEDIA_G722 = 3,
	MEDIA_OPUS = 4, /* mono; RTP clock 48 kHz */
	MEDIA_GSM = 5,  /* 06.10 full rate */
	MEDIA_G726_16 = 6, /* packed as RFC 3551 §4.5.4 says */
	MEDIA_G726_24 = 7,
	MEDIA_G726_32 = 8,
	MEDIA_G726_40 = 9,
	MEDIA_AAL2_G726_16 = 10, /* packed as I.366.2 says */
	MEDIA_AAL2_G726_24 = 11,
	MEDIA_AAL2_G726_32 = 12,
	MEDIA_AAL2_G726_40 = 13,
	MEDIA_L16_8 = 14,
	MEDIA_L16_16 = 15,
	MEDIA_G729 = 16 /* only in builds with STROWGER_G729=1 */
};

int media_has_codec(uint8_t codec); /* 1 or 0 */

struct media_rtp {
	char local_address[46]; /* numeric IPv4 or IPv6; the socket is bound to it */
	uint16_t port;          /* asked RTP port (even), or 0 for a random free one */
	uint32_t ssrc;          /* 0: random */
};

/* A termination with one audio stream. *port is the RTP port; RTCP is *port + 1. Nothing is sent until media_rtp_set. */
int media_rtp_add(struct media *media, media_id context, const struct media_rtp *rtp, media_id *termination,
		  uint16_t *port);

struct media_stream {
	char remote_address[46]; /* as the peer's SDP says; empty: not yet known */
	uint16_t remote_port;
	uint16_t remote_rtcp_port; /* 0: remote_port + 1 */
	uint8_t codec;             /* enum media_codec */
	uint8_t payload_type;      /* of codec, in both directions */
	uint8_t event_payload_type; /* RFC 4733 telephone-event; 0: not negotiated, digits go in band */
	uint8_t ptime_ms;          /* 10, 20, 30, 40 or 60: what we send, or the next longer that the codec can */
	uint8_t send;              /* 0 or 1: may we send to the peer */
	uint8_t receive;           /* 0 or 1: do we take what the peer sends */
	uint8_t symmetric; /* 1: once valid packets come from another address, within the learning window, send there
			      and lock (SECURITY row 6); 0: only remote_address counts */
	uint8_t event_khz; /* clock of telephone-event: 8, 16 or 48; 0: that of the codec */
	uint32_t bitrate;  /* Opus: bits/s, 6000 to 510000; 0: by the bandwidth in use */
	uint8_t fec;       /* Opus, 0 or 1: what we send holds the packet before once more */
	uint8_t dtx;       /* Opus, 0 or 1: we send less while the party is silent */
	uint8_t band_khz;  /* Opus: maxplaybackrate of the peer, 8 to 48; 0: all */
	uint8_t comfort;   /* 0 or 1: the peer takes comfort noise (payload type 13); silence is sent so, of codecs with a clock of 8 kHz */
	uint8_t pad_events; /* 0 or 1: events are sent in 64 octets or more of RTP, for switches that drop short datagrams */
};

/*
 * A context works at 8 kHz, or at the highest rate that two of its members have in common (16 or 48). Two who hear only each other in one
 * codec, and whom nothing plays to or listens to, exchange their packets as they are; all others are decoded and encoded. RFC 3389
 * comfort noise (payload type 13) is heard as noise, and sent for silence to who takes it. -ENOTSUP: this build has not the codec.
 *
 * Sets or replaces the stream; SSRC, sequence and timestamp of what we send go on without a break.
 */
int media_rtp_set(struct media *media, media_id termination, const struct media_stream *stream);

/*
 * A termination whose audio is that of an analog line: the rings of one channel of the lines process (line-audio.h). It ticks as long
 * as it is there. `path` is the file of the segment; it is mapped anew when the file was replaced since. When the lines process is gone
 * it says silence and goes on. media_rtp_set and codecs do not apply (-ENOTSUP); digits go in band; stats count 20 ms frames as packets,
 * `late` counts slips. -ENODEV: no such file or channel, or another LINE_AUDIO_ABI. -EBUSY: another termination has the channel.
 *
 * A termination stays with the file that it was added on, and is silent once that was replaced: remove it and add it again. A digit
 * that a DTMF detector on its FROM side hears goes to ears that take RFC 4733 as an event, without its sound; to others in band.
 */
struct media_line {
	char path[108];
	char name[16];
};

int media_line_add(struct media *media, media_id context, const struct media_line *line, media_id *termination);

int media_move(struct media *media, media_id termination, media_id context); /* atomic; keeps attachments */
int media_remove(struct media *media, media_id termination);

enum media_way { MEDIA_NONE = 0, MEDIA_ONE_WAY = 1 };

/*
 * Whether `to` hears `from` (both in one context). A new termination hears and is heard by all others of its context,
 * but not itself; from == to switches its echo. More than one source at one ear is mixed.
 */
int media_topology(struct media *media, media_id from, media_id to, uint8_t way);

/* ---- secure transport ---------------------------------------------------------------------------------------- */

enum media_keying {
	MEDIA_PLAIN = 0,
	MEDIA_SDES = 1, /* the keys are in the SDP, RFC 4568 */
	MEDIA_DTLS = 2  /* the keys are agreed on where the audio goes, RFC 5763 and RFC 5764 */
};

enum media_suite { /* of SRTP: RFC 4568, RFC 6188, RFC 7714 */
	MEDIA_NO_SUITE = 0,
	MEDIA_AES_CM_128_HMAC_SHA1_80 = 1,
	MEDIA_AES_CM_128_HMAC_SHA1_32 = 2,
	MEDIA_AES_256_CM_HMAC_SHA1_80 = 3,
	MEDIA_AES_256_CM_HMAC_SHA1_32 = 4,
	MEDIA_AEAD_AES_128_GCM = 5,
	MEDIA_AEAD_AES_256_GCM = 6
};

struct media_keys { /* master keys, each with its salt behind it; longer suites fill them: 30, 30, 46, 46, 28, 44 bytes */
	uint8_t suite; /* MEDIA_NO_SUITE: none */
	uint8_t local[46];
	uint8_t remote[46];
	uint8_t reserved[3];
};

enum media_hash { MEDIA_SHA_256 = 1, MEDIA_SHA_384 = 2, MEDIA_SHA_512 = 3 };

struct media_secure {
	uint8_t keying; /* enum media_keying */
	uint8_t mux;    /* 1: RTCP goes and comes through the port of RTP (RFC 5761) */
	uint8_t active; /* DTLS: 1: we begin the handshake, 0: the peer does */
	uint8_t hash;   /* DTLS: enum media_hash of the fingerprint */
	uint8_t digest[64]; /* DTLS: the fingerprint of the peer's certificate */
	/* SDES: the keys. DTLS: those of a handshake that an earlier instance made, or none. */
	struct media_keys keys;
	/*
	 * ICE-lite (RFC 8445 §2.5) when local_ufrag is not empty: the peer's address is the one that its checks nominate, and the
	 * address of media_rtp_set does not count. What has passed no check is not answered. Without a check, or a packet that opens,
	 * for 30 s nothing is sent any more (RFC 7675).
	 */
	char local_ufrag[33];
	char local_password[65];
	char remote_ufrag[257];
	char reserved[1];
};

/*
 * How packets of an RTP termination travel from now on. What is the same as before goes on as it was: roll-over counters, replay
 * windows and a DTLS association that stands. With SDES or DTLS nothing is sent, and nothing of the peer taken, that is not SRTP.
 */
int media_secure_set(struct media *media, media_id termination, const struct media_secure *secure);

/* SHA-256 of this instance's certificate for DTLS, made when it was opened: 64 hexadecimal digits and NUL. */
int media_fingerprint(struct media *media, char text[65]);

/* The keys in use, for a successor that is to go on with them; suite 0 while there are none. A secret of the call. */
int media_keys(struct media *media, media_id termination, struct media_keys *out);

/* ---- attachments: what plays, records and listens ------------------------------------------------------------ */

/* FROM: what the party says, as the others of the context hear it. TO: what the party hears. */
enum media_side { MEDIA_FROM = 1, MEDIA_TO = 2, MEDIA_BOTH = 3 };

struct media_tone {
	/* Up to two parts sound in turn (as in a double ring); unused ones are 0. */
	uint16_t hz[4];        /* mixed; 0: unused */
	int8_t level_dbm0;     /* of each frequency, -63 to 0 */
	uint8_t reserved;
	uint16_t cadence_ms[6]; /* on, off, on, off, on, off; all 0: steady */
	uint32_t total_ms;     /* 0: until stopped */
};

int media_play_tone(struct media *media, media_id termination, uint8_t side, const struct media_tone *tone,
		    media_id *attachment);

/*
 * A WAV file (8 or 16 kHz, mono or stereo, PCM 16 or G.711), read off the media threads. `paths` holds `count` paths,
 * each ended by NUL, one after the other, played without a gap, `times` times (0: until stopped), from `from_ms` on.
 * What plays at the same time is mixed. Ends in MEDIA_EVENT_PLAYED.
 */
int media_play_files(struct media *media, media_id termination, uint8_t side, const char *paths, uint32_t count,
		     uint32_t times, uint32_t from_ms, media_id *attachment);

/* A WAV file, 8 kHz PCM 16, mono (one side) or stereo (both: left is FROM). Ends in MEDIA_EVENT_RECORDED. 0: no limit. */
int media_record(struct media *media, media_id termination, uint8_t side, const char *path, uint32_t max_ms,
		 media_id *attachment);

/* In-band DTMF on that side; RFC 4733 digits are always reported. Reports MEDIA_EVENT_DIGIT until stopped. */
int media_detect_dtmf(struct media *media, media_id termination, uint8_t side, media_id *attachment);

/*
 * Call-progress tones on that side (North American precise tones; TIA-464, GR-506), each reported as MEDIA_EVENT_PROGRESS when it is
 * certain and not again until something else was: dial 'd' (continuous 350+440, 300 ms of it), ringback 'r' (440+480, one burst of
 * 600 ms and more), busy 'b' (480+620, two cycles of 0.5 s/0.5 s), reorder 'o' (480+620, three of 0.25 s/0.25 s), silence 's'
 * (nothing above -45 dBm0 for 2 s), sound 'v' (anything else above it, voice among it). Talk-off: speech is none of the tones.
 */
int media_detect_progress(struct media *media, media_id termination, uint8_t side, media_id *attachment);

int media_stop(struct media *media, media_id attachment); /* player, recorder or detector; -ENOENT if it has ended */

/*
 * Digits to the party: RFC 4733 events where negotiated, else in band. '0'-'9', '*', '#', 'A'-'D'. Queued behind
 * digits still being sent. on_ms 40 to 6000, gap_ms 40 to 6000.
 */
int media_send_digits(struct media *media, media_id termination, const char *digits, uint32_t on_ms, uint32_t gap_ms);

/* ---- signals of machines ------------------------------------------------------------------------------------------- */

/*
 * Single tones on that side, each reported as MEDIA_EVENT_PROGRESS once it is certain: the calling tone of a fax machine 'c' (T.30 CNG), the answer
 * tone of one or of a modem 'a' (CED, ANSam; after half a second), special information tones before an announcement 'i' (E.180).
 */
int media_detect_signals(struct media *media, media_id termination, uint8_t side, media_id *attachment);

/*
 * Who speaks on that side: MEDIA_EVENT_VOICE when somebody begins to (60 ms are enough, a click is not) and when he has been silent for 0.4 s.
 * Background noise, however loud, is nobody after two seconds of it.
 */
int media_detect_voice(struct media *media, media_id termination, uint8_t side, media_id *attachment);

/* ---- paging by multicast ------------------------------------------------------------------------------------------ */

/*
 * What an RTP termination sends to a group (media_rtp_set with the group as its remote) leaves by the interface of its local address, with so many
 * hops (1 to 255), and is heard on this machine too if `loop` is 1.
 */
int media_multicast(struct media *media, media_id termination, uint8_t ttl, uint8_t loop);

struct media_listen {
	char group[46];     /* numeric multicast address, of IPv4 or IPv6 */
	char interface[46]; /* an address, of the same family, of the interface on which the group is joined */
	uint16_t port;      /* even */
	uint8_t priority;   /* 1 to 255 */
	uint8_t reserved;
};

/*
 * A termination that hears what somebody sends to a group; media_rtp_set says in which codec (no remote, send 0). Whoever speaks first is
 * heard until he has been silent for half a second. Of the listening terminations of a context on which somebody speaks only those of the highest
 * priority are heard. -EADDRNOTAVAIL: no such interface; -EADDRINUSE: something else has the port.
 */
int media_listen_add(struct media *media, media_id context, const struct media_listen *listen, media_id *termination);

/* ---- what passes through ------------------------------------------------------------------------------------------ */

struct media_pass {
	char remote_address[46]; /* as the peer's SDP says; empty: not yet known */
	uint16_t remote_port;
	uint16_t remote_rtcp_port; /* 0: remote_port + 1 */
	uint8_t rtp;               /* 1: RTP, whose RTCP passes too; 0: UDPTL (T.38) */
	uint8_t send;              /* 0 or 1: may we send to the peer */
	uint8_t receive;           /* 0 or 1: do we take what the peer sends */
	uint8_t symmetric;         /* as in struct media_stream: four in a row, by SSRC and sequence number, or UDPTL's number */
	media_id to;               /* another such termination of the context, whose peer gets what this one's sends; 0: nobody */
};

/*
 * A termination whose datagrams go on as they are: a video stream, or fax by T.38. It has two ports as any other, and neither says nor hears
 * anything: no attachment, codec or secure transport applies (-ENOTSUP). What it passes to must say the same of it to have both ways;
 * who is moved or removed is passed to no longer. Statistics count datagrams.
 */
int media_pass_add(struct media *media, media_id context, const struct media_rtp *rtp, media_id *termination,
		   uint16_t *port);
int media_pass_set(struct media *media, media_id termination, const struct media_pass *pass);

/* ---- players and recorders, as one works them ------------------------------------------------------------------- */

enum media_seek { MEDIA_STAY = 0, MEDIA_TO_PLACE = 1, MEDIA_BY = 2 };

/* What a player of files does from now on. */
struct media_player {
	uint8_t paused;         /* 0 or 1: it is silent and stands */
	uint8_t seek;           /* enum media_seek: to ms from the beginning of the first file, or by ms from where it is, back too */
	uint16_t speed_percent; /* 50 to 200, at the same pitch; 0: as it is */
	int32_t ms;
};

/*
 * Files of 16 kHz and more are heard in 16 kHz by a party whose codec has it. Beside WAV, names that end in .snd are raw mu-law of
 * 8 kHz. -ENOENT: it has ended. -EINVAL also for what plays no files.
 */
int media_player_set(struct media *media, media_id attachment, const struct media_player *player);

enum media_recording_format { MEDIA_WAV_PCM16 = 0, MEDIA_WAV_MU_LAW = 1, MEDIA_RAW_MU_LAW = 2 };

struct media_recording {
	uint32_t max_ms;      /* 0: no limit */
	uint8_t format;       /* enum media_recording_format; mu-law at 8 kHz */
	uint8_t khz;          /* 8 or 16 */
	uint8_t trim;         /* 1: without the silence at both ends; of nothing but silence nothing is left */
	int8_t silence_dbm0;  /* with trim: what is below is silence, -63 to -20; 0: -45 */
};

/* As media_record. What was recorded until the disk was full is kept; MEDIA_EVENT_RECORDED says so (-ENOSPC). */
int media_record_as(struct media *media, media_id termination, uint8_t side, const char *path,
		    const struct media_recording *recording, media_id *attachment);

/* Nothing is recorded while it is paused (a card number is said): the file goes on where it was. -EINVAL: no recorder. */
int media_recorder_pause(struct media *media, media_id attachment, uint8_t paused);

/* ---- sequences of tones ---------------------------------------------------------------------------------------- */

struct media_tone_part {
	uint16_t hz[4];    /* mixed; 0: unused; none: silence */
	int8_t level_dbm0; /* of each frequency, -63 to 0 */
	uint8_t modulated; /* 1: hz[0] is modulated in amplitude by hz[1], to 90 % */
	uint16_t ms;       /* 0: until stopped, of the last part */
};

#define MEDIA_MOST_PARTS 64

/* The parts in turn, 1 to MEDIA_MOST_PARTS, then again from part `again` on; count: no more. Ends in MEDIA_EVENT_PLAYED. */
int media_play_tones(struct media *media, media_id termination, uint8_t side, const struct media_tone_part *parts,
		     uint32_t count, uint32_t again, media_id *attachment);

/* ---- music, announcements to many, levels ---------------------------------------------------------------------- */

/*
 * A termination of nobody: what plays on its FROM side the other members hear, and what records or listens on its TO side hears
 * all of them. It keeps a place in no conference: it is always mixed.
 */
int media_studio_add(struct media *media, media_id context, media_id *termination);

/*
 * Plays what the termination `from`, of any context, says (music on hold, a line-in port). It is made once for all who hear it,
 * and encoded once for each way to encode it among those who hear nothing else. Until stopped; ends with MEDIA_EVENT_PLAYED, error
 * -ENOENT, when `from` is removed.
 */
int media_play_termination(struct media *media, media_id termination, uint8_t side, media_id from,
			   media_id *attachment);

#define MEDIA_MUTE (-128)
#define MEDIA_AUTOMATIC 127 /* of FROM: brought to -20 dBm0 by and by, 15 dB louder or 9 dB softer at most */

/*
 * How loud a party is for the others (FROM), or the others and what is played for it (TO): -40 to 30 dB, MEDIA_MUTE,
 * MEDIA_AUTOMATIC. In a context
 * where more than 4 speak at once the loudest 4 are heard.
 */
int media_level(struct media *media, media_id termination, uint8_t side, int8_t db);

/* ---- events -------------------------------------------------------------------------------------------------- */

enum media_event_kind {
	MEDIA_EVENT_DIGIT = 1,    /* digit, source, duration_ms; one a key press, when it is known (start or end) */
	MEDIA_EVENT_PLAYED = 2,   /* attachment ended: error 0, or negative errno (file missing, wrong format) */
	MEDIA_EVENT_RECORDED = 3, /* attachment ended: duration_ms, error; file complete and fsync'd */
	MEDIA_EVENT_RTP_LOST = 4, /* nothing came for rtp_lost_ms although we may receive */
	MEDIA_EVENT_RTP_BACK = 5,
	MEDIA_EVENT_LEARNED = 6, /* symmetric RTP took another remote address */
	MEDIA_EVENT_OVERFLOW = 7, /* events were lost: take an inventory */
	MEDIA_EVENT_PROGRESS = 8, /* attachment, side; digit: which tone */
	MEDIA_EVENT_SECURED = 9,  /* DTLS: error 0: there are keys; -EACCES: another certificate; -EPROTO, -ETIMEDOUT */
	MEDIA_EVENT_VOICE = 10    /* attachment, side; digit: '1' somebody begins to speak, '0' has ended */
};

enum media_digit_source { MEDIA_DIGIT_RFC4733 = 1, MEDIA_DIGIT_IN_BAND = 2 };

struct media_event {
	uint32_t kind;
	media_id termination;
	media_id attachment; /* 0 where none */
	int32_t error;
	uint32_t duration_ms;
	uint8_t digit; /* ASCII */
	uint8_t source;
	uint8_t side;
	uint8_t reserved;
	uint64_t monotonic_ns;
};

/* A pipe's reading end, non-blocking, of whole struct media_event records. Owned by the library. */
int media_event_fd(const struct media *media);

/* ---- statistics ---------------------------------------------------------------------------------------------- */

struct media_stats {
	uint64_t packets_received, bytes_received, packets_sent, bytes_sent;
	uint64_t dropped_source; /* from an address that is not the peer's */
	uint64_t dropped_malformed;
	uint64_t dropped_secure; /* not SRTP where it must be, wrong tag, replay */
	uint64_t lost;            /* RFC 3550 A.3, from what was really received */
	uint64_t late;            /* too late for the jitter buffer */
	uint32_t jitter_us;       /* RFC 3550 A.8 */
	uint32_t round_trip_us;   /* from RTCP; 0: unknown */
	uint32_t remote_lost_permille; /* from the peer's RTCP; UINT32_MAX: unknown */
	/* Mean opinion scores times 100 by the E-model (G.107), from what was really received; 0: unknown (Opus; wideband codecs with loss). Wideband ones are on a scale of their own (G.107.1). */
	uint16_t mos_listening;
	uint16_t mos_conversational; /* with the delay */
	char remote_address[46]; /* in use: as learned */
	uint16_t remote_port;
	uint16_t remote_mos; /* listening, by the peer's RTCP XR (RFC 3611); 0: unknown */
	uint8_t suite;       /* enum media_suite in use; 0: in the clear, or no keys yet */
	uint8_t reserved[5];
};

int media_stats(struct media *media, media_id termination, struct media_stats *out);

/* Totals of the instance. */
struct media_totals {
	uint64_t packets_received, packets_sent, packets_dropped;
	uint32_t contexts, terminations, attachments;
	uint32_t late_ticks; /* audio ticks that began over 5 ms late */
};
int media_totals(struct media *media, struct media_totals *out);

#ifdef __cplusplus
}
#endif
#endif
