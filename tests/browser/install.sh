#!/bin/sh
# Sees to a browser for the tests: the system's chromium, else Playwright's own.
# Without either the browser tests are skipped, and the last line of the tests says so.
set -u
venv=$1

has_chromium() {
    command -v chromium >/dev/null || command -v chromium-browser >/dev/null ||
        ls "${PLAYWRIGHT_BROWSERS_PATH:-$HOME/.cache/ms-playwright}"/chromium*/INSTALLATION_COMPLETE \
            >/dev/null 2>&1
}

with_apt() {
    command -v apt-get >/dev/null || return 1
    if [ "$(id -u)" = 0 ]; then root=""; else root="sudo -n"; fi
    $root true 2>/dev/null || return 1
    echo "Installing chromium with apt-get …"
    $root apt-get update -qq &&
        $root env DEBIAN_FRONTEND=noninteractive \
            apt-get install -y -qq --no-install-recommends chromium >/dev/null
}

with_playwright() {
    echo "Installing Playwright's chromium …"
    "$venv/bin/python" -m playwright install chromium-headless-shell >/dev/null 2>&1
}

has_chromium || with_apt || with_playwright || true
