/* SPDX-License-Identifier: MIT */
/*
 * CPU of the media thread per relayed packet, mixed member, player and analog line, and the delay of relay, beside DESIGN §9. The packets
 * come from and go to sockets of this process; what the media thread spends in the kernel's
 * loopback is part of the figure, as it is of the bare loop (epoll, recvfrom, sendto) that runs
 * first for comparison.
 */
#include <arpa/inet.h>
#include <dirent.h>
#include <math.h>
#include <poll.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

#include "codec.h"
#include "rtp.h"
#include "seal.h"
#include "strowger/line-audio.h"
#include "strowger/media.h"

#define MOST 5000
#define PEERS 64 /* sockets of the telephones, shared */
#define BATCH 64
#define SECONDS 1.5
#define ROUNDS 3 /* the best counts: whatever else the machine does only adds */

struct load {
	unsigned terminations;
	uint16_t ports[MOST]; /* where packets go */
	int peers[PEERS];
	uint16_t peer_ports[PEERS];
	uint64_t sent, received;
	uint16_t sequence;
	struct speech *speech; /* NULL: all send G.711 */
	bool both;             /* all send it; else the odd ones */
	struct seal *seal;     /* all send SRTP under its key; NULL: RTP */
};

/* Opus packets made before, of noise in the shape of syllables. */
#define SPOKEN 250
struct speech {
	uint8_t payload[SPOKEN][CODEC_MOST_BYTES];
	size_t length[SPOKEN];
};

static struct sockaddr_in loopback(uint16_t port)
{
	return (struct sockaddr_in){
		.sin_family = AF_INET,
		.sin_port = htons(port),
		.sin_addr.s_addr = htonl(INADDR_LOOPBACK),
	};
}

static int open_socket(uint16_t *port)
{
	struct sockaddr_in at = loopback(0);
	socklen_t length = sizeof at;
	int fd = socket(AF_INET, SOCK_DGRAM | SOCK_NONBLOCK, 0);
	int size = 4 << 20;

	if (fd < 0 || bind(fd, (struct sockaddr *)&at, sizeof at) != 0 ||
	    getsockname(fd, (struct sockaddr *)&at, &length) != 0) {
		perror("socket");
		exit(1);
	}
	(void)setsockopt(fd, SOL_SOCKET, SO_RCVBUFFORCE, &size, sizeof size);
	*port = ntohs(at.sin_port);
	return fd;
}

static void open_peers(struct load *load)
{
	for (unsigned i = 0; i < PEERS; i++)
		load->peers[i] = open_socket(&load->peer_ports[i]);
}

static void close_peers(struct load *load)
{
	for (unsigned i = 0; i < PEERS; i++)
		close(load->peers[i]);
}

static double now(void)
{
	struct timespec at;

	clock_gettime(CLOCK_MONOTONIC, &at);
	return (double)at.tv_sec + (double)at.tv_nsec / 1e9;
}

static bool is_coded(const struct load *load, unsigned i)
{
	return load->speech && (load->both || i % 2 == 1);
}

static size_t next_spoken(const struct load *load, uint8_t *data)
{
	unsigned at = load->sequence % SPOKEN;

	rtp_write_header(data, &(struct rtp_packet){ .payload_type = 107,
						     .sequence = load->sequence,
						     .timestamp = load->sequence * 960U,
						     .ssrc = 1 });
	memcpy(data + RTP_HEADER, load->speech->payload[at], load->speech->length[at]);
	return RTP_HEADER + load->speech->length[at];
}

static struct speech *speak(unsigned khz)
{
	static const struct coding coding = { .fec = true };
	struct speech *speech = calloc(1, sizeof *speech);
	void *state = calloc(1, codec_size(&codec_opus));
	double voice = 0;
	uint32_t seed = 1;

