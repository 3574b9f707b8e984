# Native code: included by the top Makefile, and usable alone from the repository root: make -f hal/hal.mk build/libmedia.so
# Needs build-essential libspandsp-dev libopus-dev libspeexdsp-dev libsndfile1-dev libssl-dev, libsrtp2-dev for the tests; clang clang-format clang-tidy libclang-rt-14-dev for
# the sanitized variants, the fuzzer and native-lint.

HAL := $(patsubst %/,%,$(dir $(lastword $(MAKEFILE_LIST))))
HAL_ROOT := $(patsubst %hal,%,$(HAL))# empty, or ending in a slash
BUILD ?= build
CLANG ?= clang
CLANG_FORMAT ?= clang-format
CLANG_TIDY ?= clang-tidy

HAL_WARNINGS := -Wall -Wextra -Wshadow -Wconversion -Wmissing-prototypes $(if $(CI),-Werror)
HAL_CPPFLAGS := -D_GNU_SOURCE -I$(HAL)/include -I$(HAL)/media -I$(HAL)/lines -I$(HAL_ROOT)drivers
HAL_CFLAGS := -std=gnu11 -g $(HAL_WARNINGS) -fPIC -pthread -fvisibility=hidden $(HAL_CPPFLAGS)
# G.729 by bcg729 (GPL-3) in libmedia, which then is GPL-3 as a whole: make STROWGER_G729=1. Needs libbcg729-dev. A change of it builds anew.
HAL_G729 := $(filter 1,$(STROWGER_G729))
HAL_G729_FLAGS := $(HAL_G729:1=-DSTROWGER_G729)
HAL_LIBS := $(HAL_G729:1=-lbcg729) -lspandsp -lopus -lspeexdsp -lsndfile -lssl -lcrypto -lm
# Another's implementation, for tests to compare with.
HAL_TEST_LIBS := -lsrtp2

