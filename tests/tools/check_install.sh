#!/bin/sh
# What is installed beside the program is accepted by each kind's own validator, and the installed program works from
# where it lies. Arguments: the build folder, a folder with a photo.
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
