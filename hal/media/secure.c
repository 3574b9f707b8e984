/* SPDX-License-Identifier: MIT */
/* One socket, four protocols (RFC 7983): which it is, whether it is the peer's, and what its keys are. Media thread, and commands. */
#include "secure.h"

#include <errno.h>
#include <openssl/crypto.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>

#include "api.h"
#include "handshakes.h"

/* ---- what comes ---- */

static void drop(struct termination *t, uint64_t *counter)
{
	(*counter)++;
	t->media->packets_dropped++;
}

bool secure_finds(const struct termination *t)
{
	return t->secured && t->secure->ice.used;
}

bool secure_checked(const struct termination *t, const struct address *from)
{
	return secure_finds(t) && ice_checked(&t->secure->ice, from);
}

bool secure_muxes(const struct termination *t)
{
	return t->secured && t->secure->wanted.mux;
}

static bool is_encrypted(const struct secure *s)
{
	return s->wanted.keying != MEDIA_PLAIN;
}

bool secure_ready(const struct termination *t)
{
	const struct secure *s = t->secure;

	if (is_encrypted(s) && s->rtp.out == NULL)
		return false;
	return !s->ice.used || t->media->now_ns - s->ice.consent_ns < ICE_CONSENT_NS;
}

/* SECURITY row 6: nobody whom the peer has not vouched for has its packets even looked into. */
static bool may_be_peer(const struct termination *t, const struct address *from)
{
	const struct learner *learner = &t->learner;

	if (secure_finds(t))
		return secure_checked(t, from) || address_same(from, &learner->remote);
	if (address_same(from, &learner->remote))
		return true;
	return learner->symmetric && !learner->locked && t->media->now_ns < learner->window_ends_ns;
}

static void nominate(struct termination *t, const struct address *peer)
{
	if (!address_same(peer, &t->learner.remote)) {
		t->learner.remote = *peer;
		t->learner.locked = true;
		t->rtcp_remote = *peer;
		event_send(t->media, &(struct media_event){
					     .kind = MEDIA_EVENT_LEARNED,
					     .termination = t->id,
					     .monotonic_ns = t->media->now_ns,
				     });
	}
	plan_context(t->context);
	secure_begin(t);
}

static void receive_stun(struct termination *t, const struct address *from, const uint8_t *data,
			 size_t length)
{
	uint8_t reply[STUN_LARGEST_REPLY];
	size_t reply_length = 0;
	enum ice_verdict verdict = ice_judge(&t->secure->ice, from, data, length, t->media->now_ns,
					     reply, &reply_length);

	if (verdict == ICE_SILENCE) {
		drop(t, &t->dropped_source);
		return;
	}
	(void)sendto(t->rtp.fd, reply, reply_length, MSG_DONTWAIT | MSG_NOSIGNAL, &from->u.any,
		     from->length);
	if (verdict == ICE_NOMINATED)
		nominate(t, from);
}

static void receive_dtls(struct termination *t, struct component *component, bool wanted,
			 const struct address *from, const uint8_t *data, size_t length)
{
	if (component->handshake == NULL || !wanted)
		drop(t, &t->dropped_source);
	else
		handshake_put(component->handshake, from, data, length);
}

/* What we have begun, who was asked answers. */
static bool may_shake(const struct termination *t, const struct address *from)
{
	return t->secure->wanted.active ? address_same(from, &t->learner.remote)
					: may_be_peer(t, from);
}

/* The port beside is not signalled where it is translated, but the host is the same. */
static bool may_shake_rtcp(const struct termination *t, const struct address *from)
{
	return t->secure->wanted.active ? address_same(from, &t->rtcp_remote)
					: address_same_host(from, &t->learner.remote);
}

/* RTCP by its packet type, RFC 5761 §4. */
static bool is_rtcp(const uint8_t *data, size_t length)
{
	return length >= 2 && data[1] >= 192 && data[1] <= 223;
}

