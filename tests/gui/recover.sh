#!/bin/sh
# recover.sh PROGRAM DEMO_FOLDER: the window is killed in the middle of work; the next one offers what it held.
# 77: skipped, no OpenGL here.
set -eu
program=$1 demo=$2
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cp "$demo"/*.jpg "$demo"/demo.stipple "$folder"
plan=$(cksum <"$folder/demo.stipple")
export ASAN_OPTIONS=detect_leaks=0 SDL_VIDEODRIVER=offscreen XDG_STATE_HOME="$folder/state" STIPPLE_VIEW=2

skip_without_gl() {
    cat "$folder/said" >&2
    if grep -q 'OpenGL\|display' "$folder/said"; then
        echo "skipped: no OpenGL 3.3 here"
        exit 77
    fi
}

# A step, and then something to do until it is killed.
{
    printf 'wait\ndrag 1124 337 1180 337\nwait\nshot %s/work.png\n' "$folder"
    i=0
    while [ $i -lt 5000 ]; do
        printf 'move %d 300\n' $((400 + i % 300))
        i=$((i + 1))
    done
} >"$folder/work"
STIPPLE_SCRIPT="$folder/work" "$program" "$folder/demo.stipple" 2>"$folder/said" &
window=$!
while [ ! -s "$folder/work.png" ] && kill -0 $window 2>/dev/null; do sleep 0.02; done
kill -KILL $window 2>/dev/null || { skip_without_gl; echo "it ended before it was killed"; exit 1; }
wait $window || true

left() {
    find "$folder/state/stipple/recovery" -name "*.$1" | wc -l
}

[ "$(left journal)" -eq 1 ]
one=$(find "$folder/state/stipple/recovery" -name '*.journal')
cp -p "$one" "$folder/state/stipple/recovery/fedcba9876543210.journal" # as if two windows had been killed
# The first is not wanted; the second is taken up: as it was, not saved. Ctrl+S saves it where it was.
cat >"$folder/take" <<END
wait
expect dirty=0
shot $folder/asked.png
expect cut=
expect small=
tap dialog#1
wait
expect dirty=0
tap dialog#0
wait
expect dirty=1
expect readonly=0
drag 1180 337 1200 337
wait
key Ctrl+S
wait
expect dirty=0
END
STIPPLE_SCRIPT="$folder/take" "$program" "$folder/demo.stipple" 2>"$folder/said" || { cat "$folder/said" >&2; exit 1; }
[ "$(left journal) $(left declined)" = "0 1" ]
# What was not wanted can still be had, as a case of its own in any folder, its photos beside it.
"$program" recover | grep -q '^demo.stipple, not taken up on 20'
mkdir "$folder/elsewhere"
"$program" recover -o "$folder/elsewhere/kept.stipple" >/dev/null
[ "$(left declined)" -eq 0 ] && [ -s "$folder/elsewhere/top.jpg" ]
"$program" render "$folder/elsewhere/kept.stipple" --size 100 -o "$folder/kept.png"
[ "$("$program" get "$folder/elsewhere/kept.stipple" hairline.height_mm)" != \
    "$("$program" get "$folder/demo.stipple" hairline.height_mm)" ]
[ "$plan" != "$(cksum <"$folder/demo.stipple")" ] || { echo "what was recovered was not saved"; exit 1; }
