#!/bin/sh
# Without the networks: the program says that automatic set-up is off; fetching them without npm says so and leaves
# nothing behind. The long run also builds with -DSTIPPLE_NETS=OFF. Arguments: the program, a folder with a photo.
set -eu
program=$1 photos=$2
root=$(mktemp -d)
trap 'rm -rf "$root"' EXIT
fail() {
    echo "check_no_nets: $1" >&2
    exit 1
}

says_off() { # PROGRAM, which has none beside it
    "$1" --version | grep -q '^automatic set-up: off' || fail "--version does not say that it is off"
    status=0
    "$1" new "$root/front.jpg" -o "$root/none.stipple" 2>"$root/said" || status=$?
    [ $status -eq 2 ] && grep -q 'automatic set-up is off' "$root/said" || fail "new: $(cat "$root/said")"
    [ ! -e "$root/none.stipple" ] || fail "new left a case behind"
}

mkdir "$root/bin" "$root/tools"
cp "$photos/front.jpg" "$root"
cp "$program" "$root/bin/stipple"
unset STIPPLE_NETS || true
says_off "$root/bin/stipple"

for tool in sh dirname sha256sum mktemp cp rm grep sed tail head cat; do
    ln -s "$(command -v $tool)" "$root/tools/$tool"
done
status=0
PATH="$root/tools" tools/nets/fetch "$root/nets" 2>"$root/said" || status=$?
[ $status -eq 3 ] && [ ! -e "$root/nets" ] || fail "fetch without npm: $status"
[ "$(cat "$root/said")" = "automatic set-up is off: npm is not installed" ] || fail "fetch says: $(cat "$root/said")"
printf '#!/bin/sh\necho npm ERR! code ENOTFOUND\necho npm ERR!   /a/log\nexit 1\n' >"$root/tools/npm"
chmod +x "$root/tools/npm"
PATH="$root/tools" tools/nets/fetch "$root/nets" 2>"$root/said" || status=$?
[ $status -eq 3 ] && [ "$(cat "$root/said")" = "automatic set-up is off: npm ci did not work: ENOTFOUND" ] ||
    fail "fetch where npm fails says: $(cat "$root/said")"

[ -n "${STIPPLE_TEST_LONG-}" ] || exit 0
cmake --preset release -B "$root/build" -DSTIPPLE_NETS=OFF >/dev/null
cmake --build "$root/build" --target stipple >"$root/log" || fail "$(tail -n 5 "$root/log")"
[ ! -e "$root/build/share/stipple/nets" ] || fail "networks were fetched"
says_off "$root/build/bin/stipple"