	(void)codec_opus.start(state, &coding, khz);
	for (unsigned n = 0; n < SPOKEN; n++) {
		int16_t samples[960];

		for (unsigned i = 0; i < 20 * khz; i++) {
			double t = (n * 20.0 * khz + i) / (khz * 1000.0);
			double syllable = fabs(sin(2 * M_PI * 2 * t));

			seed = seed * 1664525U + 1013904223U; /* as noise, the same in every run */
			voice = 0.9 * voice + (int)((seed >> 16) % 2000) - 1000;
			samples[i] =
				(int16_t)(syllable * (voice * 0.3 + 4000 * sin(2 * M_PI * 140 * t) +
						      2000 * sin(2 * M_PI * 700 * t) +
						      1000 * sin(2 * M_PI * 2300 * t)));
		}
		speech->length[n] = (size_t)codec_opus.encode(
			state, speech->payload[n], CODEC_MOST_BYTES, samples, (int)(20 * khz));
	}
	free(state);
	return speech;
}

/* One packet from every telephone, in order of termination; telephone i is socket i % PEERS. */
static void send_round(struct load *load)
{
	uint8_t data[RTP_HEADER + 160 + SEAL_ROOM], coded[RTP_HEADER + CODEC_MOST_BYTES];
	struct iovec part = { data, RTP_HEADER + 160 };
	struct iovec coded_part = { coded, sizeof coded };

	rtp_write_header(data, &(struct rtp_packet){ .sequence = load->sequence,
						     .timestamp = load->sequence * 160U,
						     .ssrc = 1 });
	for (unsigned i = 0; i < 160; i++)
		data[RTP_HEADER + i] = (uint8_t)(0x80 | (i * 7 & 0x3f));
	if (load->speech)
		coded_part.iov_len = next_spoken(load, coded);
	if (load->seal && seal_rtp(load->seal, data, &part.iov_len) != 0)
		exit(1);
	load->sequence++;
	for (unsigned peer = 0; peer < PEERS; peer++) {
		struct sockaddr_in to[BATCH];
		struct mmsghdr messages[BATCH] = { 0 };
		unsigned count = 0;

		for (unsigned i = peer; i < load->terminations && count < BATCH; i += PEERS) {
			to[count] = loopback(load->ports[i]);
			messages[count].msg_hdr =
				(struct msghdr){ .msg_name = &to[count],
						 .msg_namelen = sizeof to[count],
						 .msg_iov = is_coded(load, i) ? &coded_part : &part,
						 .msg_iovlen = 1 };
			count++;
		}
		for (unsigned done = 0; done < count;) {
			int sent = sendmmsg(load->peers[peer], messages + done, count - done, 0);

			if (sent < 0) {
				perror("sendmmsg");
				exit(1);
			}
			done += (unsigned)sent;
		}
		load->sent += count;
	}
}

static void drain(struct load *load)
{
	static uint8_t data[BATCH][1500];
	struct iovec parts[BATCH];
	struct mmsghdr messages[BATCH] = { 0 };

	for (unsigned i = 0; i < BATCH; i++) {
		parts[i] = (struct iovec){ data[i], sizeof data[i] };
		messages[i].msg_hdr = (struct msghdr){ .msg_iov = &parts[i], .msg_iovlen = 1 };
	}
	for (unsigned peer = 0; peer < PEERS; peer++) {
		int got;

		do {
			got = recvmmsg(load->peers[peer], messages, BATCH, MSG_DONTWAIT, NULL);
			load->received += got > 0 ? (uint64_t)got : 0;
		} while (got == BATCH);
	}
}

static void run_load(struct load *load, double seconds)
{
	double start = now();

	for (unsigned round = 0; round * 0.02 < seconds; round++) {
		double wait = start + round * 0.02 - now();

		if (wait > 0)
			usleep((useconds_t)(wait * 1e6));
		send_round(load);
		drain(load);
	}
	usleep(50000);
	drain(load);
}

/* Nanoseconds that the thread of this name has run. */
static uint64_t cpu_of(const char *name)
{
	DIR *tasks = opendir("/proc/self/task");
	struct dirent *entry;
	uint64_t ns = 0;

	while ((entry = readdir(tasks))) {
		char path[300], comm[64] = "";
		FILE *file;

		snprintf(path, sizeof path, "/proc/self/task/%s/comm", entry->d_name);
		file = fopen(path, "r");
		if (!file || !fgets(comm, sizeof comm, file))
			comm[0] = '\0';
		if (file)
			fclose(file);
		comm[strcspn(comm, "\n")] = '\0';
		if (strcmp(comm, name) != 0)
			continue;
		snprintf(path, sizeof path, "/proc/self/task/%s/schedstat", entry->d_name);
		file = fopen(path, "r");
		if (file && fgets(comm, sizeof comm, file))
			ns = strtoull(comm, NULL, 10); /* the first of three: time on a processor */
		if (file)
			fclose(file);
	}
	closedir(tasks);
	return ns;
}

