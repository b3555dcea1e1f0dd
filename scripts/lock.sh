#!/bin/sh
# Writes requirements.lock (everything but PyTorch) and requirements-torch.lock (PyTorch and what its
# package-index build needs) from pyproject.toml, with hashes and without index addresses.
# The two are split so that set-up can put PyTorch's much smaller CPU build in place of the second.
set -eu
cd "$(dirname "$0")/.."
. scripts/uv.sh

all=$(mktemp)
trap 'rm -f "$all"' EXIT
"$UV" pip compile --quiet --universal --python-version 3.10 --generate-hashes --no-header --no-annotate \
    --group dev pyproject.toml --output-file "$all" "$@"

awk '
    # a marker that only repeats the supported platforms says nothing
    / ; .*arm64.* or .*aarch64.* or .*x86_64/ { sub(/ ; [^\\]*/, " ") }
    /^[a-z]/ { torch = ($1 ~ /^(torch|triton|nvidia-|cuda-)/) }
    { print > (torch ? "requirements-torch.lock" : "requirements.lock") }
' "$all"
