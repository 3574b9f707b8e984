/* SPDX-License-Identifier: MIT */
/* Makes one call into the system fail: the n-th of those that hal.mk wraps, counted over all
 * threads from now on. */
#ifndef STROWGER_FAULTS_H
#define STROWGER_FAULTS_H

#include <stdbool.h>

void faults_arm(unsigned nth); /* 1: the next one */
bool faults_disarm(void);      /* whether it has failed by now */

#endif
