/* SPDX-License-Identifier: MIT */
#include "check.h"

#include <math.h>
#include <stdio.h>
#include <time.h>

static unsigned failures; /* of the test that runs */

#define MOST_PRINTED 5

static bool print_it(void)
{
	return ++failures <= MOST_PRINTED;
}

int run_tests(const struct test *tests, unsigned count)
{
	unsigned failed_tests = 0;

	printf("1..%u\n", count);
	for (unsigned i = 0; i < count; i++) {
		failures = 0;
		tests[i].run();
		printf("%sok %u - %s\n", failures ? "not " : "", i + 1, tests[i].name);
		fflush(stdout);
		failed_tests += failures ? 1 : 0;
	}
	return failed_tests ? 1 : 0;
}

bool check_true(bool what, const char *text, const char *file, int line)
{
	if (!what && print_it())
		printf("# %s:%d: not %s\n", file, line, text);
	return what;
}

bool check_equal(long long got, long long wanted, const char *text, const char *file, int line)
{
	if (got != wanted && print_it())
		printf("# %s:%d: %s is %lld, not %lld\n", file, line, text, got, wanted);
	return got == wanted;
}

bool check_near(double got, double wanted, double within, const char *text, const char *file,
		int line)
{
	bool near = fabs(got - wanted) <= within;

	if (!near && print_it())
		printf("# %s:%d: %s is %g, not %g\n", file, line, text, got, wanted);
	return near;
}

double level_at(const int16_t *samples, unsigned count, double hz)
{
	double coefficient = 2 * cos(2 * M_PI * hz / 8000);
	double last = 0, before = 0;

	for (unsigned i = 0; i < count; i++) {
		double now = samples[i] + coefficient * last - before;

		before = last;
		last = now;
	}
	return 20 * log10(2 *
			  sqrt(fmax(last * last + before * before - coefficient * last * before,
				    0)) /
			  count / 32768) +
	       3.14;
}

bool wait_until(bool (*done)(void *), void *argument)
{
	for (unsigned i = 0; i < 5000; i++) {
		if (done(argument))
			return true;
		nanosleep(&(struct timespec){ .tv_nsec = 2000000 }, NULL);
	}
	return false;
}