/* CPU nanoseconds of the thread for a packet that came out: the least of several rounds. */
static double measure(struct load *load, const char *thread, double *share)
{
	double best = 1e12;

	run_load(load, 0.5);
	load->sent = load->received = 0;
	for (unsigned round = 0; round < ROUNDS; round++) {
		uint64_t before = cpu_of(thread), received = load->received;
		double start = now(), ns, took;

		run_load(load, SECONDS);
		took = now() - start;
		ns = (double)(cpu_of(thread) - before);
		if (ns / (double)(load->received - received) < best) {
			best = ns / (double)(load->received - received);
			*share = ns / took / 1e9;
		}
	}
	return best;
}

static void print(const char *what, const struct load *load, double ns, double share)
{
	printf("%-28s %6.2f us a packet, %3.0f %% of a core at %6.0f packets/s\n", what, ns / 1000,
	       share * 100, share * 1e9 / ns);
	if (load->received < load->sent)
		printf("%-28s %6.2f %% lost\n", "",
		       100.0 * (double)(load->sent - load->received) / (double)load->sent);
	(void)fflush(stdout);
}

/* ---- the bare loop ---- */

struct bare {
	int epoll;
	int sockets[MOST];
	struct sockaddr_in to[MOST];
	atomic_bool stop;
};

static void *bare_loop(void *argument)
{
	struct bare *bare = argument;
	struct epoll_event ready[BATCH];

	pthread_setname_np(pthread_self(), "bare");
	while (!atomic_load(&bare->stop)) {
		int count = epoll_wait(bare->epoll, ready, BATCH, 100);

		for (int i = 0; i < count; i++) {
			uint8_t data[1500];
			struct sockaddr_in from;
			socklen_t length = sizeof from;
			unsigned which = ready[i].data.u32;
			ssize_t got = recvfrom(bare->sockets[which], data, sizeof data, 0,
					       (struct sockaddr *)&from, &length);

			if (got > 0)
				(void)sendto(bare->sockets[which ^ 1], data, (size_t)got, 0,
					     (struct sockaddr *)&bare->to[which ^ 1],
					     sizeof bare->to[0]);
		}
	}
	return NULL;
}

static double bench_bare(unsigned calls)
{
	static struct bare bare;
	static struct load load;
	pthread_t thread;
	double ns, share = 0;

	memset(&bare, 0, sizeof bare);
	memset(&load, 0, sizeof load);
	load.terminations = 2 * calls;
	open_peers(&load);
	bare.epoll = epoll_create1(0);
	for (unsigned i = 0; i < load.terminations; i++) {
		struct epoll_event when = { .events = EPOLLIN, .data.u32 = i };

		bare.sockets[i] = open_socket(&load.ports[i]);
		bare.to[i] = loopback(load.peer_ports[i % PEERS]);
		epoll_ctl(bare.epoll, EPOLL_CTL_ADD, bare.sockets[i], &when);
	}
	pthread_create(&thread, NULL, bare_loop, &bare);
	ns = measure(&load, "bare", &share);
	atomic_store(&bare.stop, true);
	pthread_join(thread, NULL);
	for (unsigned i = 0; i < load.terminations; i++)
		close(bare.sockets[i]);
	close(bare.epoll);
	close_peers(&load);
	print("bare loop", &load, ns, share);
	return ns;
}

/* ---- libmedia ---- */

static struct media *open_media(unsigned terminations)
{
	struct media_options options = { .abi = MEDIA_ABI,
					 .max_terminations = terminations,
					 .port_low = 10000,
					 .port_high = 64000,
					 .dscp = 46 };
	struct media *media;

	if (media_open(&options, &media) != 0) {
		fprintf(stderr, "media_open failed\n");
		exit(1);
	}
	return media;
}

static const uint8_t bench_key[SEAL_LONGEST_KEY] = { 1, 2, 3 };

