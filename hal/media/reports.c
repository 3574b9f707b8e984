/* SPDX-License-Identifier: MIT */
/*
 * RTCP out and in, and silence on the wire. A wheel of 128 ms slots wakes the thread; terminations
 * without a stream are not on it. Under the lock.
 */
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/timerfd.h>
#include <unistd.h>

#include "rtcp.h"
#include "secure.h"

#define INTERVAL_NS 5000000000ULL
#define LONGEST_ROUND_TRIP 0x3c0000U /* 60 s in 1/65536 s: what is longer is the peer's mistake */

/* ---- the wheel ---- */

static uint64_t due_ns(const struct termination *t)
{
	uint64_t silence = t->media->options.rtp_lost_ms * 1000000ULL;

	if (silence != 0 && t->stream.receive && !t->lost && t->heard_ns + silence < t->report_ns)
		return t->heard_ns + silence;
	return t->report_ns;
}

void reports_forget(struct termination *t)
{
	if (t->wheel_link == NULL)
		return;
	*t->wheel_link = t->wheel_next;
	if (t->wheel_next)
		t->wheel_next->wheel_link = t->wheel_link;
	t->wheel_link = NULL;
	t->media->wheel_count--;
}

/* Has the thread woken when this slot is due. */
static void arm(struct media *media, uint64_t slot)
{
	uint64_t due = slot * WHEEL_NS;
	struct itimerspec when = { .it_value = { .tv_sec = (time_t)(due / 1000000000ULL),
						 .tv_nsec = (long)(due % 1000000000ULL) } };

	media->wheel_armed = slot;
	if (!media_steps(media))
		timerfd_settime(media->wheel_timer.fd, TFD_TIMER_ABSTIME, &when, NULL);
}

static void arm_next(struct media *media)
{
	media->wheel_armed = 0;
	for (uint64_t slot = media->wheel_at + 1; slot < media->wheel_at + WHEEL_SLOTS; slot++) {
		if (media->wheel[slot % WHEEL_SLOTS] == NULL)
			continue;
		arm(media, slot);
		return;
	}
}

static void place(struct termination *t)
{
	struct media *media = t->media;
	uint64_t slot = due_ns(t) / WHEEL_NS + 1;
	struct termination **first;

	if (media->wheel_count++ == 0)
		media->wheel_at = media->now_ns / WHEEL_NS;
	if (slot <= media->wheel_at)
		slot = media->wheel_at + 1;
	if (slot >= media->wheel_at + WHEEL_SLOTS)
		slot = media->wheel_at + WHEEL_SLOTS - 1;
	first = &media->wheel[slot % WHEEL_SLOTS];
	t->wheel_next = *first;
	t->wheel_link = first;
	if (*first)
		(*first)->wheel_link = &t->wheel_next;
	*first = t;
	if (media->wheel_armed == 0 || slot < media->wheel_armed)
		arm(media, slot);
}

static uint64_t next_interval(struct media *media)
{
	/* Half to one and a half of the interval, RFC 3550 §6.3.1, so that terminations spread. */
	media->noise = media->noise * 6364136223846793005ULL + 1442695040888963407ULL;
	return INTERVAL_NS / 2 + (media->noise >> 33) % INTERVAL_NS;
}

void reports_schedule(struct termination *t)
{
	reports_forget(t);
	if (t->report_ns == 0)
		t->report_ns =
			t->media->now_ns + next_interval(t->media) / 2; /* the first sooner, §6.2 */
	place(t);
}

/* ---- out ---- */

static uint64_t ntp_now(const struct media *media)
{
	uint64_t ns = media->now_ns + media->ntp_offset_ns;
	uint64_t seconds = ns / 1000000000ULL;

	/* From 1900 on, RFC 3550 §4. */
	return (seconds + 2208988800ULL) << 32 | ((ns % 1000000000ULL) << 32) / 1000000000ULL;
}

static uint32_t timestamp_now(const struct termination *t)
{
	int64_t ahead = (int64_t)(t->out.ends_ns - t->media->now_ns);

	return t->out.timestamp -
	       (uint32_t)(int32_t)(ahead * (int64_t)t->stream.clock_khz / 1000000);
}