/* Whether it opens, or is in the clear as it should be. */
static bool opens(struct termination *t, struct seal *seal, uint8_t *data, size_t *length,
		  int (*unseal)(struct seal *, uint8_t *, size_t *))
{
	struct secure *s = t->secure;

	if (!is_encrypted(s))
		return true;
	if (seal && unseal(seal, data, length) == 0) {
		s->ice.consent_ns = t->media->now_ns;
		return true;
	}
	drop(t, &s->dropped);
	return false;
}

static struct component *reports_of(struct secure *s)
{
	return s->wanted.keying == MEDIA_DTLS && !s->wanted.mux ? &s->rtcp : &s->rtp;
}

static void receive_report(struct termination *t, const struct address *from, uint8_t *data,
			   size_t length)
{
	if (opens(t, reports_of(t->secure)->in, data, &length, unseal_rtcp))
		reports_received(t, from, data, length);
}

void secure_receive_rtcp(struct termination *t, const struct address *from, uint8_t *data,
			 size_t length)
{
	if (dtls_is(data, length))
		receive_dtls(t, &t->secure->rtcp, may_shake_rtcp(t, from), from, data, length);
	else
		receive_report(t, from, data, length);
}

void secure_receive(struct termination *t, const struct address *from, uint8_t *data, size_t length)
{
	if (stun_is(data, length)) {
		receive_stun(t, from, data, length);
	} else if (dtls_is(data, length)) {
		receive_dtls(t, &t->secure->rtp, may_shake(t, from), from, data, length);
	} else if (!may_be_peer(t, from)) {
		drop(t, &t->dropped_source);
	} else if (t->secure->wanted.mux && is_rtcp(data, length)) {
		receive_report(t, from, data, length);
	} else if (opens(t, t->secure->rtp.in, data, &length, unseal_rtp)) {
		/* Begun anew in the middle of a call, with the keys of before: the peer has nominated long ago. */
		if (secure_finds(t) && !address_is(&t->learner.remote))
			nominate(t, from);
		receive_packet(t, from, data, length);
	}
}

/* ---- what goes ---- */

bool secure_seal_rtp(struct termination *t, uint8_t *data, size_t *length)
{
	struct secure *s = t->secure;

	return !is_encrypted(s) || (s->rtp.out && seal_rtp(s->rtp.out, data, length) == 0);
}

bool secure_seal_rtcp(struct termination *t, uint8_t *data, size_t *length)
{
	struct secure *s = t->secure;
	struct seal *seal = reports_of(s)->out;

	return !is_encrypted(s) || (seal && seal_rtcp(seal, data, length) == 0);
}

void secure_begin(struct termination *t)
{
	struct secure *s = t->secured ? t->secure : NULL;

	if (s == NULL || s->rtp.handshake == NULL || s->begun || !s->wanted.active ||
	    s->keys.suite != MEDIA_NO_SUITE || !address_is(&t->learner.remote))
		return;
	s->begun = true;
	handshake_put(s->rtp.handshake, &t->learner.remote, NULL, 0);
	if (s->rtcp.handshake && address_is(&t->rtcp_remote))
		handshake_put(s->rtcp.handshake, &t->rtcp_remote, NULL, 0);
}

static void swap_seals(struct component *a, struct component *b)
{
	struct seal *out = a->out, *in = a->in;

	a->out = b->out;
	a->in = b->in;
	b->out = out;
	b->in = in;
}

void secure_keyed(struct termination *t, struct component *component, const struct media_keys *keys,
		  struct component *seals, const struct address *peer)
{
	swap_seals(component, seals);
	if (component == &t->secure->rtcp) {
		t->rtcp_remote = *peer;
		t->rtcp_locked = true;
		return;
	}
	t->secure->keys = *keys;
	if (!t->secure->ice.used) {
		/* Who has shown the right certificate is the peer, behind whatever NAT: symmetric RTP need not guess any more. */
		if (!address_same(peer, &t->learner.remote) && !t->rtcp_locked)
			t->rtcp_remote = *peer;
		t->learner.remote = *peer;
		t->learner.locked = true;
	}
	plan_context(t->context);
}

