# What developers and CI run. Prerequisites: Debian 12, make, Node >= 20 with npm; scripts/bootstrap gets the rest.

arch := $(patsubst x86_64,x64,$(patsubst aarch64,arm64,$(shell uname -m)))
export PATH := $(CURDIR)/node_modules/node-linux-$(arch)/bin:$(CURDIR)/node_modules/.bin:$(PATH)

.PHONY: help run test test-long bench demo lint format clean

help: ## this list
	@sed -n 's/^\([a-z-]*\):.*## /  make \1\t/p' Makefile | expand -t 20

run: ready-run ## start the telephone server here; Ctrl-C stops it
	@exec bin/strowger run

test: ready-test ## every test that fits in fifteen minutes
	@node scripts/run-tests.ts

test-long: ready-test-long ## clean root, sanitizers, fuzzing, soak: an hour or more
	@node scripts/run-tests.ts --long

bench: ready-bench ## measure against the budgets of docs/performance.md
	@node scripts/run-benches.ts

demo: ready-demo ## telephones call each other through the server, and say what they hear
	@node firmware/demo/main.ts

lint: ready-lint ## types, format, import direction, clock, dead files, links, C
	@scripts/lint

format: ready-lint ## put TypeScript, JSON and C into the common form
	@biome check --write
	@clang-format -i --style=file:hal/.clang-format $$(git ls-files "hal/*/*.[ch]" "drivers/*.[ch]" "test/*.[ch]" | grep -v sim/sim.h)

clean: ## remove what was built; packages stay
	rm -rf build .tap

ready-%:
	+@scripts/bootstrap $*
