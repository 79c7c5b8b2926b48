# Sourced by tools/run and tools/test: installs missing Debian packages, saying which.

build_packages="gcc g++ libc6-dev cmake ninja-build pkg-config libpng-dev libjpeg62-turbo-dev libwebp-dev
    liblcms2-dev libjansson-dev nettle-dev libdeflate-dev libtiff-dev libheif-dev libpango1.0-dev libcairo2-dev
    libsdl2-dev libsdl2-image-dev libepoxy-dev libimgui-dev libfreetype-dev libcglm-dev fonts-inter gettext"
command -v npm >/dev/null || build_packages="$build_packages npm" # gets the networks; some nodejs bring it along
gallery_packages="imagemagick"
test_packages="$gallery_packages libcmocka-dev libgl1-mesa-dri xvfb xdotool xserver-xorg-core xserver-xorg-video-dummy xserver-xorg-dev libx11-dev
    poppler-utils nodejs chromium strace
    clang clang-format desktop-file-utils appstream libxml2-utils man-db dpkg-dev file lintian"

# For the tests of batches over several machines (24 MB). Where a service manager runs, installing them would start an
# SSH server: there they are left to whoever owns the machine, and those tests report that they were skipped.
[ -d /run/systemd/system ] || test_packages="$test_packages openssh-server parallel munge slurmctld slurmd slurm-client"

missing_packages() {
    for package in "$@"; do
        dpkg-query -W -f='${db:Status-Abbrev}' "$package" 2>/dev/null | grep -q '^ii' || printf ' %s' "$package"
    done
}

# Runs apt-get with what it says in build/install.log.
apt() {
    $as_root env DEBIAN_FRONTEND=noninteractive LC_ALL=C apt-get -qq -y "$@" >>build/install.log 2>&1
}

# install_packages NAME...: does nothing, silently, when all are there. Without apt it leaves to CMake to tell
# what is missing.
install_packages() {
    command -v apt-get >/dev/null || return 0
    missing=$(missing_packages "$@")
    [ -n "$missing" ] || return 0
    as_root=
    if [ "$(id -u)" -ne 0 ]; then
        as_root=sudo
        command -v sudo >/dev/null || {
            echo "packages are missing and there is no sudo; as root, run: apt-get install$missing" >&2
            return 3
        }
    fi
    echo "installing:$missing"
    mkdir -p build
    : >build/install.log
    # An empty or old package list cannot name them; refresh it only when it is needed.
    # shellcheck disable=SC2086  # one word each
    apt install --no-install-recommends $missing ||
        { apt update && apt install --no-install-recommends $missing; } || {
        cat build/install.log >&2
        echo "not installed; as root, run: apt-get update && apt-get install$missing" >&2
        return 3
    }
}

# build PRESET [TARGET...]: configures once, then builds; prints only what fails.
build() {
    preset=$1
    shift
    log=build/$preset.log
    if [ ! -f "build/$preset/build.ninja" ]; then
        echo "building (a minute or so the first time)"
        mkdir -p build
        cmake --preset "$preset" >"$log" 2>&1 || show_log
    fi
    cmake --build "build/$preset" ${1:+--target "$@"} >"$log" 2>&1 || show_log
    networks=build/$preset/share/stipple/nets
    [ -d "$networks" ] || tools/nets/fetch "$networks" || true # one line says why they are not there
}

show_log() {
    cat "$log" >&2
    echo "not built; what was said is above and in $log" >&2
    return 3
}
