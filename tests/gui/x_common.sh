# Sourced by the runs in a real X server: a folder with a copy of the demo case, the program in it, and waiting.
folder=$(mktemp -d)
pids=
finish() {
    # shellcheck disable=SC2086  # one word each
    [ -z "$pids" ] || kill $pids 2>/dev/null || true
    wait 2>/dev/null || true
    rm -rf "$folder"
}
trap finish EXIT
skip() {
    echo "skipped: $1"
    exit 77
}
need() {
    for tool in "$@"; do
        command -v "$tool" >/dev/null || skip "no $tool"
    done
}
fail() {
    echo "$1" >&2
    [ ! -s "$folder/said" ] || cat "$folder/said" >&2
    exit 1
}
# until_true COMMAND...: within 20 s.
until_true() {
    tries=0
    until "$@"; do
        tries=$((tries + 1))
        [ $tries -lt 200 ] || return 1
        sleep 0.1
    done
}
# start PROGRAM DEMO: opens the window on DISPLAY and waits until it is there.
start() {
    cp "$2"/*.jpg "$2"/demo.stipple "$folder"
    case=$folder/demo.stipple
    stipple=$1
    LANGUAGE=en STIPPLE_VIEW=1 SDL_VIDEODRIVER=x11 XDG_STATE_HOME=$folder/state ASAN_OPTIONS=detect_leaks=0 \
        "$stipple" "$case" 2>"$folder/said" &
    pids="$pids $!"
    until_true has_window || fail "the window did not come"
    xdotool windowfocus "$window"
}
has_window() {
    window=$(xdotool search --onlyvisible --name '^Stipple' 2>/dev/null | head -n 1)
    [ -n "$window" ]
}
points() { # of the hairline, as saved
    sed -n '/"hairline"/,/\]\s*$/p' "$case" | cksum
}
saved_other_than() {
    xdotool key ctrl+s
    sleep 0.3
    [ "$(points)" != "$1" ]
}
saved_same_as() {
    xdotool key ctrl+s
    sleep 0.3
    [ "$(points)" = "$1" ]
}
