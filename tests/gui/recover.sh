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

play() {
    status=0
    STIPPLE_SCRIPT="$1" "$program" "$folder/demo.stipple" 2>"$folder/said" || status=$?
    cat "$folder/said" >&2
    if [ $status -eq 3 ] && grep -q 'OpenGL\|display' "$folder/said"; then
        echo "skipped: no OpenGL 3.3 here"
        exit 77
    fi
    [ $status -eq 0 ]
}

# A step, and then something to do until it is killed.
work() {
    {
        printf 'wait\ndrag 1124 337 1180 337\nwait\nshot %s/%s.png\n' "$folder" "$1"
        i=0
        while [ $i -lt 5000 ]; do
            printf 'move %d 300\n' $((400 + i % 300))
            i=$((i + 1))
        done
    } >"$folder/work"
    STIPPLE_SCRIPT="$folder/work" "$program" "$folder/demo.stipple" 2>"$folder/said" &
    window=$!
    while [ ! -s "$folder/$1.png" ] && kill -0 $window 2>/dev/null; do sleep 0.05; done
    kill -KILL $window 2>/dev/null || { cat "$folder/said" >&2; echo "it ended before it was killed"; grep -q OpenGL "$folder/said" && exit 77; exit 1; }
    wait $window || true
}

left() {
    find "$folder/state/stipple/recovery" -name "*.$1" | wc -l
}

work first
[ "$(left journal)" -eq 1 ]
# Not now: it stays, and is not offered again.
printf 'wait\nshot %s/asked.png\nexpect cut=\nexpect small=\ntap dialog#1\nwait\nexpect dirty=0\n' "$folder" >"$folder/no"
play "$folder/no"
[ "$(left journal) $(left declined)" = "0 1" ]
work second
# Take it up: as it was, not saved; Ctrl+S saves it where it was.
printf 'wait\nexpect dirty=0\ntap dialog#0\nwait\nexpect dirty=1\nexpect readonly=0\nkey Ctrl+S\nwait\nexpect dirty=0\n' >"$folder/yes"
play "$folder/yes"
[ "$(left journal) $(left declined)" = "0 1" ]
[ "$plan" != "$(cksum <"$folder/demo.stipple")" ] || { echo "what was recovered was not saved"; exit 1; }
[ -z "${SHOTS-}" ] || cp "$folder"/*.png "$SHOTS"
