/* SPDX-License-Identifier: MIT */
/* Caller ID on a line: Bell 202 at 1200 bit/s, messages of GR-30-CORE (MDMF; a receiver takes SDMF too). */
#ifndef STROWGER_SIM_CALLER_ID_H
#define STROWGER_SIM_CALLER_ID_H

#include <spandsp.h>
#include <stdbool.h>
#include <stdint.h>

#define CALLER_TEXT 24

struct caller { /* texts of struct sim_hearing */
	char number[CALLER_TEXT];
	char name[CALLER_TEXT];
};

/*
 * Prepares the message. Number "P" (private) and "O" (unavailable) are sent as the reasons of GR-30; an empty name as
 * "O". Both are printable and shorter than CALLER_TEXT.
 */
void caller_id_send(adsi_tx_state_t *sender, const char *number, const char *name);

/* A display: what it shows, and its modem, which listens only between and after rings. */
struct display {
	adsi_rx_state_t *modem;
	struct caller shown;
	uint32_t listens_ms; /* from now on */
};

int display_init(struct display *display); /* -ENOMEM */
void display_free(struct display *display);
void display_clear(struct display *display);
void display_wake(struct display *display); /* a ring burst is over */
void display_tick(struct display *display, const int16_t *samples);

#endif
