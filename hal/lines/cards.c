/* SPDX-License-Identifier: MIT */
/* Which cards there are: `hal_options.lines` is taken apart, drivers are asked, lines are numbered. */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "lines.h"

#define ERROR_TEXT 256
#define SPACE " \t\n"

static void say_forms(const struct hal_driver *const *drivers, const char *spec, const char *what,
		      char *text)
{
	size_t at;

	if (text == NULL)
		return;
	snprintf(text, ERROR_TEXT, "\"%.64s\" %s. Valid: none", spec, what);
	for (; *drivers != NULL; drivers++) {
		at = strlen(text);
		snprintf(text + at, ERROR_TEXT - at, ", %s", (*drivers)->forms);
	}
	at = strlen(text);
	snprintf(text + at, ERROR_TEXT - at, "; several are separated by ';'.");
}

static int probe(struct hal_card *card, const struct hal_driver *const *drivers, char *text)
{
	const struct hal_driver *const *each;
	int error = -ENODEV;

	for (each = drivers; *each != NULL && error == -ENODEV; each++) {
		if ((*each)->abi != HAL_DRIVER_ABI)
			continue;
		card->driver = *each;
		error = (*each)->probe(card);
	}
	if (error == -EINVAL)
		say_forms(drivers, card->spec, "is not a valid form", text);
	else if (error == -ENODEV)
		say_forms(drivers, card->spec, "is not a card that is here", text);
	else if (error != 0 && text != NULL)
		snprintf(text, ERROR_TEXT, "The card \"%.64s\" does not work: %s.", card->spec,
			 strerror(-error));
	if (error)
		card->driver = NULL;
	return error;
}

static char *trimmed(char *text)
{
	size_t length;

	text += strspn(text, SPACE);
	length = strlen(text);
	while (length > 0 && strchr(SPACE, text[length - 1]) != NULL)
		text[--length] = '\0';
	return text;
}

/* Counts what there is between ';'. */
static uint32_t count_specs(const char *text)
{
	uint32_t count = 1;

	for (; *text != '\0'; text++)
		count += *text == ';';
	return count;
}

static int probe_all(struct hal *hal, const struct hal_driver *const *drivers, char *text)
{
	char specs[sizeof hal->options.lines];
	char *rest = specs;
	char *spec;

	memcpy(specs, hal->options.lines, sizeof specs);
	if (strcmp(trimmed(specs), "none") == 0)
		return 0;
	hal->cards = calloc(count_specs(specs), sizeof *hal->cards);
	if (hal->cards == NULL)
		return -ENOMEM;
	while ((spec = strsep(&rest, ";")) != NULL) {
		struct hal_card *card = &hal->cards[hal->card_count++];
		int error;

		snprintf(card->spec, sizeof card->spec, "%s", trimmed(spec));
		/* Two cards do not leave the same things to chance. */
		card->seed = hal->options.seed ? hal->options.seed + hal->card_count - 1 : 0;
		error = probe(card, drivers, text);
		if (error)
			return error;
	}
	return 0;
}

static int count_lines(struct hal *hal, char *text)
{
	uint64_t count = 0;

	for (uint32_t i = 0; i < hal->card_count; i++)
		count += (uint64_t)hal->cards[i].fxs + hal->cards[i].fxo;
	if (count > HAL_MOST_LINES) {
		if (text != NULL)
			snprintf(text, ERROR_TEXT, "These are %llu lines. At most %d are possible.",
				 (unsigned long long)count, HAL_MOST_LINES);
		return -EINVAL;
	}
	hal->line_count = (uint32_t)count;
	return 0;
}

static void name_line(struct line *line, struct hal *hal, struct hal_card *card, uint32_t index,
		      uint32_t port, uint32_t number)
{
	bool fxs = port < card->fxs;

	line->port = (struct hal_line){ .hal = hal,
					.index = index,
					.kind = fxs ? HAL_FXS : HAL_FXO,
					.card = card,
					.port = port };
	snprintf(line->port.name, sizeof line->port.name, "%s-%u", fxs ? "fxs" : "fxo", number);
	line->driver = card->driver;
	line_set(line, &(struct hal_line_settings){
			       .disconnect_ms = 350, .flash_min_ms = 300, .flash_max_ms = 1000 });
}

static void name_lines(struct hal *hal)
{
	uint32_t index = 0;
	uint32_t fxs = 0, fxo = 0;

	for (uint32_t i = 0; i < hal->card_count; i++) {
		struct hal_card *card = &hal->cards[i];

		for (uint32_t port = 0; port < card->fxs + card->fxo; port++, index++)
			name_line(&hal->lines[index], hal, card, index, port,
				  port < card->fxs ? ++fxs : ++fxo);
	}
}

static int open_line(struct line *line)
{
	int error = line->port.kind == HAL_FXS ? fxs_open(line) : fxo_open(line);

	if (error == 0)
		error = line->driver->open(&line->port);
	line->opened = error == 0;
	return error;
}

int cards_open(struct hal *hal, const struct hal_driver *const *drivers, char *error_text)
{
	int error = probe_all(hal, drivers, error_text);

	if (error == 0)
		error = count_lines(hal, error_text);
	if (error)
		return error;
	hal->lines = calloc(hal->line_count ? hal->line_count : 1, sizeof *hal->lines);
	if (hal->lines == NULL) {
		hal->line_count = 0;
		return -ENOMEM;
	}
	name_lines(hal);
	for (uint32_t i = 0; i < hal->line_count && error == 0; i++) {
		struct line *line = &hal->lines[i];

		error = open_line(line);
		if (error && error_text != NULL)
			snprintf(error_text, ERROR_TEXT, "%s of \"%.64s\" does not open: %s.",
				 line->port.name, line->port.card->spec, strerror(-error));
	}
	return error;
}

static void close_line(struct line *line)
{
	if (line->opened) {
		if (line->port.kind == HAL_FXO && line->driver->hook != NULL)
			(void)line->driver->hook(&line->port, HAL_ON_HOOK);
		if (line->port.kind == HAL_FXS && line->driver->ring != NULL)
			(void)line->driver->ring(&line->port, false);
		if (line->port.kind == HAL_FXS && line->driver->battery != NULL)
			(void)line->driver->battery(&line->port, true);
		line->driver->close(&line->port);
	}
	line->opened = false;
	if (line->port.kind == HAL_FXS)
		fxs_close(line);
	else
		fxo_close(line);
}

void cards_close(struct hal *hal)
{
	for (uint32_t i = 0; i < hal->line_count && hal->lines != NULL; i++)
		close_line(&hal->lines[i]);
	for (uint32_t i = 0; i < hal->card_count; i++)
		if (hal->cards[i].driver != NULL && hal->cards[i].driver->remove != NULL)
			hal->cards[i].driver->remove(&hal->cards[i]);
	free(hal->lines);
	free(hal->cards);
	hal->lines = NULL;
	hal->cards = NULL;
	hal->line_count = hal->card_count = 0;
}
