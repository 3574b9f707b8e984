/* SPDX-License-Identifier: MIT */
/* The smallest test harness: a test is a function, a check that fails is printed and counted. */
#ifndef STROWGER_CHECK_H
#define STROWGER_CHECK_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct test {
	const char *name; /* a sentence */
	void (*run)(void);
};

/* Runs all, prints TAP; the result is for main(). */
int run_tests(const struct test *tests, unsigned count);
#define RUN(tests) run_tests(tests, sizeof(tests) / sizeof *(tests))

#define CHECK(what) check_true((what), #what, __FILE__, __LINE__)
#define CHECK_EQUAL(got, wanted)                                                                   \
	check_equal((long long)(got), (long long)(wanted), #got, __FILE__, __LINE__)
#define CHECK_NEAR(got, wanted, within)                                                            \
	check_near((got), (wanted), (within), #got, __FILE__, __LINE__)

bool check_true(bool what, const char *text, const char *file, int line);
bool check_equal(long long got, long long wanted, const char *text, const char *file, int line);
bool check_near(double got, double wanted, double within, const char *text, const char *file,
		int line);

/* The level of `hz` in 8 kHz samples, dBm0 (Goertzel). */
double level_at(const int16_t *samples, unsigned count, double hz);

/* Waits until `done(argument)` or 10 s have gone by; returns whether it came true. */
bool wait_until(bool (*done)(void *), void *argument);

#endif
