/* SPDX-License-Identifier: MIT */
/* What the files of the API thread share: the functions of media.h live in media.c, contexts.c,
 * terminations.c, attachments.c. */
#ifndef STROWGER_API_H
#define STROWGER_API_H

#include "engine.h"

#define API __attribute__((visibility("default")))

/* Sizes of the structures of media.h in their order there, so that a binding can check its own; 0
 * past the last. */
uint32_t media_abi_size(uint32_t which);

/* Takes everything away, frees it, and tells the media thread to end. */
void api_remove_all(struct media *media);

/* Frees what commands left over. */
void api_free_spare(struct media *media);

/* contexts.c, under the lock: a termination enters and leaves a context; the plans follow. */
void context_join(struct context *context, struct termination *t);
void context_leave(struct termination *t);

/* terminations.c: a new termination, and into its context with it, or it is freed. API thread. */
struct termination *termination_new(struct media *media);
/* One with sockets of its own on two ports, in no context yet; `port` is that of RTP. */
int termination_on_ports(struct media *media, const struct media_rtp *rtp, struct termination **out,
			 uint16_t *port);
int termination_submit(struct media *media, media_id context, struct termination *t, media_id *out);

/* terminations.c: takes the termination out of everything (under the lock), then frees it (API
 * thread). */
void termination_retire(struct termination *t);
void termination_free(struct termination *t);

#endif
