/* SPDX-License-Identifier: MIT */
#include "city.h"

#include <errno.h>
#include <string.h>

#include "voice.h"

#define COMPLETE_MS 400 /* post-dial delay */
#define LIKELY_MS 3000  /* seven digits: ten might be meant */
#define MORE_MS 5000

#define SPEAKS                                                                                     \
	{                                                                                          \
		SIM_SPEECH, 0, SPEECH_LEVEL_TENTHS                                                 \
	}

static const struct sim_co_rule built_in[] = {
	{ .number = "5550100", .rings = 2, .saying = SPEAKS },
	{ .number = "5550101", .rings = 0, .saying = { .voice = SIM_ECHO } },
	{ .number = "5550102", .rings = CITY_BUSY },
	{ .number = "5550103", .rings = CITY_NEVER },
	{ .number = "5550104", .rings = CITY_REORDER },
	{ .number = "5550105", .rings = 1, .talk_ms = 5000, .saying = SPEAKS },
	{ .number = "5550106", .rings = 1, .saying = { .voice = SIM_SILENT } },
};

static const struct sim_co_rule anybody = {
	.rings = 1, .saying = { .voice = SIM_TONE, .hz = 1004, .level_tenths_dbm0 = -100 }
};

void city_init(struct city *city)
{
	memset(city, 0, sizeof *city);
	memcpy(city->rules, built_in, sizeof built_in);
	city->count = sizeof built_in / sizeof *built_in;
}

static bool is_number(const char number[24])
{
	size_t length = strnlen(number, 24);

	return length > 0 && length < 24 && strspn(number, "0123456789*#") == length;
}

int city_rule(struct city *city, const struct sim_co_rule *rule)
{
	uint32_t at = 0;

	if (!is_number(rule->number))
		return -EINVAL;
	if (saying_check(&rule->saying) != 0)
		return -EINVAL;
	while (at < city->count && strcmp(city->rules[at].number, rule->number) != 0)
		at++;
	if (at == MOST_RULES)
		return -ENOSPC;
	city->rules[at] = *rule;
	if (at == city->count)
		city->count++;
	return 0;
}

/* Digits without the '#' that says that these were all. */
static size_t significant(const char *dialled)
{
	size_t length = strlen(dialled);

	return length > 1 && dialled[length - 1] == '#' ? length - 1 : length;
}

struct sim_co_rule city_reach(const struct city *city, const char *dialled)
{
	const struct sim_co_rule *best = &anybody;
	size_t length = significant(dialled), longest = 0;

	for (uint32_t i = 0; i < city->count; i++) {
		const struct sim_co_rule *rule = &city->rules[i];
		size_t own = strlen(rule->number);

		if (own <= length && own > longest &&
		    memcmp(dialled + length - own, rule->number, own) == 0) {
			best = rule;
			longest = own;
		}
	}
	return *best;
}

static bool is_service(const char *number) /* N11, and 933 that tells one's address */
{
	return strlen(number) == 3 &&
	       ((number[0] >= '2' && number[0] <= '9' && strcmp(number + 1, "11") == 0) ||
		strcmp(number, "933") == 0);
}

static bool is_listed(const struct city *city, const char *number)
{
	for (uint32_t i = 0; i < city->count; i++) {
		if (strcmp(city->rules[i].number, number) == 0)
			return true;
	}
	return false;
}

static bool is_complete(const struct city *city, const char *number)
{
	size_t length = strlen(number);

	if (is_service(number) || (length > 1 && number[length - 1] == '#'))
		return true;
	if (number[0] == '0') /* operator or abroad: of any length */
		return false;
	return (length >= 7 && is_listed(city, number)) || length >= (number[0] == '1' ? 11 : 10);
}

uint32_t city_patience_ms(const struct city *city, const char *dialled)
{
	const char *number = dialled;

	if (number[0] == '*' && strlen(number) >= 3) /* a vertical service code as *67 */
		number += 3;
	if (is_complete(city, number))
		return COMPLETE_MS;
	return strlen(number) == 7 && number[0] != '0' && number[0] != '1' ? LIKELY_MS : MORE_MS;
}
