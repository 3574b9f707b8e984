/* SPDX-License-Identifier: MIT */
#include "dtls.h"

#include <errno.h>
#include <openssl/bio.h>
#include <openssl/ec.h>
#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/hmac.h>
#include <openssl/rand.h>
#include <openssl/ssl.h>
#include <openssl/x509.h>
#include <stdlib.h>
#include <string.h>
#include <sys/time.h>

#include "seal.h"

#define FLIGHT 12 /* datagrams that wait to be pulled; what is lost is sent again */
#define COOKIE 32
#define LONGEST_ADDRESS 32
#define TRIES                                                                                      \
	16 /* of a handshake that others may disturb: nothing in it is authenticated before its end */

struct dtls_context {
	SSL_CTX *ssl;
	BIO_METHOD *wire;
	uint8_t cookie_key[COOKIE];
	char fingerprint[65];
};

struct datagram {
	uint16_t length;
	uint8_t data[DTLS_LARGEST];
};

struct dtls {
	struct dtls_context *context;
	SSL *ssl;
	unsigned tries;
	struct dtls_setup setup;
	enum dtls_state state;
	int error;
	struct media_keys keys;
	/* What came and has not been read. */
	const uint8_t *data;
	size_t length;
	uint8_t from[LONGEST_ADDRESS];
	size_t from_length;
	unsigned first, count;
	struct datagram flight[FLIGHT];
};

/* ---- the wire: each write is a datagram, each read one ---- */

static int wire_write(BIO *bio, const char *data, int length)
{
	struct dtls *dtls = BIO_get_data(bio);
	struct datagram *slot;

	BIO_clear_retry_flags(bio);
	if (length < 0 || length > DTLS_LARGEST || dtls->count == FLIGHT)
		return length; /* as lost as on a network */
	slot = &dtls->flight[(dtls->first + dtls->count++) % FLIGHT];
	memcpy(slot->data, data, (size_t)length);
	slot->length = (uint16_t)length;
	return length;
}

static int wire_read(BIO *bio, char *data, int room)
{
	struct dtls *dtls = BIO_get_data(bio);
	int length = (int)dtls->length;

	BIO_clear_retry_flags(bio);
	if (length == 0) {
		BIO_set_retry_read(bio);
		return -1;
	}
	if (length > room)
		length = room;
	memcpy(data, dtls->data, (size_t)length);
	dtls->length = 0;
	return length;
}

static long wire_control(BIO *bio, int command, long number, void *pointer)
{
	(void)bio;
	(void)number;
	(void)pointer;
	switch (command) {
	case BIO_CTRL_FLUSH:
		return 1;
	case BIO_CTRL_DGRAM_QUERY_MTU:
	case BIO_CTRL_DGRAM_GET_FALLBACK_MTU:
		return DTLS_LARGEST;
	default:
		return 0;
	}
}

static int wire_create(BIO *bio)
{
	BIO_set_init(bio, 1);
	return 1;
}

static BIO_METHOD *new_wire(void)
{
	BIO_METHOD *wire = BIO_meth_new(BIO_get_new_index() | BIO_TYPE_SOURCE_SINK, "datagrams");

	if (wire == NULL)
		return NULL;
	BIO_meth_set_write(wire, wire_write);
	BIO_meth_set_read(wire, wire_read);
	BIO_meth_set_ctrl(wire, wire_control);
	BIO_meth_set_create(wire, wire_create);
	return wire;
}

/* ---- who they are ---- */

/* Any certificate: what counts is its fingerprint, which is compared when the handshake is done (RFC 5763 §5). */
static int take_any(int fine, X509_STORE_CTX *store)
{
	(void)fine;
	(void)store;
	return 1;
}

static int make_cookie(SSL *ssl, unsigned char *cookie, unsigned *length)
{
	const struct dtls *dtls = SSL_get_app_data(ssl);
	const struct dtls_context *context = SSL_CTX_get_app_data(SSL_get_SSL_CTX(ssl));

	return HMAC(EVP_sha256(), context->cookie_key, COOKIE, dtls->from, dtls->from_length,
		    cookie, length) != NULL;
}

