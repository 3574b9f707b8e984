/* SPDX-License-Identifier: MIT */
#include "hearing.h"

#include <math.h>

#include "strowger/media.h"

#define R_BEST 93.2        /* G.107 with all defaults */
#define R_BEST_WIDE 129.0  /* G.107.1 */
#define WIDE_TO_USUAL 1.29 /* of R, before it is made a score (G.107.1 §7.7) */

/* ---- how losses cluster ---- */

static void end_burst(struct hearing *h)
{
	h->burst_packets += h->in_burst;
	h->burst_lost += h->in_burst_lost;
	h->bursts++;
	h->in_burst = h->in_burst_lost = 0;
}

/* RFC 3611 §4.7.2: a loss opens a burst when another one is less than Gmin packets away; one that stays alone is of its gap. */
static void lose(struct hearing *h)
{
	bool near = h->since_loss < XR_GMIN && h->lost > 0;

	h->lost++;
	if (h->in_burst > 0) {
		h->in_burst += h->since_loss + 1;
		h->in_burst_lost++;
	} else if (near && h->gap_lost > 0) {
		/* The loss before it was taken for a lonely one. */
		h->gap_lost--;
		h->gap_packets--;
		h->gaps++;
		h->in_burst = h->since_loss + 2;
		h->in_burst_lost = 2;
	} else {
		h->gap_lost++;
		h->gap_packets++;
	}
	h->since_loss = 0;
}

void hearing_packet(struct hearing *h, unsigned lost)
{
	if (lost > 0)
		h->runs++;
	for (unsigned i = 0; i < lost; i++)
		lose(h);
	h->received++;
	h->since_loss++;
	if (h->in_burst > 0 && h->since_loss == XR_GMIN) {
		end_burst(h);
		h->gap_packets += XR_GMIN;
	} else if (h->in_burst == 0) {
		h->gap_packets++;
	}
}

/* ---- the E-model ---- */

struct figures {
	double ie;  /* impairment without loss */
	double bpl; /* how well loss is borne; 0: not known */
	bool known;
	bool wide; /* on the scale of wideband: of Ie,WB */
};

/*
 * G.113 appendix I, with concealment where the codec has none of its own, and appendix IV for wideband, where 16 bits at 16 kHz are what
 * others are compared with. Of what they do not know (Opus; loss of wideband codecs with our concealment) nothing is said.
 */
static struct figures figures_of(uint8_t codec)
{
	switch (codec) {
	case MEDIA_PCMU:
	case MEDIA_PCMA:
		return (struct figures){ 0, 25.1, true, false };
	case MEDIA_G729:
		return (struct figures){ 11, 19, true, false };
	case MEDIA_GSM:
		return (struct figures){ 20, 0, true, false };
	case MEDIA_G726_16:
	case MEDIA_AAL2_G726_16:
		return (struct figures){ 50, 0, true, false };
	case MEDIA_G726_24:
	case MEDIA_AAL2_G726_24:
		return (struct figures){ 25, 0, true, false };
	case MEDIA_G726_32:
	case MEDIA_AAL2_G726_32:
		return (struct figures){ 7, 0, true, false };
	case MEDIA_G726_40:
	case MEDIA_AAL2_G726_40:
		return (struct figures){ 2, 0, true, false };
	case MEDIA_L16_16:
		return (struct figures){ 0, 0, true, true };
	case MEDIA_G722: /* at 64 kbit/s */
		return (struct figures){ 13, 0, true, true };
	default:
		return (struct figures){ 0 };
	}
}

/* How much longer runs of losses are than by chance, G.107 §7.5. */
static double burst_ratio(const struct hearing *h, double share)
{
	double ratio;

	if (h->runs == 0 || share >= 1)
		return 1;
	ratio = (double)h->lost / (double)h->runs * (1 - share);
	return ratio < 1 ? 1 : ratio;
}

static double delay_impairment(double one_way_ms)
{
	double beyond = one_way_ms - 177.3;

	return 0.024 * one_way_ms + (beyond > 0 ? 0.11 * beyond : 0);
}

/* Idd of G.107.1 §7.5, without echo. */
static double pure_delay(double one_way_ms)
{
	double x;

	if (one_way_ms <= 100)
		return 0;
	x = log2(one_way_ms / 100);
	return 25 * (pow(1 + pow(x, 6), 1.0 / 6) - 3 * pow(1 + pow(x / 3, 6), 1.0 / 6) + 2);
}

/* Times 100. */
static uint16_t score(double r)
{
	double mos;

	if (r < 0)
		return 100;
	mos = 1 + 0.035 * r + r * (r - 60) * (100 - r) * 7e-6;
	mos = mos < 1 ? 1 : mos > 4.5 ? 4.5 : mos;
	return (uint16_t)lround(mos * 100);
}

struct verdict_of_ear hearing_judge(const struct hearing *h, uint8_t codec, unsigned lost_permille,
				    uint32_t round_trip_us, unsigned ptime_ms)
{
	struct verdict_of_ear verdict = { .r = XR_UNKNOWN };
	struct figures figures = figures_of(codec);
	double percent = lost_permille / 10.0, one_way_ms, scale, r;

	if (!figures.known || h->received < HEARING_LEAST || (percent > 0 && figures.bpl == 0))
		return verdict;
	r = (figures.wide ? R_BEST_WIDE : R_BEST) - figures.ie;
	if (percent > 0)
		r -= (95 - figures.ie) * percent /
		     (percent / burst_ratio(h, percent / 100) + figures.bpl);
	scale = figures.wide ? WIDE_TO_USUAL : 1;
	verdict.listening = score(r / scale);
	if (round_trip_us == 0)
		return verdict;
	one_way_ms = round_trip_us / 2000.0 + 2 * ptime_ms; /* packets are filled, and buffered */
	r -= figures.wide ? pure_delay(one_way_ms) : delay_impairment(one_way_ms);
	r /= scale;
	verdict.conversational = score(r);
	verdict.r = r < 0 ? 0 : (uint8_t)lround(r);
	return verdict;
}

static uint8_t of_256(uint64_t part, uint64_t whole)
{
	uint64_t share = whole > 0 ? part * 256 / whole : 0;

	return share > 255 ? 255 : (uint8_t)share;
}

static uint16_t mean_ms(uint64_t packets, uint64_t count, unsigned ptime_ms)
{
	uint64_t ms = count > 0 ? packets * ptime_ms / count : 0;

	return ms > UINT16_MAX ? UINT16_MAX : (uint16_t)ms;
}

void hearing_report(const struct hearing *h, unsigned ptime_ms, struct xr_voip *out)
{
	out->loss_rate = of_256(h->lost, h->received + h->lost);
	out->burst_density = of_256(h->burst_lost, h->burst_packets);
	out->gap_density = of_256(h->gap_lost, h->gap_packets);
	out->burst_ms = mean_ms(h->burst_packets, h->bursts, ptime_ms);
	out->gap_ms = mean_ms(h->gap_packets, h->gaps + 1, ptime_ms);
}