static media_id add(struct media *media, struct load *load, media_id context, unsigned i,
		    uint8_t codec)
{
	struct media_rtp rtp = { .local_address = "127.0.0.1" };
	struct media_stream stream = { .remote_address = "127.0.0.1",
				       .remote_port = load->peer_ports[i % PEERS],
				       .codec = codec,
				       .payload_type = codec == MEDIA_OPUS ? 107 : 0,
				       .fec = codec == MEDIA_OPUS,
				       .ptime_ms = 20,
				       .event_payload_type = 101,
				       .send = 1,
				       .receive = 1 };
	media_id termination;

	if (media_rtp_add(media, context, &rtp, &termination, &load->ports[i]) != 0 ||
	    media_rtp_set(media, termination, &stream) != 0) {
		fprintf(stderr, "no termination %u\n", i);
		exit(1);
	}
	return termination;
}

static void protect(struct media *media, media_id termination, uint8_t suite)
{
	struct media_secure secure = { .keying = MEDIA_SDES, .keys = { .suite = suite } };

	memcpy(secure.keys.local, bench_key, sizeof bench_key);
	memcpy(secure.keys.remote, bench_key, sizeof bench_key);
	if (media_secure_set(media, termination, &secure) != 0) {
		fprintf(stderr, "no SRTP\n");
		exit(1);
	}
}

/*
 * Calls of two; with `transcode` one side is PCMA under the payload type 0, which the load sends to
 * all.
 */
static double bench_relay(unsigned calls, bool transcode)
{
	static struct load load;
	struct media *media = open_media(2 * calls);
	char what[64];
	double ns, share = 0;

	memset(&load, 0, sizeof load);
	load.terminations = 2 * calls;
	open_peers(&load);
	for (unsigned call = 0; call < calls; call++) {
		media_id context;

		media_context_add(media, &context);
		add(media, &load, context, 2 * call, MEDIA_PCMU);
		add(media, &load, context, 2 * call + 1, transcode ? MEDIA_PCMA : MEDIA_PCMU);
	}
	ns = measure(&load, "media", &share);
	media_close(media);
	close_peers(&load);
	snprintf(what, sizeof what, "%u calls%s", calls, transcode ? ", transcoded" : "");
	print(what, &load, ns, share);
	printf("%-28s %6.0f calls a core\n", "", 0.02 / (2 * ns / 1e9));
	return ns;
}

/* Calls of two who both encrypt: each packet is opened and sealed anew. */
static double bench_srtp(unsigned calls, uint8_t suite, const char *what)
{
	static struct load load;
	struct media *media = open_media(2 * calls);
	double ns, share = 0;

	memset(&load, 0, sizeof load);
	load.terminations = 2 * calls;
	open_peers(&load);
	if (seal_new(suite, bench_key, &load.seal) != 0)
		exit(1);
	for (unsigned call = 0; call < calls; call++) {
		media_id context;

		media_context_add(media, &context);
		for (unsigned i = 2 * call; i < 2 * call + 2; i++)
			protect(media, add(media, &load, context, i, MEDIA_PCMU), suite);
	}
	ns = measure(&load, "media", &share);
	media_close(media);
	close_peers(&load);
	seal_free(load.seal);
	print(what, &load, ns, share);
	return ns;
}

/* Calls between Opus and PCMU; a packet out is 20 ms of one party's way through decoder and encoder. */
static void bench_transcoding(unsigned calls)
{
	static struct load load;
	struct media *media = open_media(2 * calls);
	double ns, share = 0;

	memset(&load, 0, sizeof load);
	load.terminations = 2 * calls;
	load.speech = speak(48);
	open_peers(&load);
	for (unsigned call = 0; call < calls; call++) {
		media_id context;

		media_context_add(media, &context);
		add(media, &load, context, 2 * call, MEDIA_PCMU);
		add(media, &load, context, 2 * call + 1, MEDIA_OPUS);
	}
	ns = measure(&load, "media", &share);
	media_close(media);
	close_peers(&load);
	free(load.speech);
	print("Opus to PCMU and back", &load, ns, share);
	printf("%-28s %6.0f calls a core (budget: 300 or more)\n", "", 0.02 / (2 * ns / 1e9));
}