static int check_cookie(SSL *ssl, const unsigned char *cookie, unsigned length)
{
	unsigned char wanted[EVP_MAX_MD_SIZE];
	unsigned wanted_length = 0;

	return make_cookie(ssl, wanted, &wanted_length) && length == wanted_length &&
	       CRYPTO_memcmp(wanted, cookie, length) == 0;
}

static X509 *new_certificate(EVP_PKEY *key)
{
	X509 *certificate = X509_new();
	uint64_t serial = 0;
	X509_NAME *name;
	bool fine;

	if (certificate == NULL || RAND_bytes((unsigned char *)&serial, 7) != 1)
		goto failed;
	name = X509_get_subject_name(certificate);
	/* Nobody looks at name and dates; the clock of a unit may be wrong at its start. */
	fine = X509_set_version(certificate, X509_VERSION_3) &&
	       ASN1_INTEGER_set_uint64(X509_get_serialNumber(certificate), serial) &&
	       ASN1_TIME_set_string(X509_getm_notBefore(certificate), "200101000000Z") &&
	       ASN1_TIME_set_string(X509_getm_notAfter(certificate), "491231235959Z") &&
	       X509_NAME_add_entry_by_txt(name, "CN", MBSTRING_ASC, (const unsigned char *)"audio",
					  -1, -1, 0) &&
	       X509_set_issuer_name(certificate, name) && X509_set_pubkey(certificate, key) &&
	       X509_sign(certificate, key, EVP_sha256()) > 0;
	if (fine)
		return certificate;
failed:
	X509_free(certificate);
	return NULL;
}

static void write_hex(const uint8_t *digest, size_t length, char *text)
{
	for (size_t i = 0; i < length; i++) {
		text[2 * i] = "0123456789abcdef"[digest[i] >> 4];
		text[2 * i + 1] = "0123456789abcdef"[digest[i] & 15];
	}
	text[2 * length] = '\0';
}

static bool make_identity(struct dtls_context *context)
{
	EVP_PKEY *key = EVP_EC_gen("P-256");
	X509 *certificate = key ? new_certificate(key) : NULL;
	uint8_t digest[EVP_MAX_MD_SIZE];
	unsigned length = 0;
	bool fine = certificate && SSL_CTX_use_certificate(context->ssl, certificate) == 1 &&
		    SSL_CTX_use_PrivateKey(context->ssl, key) == 1 &&
		    X509_digest(certificate, EVP_sha256(), digest, &length) == 1;

	if (fine)
		write_hex(digest, 32, context->fingerprint);
	X509_free(certificate);
	EVP_PKEY_free(key);
	return fine;
}

static bool configure(struct dtls_context *context)
{
	SSL_CTX *ssl = context->ssl;

	SSL_CTX_set_app_data(ssl, context);
	SSL_CTX_set_min_proto_version(ssl, DTLS1_2_VERSION);
	SSL_CTX_set_options(ssl, SSL_OP_NO_TICKET | SSL_OP_NO_RENEGOTIATION | SSL_OP_NO_QUERY_MTU |
					 SSL_OP_CIPHER_SERVER_PREFERENCE);
	SSL_CTX_set_session_cache_mode(ssl, SSL_SESS_CACHE_OFF);
	SSL_CTX_set_verify(ssl, SSL_VERIFY_PEER | SSL_VERIFY_FAIL_IF_NO_PEER_CERT, take_any);
	SSL_CTX_set_cookie_generate_cb(ssl, make_cookie);
	SSL_CTX_set_cookie_verify_cb(ssl, check_cookie);
	SSL_CTX_set_read_ahead(ssl, 1);
	/* WebRTC's own (RFC 8827 §6.5), and what phones have beside. */
	return SSL_CTX_set_cipher_list(ssl, "ECDHE+AESGCM:ECDHE+CHACHA20:ECDHE+AES:!aNULL:!SHA1") ==
		       1 &&
	       SSL_CTX_set_tlsext_use_srtp(ssl,
					   "SRTP_AEAD_AES_128_GCM:SRTP_AEAD_AES_256_GCM:"
					   "SRTP_AES128_CM_SHA1_80:SRTP_AES128_CM_SHA1_32") == 0 &&
	       RAND_bytes(context->cookie_key, COOKIE) == 1;
}

