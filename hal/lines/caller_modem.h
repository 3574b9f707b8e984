/* SPDX-License-Identifier: MIT */
/* Caller ID on the wire: Bell 202, 1200 bit/s. Nothing here allocates after opening. */
#ifndef STROWGER_CALLER_MODEM_H
#define STROWGER_CALLER_MODEM_H

#include <stdbool.h>
#include <stdint.h>

#include "caller_id.h"

struct caller_sender;
struct caller_receiver;

struct caller_sender *caller_sender_new(void); /* NULL: no memory */
void caller_sender_free(struct caller_sender *sender);
void caller_sender_start(struct caller_sender *sender, const uint8_t *message, unsigned length);
/* The next tick; false when all has been sent (silence then). */
bool caller_sender_tick(struct caller_sender *sender, int16_t *out);

struct caller_receiver *caller_receiver_new(void);
void caller_receiver_free(struct caller_receiver *receiver);
void caller_receiver_start(struct caller_receiver *receiver);
/* True once, when a message has come; then *out is filled. */
bool caller_receiver_tick(struct caller_receiver *receiver, const int16_t *in,
			  struct caller_id *out);

#endif