static void bench_opus_conference(unsigned members)
{
	static struct load load;
	struct media *media = open_media(members);
	media_id context;
	double ns, share = 0;

	memset(&load, 0, sizeof load);
	load.terminations = members;
	load.speech = speak(48);
	load.both = true;
	open_peers(&load);
	media_context_add(media, &context);
	for (unsigned i = 0; i < members; i++)
		add(media, &load, context, i, MEDIA_OPUS);
	ns = measure(&load, "media", &share);
	media_close(media);
	close_peers(&load);
	free(load.speech);
	print("Opus conference, fullband", &load, ns, share);
	printf("%-28s %6.0f members a core (budget: 150 or more)\n", "", 0.02 / (ns / 1e9));
}

static void bench_conference(unsigned members, unsigned conferences)
{
	static struct load load;
	struct media *media = open_media(members * conferences);
	char what[64];
	double ns, share = 0;

	memset(&load, 0, sizeof load);
	load.terminations = members * conferences;
	open_peers(&load);
	for (unsigned i = 0; i < conferences; i++) {
		media_id context;

		media_context_add(media, &context);
		for (unsigned k = 0; k < members; k++)
			add(media, &load, context, i * members + k, MEDIA_PCMU);
	}
	ns = measure(&load, "media", &share);
	media_close(media);
	close_peers(&load);
	snprintf(what, sizeof what, "%u conferences of %u", conferences, members);
	print(what, &load, ns, share);
	printf("%-28s %6.0f members a core (budget: 2000 or more)\n", "", 0.02 / (ns / 1e9));
}

/* ---- players ---- */

#define SONG_SECONDS 10

/* WAV, PCM 16 at 8 kHz: noise, so that nothing is cheap by chance. */
static void write_song(const char *path)
{
	static const uint8_t start[] = "RIFF\0\0\0\0WAVEfmt \x10\0\0\0\1\0\1\0\x40\x1f\0\0"
				       "\x80\x3e\0\0\2\0\x10\0data";
	uint32_t bytes = SONG_SECONDS * 8000 * 2, riff = bytes + 36, seed = 1;
	FILE *file = fopen(path, "wb");

	if (!file) {
		perror(path);
		exit(1);
	}
	(void)fwrite(start, 1, 4, file);
	(void)fwrite(&riff, sizeof riff, 1, file);
	(void)fwrite(start + 8, 1, 32, file);
	(void)fwrite(&bytes, sizeof bytes, 1, file);
	for (uint32_t i = 0; i < bytes / 2; i++) {
		int16_t sample;

		seed = seed * 1664525U + 1013904223U;
		sample = (int16_t)((int32_t)(seed >> 16) / 8 - 4096);
		(void)fwrite(&sample, sizeof sample, 1, file);
	}
	(void)fclose(file);
}

/* Telephones that each hear a player of their own, and say nothing: prompts, or one who waits for each. */
static void bench_players(unsigned players)
{
	static struct load load;
	struct media *media = open_media(players);
	char path[] = "/dev/shm/media-bench-song-XXXXXX";
	double ns = 1e12, share = 0, readers = 0;
	int fd = mkstemp(path);

	if (fd < 0) {
		perror(path);
		exit(1);
	}
	close(fd);
	write_song(path);
	memset(&load, 0, sizeof load);
	open_peers(&load);
	for (unsigned i = 0; i < players; i++) {
		media_id context, player, t;

		media_context_add(media, &context);
		t = add(media, &load, context, i, MEDIA_PCMU);
		if (media_play_files(media, t, MEDIA_TO, path, 1, 0, i * 37 % 9000, &player) != 0)
			exit(1);
	}
	run_load(&load, 1);
	for (unsigned round = 0; round < ROUNDS; round++) {
		uint64_t media_ns = cpu_of("media"), reader_ns = cpu_of("media-reader");
		uint64_t received = load.received;
		double start = now(), each, took, count;

		run_load(&load, SECONDS);
		took = now() - start;
		count = (double)(load.received - received);
		media_ns = cpu_of("media") - media_ns;
		reader_ns = cpu_of("media-reader") - reader_ns;
		each = (double)(media_ns + reader_ns) / count;
		if (each < ns) {
			ns = each;
			share = (double)(media_ns + reader_ns) / took / 1e9;
			readers = 100.0 * (double)reader_ns / (double)(media_ns + reader_ns);
		}
	}
	media_close(media);
	close_peers(&load);
	(void)unlink(path);
	load.sent = load.received;
	print("players of files", &load, ns, share);
	printf("%-28s %6.0f players a core (%.0f %% of it the thread that reads)\n", "",
	       0.02 / (ns / 1e9), readers);
}

