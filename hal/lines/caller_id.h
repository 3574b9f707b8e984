/* SPDX-License-Identifier: MIT */
/* Caller ID messages, GR-30: single (SDMF) and multiple (MDMF) data. Pure. */
#ifndef STROWGER_CALLER_ID_H
#define STROWGER_CALLER_ID_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <time.h>

#define CALLER_ID_LONGEST 64 /* octets of a message that we build */

struct caller_id {
	char number[24]; /* "P" private, "O" unavailable */
	char name[24];
};

/*
 * An MDMF message without checksum; its length. `when`: local time, NULL where the clock is not to be
 * trusted. A name is cut to 15 characters, as GR-1188 has it; what telephones cannot show becomes '?'.
 * -EINVAL: the number has more than 20 characters.
 */
int caller_id_build(const char *number, const char *name, const struct tm *when,
		    uint8_t message[CALLER_ID_LONGEST]);

/* A message with a good checksum. False: not one that names a caller. */
bool caller_id_parse(const uint8_t *message, size_t length, struct caller_id *out);

#endif