static void fill_block(struct termination *t, struct rtcp_block *block)
{
	reception_report(&t->reception, t->stream.clock_khz, block);
	if (t->peer_sr_ns != 0 && t->peer_sr_ssrc == t->reception.ssrc) {
		block->last_sr = t->peer_sr;
		block->delay_since_sr =
			(uint32_t)(((t->media->now_ns - t->peer_sr_ns) << 16) / 1000000000ULL);
	}
}

static void transmit(struct termination *t, uint8_t *data, size_t length)
{
	bool mux = secure_muxes(t);
	const struct address *to = mux ? &t->learner.remote : &t->rtcp_remote;

	if (t->secured && !secure_seal_rtcp(t, data, &length))
		return;
	/* Unanswered or refused, a report is no loss. */
	(void)sendto(mux ? t->rtp.fd : t->rtcp.fd, data, length, MSG_DONTWAIT | MSG_NOSIGNAL,
		     &to->u.any, to->length);
}

static unsigned ptime_ms(const struct termination *t)
{
	return t->stream.clock_khz ? t->stream.ptime / t->stream.clock_khz : 20;
}

struct verdict_of_ear reports_verdict(const struct termination *t)
{
	const struct hearing *hearing = &t->reception.hearing;
	uint64_t late = t->jitter.late;
	uint64_t expected = hearing->received + reception_lost(&t->reception);
	uint64_t missed = reception_lost(&t->reception) + late;

	return hearing_judge(hearing, t->stream.codec,
			     expected ? (unsigned)(missed * 1000 / expected) : 0, t->round_trip_us,
			     ptime_ms(t));
}

static uint8_t tenths(uint16_t hundredths)
{
	return hundredths ? (uint8_t)((hundredths + 5) / 10) : XR_UNKNOWN;
}

/* Concealment standard, jitter buffer adaptive where there is one (§4.7.6). */
#define RECEIVER_BUFFERED 0xf0
#define RECEIVER_RELAYS 0x00

static void fill_voip(const struct termination *t, struct xr_voip *voip)
{
	struct verdict_of_ear verdict = reports_verdict(t);
	uint64_t received = t->reception.hearing.received;

	*voip = (struct xr_voip){ .ssrc = t->reception.ssrc };
	hearing_report(&t->reception.hearing, ptime_ms(t), voip);
	voip->discard_rate =
		received ? (uint8_t)(t->jitter.late * 255 / (received + t->jitter.late)) : 0;
	voip->round_trip_ms =
		(uint16_t)(t->round_trip_us / 1000 > UINT16_MAX ? UINT16_MAX
								: t->round_trip_us / 1000);
	voip->end_system_ms = (uint16_t)(2 * ptime_ms(t));
	voip->r_factor = verdict.r;
	voip->mos_lq = tenths(verdict.listening);
	voip->mos_cq = tenths(verdict.conversational);
	voip->receiver = t->buffered ? RECEIVER_BUFFERED : RECEIVER_RELAYS;
}

static void send_report(struct termination *t, bool bye)
{
	uint8_t data[RTCP_LARGEST + SEAL_ROOM];
	struct rtcp_report report = {
		.sent = t->out.packets != t->reported_packets,
		.ssrc = t->out.ssrc,
		.ntp = ntp_now(t->media),
		.rtp_timestamp = timestamp_now(t),
		.packets = (uint32_t)t->out.packets,
		.bytes = (uint32_t)t->out.bytes,
		.has_block = t->reception.started,
		.bye = bye,
	};
	size_t length;

	if (!address_is(secure_muxes(t) ? &t->learner.remote : &t->rtcp_remote) ||
	    (t->secured && !secure_ready(t)))
		return;
	if (report.has_block)
		fill_block(t, &report.block);
	/* Who has never sent one is told none: some telephones do not look beyond the first report (RFC 3611 §5). */
	report.has_voip = report.has_block && t->hears_xr;
	if (report.has_voip)
		fill_voip(t, &report.voip);
	t->reported_packets = t->out.packets;
	length = rtcp_write(data, &report, t->cname);
	transmit(t, data, length);
}