void secure_watch(struct termination *t)
{
	if (secure_finds(t) && t->ear != EAR_NOTHING && !secure_ready(t))
		plan_context(t->context);
}

/* ---- setting it: what stays the same goes on ---- */

struct securing {
	media_id termination;
	struct secure *fresh; /* given by the API thread; comes back with what is out of use */
};

static bool same_keys(const struct media_keys *a, const struct media_keys *b, bool local)
{
	size_t length = seal_key_length(a->suite);

	return length > 0 && a->suite == b->suite &&
	       CRYPTO_memcmp(local ? a->local : a->remote, local ? b->local : b->remote, length) ==
		       0;
}

static bool same_association(const struct media_secure *a, const struct media_secure *b)
{
	return a->keying == MEDIA_DTLS && b->keying == MEDIA_DTLS && a->active == b->active &&
	       a->mux == b->mux && a->hash == b->hash &&
	       memcmp(a->digest, b->digest, dtls_digest_length(a->hash)) == 0;
}

static void swap(struct seal **a, struct seal **b)
{
	struct seal *kept = *a;

	*a = *b;
	*b = kept;
}

/* The association of before stands: its keys, and what is left of its handshake. What is not needed is `old`'s to end. */
static void keep_component(struct component *old, struct component *fresh)
{
	struct handshake *unused = fresh->handshake;

	swap_seals(fresh, old);
	fresh->handshake = old->handshake;
	old->handshake = unused;
}

static void go_on(struct secure *old, struct secure *fresh)
{
	if (same_association(&old->wanted, &fresh->wanted)) {
		keep_component(&old->rtp, &fresh->rtp);
		keep_component(&old->rtcp, &fresh->rtcp);
		fresh->keys = old->keys;
		fresh->begun = old->begun;
	} else {
		if (same_keys(&old->keys, &fresh->keys, true))
			swap(&fresh->rtp.out, &old->rtp.out);
		if (same_keys(&old->keys, &fresh->keys, false))
			swap(&fresh->rtp.in, &old->rtp.in);
	}
	fresh->dropped = old->dropped;
	if (old->ice.used && fresh->ice.used && strcmp(old->ice.username, fresh->ice.username) == 0)
		fresh->ice = old->ice;
	else if (old->ice.used && fresh->ice.used)
		fresh->ice.consent_ns =
			old->ice.consent_ns; /* the pair in use is, until another is nominated */
}

/* Under the lock. */
static void end_handshakes(struct secure *s)
{
	handshake_end(s->rtp.handshake);
	handshake_end(s->rtcp.handshake);
	s->rtp.handshake = s->rtcp.handshake = NULL;
}

static int set(struct media *media, void *argument)
{
	struct securing *securing = argument;
	struct termination *t = handles_get(&media->terminations, securing->termination);
	struct secure *old;

	if (t == NULL)
		return -ENOENT;
	if (t->rtp.fd < 0 || t->passing) /* a line; what passes is sealed by those who talk */
		return -ENOTSUP;
	old = t->secure;
	if (old)
		go_on(old, securing->fresh);
	if (securing->fresh->ice.used && !(old && old->ice.used)) {
		/* Where the peer is, its checks will say. */
		memset(&t->learner, 0, sizeof t->learner);
		memset(&t->rtcp_remote, 0, sizeof t->rtcp_remote);
	}
	t->secure = securing->fresh;
	t->secured = true;
	securing->fresh = old;
	if (old)
		end_handshakes(old);
	outgoing_resume(t);
	plan_context(t->context);
	secure_begin(t);
	return 0;
}

static bool is_ended(const char *text, size_t size)
{
	return memchr(text, '\0', size) != NULL;
}

