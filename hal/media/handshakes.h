/* SPDX-License-Identifier: MIT */
/*
 * The thread of DTLS handshakes: a signature takes longer than a packet may wait. Whoever holds the lock hands datagrams over;
 * the thread answers them, and gives the termination its keys.
 */
#ifndef STROWGER_HANDSHAKES_H
#define STROWGER_HANDSHAKES_H

#include "address.h"
#include "dtls.h"
#include "strowger/media.h"

struct handshake;

void *handshakes_thread(void *media);

/* API thread. 0 or -ENOMEM. The termination's from now on; nobody else's, and not the thread's yet. */
int handshake_new(struct media *media, media_id termination, bool of_rtcp,
		  const struct dtls_setup *setup, struct handshake **out);

/* Under the lock. An empty datagram has it begin towards `from`. What finds no room is lost like on any network. */
void handshake_put(struct handshake *handshake, const struct address *from, const uint8_t *data,
		   size_t length);

/* Under the lock, by whom forgets it: the thread frees it. NULL is harmless. */
void handshake_end(struct handshake *handshake);

#endif
