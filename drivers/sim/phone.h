/* SPDX-License-Identifier: MIT */
/*
 * A telephone on an FXS port, with a person at it. Advanced by one tick in the line thread; the person's wishes come from the
 * host thread while the line thread stands still (hal_enter).
 */
#ifndef STROWGER_SIM_PHONE_H
#define STROWGER_SIM_PHONE_H

#include "bell.h"
#include "caller-id.h"
#include "chance.h"
#include "fingers.h"
#include "voice.h"

struct phone {
	struct hal_line *line;
	struct chance chance;
	bool cut, stuck; /* faults */
	/* What the port gives. */
	bool battery, ringing;
	/* The hook. */
	bool lifted;     /* the person's wish */
	bool settled;    /* where the contacts are or come to rest */
	uint8_t bounces; /* ticks of it still to come */
	bool reported;   /* the loop, as the port last saw it */
	/* The rest. */
	struct fingers fingers;
	struct bell bell;
	struct display display;
	struct ear ear;
	struct voice voice;
};

int phone_init(struct phone *phone, struct hal_line *line, uint64_t seed); /* -ENOMEM */
void phone_free(struct phone *phone);

void phone_lift(struct phone *phone);
void phone_hang_up(struct phone *phone);
int phone_ring(struct phone *phone, bool on); /* -EBUSY: there may be an ear at it */

/* Lifted, or the hook switch is stuck. */
bool phone_is_up(const struct phone *phone);

void phone_tick(struct phone *phone, const int16_t *to_line, int16_t *from_line);

#endif
