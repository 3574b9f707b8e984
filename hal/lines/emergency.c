/* SPDX-License-Identifier: MIT */
#include "emergency.h"

#include <errno.h>
#include <string.h>

#define NUMBERS                                                                                    \
	(sizeof((struct hal_emergency *)0)->numbers / sizeof *((struct hal_emergency *)0)->numbers)
#define LONGEST_PRE_DIAL_MS 10000

enum emergency_match emergency_match(const struct hal_emergency *table, const char *digits,
				     unsigned count)
{
	enum emergency_match best = EMERGENCY_NO;

	for (unsigned i = 0; i < NUMBERS && table->numbers[i][0] != '\0'; i++) {
		const char *number = table->numbers[i];
		size_t length = strnlen(number, sizeof table->numbers[i]);

		if (count > length || memcmp(number, digits, count) != 0)
			continue;
		if (count == length)
			return EMERGENCY_YES;
		best = EMERGENCY_MORE;
	}
	return best;
}

int emergency_choose(const enum emergency_rank *ranks, unsigned count, uint32_t tried)
{
	int best = -1;

	for (unsigned i = 0; i < count; i++) {
		if ((tried >> i & 1) != 0 || ranks[i] == EMERGENCY_FORBIDDEN)
			continue;
		/* Better to dial without dial tone than to go on to a line that is cut. */
		if (ranks[i] == EMERGENCY_DEAD && tried != 0)
			continue;
		if (best < 0 || ranks[i] < ranks[best])
			best = (int)i;
	}
	return best;
}

static bool is_dialable(const char *text, size_t size)
{
	size_t length = strnlen(text, size);

	return length < size && strspn(text, "0123456789*#") == length;
}

int emergency_check(const struct hal_emergency *table)
{
	for (unsigned i = 0; i < NUMBERS; i++)
		if (!is_dialable(table->numbers[i], sizeof table->numbers[i]))
			return -EINVAL;
	if (!is_dialable(table->sent, sizeof table->sent) ||
	    table->pre_dial_ms > LONGEST_PRE_DIAL_MS)
		return -EINVAL;
	if (table->numbers[0][0] != '\0' && table->sent[0] == '\0')
		return -EINVAL;
	return 0;
}
