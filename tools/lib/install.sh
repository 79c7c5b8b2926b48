# Sourced by tools/run and tools/test: installs missing Debian packages, saying which.

build_packages="gcc g++ libc6-dev cmake ninja-build pkg-config libpng-dev libjpeg62-turbo-dev libwebp-dev
    liblcms2-dev libjansson-dev libdeflate-dev libtiff-dev"
test_packages="libcmocka-dev"

missing_packages() {
    for package in "$@"; do
        dpkg-query -W -f='${db:Status-Abbrev}' "$package" 2>/dev/null | grep -q '^ii' || echo "$package"
    done
}

# install_packages NAME...: does nothing, silently, when all are there.
install_packages() {
    missing=$(missing_packages "$@" | tr '\n' ' ')
    [ -n "$missing" ] || return 0
    echo "installing: $missing"
    as_root=
    if [ "$(id -u)" -ne 0 ]; then
        command -v sudo >/dev/null || {
            echo "These packages are missing and need root to install: $missing" >&2
            return 3
        }
        as_root=sudo
    fi
    # An empty or old package list cannot name them; refresh it only when it is needed.
    $as_root env DEBIAN_FRONTEND=noninteractive apt-get install -qq -y --no-install-recommends $missing \
        >/dev/null 2>&1 && return 0
    $as_root apt-get update -qq
    $as_root env DEBIAN_FRONTEND=noninteractive apt-get install -qq -y --no-install-recommends $missing \
        >/dev/null
}

# build PRESET [TARGET...]: configures once, then builds; prints only what changes or fails.
build() {
    preset=$1
    shift
    [ -f "build/$preset/build.ninja" ] || cmake --preset "$preset" >"build-$preset.log" 2>&1 || {
        cat "build-$preset.log" >&2
        return 3
    }
    rm -f "build-$preset.log"
    cmake --build "build/$preset" ${1:+--target "$@"} -- --quiet
}