void reports_bye(struct termination *t)
{
	if (t->out.packets != 0) /* §6.3.7: only who has sent something says good-bye */
		send_report(t, true);
}

static void check_silence(struct termination *t)
{
	uint64_t silence = t->media->options.rtp_lost_ms * 1000000ULL;

	if (silence == 0 || t->lost || !t->stream.receive ||
	    t->media->now_ns < t->heard_ns + silence)
		return;
	t->lost = true;
	event_send(t->media, &(struct media_event){
				     .kind = MEDIA_EVENT_RTP_LOST,
				     .termination = t->id,
				     .monotonic_ns = t->media->now_ns,
			     });
}

static void visit(struct termination *t)
{
	secure_watch(t);
	check_silence(t);
	if (t->media->now_ns >= t->report_ns) {
		send_report(t, false);
		t->report_ns = t->media->now_ns + next_interval(t->media);
	}
	reports_schedule(t);
}

/* Goes through all slots that are due. What visit() schedules anew goes into a later one. */
static void turn(struct media *media, uint64_t now)
{
	if (now - media->wheel_at > WHEEL_SLOTS)
		media->wheel_at = now - WHEEL_SLOTS;
	while (media->wheel_at < now) {
		struct termination **slot = &media->wheel[++media->wheel_at % WHEEL_SLOTS];

		while (*slot)
			visit(*slot);
	}
}

void reports_turn(struct media *media)
{
	uint64_t now = media->now_ns / WHEEL_NS;

	if (media->wheel_count > 0 && now > media->wheel_at)
		turn(media, now);
	arm_next(media);
}

void reports_run(struct media *media)
{
	uint64_t expired;

	if (read(media->wheel_timer.fd, &expired, sizeof expired) == sizeof expired)
		reports_turn(media);
}

/* ---- in ---- */

/* The peer's RTCP may come from another port than announced (NAT), but from its host; the first one
 * seen is kept. */
static bool is_peer(struct termination *t, const struct address *from)
{
	if (!t->stream.set)
		return false;
	if (secure_muxes(t)) /* it was asked before the report was opened */
		return true;
	if (address_same(from, &t->rtcp_remote))
		return true;
	if (!t->learner.symmetric || t->rtcp_locked || !t->learner.locked ||
	    !address_same_host(from, &t->learner.remote))
		return false;
	t->rtcp_remote = *from;
	t->rtcp_locked = true;
	return true;
}

static void take_block(struct termination *t, const struct rtcp_block *block)
{
	uint32_t now = (uint32_t)(ntp_now(t->media) >> 16);
	uint32_t round_trip = now - block->last_sr - block->delay_since_sr;

	t->remote_lost_permille = block->fraction_lost * 1000U / 256U;
	if (block->last_sr != 0 && round_trip < LONGEST_ROUND_TRIP)
		t->round_trip_us = (uint32_t)(((uint64_t)round_trip * 1000000U) >> 16);
}

void reports_received(struct termination *t, const struct address *from, const uint8_t *data,
		      size_t length)
{
	struct rtcp_report report;

	if (rtcp_parse(data, length, t->out.ssrc, &report) != 0) {
		t->dropped_malformed++;
		t->media->packets_dropped++;
		return;
	}
	if (!is_peer(t, from)) {
		t->dropped_source++;
		t->media->packets_dropped++;
		return;
	}
	if (report.sent) {
		t->peer_sr_ssrc = report.ssrc;
		t->peer_sr = (uint32_t)(report.ntp >> 16);
		t->peer_sr_ns = t->media->now_ns;
	}
	if (report.has_block)
		take_block(t, &report.block);
	if (report.has_voip) {
		t->hears_xr = true;
		t->remote_mos = report.voip.mos_lq >= 10 && report.voip.mos_lq <= 50
					? (uint16_t)(report.voip.mos_lq * 10)
					: 0;
	}
	if (report.bye)
		t->reception.timed =
			false; /* what comes after is another talker: no jitter between the two */
}
