# Puts Lookbook into your home folder, where menus and the command line find it, and takes it out again:
#
#   make install
#   make uninstall
#
# For everybody on this computer: sudo make install PREFIX=/usr/local. It also runs from here: bin/lookbook.
PREFIX ?= $(HOME)/.local
FILES := $(shell find bin share -type f)

.PHONY: install uninstall
install:
	@for file in $(FILES); do \
		mode=644; case $$file in bin/*) mode=755;; esac; \
		install -D -m $$mode "$$file" "$(DESTDIR)$(PREFIX)/$$file" || exit 1; done
	@echo "Installed. $(PREFIX)/bin has to be in your PATH for the menu entry to work."

uninstall:
	@for file in $(FILES); do rm -f "$(DESTDIR)$(PREFIX)/$$file" || exit 1; done