/* ---- delay ---- */

#define PROBES 400

static int by_size(const void *a, const void *b)
{
	double x = *(const double *)a, y = *(const double *)b;

	return (x > y) - (x < y);
}

struct background {
	struct load load;
	atomic_bool stop;
};

static void *run_background(void *argument)
{
	struct background *background = argument;

	while (!atomic_load(&background->stop))
		run_load(&background->load, 0.1);
	return NULL;
}

/* One call's packets from one socket to the other, through the library and with none in between, while `calls` others are on. */
static void bench_delay(unsigned calls)
{
	static struct background background;
	static double took[PROBES];
	struct load load = { .terminations = 2 };
	struct media *media = open_media(2 * calls + 2);
	pthread_t thread;
	media_id context;
	uint8_t data[RTP_HEADER + 160] = { 0 };
	unsigned came = 0;

	memset(&background, 0, sizeof background);
	background.load.terminations = 2 * calls;
	open_peers(&background.load);
	open_peers(&load);
	for (unsigned i = 0; i < 2 * calls; i++) {
		if (i % 2 == 0)
			media_context_add(media, &context);
		add(media, &background.load, context, i, MEDIA_PCMU);
	}
	media_context_add(media, &context);
	for (unsigned i = 0; i < 2; i++)
		add(media, &load, context, i, MEDIA_PCMU);
	pthread_create(&thread, NULL, run_background, &background);
	for (unsigned n = 0; n < PROBES; n++) {
		struct sockaddr_in to = loopback(load.ports[0]);
		struct pollfd ready = { .fd = load.peers[1], .events = POLLIN };
		double start;

		usleep(3000 + n * 7919 % 5000); /* at any moment of a tick */
		rtp_write_header(data, &(struct rtp_packet){ .sequence = (uint16_t)n,
							     .timestamp = n * 160U,
							     .ssrc = 1 });
		start = now();
		if (sendto(load.peers[0], data, sizeof data, 0, (struct sockaddr *)&to, sizeof to) <
		    0)
			exit(1);
		if (poll(&ready, 1, 1000) == 1 && recv(load.peers[1], data, sizeof data, 0) > 0)
			took[came++] = (now() - start) * 1e3;
	}
	atomic_store(&background.stop, true);
	pthread_join(thread, NULL);
	media_close(media);
	close_peers(&load);
	close_peers(&background.load);
	qsort(took, came, sizeof took[0], by_size);
	printf("relayed beside %4u calls     %6.2f ms from socket to socket (median), %.2f ms (99 "
	       "%%), %u of %u came\n",
	       calls, took[came / 2], took[came * 99 / 100], came, PROBES);
	(void)fflush(stdout);
}

/* ---- analog lines ---- */

#define LINES 200

struct lines {
	char path[64];
	struct line_audio *audio;
	atomic_bool stop;
};

static void open_lines(struct lines *lines)
{
	size_t size = sizeof(struct line_audio) + LINES * sizeof(struct line_audio_channel);
	int fd;

	snprintf(lines->path, sizeof lines->path, "/dev/shm/media-bench-XXXXXX");
	fd = mkstemp(lines->path);
	if (fd < 0 || ftruncate(fd, (off_t)size) != 0) {
		perror(lines->path);
		exit(1);
	}
	lines->audio = mmap(NULL, size, PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);
	close(fd);
	if (lines->audio == MAP_FAILED) {
		perror("mmap");
		exit(1);
	}
	lines->audio->magic = LINE_AUDIO_MAGIC;
	lines->audio->abi = LINE_AUDIO_ABI;
	lines->audio->channels = LINES;
	for (unsigned i = 0; i < LINES; i++)
		snprintf(lines->audio->channel[i].name, sizeof lines->audio->channel[i].name,
			 "fxs-%u", i + 1);
}

