#!/bin/sh
# What is installed beside the program is accepted by each kind's own validator, and the installed program works from
# where it lies; so does the Debian package, taken apart. Arguments: the build folder, a folder with a photo.
set -eu
build=$1 photos=$2
root=$(mktemp -d)
trap 'rm -rf "$root"' EXIT
DESTDIR=$root cmake --install "$build" --prefix /usr >/dev/null
share=$root/usr/share id=org.stipple.Stipple
fail() {
    echo "check_install: $1" >&2
    exit 1
}

desktop-file-validate "$share/applications/$id.desktop"
appstreamcli validate --no-net "$share/metainfo/$id.metainfo.xml" >/dev/null || fail "AppStream data"
xmllint --noout "$share/mime/packages/$id.xml" "$share/icons/hicolor/scalable/apps/$id.svg"

page=$(gzip -dc "$share/man/man1/stipple.1.gz" >"$root/stipple.1" &&
    LC_ALL=C.UTF-8 man --warnings -l "$root/stipple.1" 2>&1 >"$root/page")
[ -z "$page" ] || fail "manual page: $page"

# Every command that --help lists is in the manual and is completed.
bash -n "$share/bash-completion/completions/stipple"
"$root/usr/bin/stipple" --help | sed -n 's/^  stipple \([a-z-]*\)  .*/\1/p' >"$root/commands"
[ -s "$root/commands" ] || fail "no commands in --help"
while read -r command; do
    grep -q "stipple $command" "$root/page" || fail "$command is not in the manual page"
    grep -qw -- "$command" "$share/bash-completion/completions/stipple" || fail "$command is not completed"
done <"$root/commands"

cp "$photos/demo.stipple" "$photos"/*.jpg "$root"
"$root/usr/bin/stipple" render "$root/demo.stipple" --size 200 -o "$root/out.png"
[ -s "$root/out.png" ] || fail "the installed program draws nothing"

# The package: what it depends on is found, its checker finds no error, and it holds what is installed.
command -v dpkg-deb >/dev/null && command -v cpack >/dev/null || exit 0
(cd "$root" && cpack -G DEB --config "$build/CPackConfig.cmake" -B "$root/pack" >"$root/pack.log" 2>&1) ||
    fail "$(tail -n 5 "$root/pack.log")"
package=$(echo "$root"/pack/*.deb)
dpkg-deb --field "$package" Depends | grep -q 'libc6 (' || fail "the package depends on nothing"
if command -v lintian >/dev/null; then
    LC_ALL=C.UTF-8 lintian --allow-root --fail-on error "$package" >"$root/lintian.log" 2>&1 || fail "$(cat "$root/lintian.log")"
fi
dpkg-deb --extract "$package" "$root/unpacked"
(cd "$root/unpacked" && find . -type f | sort) >"$root/packed"
(cd "$root" && find ./usr -type f | sort) | cmp - "$root/packed" || fail "the package holds other files than are installed"
unpacked=$root/unpacked/usr
"$unpacked/bin/stipple" render "$unpacked/share/stipple/demo/demo.stipple" --size 200 -o "$root/packed.png"
cmp "$root/out.png" "$root/packed.png" || fail "the packaged program draws another picture"
LANGUAGE=de "$unpacked/bin/stipple" estimate "$root/demo.stipple" >"$root/words"
[ ! -d "$unpacked/share/locale/de" ] || grep -q Variante "$root/words" || fail "the packaged program finds no German"
