# Makes the prompts that nobody recorded, in build/prompts, when what they are made of has changed (scripts/bootstrap does). Without
# them the server says the next best, so that a synthesiser that is missing stops nobody.

arch := $(patsubst x86_64,x64,$(patsubst aarch64,arm64,$(shell uname -m)))
export PATH := $(CURDIR)/node_modules/node-linux-$(arch)/bin:$(PATH)

# Folders too, because they change when a file goes.
sources := $(shell find firmware/prompts scripts/prompts) scripts/make-prompts.ts

.PHONY: prompts
prompts: build/prompts/.made build/music/.made

build/music/.made: scripts/make-music.ts scripts/prompts/piece.ts scripts/prompts/audio.ts firmware/prompts/hold-music.ts
	@mkdir -p build/music
	@node scripts/make-music.ts && touch $@ || true

build/prompts/.made: $(sources)
	@mkdir -p build/prompts
	@flock build/prompts/.lock node scripts/make-prompts.ts && touch $@ || true
