/* SPDX-License-Identifier: MIT */
/*
 * Terminations whose datagrams go on as they are: video, and fax by T.38. Nobody here looks into them further than to tell
 * the peer from a stranger. One to one: what a termination takes from its peer leaves from the one that it passes to, towards that
 * one's peer. Media thread, but for what says otherwise.
 */
#include <errno.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <unistd.h>

#include "api.h"

#define LARGEST 2048  /* bytes of a datagram: T.38 and video stay below what Ethernet carries */
#define UDPTL_LEAST 4 /* sequence number, length of the primary packet, and that (T.38 §9.1) */

static void drop(struct termination *t, uint64_t *why)
{
	(*why)++;
	t->media->packets_dropped++;
}

static void tell_learned(struct termination *t)
{
	if (!t->rtcp_locked) {
		t->rtcp_remote = t->learner.remote;
		address_set_port(&t->rtcp_remote, (uint16_t)(address_port(&t->learner.remote) + 1));
	}
	event_send(t->media, &(struct media_event){
				     .kind = MEDIA_EVENT_LEARNED,
				     .termination = t->id,
				     .monotonic_ns = t->media->now_ns,
			     });
}

/* RTCP on the port of RTP, RFC 5761 §4. */
static bool is_muxed_rtcp(const uint8_t *data, size_t length)
{
	return length >= 8 && data[0] >> 6 == 2 && data[1] >= 192 && data[1] <= 223;
}

/* What tells one stream from another, for whoever is on trial: of UDPTL only the sequence number. */
static bool read_trial(const struct termination *t, const uint8_t *data, size_t length,
		       struct rtp_packet *packet)
{
	if (t->pass.rtp)
		return rtp_parse(data, length, packet) == 0;
	if (length < UDPTL_LEAST)
		return false;
	*packet = (struct rtp_packet){ .sequence = read_u16(data) };
	return true;
}

/* Where it is counted if it is not to be passed on; NULL: it is the peer's. */
static uint64_t *refuses(struct termination *t, const struct address *from, const uint8_t *data,
			 size_t length)
{
	struct rtp_packet packet;
	bool muxed = t->pass.rtp && is_muxed_rtcp(data, length);

	if (!t->pass.set)
		return &t->dropped_source;
	if (muxed && address_same(from, &t->learner.remote))
		return NULL;
	if (muxed) /* it proves nothing about where the peer is */
		return &t->dropped_source;
	if (!read_trial(t, data, length, &packet))
		return &t->dropped_malformed;
	switch (learner_judge(&t->learner, from, packet.ssrc, packet.sequence, t->media->now_ns)) {
	case LEARNED:
		tell_learned(t);
		return NULL;
	case PEER:
		return NULL;
	case STRANGER:
		break;
	}
	return &t->dropped_source;
}

static void send_on(struct termination *to, int fd, const struct address *remote,
		    const uint8_t *data, size_t length)
{
	if (!address_is(remote))
		return;
	if (sendto(fd, data, length, MSG_DONTWAIT | MSG_NOSIGNAL, &remote->u.any, remote->length) <
	    0) {
		to->media->packets_dropped++;
		return;
	}
	to->out.packets++;
	to->out.bytes += length;
	to->media->packets_sent++;
}

static ssize_t receive(int fd, uint8_t data[LARGEST], struct address *from)
{
	from->length = sizeof from->u;
	return recvfrom(fd, data, LARGEST, MSG_DONTWAIT | MSG_TRUNC, &from->u.any, &from->length);
}

static void count(struct termination *t, size_t length)
{
	t->packets_received++;
	t->bytes_received += length;
	t->media->packets_received++;
}

void pass_receive(struct termination *t)
{
	uint8_t data[LARGEST];
	struct address from;
	ssize_t length = receive(t->rtp.fd, data, &from);
	struct termination *to = t->pass.to;
	uint64_t *refused;

	if (length < 0)
		return;
	refused =
		length > LARGEST ? &t->dropped_malformed : refuses(t, &from, data, (size_t)length);
	if (refused) {
		drop(t, refused);
		return;
	}
	count(t, (size_t)length);
	if (t->pass.receive && to && to->pass.send)
		send_on(to, to->rtp.fd, &to->learner.remote, data, (size_t)length);
}