MEDIA_NAMES := $(sort $(notdir $(patsubst %.c,%,$(wildcard $(HAL)/media/*.c))))
# libhal: lines, drivers, and what it shares with libmedia.
HAL_SHARED := key_in law tone
HAL_LINES := $(sort $(patsubst $(HAL_ROOT)%.c,%,$(wildcard $(HAL)/lines/*.c $(HAL_ROOT)drivers/*/*.c))) \
	$(HAL_SHARED:%=hal/media/%)
HAL_LINES_SUPPORT := test/hal/check test/hal/faults $(sort $(patsubst $(HAL_ROOT)%.c,%,$(filter-out %.test.c %.fuzz.c,\
	$(wildcard $(HAL_ROOT)test/hal/lines/*.c))))
HAL_LINES_TESTS := $(sort $(patsubst $(HAL_ROOT)%.test.c,%,$(wildcard $(HAL_ROOT)test/hal/lines/*.test.c \
	$(HAL_ROOT)test/conformance/hal-*.test.c)))
# Drivers by themselves, in a rig in the place of libhal.
HAL_DRIVERS := $(filter drivers/%,$(HAL_LINES))
HAL_RIG := test/hal/check test/hal/faults $(sort $(patsubst $(HAL_ROOT)%.c,%,$(filter-out %.test.c,\
	$(wildcard $(HAL_ROOT)test/drivers/*/*.c))))
HAL_DRIVER_TESTS := $(sort $(patsubst $(HAL_ROOT)%.test.c,%,$(wildcard $(HAL_ROOT)test/drivers/*/*.test.c)))
HAL_TEST_CPPFLAGS := -I$(HAL_ROOT)test/hal -I$(HAL_ROOT)drivers/sim
HAL_TEST_SUPPORT := check ear faults line-file peer
HAL_TESTS := $(sort $(notdir $(patsubst %.test.c,%,$(wildcard $(HAL_ROOT)test/hal/*.test.c))))
# What the tests make fail in turn: memory, descriptors, threads.
HAL_WRAPPED := malloc calloc aligned_alloc strdup mmap socket bind setsockopt getrandom pipe2 eventfd timerfd_create epoll_create1 \
	pthread_create
HAL_WRAP_FLAGS := $(HAL_WRAPPED:%=-Wl,--wrap=%)

HAL_CC_plain = $(CC)
HAL_CFLAGS_plain := -O2
HAL_CC_asan = $(CLANG)
HAL_CFLAGS_asan := -O1 -fsanitize=address,undefined -fno-sanitize-recover=all -fno-omit-frame-pointer
HAL_CC_tsan = $(CLANG)
HAL_CFLAGS_tsan := -O1 -fsanitize=thread -fno-omit-frame-pointer -DSTROWGER_TSAN

# $(call hal_variant,name,directory): the library and its tests, built one way
define hal_variant
$(2)/hal/media/codec.o $(2)/hal/media/codec_g729.o: HAL_CFLAGS += $(HAL_G729_FLAGS)
$(2)/hal/media/codec.o $(2)/hal/media/codec_g729.o: $(2)/g729
$(2)/hal/%.o: $(HAL)/%.c
	@mkdir -p $$(@D)
	$$(HAL_CC_$(1)) $$(HAL_CFLAGS) $$(HAL_CFLAGS_$(1)) $$(CFLAGS) -MMD -MP -c -o $$@ $$<

$(2)/drivers/%.o: $(HAL_ROOT)drivers/%.c
	@mkdir -p $$(@D)
	$$(HAL_CC_$(1)) $$(HAL_CFLAGS) $$(HAL_CFLAGS_$(1)) $$(CFLAGS) -MMD -MP -c -o $$@ $$<

# Says how libmedia was built, and is newer than it when that changes.
$(2)/g729: $(if $(filter x$(HAL_G729),x$(shell cat $(2)/g729 2>/dev/null)),,FORCE)
	@mkdir -p $$(@D)
	@echo '$(HAL_G729)' >$$@

$(2)/libhal.so: $(HAL_LINES:%=$(2)/%.o)
	$$(HAL_CC_$(1)) -shared -pthread $$(HAL_CFLAGS_$(1)) $$(LDFLAGS) -Wl,-z,relro,-z,now -o $$@ $$^ -lspandsp -lm

$(2)/libmedia.so: $(MEDIA_NAMES:%=$(2)/hal/media/%.o)
	$$(HAL_CC_$(1)) -shared -pthread $$(HAL_CFLAGS_$(1)) $$(LDFLAGS) -Wl,-z,relro,-z,now -o $$@ $$^ $$(HAL_LIBS)

$(2)/test/%.o: $(HAL_ROOT)test/%.c
	@mkdir -p $$(@D)
	$$(HAL_CC_$(1)) $$(HAL_CFLAGS) $$(HAL_TEST_CPPFLAGS) $$(HAL_CFLAGS_$(1)) $$(CFLAGS) -MMD -MP -c -o $$@ $$<

$(HAL_TESTS:%=$(2)/test/hal/%): $(2)/test/hal/%: $(2)/test/hal/%.test.o \
		$(HAL_TEST_SUPPORT:%=$(2)/test/hal/%.o) $(MEDIA_NAMES:%=$(2)/hal/media/%.o)
	$$(HAL_CC_$(1)) -pthread $$(HAL_CFLAGS_$(1)) $$(LDFLAGS) $$(HAL_WRAP_FLAGS) -o $$@ $$^ $$(HAL_LIBS) $$(HAL_TEST_LIBS)

$(2)/test/hal/bustle: $(HAL_TEST_SUPPORT:%=$(2)/test/hal/%.o) $(2)/test/hal/bustle.o $(MEDIA_NAMES:%=$(2)/hal/media/%.o)
	$$(HAL_CC_$(1)) -pthread $$(HAL_CFLAGS_$(1)) $$(LDFLAGS) $$(HAL_WRAP_FLAGS) -o $$@ $$^ $$(HAL_LIBS)

$(2)/native-load: $(2)/test/hal/bustle
	@echo "# $$<"; $$(HAL_RUN_$(1)) $$< $(LOAD_SECONDS)

$(HAL_LINES_TESTS:%=$(2)/%): $(2)/%: $(2)/%.test.o $(HAL_LINES_SUPPORT:%=$(2)/%.o) $(HAL_LINES:%=$(2)/%.o)
	$$(HAL_CC_$(1)) -pthread $$(HAL_CFLAGS_$(1)) $$(LDFLAGS) $$(HAL_WRAP_FLAGS) -o $$@ $$^ -lspandsp -lm

$(HAL_DRIVER_TESTS:%=$(2)/%): $(2)/%: $(2)/%.test.o $(HAL_RIG:%=$(2)/%.o) $(HAL_DRIVERS:%=$(2)/%.o) \
		$(HAL_SHARED:%=$(2)/hal/media/%.o)
	$$(HAL_CC_$(1)) -pthread $$(HAL_CFLAGS_$(1)) $$(LDFLAGS) $$(HAL_WRAP_FLAGS) -o $$@ $$^ -lspandsp -lm

$(2)/native-test: $(HAL_TESTS:%=$(2)/test/hal/%) $(HAL_LINES_TESTS:%=$(2)/%) $(HAL_DRIVER_TESTS:%=$(2)/%)
	@for test in $$^; do echo "# $$$$test"; $$(HAL_RUN_$(1)) $$$$test || exit 1; done

.SECONDARY: $(HAL_TESTS:%=$(2)/test/hal/%.test.o) $(HAL_TEST_SUPPORT:%=$(2)/test/hal/%.o) \
	$(HAL_LINES_TESTS:%=$(2)/%.test.o) $(HAL_LINES_SUPPORT:%=$(2)/%.o) \
	$(HAL_DRIVER_TESTS:%=$(2)/%.test.o) $(HAL_RIG:%=$(2)/%.o)
.PHONY: $(2)/native-test $(2)/native-load

-include $(MEDIA_NAMES:%=$(2)/hal/media/%.d) $(HAL_TESTS:%=$(2)/test/hal/%.test.d) \
	$(HAL_TEST_SUPPORT:%=$(2)/test/hal/%.d) $(2)/test/hal/bustle.d $(HAL_LINES:%=$(2)/%.d) $(HAL_LINES_TESTS:%=$(2)/%.test.d) \
	$(HAL_LINES_SUPPORT:%=$(2)/%.d) $(HAL_DRIVER_TESTS:%=$(2)/%.test.d) $(HAL_RIG:%=$(2)/%.d)
endef

# The media library with all that it can at once, under each sanitizer: make native-load LOAD_SECONDS=3600
LOAD_SECONDS ?= 30

HAL_RUN_plain :=
HAL_RUN_asan := UBSAN_OPTIONS=print_stacktrace=1
# The address layout that newer kernels choose at random is more than this TSan can map.
HAL_RUN_tsan := TSAN_OPTIONS=halt_on_error=1 setarch -R

.PHONY: FORCE
FORCE:
$(eval $(call hal_variant,plain,$(BUILD)))
$(eval $(call hal_variant,asan,$(BUILD)/asan))
$(eval $(call hal_variant,tsan,$(BUILD)/tsan))

.PHONY: native native-test native-test-sanitized native-load native-lint native-fuzz native-bench
native: $(BUILD)/libmedia.so $(BUILD)/libhal.so
native-test: $(BUILD)/native-test
native-test-sanitized: $(BUILD)/asan/native-test $(BUILD)/tsan/native-test
native-load: $(BUILD)/asan/native-load $(BUILD)/tsan/native-load

# What G.729 changes, with both libraries: make native-test-g729 STROWGER_G729=1 BUILD=build/with-g729
G729_TESTS := $(BUILD)/asan/test/hal/g729 $(BUILD)/asan/test/hal/codecs
.PHONY: native-test-g729
native-test-g729: native $(G729_TESTS) $(BUILD)/fuzz/codecs
	@mkdir -p $(BUILD)/fuzz/payloads
	@for test in $(G729_TESTS); do echo "# $$test"; $(HAL_RUN_asan) $$test || exit 1; done
	$(BUILD)/fuzz/codecs -max_total_time=$(FUZZ_SECONDS) -max_len=4096 -artifact_prefix=$(BUILD)/fuzz/ $(BUILD)/fuzz/payloads

HAL_C_FILES := $(wildcard $(HAL)/include/strowger/*.h $(HAL)/media/*.[ch] $(HAL)/lines/*.[ch] $(HAL_ROOT)drivers/*/*.[ch] \
	$(HAL_ROOT)test/hal/*.[ch] $(HAL_ROOT)test/hal/lines/*.[ch] $(HAL_ROOT)test/conformance/*.[ch] \
	$(HAL_ROOT)test/drivers/*/*.[ch] $(HAL_ROOT)test/bench/media*.c)
# The contracts are laid out by hand.
HAL_FORMATTED := $(filter-out $(HAL)/include/strowger/%.h %/sim/sim.h,$(HAL_C_FILES))

# A file is looked at again only when it, or a header, has changed.
HAL_TIDIED := $(patsubst $(HAL_ROOT)%,$(BUILD)/tidy/%.stamp,$(filter %.c,$(HAL_C_FILES)))
$(HAL_TIDIED): $(BUILD)/tidy/%.stamp: $(HAL_ROOT)% $(filter %.h,$(HAL_C_FILES)) $(HAL)/.clang-tidy
	@mkdir -p $(@D)
	$(CLANG_TIDY) --quiet --config-file=$(HAL)/.clang-tidy $< -- -std=gnu11 $(HAL_CPPFLAGS) $(HAL_TEST_CPPFLAGS)
	@touch $@

native-lint: $(HAL_TIDIED)
	$(CLANG_FORMAT) --dry-run --Werror --style=file:$(HAL)/.clang-format $(HAL_FORMATTED)

# Everything that bytes from outside reach first. Seconds of fuzzing: make native-fuzz FUZZ_SECONDS=3600
FUZZ_SECONDS ?= 30
FUZZ_PARSERS := address hearing key_in rtcp rtp reception learner jitter conceal law hmac ice seal stun xr

$(BUILD)/fuzz/media-packets: $(HAL_ROOT)test/hal/packets.fuzz.c $(FUZZ_PARSERS:%=$(HAL)/media/%.c)
	@mkdir -p $(@D)
	$(CLANG) $(HAL_CFLAGS) -O1 -fsanitize=fuzzer,address,undefined -fno-sanitize-recover=all -o $@ $^ -lspandsp -lcrypto -lm

$(BUILD)/fuzz/dtls: $(HAL_ROOT)test/hal/dtls.fuzz.c $(HAL)/media/dtls.c $(HAL)/media/seal.c $(HAL)/media/hmac.c
	@mkdir -p $(@D)
	$(CLANG) $(HAL_CFLAGS) -O1 -fsanitize=fuzzer,address,undefined -fno-sanitize-recover=all -o $@ $^ -lssl -lcrypto

$(BUILD)/fuzz/caller-id: $(HAL_ROOT)test/hal/lines/caller-id.fuzz.c $(HAL)/lines/caller_id.c
	@mkdir -p $(@D)
	$(CLANG) $(HAL_CFLAGS) -O1 -fsanitize=fuzzer,address,undefined -fno-sanitize-recover=all -o $@ $^

FUZZ_CODECS := coder jitter conceal law $(patsubst $(HAL)/media/%.c,%,$(wildcard $(HAL)/media/codec*.c))
$(BUILD)/fuzz/codecs: $(HAL_ROOT)test/hal/codecs.fuzz.c $(FUZZ_CODECS:%=$(HAL)/media/%.c)
	@mkdir -p $(@D)
	$(CLANG) $(HAL_CFLAGS) $(HAL_G729_FLAGS) -O1 -fsanitize=fuzzer,address,undefined -fno-sanitize-recover=all -o $@ $^ \
		$(HAL_G729:1=-lbcg729) -lspandsp -lopus

$(BUILD)/fuzz/files: $(HAL_ROOT)test/hal/files.fuzz.c $(HAL)/media/wav.c
	@mkdir -p $(@D)
	$(CLANG) $(HAL_CFLAGS) -O1 -fsanitize=fuzzer,address,undefined -fno-sanitize-recover=all -o $@ $^ -lsndfile -lspeexdsp

native-fuzz: $(BUILD)/fuzz/media-packets $(BUILD)/fuzz/caller-id $(BUILD)/fuzz/codecs $(BUILD)/fuzz/dtls $(BUILD)/fuzz/files
	@mkdir -p $(BUILD)/fuzz/corpus $(BUILD)/fuzz/recordings $(BUILD)/fuzz/callers $(BUILD)/fuzz/payloads $(BUILD)/fuzz/handshakes
	$< -max_total_time=$(FUZZ_SECONDS) -max_len=1600 -artifact_prefix=$(BUILD)/fuzz/ $(BUILD)/fuzz/corpus $(HAL_ROOT)test/hal/seeds/packets
	$(BUILD)/fuzz/caller-id -max_total_time=$$(($(FUZZ_SECONDS) / 10 + 1)) -max_len=256 -artifact_prefix=$(BUILD)/fuzz/ $(BUILD)/fuzz/callers
	$(BUILD)/fuzz/codecs -max_total_time=$$(($(FUZZ_SECONDS) / 2 + 1)) -max_len=4096 -artifact_prefix=$(BUILD)/fuzz/ $(BUILD)/fuzz/payloads
	$(BUILD)/fuzz/dtls -max_total_time=$$(($(FUZZ_SECONDS) / 4 + 1)) -max_len=4096 -artifact_prefix=$(BUILD)/fuzz/ $(BUILD)/fuzz/handshakes $(HAL_ROOT)test/hal/seeds/dtls
	$(BUILD)/fuzz/files -max_total_time=$$(($(FUZZ_SECONDS) / 4 + 1)) -max_len=4096 -artifact_prefix=$(BUILD)/fuzz/ $(BUILD)/fuzz/recordings $(HAL_ROOT)test/hal/seeds/files

$(BUILD)/media-bench: $(HAL_ROOT)test/bench/media-bench.c $(MEDIA_NAMES:%=$(BUILD)/hal/media/%.o)
	$(CC) $(HAL_CFLAGS) -O2 $(LDFLAGS) -pthread -o $@ $^ $(HAL_LIBS)

native-bench: $(BUILD)/media-bench $(BUILD)/test/hal/jitter
	$<
	@echo "jitter buffer, five minutes each by virtual time:"
	@SHOW=1 $(BUILD)/test/hal/jitter | sed -n 's/^# /  /p'
