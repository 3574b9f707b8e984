/* SPDX-License-Identifier: MIT */
/* G.711 through tables. Samples are 16-bit linear; digital full scale is +3.14 dBm0 (A-law) or
 * +3.17 dBm0 (mu-law). */
#ifndef STROWGER_LAW_H
#define STROWGER_LAW_H

#include <stddef.h>
#include <stdint.h>

enum law { MU_LAW = 0, A_LAW = 1 };

void law_init(void); /* once, before any other thread calls below; harmless when repeated */

uint8_t law_encode_sample(enum law law, int16_t sample);
int16_t law_decode_sample(enum law law, uint8_t code);
void law_encode(enum law law, uint8_t *out, const int16_t *in, size_t count);
void law_decode(enum law law, int16_t *out, const uint8_t *in, size_t count);

/* From one law into the other by the conversion tables of G.711 §4; `out` may be `in`. */
void law_transcode(enum law from, uint8_t *out, const uint8_t *in, size_t count);

#endif
