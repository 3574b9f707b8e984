/* SPDX-License-Identifier: MIT */
/*
 * A handshake belongs to the thread; its termination only puts datagrams into the ring and says when it is over. It is in the
 * inbox at most once (QUEUED), and it is freed by the turn that took it out and finds it ENDING. Both are bits of one word: who
 * ends it must not touch it any more once the thread can see that.
 */
#include "handshakes.h"

#include <errno.h>
#include <openssl/crypto.h>
#include <poll.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "engine.h"
#include "secure.h"

#define QUEUED 1U
#define ENDING 2U

#define RING 8
#define LIMIT_NS 30000000000ULL  /* from the first datagram to the keys */
#define LINGER_NS 60000000000ULL /* that a lost last flight can be asked for again */

struct arrival {
	struct address from;
	size_t length;
	uint8_t data[RTP_LARGEST];
};

struct handshake {
	struct media *media;
	media_id termination;
	bool of_rtcp; /* on a port of its own */
	struct handshake *inbox_next;
	_Atomic uint32_t state;      /* QUEUED, ENDING */
	_Atomic uint32_t put, taken; /* of the ring; both only count up */
	struct arrival ring[RING];

	/* The thread's: */
	struct dtls *dtls;
	struct handshake *next, **link; /* among those that it looks after; link NULL: not yet */
	struct address peer;
	enum dtls_state told;
	uint64_t until_ns; /* when it fails, or is not needed any more; 0: no datagram yet */
};

int handshake_new(struct media *media, media_id termination, bool of_rtcp,
		  const struct dtls_setup *setup, struct handshake **out)
{
	struct handshake *h = calloc(1, sizeof *h);
	int error;

	if (h == NULL)
		return -ENOMEM;
	error = dtls_new(media->dtls, setup, &h->dtls);
	if (error) {
		free(h);
		return error;
	}
	h->media = media;
	h->termination = termination;
	h->of_rtcp = of_rtcp;
	*out = h;
	return 0;
}

/* With ENDING it is the thread's alone from here on. */
static void enqueue(struct handshake *h, uint32_t state)
{
	struct media *media = h->media;
	struct handshake *first;

	if (atomic_fetch_or(&h->state, state | QUEUED) & QUEUED)
		return;
	first = atomic_load(&media->handshakes);
	do {
		h->inbox_next = first;
	} while (!atomic_compare_exchange_weak(&media->handshakes, &first, h));
	worker_wake(&media->shaker);
}

void handshake_put(struct handshake *h, const struct address *from, const uint8_t *data,
		   size_t length)
{
	uint32_t put = atomic_load(&h->put);
	struct arrival *arrival = &h->ring[put % RING];

	if (put - atomic_load(&h->taken) == RING || length > sizeof arrival->data)
		return;
	arrival->from = *from;
	arrival->length = length;
	if (length > 0)
		memcpy(arrival->data, data, length);
	atomic_store(&h->put, put + 1);
	enqueue(h, 0);
}

void handshake_end(struct handshake *h)
{
	if (h)
		enqueue(h, ENDING);
}

/* ---- the thread ---- */

static void let_go(struct handshake *h)
{
	if (h->link) {
		*h->link = h->next;
		if (h->next)
			h->next->link = h->link;
	}
	dtls_free(h->dtls);
	free(h);
}

static struct component *component_of(const struct termination *t, const struct handshake *h)
{
	return h->of_rtcp ? &t->secure->rtcp : &t->secure->rtp;
}

/* Whose it is; NULL: nobody's any more. */
static struct termination *termination_of(struct media *media, const struct handshake *h)
{
	struct termination *t = handles_get(&media->terminations, h->termination);

	return t && t->secure && component_of(t, h)->handshake == h ? t : NULL;
}

/* Under the lock. */
static int send_flight(struct media *media, void *argument)
{
	struct handshake *h = argument;
	struct termination *t = termination_of(media, h);
	uint8_t data[DTLS_LARGEST];
	size_t length;

	while ((length = dtls_pull(h->dtls, data)) > 0)
		if (t) /* what is lost is sent again */
			(void)sendto(h->of_rtcp ? t->rtcp.fd : t->rtp.fd, data, length,
				     MSG_DONTWAIT | MSG_NOSIGNAL, &h->peer.u.any, h->peer.length);
	return 0;
}

struct keying {
	struct handshake *handshake;
	struct component seals;
	struct media_keys keys;
	int error;
};

/* Under the lock: the termination has its keys, or will never have. */
static int conclude(struct media *media, void *argument)
{
	struct keying *keying = argument;
	const struct handshake *h = keying->handshake;
	struct termination *t = termination_of(media, h);

	if (t == NULL)
		return 0;
	if (keying->error == 0)
		secure_keyed(t, component_of(t, h), &keying->keys, &keying->seals, &h->peer);
	if (h->of_rtcp)
		return 0; /* reports are missed by nobody */
	event_send(media, &(struct media_event){
				  .kind = MEDIA_EVENT_SECURED,
				  .termination = t->id,
				  .error = keying->error,
				  .monotonic_ns = media->now_ns,
			  });
	return 0;
}