int dtls_context_new(struct dtls_context **out)
{
	struct dtls_context *context = calloc(1, sizeof *context);

	if (context == NULL)
		return -ENOMEM;
	context->wire = new_wire();
	context->ssl = SSL_CTX_new(DTLS_method());
	if (context->wire == NULL || context->ssl == NULL || !configure(context) ||
	    !make_identity(context)) {
		dtls_context_free(context);
		return -ENOMEM;
	}
	*out = context;
	return 0;
}

void dtls_context_free(struct dtls_context *context)
{
	if (context == NULL)
		return;
	SSL_CTX_free(context->ssl);
	BIO_meth_free(context->wire);
	OPENSSL_cleanse(context, sizeof *context);
	free(context);
}

void dtls_fingerprint(const struct dtls_context *context, char text[65])
{
	memcpy(text, context->fingerprint, sizeof context->fingerprint);
}

static const EVP_MD *hash_of(uint8_t hash)
{
	switch (hash) {
	case MEDIA_SHA_256:
		return EVP_sha256();
	case MEDIA_SHA_384:
		return EVP_sha384();
	case MEDIA_SHA_512:
		return EVP_sha512();
	default:
		return NULL;
	}
}

size_t dtls_digest_length(uint8_t hash)
{
	const EVP_MD *md = hash_of(hash);

	return md ? (size_t)EVP_MD_get_size(md) : 0;
}

/* ---- an association ---- */

static SSL *new_ssl(struct dtls *dtls)
{
	SSL *ssl = SSL_new(dtls->context->ssl);
	BIO *wire = BIO_new(dtls->context->wire);

	if (ssl == NULL || wire == NULL) {
		BIO_free(wire);
		SSL_free(ssl);
		return NULL;
	}
	BIO_set_data(wire, dtls);
	SSL_set_bio(ssl, wire, wire);
	SSL_set_app_data(ssl, dtls);
	SSL_set_mtu(ssl, DTLS_LARGEST);
	if (dtls->setup.cookie)
		SSL_set_options(ssl, SSL_OP_COOKIE_EXCHANGE);
	if (dtls->setup.active)
		SSL_set_connect_state(ssl);
	else
		SSL_set_accept_state(ssl);
	return ssl;
}

int dtls_new(struct dtls_context *context, const struct dtls_setup *setup, struct dtls **out)
{
	struct dtls *dtls = calloc(1, sizeof *dtls);

	if (dtls == NULL)
		return -ENOMEM;
	dtls->context = context;
	dtls->setup = *setup;
	dtls->tries = setup->active ? 1 : TRIES;
	dtls->ssl = new_ssl(dtls);
	if (dtls->ssl == NULL) {
		free(dtls);
		return -ENOMEM;
	}
	*out = dtls;
	return 0;
}

void dtls_free(struct dtls *dtls)
{
	if (dtls == NULL)
		return;
	SSL_free(dtls->ssl);
	OPENSSL_cleanse(dtls, sizeof *dtls);
	free(dtls);
}

static bool is_signalled_peer(const struct dtls *dtls)
{
	X509 *certificate = SSL_get0_peer_certificate(dtls->ssl);
	const EVP_MD *hash = hash_of(dtls->setup.hash);
	uint8_t digest[EVP_MAX_MD_SIZE];
	unsigned length = 0;

	return certificate && hash && X509_digest(certificate, hash, digest, &length) == 1 &&
	       CRYPTO_memcmp(digest, dtls->setup.digest, length) == 0;
}

static uint8_t suite_of(const SRTP_PROTECTION_PROFILE *profile)
{
	switch (profile ? profile->id : 0) {
	case SRTP_AES128_CM_SHA1_80:
		return MEDIA_AES_CM_128_HMAC_SHA1_80;
	case SRTP_AES128_CM_SHA1_32:
		return MEDIA_AES_CM_128_HMAC_SHA1_32;
	case SRTP_AEAD_AES_128_GCM:
		return MEDIA_AEAD_AES_128_GCM;
	case SRTP_AEAD_AES_256_GCM:
		return MEDIA_AEAD_AES_256_GCM;
	default:
		return MEDIA_NO_SUITE;
	}
}

