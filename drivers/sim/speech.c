/* SPDX-License-Identifier: MIT */
#include "speech.h"

#include <math.h>

#include "voice.h"

#define MS 8
#define EDGE (20 * MS)      /* a syllable fades in and out */
#define SHARPNESS 0.96F     /* pole radius: some 100 Hz wide, noise rather than a tone */
#define NOISE_RMS 0.288675F /* of an even distribution from -0.5 to 0.5 */

/* The gain makes each formant half of the power, whatever its frequency: the power of white noise
 * behind two poles is known in closed form. */
static void tune(struct formant *formant, float hz, float rms)
{
	float angle = 2.0F * (float)M_PI * hz / 8000.0F;
	float r2 = SHARPNESS * SHARPNESS;
	float power =
		(1.0F + r2) / ((1.0F - r2) * (1.0F - 2.0F * r2 * cosf(2.0F * angle) + r2 * r2));

	formant->a1 = 2.0F * SHARPNESS * cosf(angle);
	formant->a2 = -r2;
	formant->gain = rms / (NOISE_RMS * sqrtf(2.0F * power));
}

static void next_syllable(struct speech *speech)
{
	struct chance *chance = &speech->chance;

	speech->at = 0;
	if (speech->syllables == 1) { /* the phrase is over */
		speech->syllables = 0;
		speech->sounds = 0;
		speech->lasts = chance_between(chance, 400, 1200) * MS;
		return;
	}
	if (speech->syllables == 0)
		speech->syllables = chance_between(chance, 6, 13);
	else
		speech->syllables--;
	speech->sounds = chance_between(chance, 100, 280) * MS;
	speech->lasts = speech->sounds + chance_between(chance, 20, 120) * MS;
	tune(&speech->formants[0], (float)chance_between(chance, 320, 760), speech->rms);
	tune(&speech->formants[1], (float)chance_between(chance, 950, 2200), speech->rms);
}

void speech_init(struct speech *speech, int32_t level_tenths_dbm0, uint64_t seed)
{
	*speech = (struct speech){ .chance = { seed },
				   .rms = (float)(RMS_0_DBM0 *
						  pow(10.0, level_tenths_dbm0 / 200.0)) };
	next_syllable(speech);
}

static float resonate(struct formant *formant, float noise)
{
	float y = noise * formant->gain + formant->a1 * formant->y1 + formant->a2 * formant->y2;

	formant->y2 = formant->y1;
	formant->y1 = y;
	return y;
}

static float envelope(const struct speech *speech)
{
	uint32_t to_end = speech->sounds - speech->at;
	uint32_t edge = speech->at < to_end ? speech->at : to_end;

	return edge >= EDGE ? 1.0F : (float)edge / EDGE;
}

void speech_add(struct speech *speech, int32_t *mix, unsigned count)
{
	for (unsigned i = 0; i < count; i++, speech->at++) {
		if (speech->at >= speech->lasts)
			next_syllable(speech);
		if (speech->at < speech->sounds) {
			uint64_t dice = chance_next(&speech->chance);
			float low = (float)(int32_t)(uint32_t)dice * 0x1p-32F;
			float high = (float)(int32_t)(uint32_t)(dice >> 32) * 0x1p-32F;
			float sum = resonate(&speech->formants[0], low) +
				    resonate(&speech->formants[1], high);

			mix[i] += (int32_t)lrintf(sum * envelope(speech));
		}
	}
}
