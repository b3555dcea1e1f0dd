#!/bin/sh
# Finds a Chromium for the browser tests, or installs Debian's where this machine lets us.
set -eu
for name in "${CANDOR_TEST_CHROMIUM:-chromium}" chromium chromium-browser google-chrome; do
    command -v "$name" >/dev/null 2>&1 && exit 0
done
if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null 2>&1; then
    echo "set-up: installing Chromium for the browser tests"
    apt-get update -qq
    DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends chromium >/dev/null
else
    echo "set-up: no Chromium found; the browser tests will fail until one is installed" >&2
fi
