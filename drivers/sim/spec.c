/* SPDX-License-Identifier: MIT */
#include <errno.h>
#include <string.h>

#include "sim-line.h"

#define MOST_PORTS 32

/* 1*2DIGIT up to MOST_PORTS; moves *text behind it. */
static bool take_number(const char **text, uint32_t *number)
{
	size_t digits = strspn(*text, "0123456789");

	if (digits < 1 || digits > 2)
		return false;
	*number = 0;
	for (; digits > 0; digits--)
		*number = *number * 10 + (uint32_t)(*(*text)++ - '0');
	return *number <= MOST_PORTS;
}

int sim_spec_parse(const char *spec, uint32_t *fxs, uint32_t *fxo)
{
	bool has_fxs = false, has_fxo = false;

	*fxs = *fxo = 0;
	if (strncmp(spec, "sim", 3) != 0 || (spec[3] != ':' && spec[3] != '\0'))
		return -ENODEV;
	for (const char *at = spec + 3; *at != '\0';) {
		bool is_fxs = strncmp(at + 1, "fxs=", 4) == 0;
		bool *has = is_fxs ? &has_fxs : &has_fxo;

		if (*at != (at == spec + 3 ? ':' : ',') || *has ||
		    (!is_fxs && strncmp(at + 1, "fxo=", 4) != 0))
			return -EINVAL;
		*has = true;
		at += 5;
		if (!take_number(&at, is_fxs ? fxs : fxo))
			return -EINVAL;
	}
	return *fxs + *fxo > 0 ? 0 : -EINVAL;
}
