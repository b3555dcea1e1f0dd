# Sets UV to a working uv: the one on PATH, or one installed from the package index into .uv/.
# Sourced by setup.sh and lock.sh from the project root.
UV_VERSION=0.13.8
if UV=$(command -v uv); then
    :
elif [ -x .uv/bin/uv ]; then
    UV=.uv/bin/uv
else
    echo "set-up: installing uv $UV_VERSION"
    if python3 -m venv .uv 2>/dev/null; then
        .uv/bin/python -m pip install --quiet --disable-pip-version-check "uv==$UV_VERSION"
    elif python3 -m pip install --quiet --disable-pip-version-check --target .uv "uv==$UV_VERSION"; then
        :
    else
        echo "set-up needs uv, or a Python 3 with pip. Install either and run the command again." >&2
        exit 1
    fi
    UV=.uv/bin/uv
fi
