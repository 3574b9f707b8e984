# Builds the pages into build/web, when one of their files is newer: make -f firmware/web/ui/pages.mk pages (scripts/bootstrap does).

arch := $(patsubst x86_64,x64,$(patsubst aarch64,arm64,$(shell uname -m)))
export PATH := $(CURDIR)/node_modules/node-linux-$(arch)/bin:$(CURDIR)/node_modules/.bin:$(PATH)

# Folders too, because they change when a file goes.
sources := $(shell find firmware/web/ui -name node_modules -prune -o -print) package-lock.json

.PHONY: pages
pages: build/web/index.html

# Built beside, then put in its place: a server that runs meanwhile hands out whole pages.
build/web/index.html: $(sources)
	@mkdir -p build
	@vite build firmware/web/ui --logLevel warn --outDir ../../../build/web.new
	@rm -rf build/web.old && { [ ! -e build/web ] || mv build/web build/web.old; }
	@mv build/web.new build/web && rm -rf build/web.old
