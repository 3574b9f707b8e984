/* SPDX-License-Identifier: MIT */
#include "caller_modem.h"

#include <spandsp.h>
#include <stdlib.h>
#include <string.h>

#include "strowger/hal.h"

struct caller_sender {
	adsi_tx_state_t *modem;
};

struct caller_receiver {
	adsi_rx_state_t *modem;
	bool there;
	struct caller_id caller;
};

struct caller_sender *caller_sender_new(void)
{
	struct caller_sender *sender = calloc(1, sizeof *sender);

	if (sender == NULL)
		return NULL;
	sender->modem = adsi_tx_init(NULL, ADSI_STANDARD_CLASS);
	if (sender->modem == NULL) {
		free(sender);
		return NULL;
	}
	return sender;
}

void caller_sender_free(struct caller_sender *sender)
{
	if (sender == NULL)
		return;
	adsi_tx_free(sender->modem);
	free(sender);
}

void caller_sender_start(struct caller_sender *sender, const uint8_t *message, unsigned length)
{
	/* In place: forgets what an earlier one had not sent. */
	adsi_tx_init(sender->modem, ADSI_STANDARD_CLASS);
	adsi_tx_put_message(sender->modem, message, (int)length);
}

bool caller_sender_tick(struct caller_sender *sender, int16_t *out)
{
	int sent = adsi_tx(sender->modem, out, HAL_TICK_SAMPLES);

	if (sent < HAL_TICK_SAMPLES)
		memset(out + sent, 0, (size_t)(HAL_TICK_SAMPLES - sent) * sizeof *out);
	return sent > 0;
}

static void on_message(void *user, const uint8_t *message, int length)
{
	struct caller_receiver *receiver = user;

	if (length > 0 && caller_id_parse(message, (size_t)length, &receiver->caller))
		receiver->there = true;
}

struct caller_receiver *caller_receiver_new(void)
{
	struct caller_receiver *receiver = calloc(1, sizeof *receiver);

	if (receiver == NULL)
		return NULL;
	receiver->modem = adsi_rx_init(NULL, ADSI_STANDARD_CLASS, on_message, receiver);
	if (receiver->modem == NULL) {
		free(receiver);
		return NULL;
	}
	return receiver;
}

void caller_receiver_free(struct caller_receiver *receiver)
{
	if (receiver == NULL)
		return;
	adsi_rx_free(receiver->modem);
	free(receiver);
}

void caller_receiver_start(struct caller_receiver *receiver)
{
	receiver->there = false;
	adsi_rx_init(receiver->modem, ADSI_STANDARD_CLASS, on_message, receiver);
}

bool caller_receiver_tick(struct caller_receiver *receiver, const int16_t *in,
			  struct caller_id *out)
{
	adsi_rx(receiver->modem, in, HAL_TICK_SAMPLES);
	if (!receiver->there)
		return false;
	receiver->there = false;
	*out = receiver->caller;
	return true;
}
