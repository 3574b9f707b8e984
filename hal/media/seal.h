/* SPDX-License-Identifier: MIT */
/*
 * SRTP and SRTCP, one direction: RFC 3711 (AES-CM, HMAC-SHA1), RFC 6188 (AES-256), RFC 7714 (AES-GCM). One master key, for ever;
 * no MKI, no key derivation rate. Whoever uses a seal has it for himself; nothing is allocated after seal_new.
 */
#ifndef STROWGER_SEAL_H
#define STROWGER_SEAL_H

#include <stddef.h>
#include <stdint.h>

#define SEAL_ROOM 20        /* what a packet grows by at most */
#define SEAL_LONGEST_KEY 46 /* master key and salt */

struct seal;

size_t
seal_key_length(uint8_t suite); /* of enum media_suite: key and salt together; 0: no such suite */

/* 0, -EINVAL (no such suite) or -ENOMEM. `key` holds seal_key_length(suite) bytes. */
int seal_new(uint8_t suite, const uint8_t *key, struct seal **out);
void seal_free(struct seal *seal); /* NULL is harmless; the keys are wiped */

/*
 * In place: `data` has room for SEAL_ROOM more. 0; -EBADMSG for what is no packet; -EALREADY for a sequence number that was used
 * already: another packet under the same key stream would give both away (RFC 3711 §9.1).
 */
int seal_rtp(struct seal *seal, uint8_t *data, size_t *length);
int seal_rtcp(struct seal *seal, uint8_t *data, size_t *length);

/*
 * In place. 0; -EBADMSG when it is no packet or its tag is wrong; -EALREADY for a replay; -ENOSPC for one source too many under one
 * key. What is refused leaves `data` as it was, except where the key stream has been tried on it: do not use it.
 *
 * Of the first packet of a source the roll-over counter is not known, when we have been started anew in the middle of a call: the
 * counters of the first hours are tried (RFC 3711 §3.3.1 leaves to others how it is told).
 */
int unseal_rtp(struct seal *seal, uint8_t *data, size_t *length);
int unseal_rtcp(struct seal *seal, uint8_t *data, size_t *length);

#endif
