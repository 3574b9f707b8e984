/* SPDX-License-Identifier: MIT */
/* One port of the simulated card, as driver.c keeps it and door.c reaches it. */
#ifndef STROWGER_SIM_LINE_H
#define STROWGER_SIM_LINE_H

#include "office.h"
#include "phone.h"

struct sim_line {
	struct hal_line *line;
	enum sim_fault fault;
	union {                       /* by line->kind */
		struct phone phone;   /* HAL_FXS */
		struct office office; /* HAL_FXO */
	};
};

/* "sim:fxs=2,fxo=2". -ENODEV: not of this driver; -EINVAL: of it, and wrong. */
int sim_spec_parse(const char *spec, uint32_t *fxs, uint32_t *fxo);

#endif
