/* SPDX-License-Identifier: MIT */
#include "ice.h"

#include <stdio.h>
#include <string.h>

void ice_set(struct ice *ice, const char *local_ufrag, const char *local_password,
	     const char *remote_ufrag)
{
	char username[sizeof ice->username];

	(void)snprintf(username, sizeof username, "%.32s:%.256s", local_ufrag, remote_ufrag);
	if (!ice->used || strcmp(username, ice->username) != 0)
		ice->pairs = 0; /* ICE begins anew, RFC 8839 §4.4.1.1 */
	memcpy(ice->username, username, sizeof username);
	hmac_key(&ice->key, local_password, strlen(local_password));
	ice->used = true;
}

bool ice_checked(const struct ice *ice, const struct address *from)
{
	for (unsigned i = 0; i < ice->pairs && i < ICE_PAIRS; i++)
		if (address_same(&ice->checked[i], from))
			return true;
	return false;
}

static void remember(struct ice *ice, const struct address *from)
{
	if (ice_checked(ice, from))
		return;
	ice->checked[ice->pairs % ICE_PAIRS] = *from;
	ice->pairs++;
	if (ice->pairs == 2 * ICE_PAIRS)
		ice->pairs = ICE_PAIRS;
}

static bool is_ours(const struct ice *ice, const struct stun_message *message)
{
	return message->username && message->username_length == strlen(ice->username) &&
	       memcmp(message->username, ice->username, message->username_length) == 0;
}

static unsigned error_of(const struct stun_message *message)
{
	if (message->unknown)
		return 420;
	/* Both would wait to be nominated: the peer, which is no lite one, must change (RFC 8445 §7.3.1.1). */
	return message->controlled ? 487 : 0;
}

enum ice_verdict ice_judge(struct ice *ice, const struct address *from, const uint8_t *data,
			   size_t length, uint64_t now_ns, uint8_t reply[STUN_LARGEST_REPLY],
			   size_t *reply_length)
{
	struct stun_message message;
	unsigned error;

	if (!ice->used || stun_parse(data, length, &message) != 0 || message.kind != STUN_REQUEST ||
	    !is_ours(ice, &message) || !stun_authentic(data, &message, &ice->key))
		return ICE_SILENCE;
	error = error_of(&message);
	*reply_length = stun_reply(reply, &message, from, error, &ice->key);
	if (error)
		return ICE_REPLY;
	remember(ice, from);
	ice->consent_ns = now_ns;
	return message.use_candidate ? ICE_NOMINATED : ICE_REPLY;
}
