#!/bin/sh
# Makes .venv and installs the pinned packages into it:  sh scripts/install.sh run|test
#
# Plain sh, because it runs before anything is there. The pins carry hashes, so any index or
# mirror may serve them. A second call returns at once while the requirements are the same.
set -eu
cd "$(dirname "$0")/.."

wanted=$1
requirements=requirements/$wanted.txt
# A copy of what was installed last: the stamp that makes the second run quick.
stamp=.venv/installed-$wanted.txt

say() { printf '%s\n' "$*" >&2; }

recent() { "$1" -c 'import sys; sys.exit(sys.version_info < (3, 11))' >/dev/null 2>&1; }

if recent .venv/bin/python && cmp -s "$requirements" "$stamp"; then
    exit 0
fi

python=
for candidate in python3 python3.14 python3.13 python3.12 python3.11 python; do
    if recent "$candidate"; then
        python=$(command -v "$candidate")
        break
    fi
done
if [ -z "$python" ]; then
    found=$(python3 --version 2>/dev/null || echo 'no python3')
    say "Imprimatur needs Python 3.11 or newer, and $found is what is here: install python3.11 (or newer) and run this again."
    exit 1
fi

uv=
# A launcher may be on the path without a uv behind it.
if uv --version >/dev/null 2>&1; then uv=yes; fi

can_make_environments() { "$python" -c 'import ensurepip, venv' >/dev/null 2>&1; }
# Debian splits pip from venv: with the one and without the other, pip installs from outside.
can_install_from_outside() {
    "$python" -c 'import venv' >/dev/null 2>&1 && \
        "$python" -m pip --python "$python" --version >/dev/null 2>&1
}

if [ "$wanted" = test ] && [ -z "$uv" ] && ! can_make_environments && ! can_install_from_outside &&
    [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null 2>&1; then
    say "Installing python3-venv."
    apt-get update -qq </dev/null && DEBIAN_FRONTEND=noninteractive \
        apt-get install -qq -y --no-install-recommends python3-venv </dev/null >/dev/null || true
fi

usable() {
    recent .venv/bin/python && { [ -n "$uv" ] || .venv/bin/python -m pip --version >/dev/null 2>&1 || can_install_from_outside; }
}

if ! usable; then
    say "Making the environment .venv with $("$python" --version)."
    if [ -n "$uv" ]; then
        UV_PYTHON_DOWNLOADS=never uv venv --quiet --clear --python "$python" .venv
    elif can_make_environments; then
        "$python" -m venv --clear .venv
    elif can_install_from_outside; then
        "$python" -m venv --clear --without-pip .venv
    else
        version=$("$python" -c 'import sys; print("%d.%d" % sys.version_info[:2])')
        say "$python cannot make virtual environments here: install its venv package (on Debian and Ubuntu: apt-get install python$version-venv), or uv, and run this again."
        exit 1
    fi
fi

say "Installing the packages of $requirements."
if [ -n "$uv" ]; then
    uv pip install --quiet --python .venv/bin/python --require-hashes -r "$requirements"
elif .venv/bin/python -m pip --version >/dev/null 2>&1; then
    .venv/bin/python -m pip install --quiet --disable-pip-version-check --require-hashes -r "$requirements"
else
    "$python" -m pip --python .venv/bin/python install --quiet --disable-pip-version-check \
        --require-hashes -r "$requirements"
fi
cp "$requirements" "$stamp"
