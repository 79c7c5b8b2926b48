#!/bin/sh
# The README's tour works as it is written: each command of it, on a copy of the demo photos, in order. Pictures are
# drawn small, which is all that this changes. Run from the repository's root with the program as argument.
set -eu
program=$(realpath "$1")
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
mkdir "$folder/bin"
ln -s "$program" "$folder/bin/stipple"
sed -n '/^## Five minutes/,/^## How/s/^    //p' README.md |
    sed -e '/^cp -r/d' -e '/^stipple render/{/--size/!s/-o /--size 300 -o /}' >"$folder/tour.sh"
# Without its networks (README) the program drafts nothing.
[ -d "$(dirname "$program")/../share/stipple/nets" ] || sed -i '/^stipple batch/d' "$folder/tour.sh"
grep -c '^stipple' "$folder/tour.sh" >"$folder/count"
[ "$(cat "$folder/count")" -ge 10 ] || { echo "README.md: the tour is not found"; exit 1; }
cp -r assets/demo "$folder/tour"
cd "$folder/tour"
PATH=$folder/bin:$PATH sh -eu ../tour.sh >../said 2>&1 || {
    cat ../said
    echo "README.md: a command of the tour failed"
    exit 1
}
