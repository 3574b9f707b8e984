/* SPDX-License-Identifier: MIT */
#include "city.h"

#include <errno.h>
#include <stdio.h>

#include "check.h"

static uint32_t rings(const struct city *city, const char *dialled)
{
	return city_reach(city, dialled).rings;
}

static void longest_match(void)
{
	struct sim_co_rule area = { .number = "2025550102", .rings = 9 };
	struct sim_co_rule again = { .number = "5550102", .rings = 7 };
	struct sim_co_rule shorter = { .number = "0102", .rings = 3 };
	struct city city;

	city_init(&city);
	CHECK_EQUAL(rings(&city, "5550102"), CITY_BUSY);
	CHECK_EQUAL(rings(&city, "15550102"), CITY_BUSY);
	CHECK_EQUAL(rings(&city, "12125550102"), CITY_BUSY);
	CHECK_EQUAL(rings(&city, "12125550102#"), CITY_BUSY);
	CHECK_EQUAL(rings(&city, "555010"), 1);
	CHECK_EQUAL(rings(&city, "55501020"), 1);
	CHECK_EQUAL(city_rule(&city, &area), 0);
	CHECK_EQUAL(rings(&city, "12025550102"), 9);
	CHECK_EQUAL(rings(&city, "12125550102"), CITY_BUSY);
	CHECK_EQUAL(city_rule(&city, &again), 0); /* in the place of the earlier one */
	CHECK_EQUAL(city_rule(&city, &again), 0);
	CHECK_EQUAL(rings(&city, "12125550102"), 7);
	CHECK_EQUAL(city.count, 8);
	CHECK_EQUAL(city_rule(&city, &shorter), 0);
	CHECK_EQUAL(rings(&city, "12025550102"), 9);
	CHECK_EQUAL(rings(&city, "2029990102"), 3);
}

static void patience(void)
{
	static const char *const complete[] = { "911",           "933",         "411",
						"5550100",       "12025550100", "2025551234",
						"*672025551234", "*67911",      "0#" };
	static const char *const going_on[] = { "",  "9",   "91", "912", "555010",    "1202555",
						"0", "*67", "*6", "#",   "202555123", "1911" };
	struct city city;

	city_init(&city);
	for (unsigned i = 0; i < sizeof complete / sizeof *complete; i++)
		CHECK_EQUAL(city_patience_ms(&city, complete[i]), 400);
	for (unsigned i = 0; i < sizeof going_on / sizeof *going_on; i++)
		CHECK_EQUAL(city_patience_ms(&city, going_on[i]), 5000);
	CHECK_EQUAL(city_patience_ms(&city, "2345678"), 3000);
}

static void refused(void)
{
	struct sim_co_rule rule = { .rings = 1 };
	struct city city;
	int added = 0;

	city_init(&city);
	CHECK_EQUAL(city_rule(&city, &rule), -EINVAL);
	snprintf(rule.number, sizeof rule.number, "555x");
	CHECK_EQUAL(city_rule(&city, &rule), -EINVAL);
	for (unsigned i = 0; i < sizeof rule.number; i++) /* without an end */
		rule.number[i] = '1';
	CHECK_EQUAL(city_rule(&city, &rule), -EINVAL);
	for (unsigned i = 0; i < 100; i++) {
		snprintf(rule.number, sizeof rule.number, "55512%02u", i);
		added += city_rule(&city, &rule) == 0;
	}
	CHECK_EQUAL(added, MOST_RULES - 7);
	CHECK_EQUAL(city_rule(&city, &rule), -ENOSPC);
}

int main(void)
{
	static const struct test tests[] = {
		{ "the longest number that is the end of what was dialled counts", longest_match },
		{ "the office knows when a number is complete", patience },
		{ "rules are bounded", refused },
	};

	return RUN(tests);
}
