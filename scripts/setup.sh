#!/bin/sh
# Makes .venv with Python 3.10 and the locked dependencies. Does nothing when they are in place already.
# CANDOR_TORCH=default skips the attempt to get PyTorch's CPU build.
set -eu
cd "$(dirname "$0")/.."

stamp=.venv/.lock
wanted=$(cat requirements.lock requirements-torch.lock scripts/setup.sh | cksum)
[ -f "$stamp" ] && [ "$(cat "$stamp")" = "$wanted" ] && exit 0

. scripts/uv.sh
started=$(date +%s)
say() { echo "set-up: $*"; }

find_python() {
    # uv looks at the PATH and at its own downloads; a 3.10 that pyenv keeps is not always on the PATH
    for python in "${PYENV_ROOT:-$HOME/.pyenv}"/versions/3.10*/bin/python; do
        [ -x "$python" ] && { echo "$python"; return; }
    done
    echo 3.10
}

if [ ! -x .venv/bin/python ] || ! .venv/bin/python -c 'import sys; sys.exit(sys.version_info[:2] != (3, 10))'; then
    python=$(find_python)
    say "making .venv with Python 3.10 ($python)"
    "$UV" venv --quiet --clear --python "$python" .venv
fi
rm -f "$stamp"

install() { "$UV" pip install --python .venv/bin/python --no-deps --require-hashes "$@"; }

say "installing the locked dependencies (about 1.2 GB to download when nothing is cached)"
install --requirement requirements.lock

torch_version=$(sed -n 's/^torch==\([0-9.]*\).*/\1/p' requirements-torch.lock)
cpu_build() {
    # Only Linux has a separate CPU build; elsewhere the package index has the right one already.
    [ "$(uname -s)" = Linux ] && [ "${CANDOR_TORCH:-cpu}" = cpu ] || return 1
    say "looking for PyTorch's CPU build"
    UV_HTTP_RETRIES=0 UV_HTTP_CONNECT_TIMEOUT=5 \
        "$UV" pip install --quiet --python .venv/bin/python --no-deps --torch-backend cpu \
        "torch==$torch_version" 2>/dev/null
}
if ! cpu_build; then
    say "installing PyTorch from the package index (on Linux about 2.5 GB more)"
    install --requirement requirements-torch.lock
fi

echo "$wanted" > "$stamp"
say "ready after $(( $(date +%s) - started )) s"
