/* SPDX-License-Identifier: MIT */
/* The drivers that this library is built with, in the order in which they are asked. */
#include "lines.h"

const struct hal_driver *const hal_drivers[] = { &hal_sim_driver, NULL };