/* The lines process: 80 samples of every line every 10 ms. */
static void *run_lines(void *argument)
{
	struct lines *lines = argument;
	double start = now();

	for (unsigned tick = 1; !atomic_load(&lines->stop); tick++) {
		double wait = start + tick * 0.01 - now();

		if (wait > 0)
			usleep((useconds_t)(wait * 1e6));
		for (unsigned i = 0; i < LINES; i++) {
			struct line_audio_channel *c = &lines->audio->channel[i];
			uint64_t put = atomic_load(&c->from_put);

			for (unsigned k = 0; k < 80; k++)
				c->from[(put + k) % LINE_AUDIO_RING] =
					(int16_t)((k * 977U & 0x3fff) - 0x2000);
			atomic_store_explicit(&c->from_put, put + 80, memory_order_release);
		}
	}
	return NULL;
}

enum listening { NOBODY, DTMF, DTMF_AND_PROGRESS };

static void add_line(struct media *media, media_id context, const struct lines *lines, unsigned i,
		     enum listening who)
{
	struct media_line wanted;
	media_id line, attachment;

	memset(&wanted, 0, sizeof wanted);
	snprintf(wanted.path, sizeof wanted.path, "%s", lines->path);
	snprintf(wanted.name, sizeof wanted.name, "fxs-%u", i + 1);
	if (media_line_add(media, context, &wanted, &line) != 0 ||
	    (who != NOBODY && media_detect_dtmf(media, line, MEDIA_FROM, &attachment) != 0) ||
	    (who == DTMF_AND_PROGRESS &&
	     media_detect_progress(media, line, MEDIA_FROM, &attachment) != 0)) {
		fprintf(stderr, "no line %u\n", i);
		exit(1);
	}
}

/* Calls between a line and a phone; a packet out is 20 ms of one, both ways. */
static void bench_lines(enum listening who)
{
	static const char *const what[] = { "200 lines to phones", "with DTMF detectors",
					    "with progress ones, too" };
	static struct load load;
	struct lines lines = { .stop = false };
	struct media *media = open_media(2 * LINES);
	pthread_t thread;
	double ns, share = 0;

	memset(&load, 0, sizeof load);
	load.terminations = LINES;
	open_peers(&load);
	open_lines(&lines);
	for (unsigned i = 0; i < LINES; i++) {
		media_id context;

		media_context_add(media, &context);
		add_line(media, context, &lines, i, who);
		add(media, &load, context, i, MEDIA_PCMU);
	}
	pthread_create(&thread, NULL, run_lines, &lines);
	ns = measure(&load, "media", &share);
	atomic_store(&lines.stop, true);
	pthread_join(thread, NULL);
	media_close(media);
	close_peers(&load);
	(void)unlink(lines.path);
	print(what[who], &load, ns, share);
	printf("%-28s %6.3f %% of a core a line\n", "", ns / 20e6 * 100);
}

int main(void)
{
	struct rlimit files;
	double bare, relay;

	getrlimit(RLIMIT_NOFILE, &files);
	files.rlim_cur = files.rlim_max;
	setrlimit(RLIMIT_NOFILE, &files);

	bare = bench_bare(400);
	relay = bench_relay(400, false);
	printf("%-28s %6.2f times the bare loop (budget: 3.3 us a packet)\n", "", relay / bare);
	(void)bench_relay(400, true);
	printf("%-28s %6.2f times plain\n", "",
	       bench_srtp(400, MEDIA_AES_CM_128_HMAC_SHA1_80, "400 calls, AES_CM_128 80") / relay);
	printf("%-28s %6.2f times plain\n", "",
	       bench_srtp(400, MEDIA_AEAD_AES_128_GCM, "400 calls, AES_128_GCM") / relay);
	(void)bench_relay(2000, false);
	bench_conference(30, 20);
	bench_conference(1000, 1);
	bench_transcoding(60);
	bench_opus_conference(30);
	bench_players(1000);
	bench_delay(0);
	bench_delay(400);
	bench_lines(NOBODY);
	bench_lines(DTMF);
	bench_lines(DTMF_AND_PROGRESS);
	return 0;
}
