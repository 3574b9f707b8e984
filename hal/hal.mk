# Native code: included by the top Makefile, and usable alone from the repository root: make -f hal/hal.mk build/libmedia.so
# Needs build-essential libspandsp-dev libspeexdsp-dev libsndfile1-dev; clang for the sanitized variants and the fuzzer.

HAL := $(patsubst %/,%,$(dir $(lastword $(MAKEFILE_LIST))))
HAL_ROOT := $(patsubst %/,%,$(dir $(abspath $(HAL))))
BUILD ?= build

HAL_WARNINGS := -Wall -Wextra -Wshadow -Wconversion -Wmissing-prototypes $(if $(CI),-Werror)
HAL_CFLAGS := -std=gnu11 -D_GNU_SOURCE -g $(HAL_WARNINGS) -fPIC -pthread -fvisibility=hidden -I$(HAL)/include -I$(HAL)/media
HAL_LIBS := -lspandsp -lspeexdsp -lsndfile -lm

MEDIA_SOURCES := $(sort $(wildcard $(HAL)/media/*.c))
MEDIA_NAMES := $(notdir $(MEDIA_SOURCES:.c=))

HAL_CC_plain := $(CC)
HAL_CFLAGS_plain := -O2

# $(call hal_variant,name,directory): objects and library of one way to build
define hal_variant
$(2)/media/%.o: $(HAL)/media/%.c
	@mkdir -p $$(@D)
	$$(HAL_CC_$(1)) $$(HAL_CFLAGS) $$(HAL_CFLAGS_$(1)) $$(CFLAGS) -MMD -MP -c -o $$@ $$<

$(2)/libmedia.so: $(MEDIA_NAMES:%=$(2)/media/%.o)
	$$(HAL_CC_$(1)) -shared -pthread $$(HAL_CFLAGS_$(1)) $$(LDFLAGS) -Wl,-z,relro,-z,now -o $$@ $$^ $$(HAL_LIBS)

-include $(MEDIA_NAMES:%=$(2)/media/%.d)
endef

$(eval $(call hal_variant,plain,$(BUILD)))
