# `make run` opens Lookbook, `make test` runs every test: both first install what they miss.

GO ?= go
# One build mode for the program and its tests: Fyne's C code is compiled once.
TAGS := migrated_fynedo
BIN := bin/lookbook$(shell $(GO) env GOEXE 2>/dev/null)
ARTIFACTS ?= $(CURDIR)/artifacts

STATICCHECK := honnef.co/go/tools/cmd/staticcheck@v0.8.2
GOFUMPT := mvdan.cc/gofumpt@v0.12.0
NFPM := github.com/goreleaser/nfpm/v2/cmd/nfpm@v2.45.1
CYCLONEDX := github.com/CycloneDX/cyclonedx-gomod/cmd/cyclonedx-gomod@v1.9.0
ACTIONLINT := github.com/rhysd/actionlint/cmd/actionlint@v1.7.8
GOVULNCHECK := golang.org/x/vuln/cmd/govulncheck@v1.1.4
WINRES := github.com/tc-hib/go-winres@v0.3.3

VERSION = $(shell .ci/version)
LDFLAGS = -X main.linked=$(VERSION)
# The tests of the built program have a target of their own.
UNIT = $(filter-out lookbook/app/test/e2e lookbook/app/test/desktop,$(shell $(GO) list -tags $(TAGS) ./...))

.DEFAULT_GOAL := help
# Two set-ups at once would wait for each other's package lock.
.NOTPARALLEL:
.PHONY: help run demo build dev test unit unit-portable e2e race faults bench fuzz lint vet vet-others staticcheck format shellcheck metadata workflows \
	vulns package package-check package-windows man icons screenshots clean \
	setup-build setup-test setup-bench setup-lint setup-package setup-check setup-package-windows

help: ## this list
	@sed -n 's/^\([a-z-]*\):.*## /\1	/p' $(MAKEFILE_LIST) | expand -t 17

run: build ## build Lookbook and open its window
	@$(BIN)

demo: build ## open the demo: pictures drawn on this computer, no key, no network
	@$(BIN) -demo

build: setup-build ## build bin/lookbook
	@test -e $(BIN) || echo "Building Lookbook. The first time takes a few minutes."
	@$(GO) build -tags $(TAGS) -ldflags "$(LDFLAGS)" -o $(BIN) .

# Without the tag Fyne reports every call that touches the window from the wrong goroutine.
dev: setup-build ## build and run with Fyne's check for calls from the wrong goroutine
	@$(GO) build -o bin/lookbook-dev . && bin/lookbook-dev

test: unit e2e ## run every test

unit: setup-test
	@$(GO) test -tags $(TAGS) -timeout 20m $(UNIT)

# What can be tested on every system: not the window, whose pictures differ with the processor's rounding, and not the
# program from outside.
PORTABLE = $(filter-out lookbook lookbook/app/test/% lookbook/app/ui lookbook/app/ui/% lookbook/widgets lookbook/widgets/%,$(UNIT))
unit-portable: setup-build ## run the tests that need neither a screen nor Linux
	@$(GO) test -tags $(TAGS) -timeout 20m $(PORTABLE)

e2e: setup-test build ## test the built program from outside, in a window on a screen of its own
	@LOOKBOOK_BIN="$(CURDIR)/$(BIN)" ARTIFACTS="$(ARTIFACTS)" \
		$(GO) test -tags $(TAGS) -count=1 -v -timeout 25m ./app/test/desktop ./app/test/e2e

# SQLite is C that was translated to Go: it has locks of its own, and watching it makes the tests three times slower.
UNWATCHED := modernc.org/sqlite/lib modernc.org/libc
race: setup-test ## run the tests with the race detector
	@$(GO) test -tags $(TAGS) -race $(UNWATCHED:%=-gcflags=%=-race=false) -timeout 60m $(UNIT)

KILLS ?= 200
faults: setup-build ## kill Lookbook's engine 200 times, cut its connections, fill its disk (KILLS=200)
	@FAULTS_KILLS=$(KILLS) FAULTS_SEED=$${FAULTS_SEED:-$$(date +%s)} STORM_SEED=$${STORM_SEED:-$$(date +%s)000} \
		$(GO) test -tags $(TAGS) -count=1 -v -timeout 20m ./app/test/faults && \
		FAULTS_KILLS=$(KILLS) $(GO) test -tags $(TAGS) -count=1 -v -timeout 20m -run TestCommandsAreKilled ./app/command

