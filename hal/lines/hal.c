/* SPDX-License-Identifier: MIT */
/* Opening and closing an instance, its time, and the way in for drivers. API thread. */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "lines.h"

#define ERROR_TEXT 256
#define LIFELINE_AFTER_MS 2000

API uint32_t hal_abi(void)
{
	return HAL_ABI;
}

API uint32_t hal_abi_size(uint32_t which)
{
	static const uint32_t sizes[] = {
		sizeof(struct hal_options),       sizeof(struct hal_line_info),
		sizeof(struct hal_line_settings), sizeof(struct hal_cadence),
		sizeof(struct hal_emergency),     sizeof(struct hal_event),
		sizeof(struct hal_line_state),
	};

	return which < sizeof sizes / sizeof *sizes ? sizes[which] : 0;
}

static int check(const struct hal_options *options)
{
	if (options->abi != HAL_ABI || options->drive > HAL_STEPPED)
		return -EINVAL;
	if (strnlen(options->lines, sizeof options->lines) == sizeof options->lines ||
	    strnlen(options->audio_path, sizeof options->audio_path) == sizeof options->audio_path)
		return -EINVAL;
	return 0;
}

/* Who holds it has the priority of who waits for it: the line thread is not held up by the host's. */
static int open_lock(struct hal *hal)
{
	pthread_mutexattr_t attributes;
	int error = pthread_mutexattr_init(&attributes);

	if (error)
		return -error;
	error = pthread_mutexattr_setprotocol(&attributes, PTHREAD_PRIO_INHERIT);
	if (error == 0)
		error = pthread_mutex_init(&hal->lock, &attributes);
	hal->locks = error == 0;
	pthread_mutexattr_destroy(&attributes);
	return -error;
}

static int open_audio(struct hal *hal, char *error_text)
{
	const char *path = hal->options.audio_path;
	int error = segment_open(&hal->segment, path, hal->lines, hal->line_count);

	if (error && error_text != NULL)
		snprintf(error_text, ERROR_TEXT, "The audio file %s cannot be made: %s.", path,
			 strerror(-error));
	for (uint32_t i = 0; i < hal->line_count && error == 0; i++)
		hal->lines[i].channel = &hal->segment.audio->channel[i];
	return error;
}

static int open_all(struct hal *hal, const struct hal_driver *const *drivers, char *error_text)
{
	int error = open_lock(hal);

	if (error == 0)
		error = events_open(hal);
	if (error == 0)
		error = cards_open(hal, drivers, error_text);
	if (error == 0)
		error = open_audio(hal, error_text);
	if (error == 0 && hal->options.drive == HAL_REAL_TIME)
		error = thread_start(hal);
	return error;
}

int hal_open_with(const struct hal_options *options, const struct hal_driver *const *drivers,
		  char *error_text, struct hal **out)
{
	struct hal *hal;
	int error;

	if (error_text != NULL)
		error_text[0] = '\0';
	if (options == NULL || out == NULL || check(options) != 0)
		return -EINVAL;
	hal = calloc(1, sizeof *hal);
	if (hal == NULL)
		return -ENOMEM;
	hal->options = *options;
	if (hal->options.lifeline_after_ms == 0)
		hal->options.lifeline_after_ms = LIFELINE_AFTER_MS;
	memset(hal->emergency.lines, 0xff, sizeof hal->emergency.lines);
	hal->timer_fd = hal->event_fd = hal->event_put_fd = -1;
	error = open_all(hal, drivers, error_text);
	if (error == 0)
		*out = hal;
	else
		hal_close(hal);
	return error;
}

API int hal_open(const struct hal_options *options, char *error_text, struct hal **out)
{
	return hal_open_with(options, hal_drivers, error_text, out);
}

static void close_if_open(int fd)
{
	if (fd >= 0)
		close(fd);
}

API void hal_close(struct hal *hal)
{
	if (hal == NULL)
		return;
	thread_stop(hal);
	cards_close(hal);
	segment_close(&hal->segment);
	close_if_open(hal->timer_fd);
	close_if_open(hal->event_put_fd);
	close_if_open(hal->event_fd);
	if (hal->locks)
		pthread_mutex_destroy(&hal->lock);
	free(hal);
}

API int hal_step(struct hal *hal, uint32_t ticks)
{
	uint32_t done = 0;
	uint32_t reported;

	if (hal->options.drive != HAL_STEPPED || ticks > INT32_MAX)
		return -EINVAL;
	pthread_mutex_lock(&hal->lock);
	reported = hal->reported;
	while (done < ticks && hal->reported == reported) {
		tick_run(hal);
		done++;
	}
	pthread_mutex_unlock(&hal->lock);
	return (int)done;
}

API int hal_event_fd(const struct hal *hal)
{
	return hal->event_fd;
}

struct hal_line *hal_enter(struct hal *hal, uint32_t line, const struct hal_driver *driver)
{
	if (line >= hal->line_count || hal->lines[line].driver != driver)
		return NULL;
	pthread_mutex_lock(&hal->lock);
	return &hal->lines[line].port;
}

void hal_leave(struct hal *hal)
{
	pthread_mutex_unlock(&hal->lock);
}