static void tell(struct handshake *h, int error)
{
	struct keying keying = { .handshake = h, .error = error };

	if (error == 0) {
		dtls_keys(h->dtls, &keying.keys);
		keying.error = seal_new(keying.keys.suite, keying.keys.local, &keying.seals.out);
		if (keying.error == 0)
			keying.error =
				seal_new(keying.keys.suite, keying.keys.remote, &keying.seals.in);
	}
	command_run(h->media, conclude, &keying);
	seal_free(keying.seals.out); /* what it had before, or what nobody wanted */
	seal_free(keying.seals.in);
	OPENSSL_cleanse(&keying, sizeof keying);
}

static void settle(struct handshake *h, enum dtls_state state, int error)
{
	if (state == h->told)
		return;
	h->told = state;
	h->until_ns = clock_ns(h->media) + LINGER_NS;
	tell(h, error);
}

static void look(struct handshake *h, enum dtls_state state)
{
	command_run(h->media, send_flight, h);
	settle(h, state, dtls_error(h->dtls));
}

static void take_arrivals(struct handshake *h)
{
	uint32_t taken = atomic_load(&h->taken);

	while (taken != atomic_load(&h->put)) {
		const struct arrival *arrival = &h->ring[taken % RING];
		enum dtls_state state;

		if (h->until_ns == 0)
			h->until_ns = clock_ns(h->media) + LIMIT_NS;
		h->peer = arrival->from;
		state = dtls_feed(h->dtls, &arrival->from.u, arrival->from.length, arrival->data,
				  arrival->length);
		atomic_store(&h->taken, ++taken);
		look(h, state);
	}
}

/* One that was taken out of the inbox. */
static void turn(struct handshake *h, struct handshake **jobs)
{
	if (h->link == NULL) {
		h->next = *jobs;
		h->link = jobs;
		if (h->next)
			h->next->link = &h->next;
		*jobs = h;
	}
	if (atomic_fetch_and(&h->state, ~QUEUED) & ENDING)
		let_go(h);
	else
		take_arrivals(h); /* who ends it from now on puts it into the inbox */
}

static void collect(struct media *media, struct handshake **jobs)
{
	struct handshake *h = atomic_exchange(&media->handshakes, NULL);

	while (h) {
		struct handshake *next = h->inbox_next;

		turn(h, jobs);
		h = next;
	}
}

/* Under the lock: nobody will ask for its last flight any more. The association has done its work. */
static int forget(struct media *media, void *argument)
{
	struct handshake *h = argument;
	struct termination *t = termination_of(media, h);

	if (t == NULL)
		return 0; /* the one who has forgotten it already has said so */
	handshake_end(h);
	component_of(t, h)->handshake = NULL;
	return 0;
}

static void expire(struct handshake *h)
{
	h->until_ns = UINT64_MAX;
	if (h->told == DTLS_SHAKING)
		settle(h, DTLS_FAILED, -ETIMEDOUT);
	else
		command_run(h->media, forget, h);
}

/* Does what is due. Returns milliseconds until more is; -1: nothing. */
static int tend(struct media *media, struct handshake *jobs)
{
	int least = -1;

	for (struct handshake *h = jobs; h; h = h->next) {
		uint64_t now = clock_ns(media);
		int due;

		if (h->until_ns != 0 && now >= h->until_ns)
			expire(h);
		due = dtls_due_ms(h->dtls);
		if (due == 0) {
			look(h, dtls_late(h->dtls));
			due = dtls_due_ms(h->dtls);
		}
		if (h->until_ns != 0 && h->until_ns != UINT64_MAX) {
			uint64_t left = h->until_ns > now ? (h->until_ns - now) / 1000000 + 1 : 0;

			if (due < 0 || left < (uint64_t)due)
				due = (int)left;
		}
		if (due >= 0 && (least < 0 || due < least))
			least = due;
	}
	return least;
}

static void sleep_until_woken(const struct worker *worker, int ms)
{
	struct pollfd wake = { .fd = worker->wake_fd, .events = POLLIN };
	uint64_t count;

	if (poll(&wake, 1, ms) == 1 && read(worker->wake_fd, &count, sizeof count) < 0)
		return; /* another turn sees why */
}

void *handshakes_thread(void *argument)
{
	struct media *media = argument;
	struct handshake *jobs = NULL;

	(void)pthread_setname_np(pthread_self(), "handshakes");
	while (!atomic_load(&media->shaker.stop)) {
		collect(media, &jobs);
		sleep_until_woken(&media->shaker, tend(media, jobs));
	}
	collect(media, &jobs);
	for (struct handshake *h = jobs, *next; h; h = next) {
		next = h->next;
		h->link = NULL; /* the list ends as a whole */
		let_go(h);
	}
	return NULL;
}