# BENCH=search,scroll runs these rows only; BENCH_README=1 puts the table into the README.
BENCH ?=
bench: setup-bench build ## measure Lookbook beside what one would use instead (BENCH=search,scroll; BENCH_README=1)
	@mkdir -p "$(ARTIFACTS)"
	@$(GO) test -c -tags $(TAGS) -o bin/bench ./app/test/bench
	@LOOKBOOK_BIN="$(CURDIR)/$(BIN)" ARTIFACTS="$(ARTIFACTS)" bin/bench -measure -table "$(ARTIFACTS)/bench.md" $(if $(BENCH_README),-readme README.md) $(BENCH)

SECONDS_EACH ?= 60
fuzz: setup-build ## run every fuzz target for a minute (SECONDS_EACH=60)
	@.ci/fuzz $(SECONDS_EACH) $(TAGS)

lint: vet vet-others staticcheck format shellcheck metadata workflows ## go vet for three systems, staticcheck, gofumpt, shellcheck, actionlint, desktop file and metainfo

vet: setup-build
	@$(GO) vet -tags $(TAGS) ./...

# Fyne's window is C, which needs the headers of its system. These tags put drivers without C in its place, so
# that every package and test of ours is checked for the other systems; what is left out are files of ours that use C.
vet-others:
	@CGO_ENABLED=0 GOOS=windows $(GO) vet -tags $(TAGS),ci ./...
	@CGO_ENABLED=0 GOOS=darwin $(GO) vet -tags $(TAGS),ci,mobile ./...

vulns: setup-build ## look for known vulnerabilities in what the program uses (asks vuln.go.dev)
	@$(GO) run $(GOVULNCHECK) -tags $(TAGS) ./...

staticcheck: setup-build
	@$(GO) run $(STATICCHECK) -tags $(TAGS) ./...

format:
	@unformatted=$$($(GO) run $(GOFUMPT) -l .) || exit 1; \
		test -z "$$unformatted" || { echo "gofumpt would change:"; echo "$$unformatted"; exit 1; }

shellcheck: setup-lint
	@if command -v shellcheck >/dev/null; then shellcheck .ci/setup .ci/run .ci/fuzz .ci/checksums .ci/licences .ci/package .ci/version .ci/linux/* .ci/macos/* .ci/windows/*; fi

metadata: setup-lint
	@.ci/linux/metadata

workflows: setup-lint
	@$(GO) run $(ACTIONLINT)

package: setup-build setup-package ## package Lookbook for this system, into dist/
	@GO="$(GO)" NFPM="$(NFPM)" CYCLONEDX="$(CYCLONEDX)" TAGS="$(TAGS)" VERSION="$(VERSION)" WINRES="$(WINRES)" .ci/package

package-check: setup-check ## install, start and remove the packages in dist/ in a clean Debian (as root; SUITE=trixie)
	@VERSION="$(VERSION)" ARTIFACTS="$(ARTIFACTS)" .ci/linux/check

package-windows: setup-build setup-package-windows ## cross-build the Windows zip and installer, into dist/
	@GO="$(GO)" CYCLONEDX="$(CYCLONEDX)" TAGS="$(TAGS)" VERSION="$(VERSION)" WINRES="$(WINRES)" .ci/windows/package

man: build ## write the manual page and the shells' completions into dist/
	@mkdir -p dist
	@$(BIN) man > dist/lookbook.1
	@for shell in bash zsh fish; do $(BIN) completion $$shell > dist/lookbook.$$shell; done

icons: ## draw the icon's PNG files from its SVG files (needs rsvg-convert)
	@for size in 1024 512 256 128 64; do \
		rsvg-convert -w $$size -h $$size assets/icon/icon.svg -o assets/icon/icon-$$size.png; done
	@for size in 48 32 16; do \
		rsvg-convert -w $$size -h $$size assets/icon/icon-small.svg -o assets/icon/icon-$$size.png; done

screenshots: setup-test build ## take the README's screenshots anew
	@LOOKBOOK_BIN="$(CURDIR)/$(BIN)" ARTIFACTS="$(ARTIFACTS)" \
		$(GO) test -tags $(TAGS) -count=1 -run TestWebsiteJobs ./app/test/e2e
	@mkdir -p assets/screenshots
	@cp "$(ARTIFACTS)"/TestWebsiteJobs/*-dark-1440x900.png assets/screenshots/lookbook-dark.png
	@cp "$(ARTIFACTS)"/TestWebsiteJobs/*-light-1440x900.png assets/screenshots/lookbook-light.png

clean: ## remove what was built
	@rm -rf bin dist artifacts

setup-build:
	@.ci/setup build

# The tests compile the window too.
setup-test:
	@.ci/setup build test

# The desktop of the tests, and the programs that Lookbook is measured beside.
setup-bench:
	@.ci/setup build test bench

setup-lint:
	@.ci/setup lint

setup-package:
	@.ci/setup package

setup-check:
	@.ci/setup test lint check

setup-package-windows:
	@.ci/setup package-windows
