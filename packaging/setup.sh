#!/usr/bin/env bash
# Makes .venv ready: `packaging/setup.sh demo` to run casefile, `packaging/setup.sh test` to work on it as well.
#
# Does nothing when nothing changed. Installs system packages by apt where it may (root, or sudo without a password);
# otherwise names what is missing and stops with exit 3. Python packages come from the lock files, each with its hash.
set -euo pipefail
cd "$(dirname "$0")/.."

usage() {
    echo "usage: packaging/setup.sh demo|test" >&2
    exit 2
}

[ $# -eq 1 ] || usage
purpose=$1
case "$purpose" in
demo) lock=requirements.lock ;;
test) lock=requirements-dev.lock ;;
*) usage ;;
esac

# What each purpose needs: the Debian package, then what shows that it is there.
# A name with ".so" is a library that the linker must find; any other is a program.
qt="
libglib2.0-0 libglib-2.0.so.0
libgl1 libGL.so.1
libegl1 libEGL.so.1
libxkbcommon0 libxkbcommon.so.0
libfreetype6 libfreetype.so.6
libfontconfig1 libfontconfig.so.1
libdbus-1-3 libdbus-1.so.3
libgssapi-krb5-2 libgssapi_krb5.so.2
"
window="
libxkbcommon-x11-0 libxkbcommon-x11.so.0
libxcb-cursor0 libxcb-cursor.so.0
libxcb-icccm4 libxcb-icccm.so.4
libxcb-keysyms1 libxcb-keysyms.so.1
libxcb-shape0 libxcb-shape.so.0
"
readers="
age age
poppler-utils pdftotext
"
screen="
xvfb Xvfb
xdotool xdotool
openbox openbox
"
carriers="
syncthing syncthing
"

libraries=$(PATH="$PATH:/sbin:/usr/sbin" ldconfig -p 2>/dev/null || true)

# Prints the packages of a list that are not there, on one line.
missing() {
    local package sign
    while read -r package sign; do
        [ -n "$package" ] || continue
        case "$sign" in
        *.so*) grep -qF "$sign " <<<"$libraries" || printf '%s ' "$package" ;;
        *) command -v "$sign" >/dev/null || printf '%s ' "$package" ;;
        esac
    done <<<"$1"
}

# The words that precede apt-get where we may use it; fails where we may not.
may_install() {
    command -v apt-get >/dev/null || return 1
    if [ "$(id -u)" -eq 0 ]; then
        echo "env"
    elif command -v sudo >/dev/null && sudo -n true 2>/dev/null; then
        echo "sudo -n env"
    else
        return 1
    fi
}

# Installs packages, or fails where apt may not be used.
install() {
    local as
    as=$(may_install) || return 1
    echo "Installing with apt: $*"
    $as DEBIAN_FRONTEND=noninteractive apt-get update -qq
    $as DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "$@" >/dev/null
}

# Installs packages that casefile cannot do without, or names them and stops.
need() {
    [ $# -gt 0 ] || return 0
    install "$@" && return 0
    echo "These system packages are missing, and this account may not install them: $*" >&2
    echo "Ask for them, or run: sudo apt-get install $*" >&2
    exit 3
}

# --- system packages ---------------------------------------------------------------------------------------------

wanted=$(missing "$qt")
wished=""
if [ "$purpose" = test ]; then
    wanted+=$(missing "$readers")
    # Only the tests that drive a real window, or a real sync tool, need these; they say that they were skipped.
    wished=$(missing "$window$screen$carriers")
elif [ -n "${DISPLAY:-}${WAYLAND_DISPLAY:-}" ]; then
    wanted+=$(missing "$window")
fi
if [ -n "$wished" ] && may_install >/dev/null; then
    wanted+=$wished
    wished=""
fi
# shellcheck disable=SC2086 - a list of package names
need $wanted
if [ -n "$wished" ]; then
    echo "Not installed, so that the tests with a real window or a real sync tool are skipped: $wished"
fi

# --- Python ------------------------------------------------------------------------------------------------------

python=""
for candidate in python3.11 python3 python3.12 python3.13; do
    if "$candidate" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then
        python=$candidate
        break
    fi
done
if [ -z "$python" ]; then
    if ! install python3 python3-venv || ! python3 -c 'import sys; sys.exit(sys.version_info < (3, 11))'; then
        echo "casefile needs Python 3.11 or later, and none was found. On Debian 12: sudo apt-get install python3 python3-venv" >&2
        exit 3
    fi
    python=python3
fi
if [ ! -x .venv/bin/python ]; then
    # Debian splits ensurepip off; its message would tell people to make the environment by hand.
    "$python" -c 'import ensurepip, venv' 2>/dev/null || need python3-venv
    rm -rf .venv
    "$python" -m venv .venv
fi

# A stamp is current when it was left by the same lock, the same project file, Python and place.
state() {
    { cat "$1" pyproject.toml && .venv/bin/python -VV && pwd; } | sha256sum | cut -d ' ' -f 1
}
is_current() {
    [ "$(cat ".venv/.installed-$1" 2>/dev/null)" = "$(state "$2")" ]
}

# The test lock holds the demo lock, so that whoever can test can run.
if is_current test requirements-dev.lock; then
    exit 0
fi
if [ "$purpose" = demo ] && is_current demo requirements.lock; then
    exit 0
fi

echo "Installing the Python packages of $lock into .venv (once)"
pip=(.venv/bin/python -m pip --disable-pip-version-check --no-input --quiet)
rm -f .venv/.installed-*
"${pip[@]}" install --require-hashes -r "$lock"
"${pip[@]}" install --no-deps --no-build-isolation --editable .
state "$lock" >".venv/.installed-$purpose"