/* RFC 5764 §4.2: keys of client and server, then their salts. */
static bool export_keys(struct dtls *dtls)
{
	static const char label[] = "EXTRACTOR-dtls_srtp";
	uint8_t suite = suite_of(SSL_get_selected_srtp_profile(dtls->ssl));
	size_t whole = seal_key_length(suite);
	size_t salt = suite == MEDIA_AEAD_AES_128_GCM || suite == MEDIA_AEAD_AES_256_GCM ? 12 : 14;
	size_t key = whole - salt;
	uint8_t material[2 * SEAL_LONGEST_KEY];
	uint8_t *client = dtls->setup.active ? dtls->keys.local : dtls->keys.remote;
	uint8_t *server = dtls->setup.active ? dtls->keys.remote : dtls->keys.local;

	if (whole == 0 || SSL_export_keying_material(dtls->ssl, material, 2 * whole, label,
						     sizeof label - 1, NULL, 0, 0) != 1)
		return false;
	dtls->keys.suite = suite;
	memcpy(client, material, key);
	memcpy(server, material + key, key);
	memcpy(client + key, material + 2 * key, salt);
	memcpy(server + key, material + 2 * key + salt, salt);
	OPENSSL_cleanse(material, sizeof material);
	return true;
}

static enum dtls_state fail(struct dtls *dtls, int error)
{
	dtls->error = error;
	dtls->state = DTLS_FAILED;
	return dtls->state;
}

/* Whoever sent nonsense may not be the peer: it can begin anew. */
static enum dtls_state try_again(struct dtls *dtls)
{
	SSL *ssl = --dtls->tries > 0 ? new_ssl(dtls) : NULL;

	if (ssl == NULL)
		return fail(dtls, -EPROTO);
	SSL_free(dtls->ssl);
	dtls->ssl = ssl;
	return DTLS_SHAKING;
}

static enum dtls_state go_on(struct dtls *dtls)
{
	int result;

	ERR_clear_error();
	if (dtls->state ==
	    DTLS_KEYED) { /* only that the last flight may be asked for again, or an end be told */
		uint8_t nothing[64];

		(void)SSL_read(dtls->ssl, nothing, sizeof nothing);
		return dtls->state;
	}
	result = SSL_do_handshake(dtls->ssl);
	if (result != 1)
		return SSL_get_error(dtls->ssl, result) == SSL_ERROR_WANT_READ ? DTLS_SHAKING
									       : try_again(dtls);
	if (!is_signalled_peer(dtls))
		return fail(dtls, -EACCES);
	if (!export_keys(dtls))
		return fail(dtls, -EPROTO);
	dtls->state = DTLS_KEYED;
	return dtls->state;
}

enum dtls_state dtls_feed(struct dtls *dtls, const void *from, size_t from_length,
			  const uint8_t *data, size_t length)
{
	if (dtls->state == DTLS_FAILED)
		return dtls->state;
	if (from_length <= LONGEST_ADDRESS) {
		memcpy(dtls->from, from, from_length);
		dtls->from_length = from_length;
	}
	dtls->data = data;
	dtls->length = length;
	(void)go_on(dtls);
	/* With read ahead, what one datagram holds beside the first record waits inside. */
	dtls->length = 0;
	return dtls->state;
}

enum dtls_state dtls_late(struct dtls *dtls)
{
	if (dtls->state == DTLS_FAILED)
		return dtls->state;
	ERR_clear_error();
	if (DTLSv1_handle_timeout(dtls->ssl) < 0)
		return fail(dtls, -ETIMEDOUT);
	return dtls->state;
}

int dtls_due_ms(struct dtls *dtls)
{
	struct timeval left;

	if (dtls->state == DTLS_FAILED || !DTLSv1_get_timeout(dtls->ssl, &left))
		return -1;
	return (int)(left.tv_sec * 1000 + (left.tv_usec + 999) / 1000);
}

size_t dtls_pull(struct dtls *dtls, uint8_t *out)
{
	const struct datagram *slot = &dtls->flight[dtls->first];

	if (dtls->count == 0)
		return 0;
	dtls->first = (dtls->first + 1) % FLIGHT;
	dtls->count--;
	memcpy(out, slot->data, slot->length);
	return slot->length;
}

int dtls_error(const struct dtls *dtls)
{
	return dtls->error;
}

void dtls_keys(const struct dtls *dtls, struct media_keys *out)
{
	*out = dtls->keys;
}