static bool is_valid(const struct media_secure *s)
{
	bool has_suite = seal_key_length(s->keys.suite) > 0;

	if (s->keying > MEDIA_DTLS || s->mux > 1 || s->active > 1 ||
	    !is_ended(s->local_ufrag, sizeof s->local_ufrag) ||
	    !is_ended(s->local_password, sizeof s->local_password) ||
	    !is_ended(s->remote_ufrag, sizeof s->remote_ufrag))
		return false;
	if (s->keys.suite != MEDIA_NO_SUITE && (!has_suite || s->keying == MEDIA_PLAIN))
		return false;
	if (s->keying == MEDIA_SDES && !has_suite)
		return false;
	if (s->keying == MEDIA_DTLS && dtls_digest_length(s->hash) == 0)
		return false;
	return s->local_ufrag[0] == '\0' ||
	       (s->local_password[0] != '\0' && s->remote_ufrag[0] != '\0');
}

/* All that needs memory. */
static int make(struct media *media, media_id termination, const struct media_secure *wanted,
		struct secure *s)
{
	struct dtls_setup setup = { .active = wanted->active != 0,
				    .cookie = wanted->local_ufrag[0] == '\0',
				    .hash = wanted->hash };
	int error = 0;

	s->wanted = *wanted;
	s->keys = wanted->keys;
	if (s->keys.suite != MEDIA_NO_SUITE)
		error = seal_new(s->keys.suite, s->keys.local, &s->rtp.out);
	if (error == 0 && s->keys.suite != MEDIA_NO_SUITE)
		error = seal_new(s->keys.suite, s->keys.remote, &s->rtp.in);
	memcpy(setup.digest, wanted->digest, sizeof setup.digest);
	if (error == 0 && wanted->keying == MEDIA_DTLS)
		error = handshake_new(media, termination, false, &setup, &s->rtp.handshake);
	if (error == 0 && wanted->keying == MEDIA_DTLS && !wanted->mux)
		error = handshake_new(media, termination, true, &setup, &s->rtcp.handshake);
	if (wanted->local_ufrag[0] != '\0')
		ice_set(&s->ice, wanted->local_ufrag, wanted->local_password, wanted->remote_ufrag);
	return error;
}

void secure_free(struct secure *s)
{
	if (s == NULL)
		return;
	seal_free(s->rtp.out);
	seal_free(s->rtp.in);
	seal_free(s->rtcp.out);
	seal_free(s->rtcp.in);
	OPENSSL_cleanse(s, sizeof *s);
	free(s);
}

void secure_end(struct termination *t)
{
	if (t->secure)
		end_handshakes(t->secure);
}

API int media_secure_set(struct media *media, media_id termination,
			 const struct media_secure *wanted)
{
	struct securing securing = { .termination = termination };
	int error;

	if (!is_valid(wanted))
		return -EINVAL;
	securing.fresh = calloc(1, sizeof *securing.fresh);
	if (securing.fresh == NULL)
		return -ENOMEM;
	error = make(media, termination, wanted, securing.fresh);
	if (error == 0)
		error = command_run(media, set, &securing);
	if (error && securing.fresh)
		end_handshakes(securing.fresh);
	secure_free(securing.fresh);
	return error;
}

API int media_fingerprint(struct media *media, char text[65])
{
	dtls_fingerprint(media->dtls, text);
	return 0;
}

struct asking {
	media_id termination;
	struct media_keys *out;
};

static int get_keys(struct media *media, void *argument)
{
	struct asking *asking = argument;
	const struct termination *t = handles_get(&media->terminations, asking->termination);

	if (t == NULL)
		return -ENOENT;
	memset(asking->out, 0, sizeof *asking->out);
	if (t->secured)
		*asking->out = t->secure->keys;
	return 0;
}

API int media_keys(struct media *media, media_id termination, struct media_keys *out)
{
	struct asking asking = { .termination = termination, .out = out };

	return command_run(media, get_keys, &asking);
}