/* From the peer's host alone, as with audio; the first port seen is kept. */
static bool is_peer_rtcp(struct termination *t, const struct address *from)
{
	if (!t->pass.set || !t->pass.rtp)
		return false;
	if (address_same(from, &t->rtcp_remote))
		return true;
	if (!t->learner.symmetric || t->rtcp_locked || !t->learner.locked ||
	    !address_same_host(from, &t->learner.remote))
		return false;
	t->rtcp_remote = *from;
	t->rtcp_locked = true;
	return true;
}

void pass_receive_rtcp(struct termination *t)
{
	uint8_t data[LARGEST];
	struct address from;
	ssize_t length = receive(t->rtcp.fd, data, &from);
	struct termination *to = t->pass.to;

	if (length < 0)
		return;
	if (length > LARGEST || !is_muxed_rtcp(data, (size_t)length))
		drop(t, &t->dropped_malformed);
	else if (!is_peer_rtcp(t, &from))
		drop(t, &t->dropped_source);
	else if (to && to->pass.rtp) /* reports go on while nothing is shown (RFC 3264 §5.1) */
		send_on(to, to->rtcp.fd, &to->rtcp_remote, data, (size_t)length);
}

/* Under the lock: nobody passes anything to one that leaves the context. */
void pass_forget(struct termination *t)
{
	t->pass.to = NULL;
	for (struct termination *other = t->context->members; other; other = other->next)
		if (other->pass.to == t)
			other->pass.to = NULL;
}

/* ---- API thread ---- */

API int media_pass_add(struct media *media, media_id context, const struct media_rtp *rtp,
		       media_id *termination, uint16_t *port)
{
	struct termination *t;
	int error = termination_on_ports(media, rtp, &t, port);

	if (error)
		return error;
	t->passing = true;
	t->rtp.kind = PORT_PASS;
	t->rtcp.kind = PORT_PASS_RTCP;
	return termination_submit(media, context, t, termination);
}

struct setting {
	media_id termination;
	const struct media_pass *wanted;
	struct address remote, rtcp_remote;
};

/* Under the lock. */
static int set(struct media *media, void *argument)
{
	const struct setting *setting = argument;
	const struct media_pass *wanted = setting->wanted;
	struct termination *t = handles_get(&media->terminations, setting->termination);
	struct termination *to = wanted->to ? handles_get(&media->terminations, wanted->to) : NULL;

	if (t == NULL || (wanted->to && to == NULL))
		return -ENOENT;
	if (!t->passing || (to && !to->passing))
		return -ENOTSUP;
	if (to == t || (to && to->context != t->context))
		return -EINVAL;
	if (address_is(&setting->remote) &&
	    setting->remote.u.any.sa_family != t->local.u.any.sa_family)
		return -EINVAL;
	if (!address_same(&setting->remote, &t->learner.sdp))
		t->rtcp_locked = false;
	learner_set(&t->learner, &setting->remote, wanted->symmetric != 0, media->now_ns);
	if (!t->rtcp_locked && address_same(&t->learner.remote, &t->learner.sdp))
		t->rtcp_remote = setting->rtcp_remote;
	t->pass = (struct pass){ .to = to,
				 .set = true,
				 .rtp = wanted->rtp != 0,
				 .send = wanted->send != 0,
				 .receive = wanted->receive != 0 };
	return 0;
}

API int media_pass_set(struct media *media, media_id termination, const struct media_pass *wanted)
{
	struct setting setting = { .termination = termination, .wanted = wanted };
	uint16_t rtcp_port = wanted->remote_rtcp_port ? wanted->remote_rtcp_port
						      : (uint16_t)(wanted->remote_port + 1);

	if (wanted->rtp > 1 || wanted->send > 1 || wanted->receive > 1 || wanted->symmetric > 1 ||
	    (wanted->remote_address[0] != '\0' && wanted->remote_port == 0) ||
	    address_parse(wanted->remote_address, wanted->remote_port, &setting.remote) != 0 ||
	    address_parse(wanted->remote_address, rtcp_port, &setting.rtcp_remote) != 0)
		return -EINVAL;
	return command_run(media, set, &setting);
}
