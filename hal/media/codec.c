/* SPDX-License-Identifier: MIT */
#include "codec.h"

static const struct codec *const codecs[] = {
	[MEDIA_G722] = &codec_g722,
	[MEDIA_OPUS] = &codec_opus,
	[MEDIA_GSM] = &codec_gsm,
	[MEDIA_G726_16] = &codec_g726[0],
	[MEDIA_G726_24] = &codec_g726[1],
	[MEDIA_G726_32] = &codec_g726[2],
	[MEDIA_G726_40] = &codec_g726[3],
	[MEDIA_AAL2_G726_16] = &codec_g726[4],
	[MEDIA_AAL2_G726_24] = &codec_g726[5],
	[MEDIA_AAL2_G726_32] = &codec_g726[6],
	[MEDIA_AAL2_G726_40] = &codec_g726[7],
	[MEDIA_L16_8] = &codec_l16,
	[MEDIA_L16_16] = &codec_l16_wide,
#ifdef STROWGER_G729
	[MEDIA_G729] = &codec_g729,
#endif
};

const struct codec *codec_of(uint8_t number)
{
	return number < sizeof codecs / sizeof codecs[0] ? codecs[number] : NULL;
}

bool codec_is(uint8_t number)
{
	return number == MEDIA_PCMU || number == MEDIA_PCMA || codec_of(number) != NULL;
}

size_t codec_size(const struct codec *codec)
{
	return codec->size ? codec->size : codec->size_now();
}

size_t codec_encoder_size(const struct codec *codec)
{
	return codec->encoder_size_now ? codec->encoder_size_now() : codec->encoder_size;
}
