#!/bin/sh
# gl.sh PROGRAM DEMO SHOTS CRASH: OpenGL in the window. Where there is none, or a broken one, one sentence says what to
# do; where there is, it draws what the processor draws, also in tiles, and also in the display's colours; when it is
# lost in mid-work the processor goes on.
# 77: skipped, no OpenGL here.
set -eu
stipple=$1 demo=$2 shots=$3 crash=$4
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cp "$demo"/*.jpg "$demo"/demo.stipple "$folder"
case=$folder/demo.stipple
export ASAN_OPTIONS=detect_leaks=0 LANGUAGE=en SDL_VIDEODRIVER=offscreen XDG_STATE_HOME="$folder/state" \
    XDG_CONFIG_HOME="$folder/config" STIPPLE_VIEW=2 STIPPLE_SCRIPT="$folder/script"
fail() {
    echo "$1" >&2
    cat "$folder/said" >&2
    exit 1
}
play() { # WORDS... of the program; the script on standard input
    sed "s#@#$folder#g" >"$STIPPLE_SCRIPT"
    "$stipple" "$@" 2>"$folder/said"
}
refuses() { # NAME=VALUE WHY
    status=0
    echo wait | env "$1" sh -c 'cat >"$STIPPLE_SCRIPT"; "$0" "$1"' "$stipple" "$case" 2>"$folder/said" || status=$?
    [ $status -eq 3 ] || fail "$1: status $status"
    [ "$(grep -c '^stipple: ' "$folder/said")" -eq 1 ] || fail "$1: not one line"
    grep -q "^stipple: .*$2.*stipple --help" "$folder/said" || fail "$1: does not say '$2' and what to do"
}

# ---- none, old, broken ----
refuses SDL_VIDEODRIVER=nonsense 'no display'
refuses SDL_VIDEODRIVER=dummy 'OpenGL'
refuses MESA_GL_VERSION_OVERRIDE=2.1 'OpenGL 3.3'
refuses LIBGL_DRIVERS_PATH=/nonexistent 'LIBGL_ALWAYS_SOFTWARE=1'
printf '{"file_format_version": "1.0.0", "ICD": {"library_path": "%s"}}' "$crash" >"$folder/crash.json"
refuses __EGL_VENDOR_LIBRARY_FILENAMES="$folder/crash.json" 'crashes'

status=0
echo quit | play "$case" || status=$?
if [ $status -eq 3 ]; then
    echo "skipped: $(cat "$folder/said")"
    exit 77
fi

# ---- the same picture: by OpenGL, by the processor, by OpenGL in tiles of 300 pixels; fitted, close up, turned ----
walk() { # NAME
    cat <<END
wait
tap card0
wait
shot @/before.png
tap card3
wait
shot @/$1-fit.png
move 440 300
wheel 9
wait
shot @/$1-close.png
END
    [ $1 = gl ] || cat <<END
key ]
key ]
wait
shot @/$1-turned.png
key F
wait
shot @/$1-fit-again.png
END
}
canvas="120 70 860 560"
walk cpu | play --renderer cpu "$case" || fail "cpu"
walk gl | play --renderer gl "$case" || fail "gl"
export STIPPLE_MOST_TEXTURE=300
walk tiles | play --renderer gl "$case" || fail "tiles"
unset STIPPLE_MOST_TEXTURE
# shellcheck disable=SC2086  # four words each
for at in fit close; do
    "$shots" same "$folder/gl-$at.png" "$folder/tiles-$at.png" $canvas 1
done
# shellcheck disable=SC2086
"$shots" same "$folder/cpu-turned.png" "$folder/tiles-turned.png" $canvas 8
# shellcheck disable=SC2086
{
    "$shots" agree "$folder/before.png" "$folder/cpu-fit.png" "$folder/gl-fit.png" $canvas
    "$shots" same "$folder/cpu-close.png" "$folder/gl-close.png" $canvas 8
    "$shots" same "$folder/cpu-fit.png" "$folder/cpu-fit-again.png" $canvas 0
}
# shellcheck disable=SC2086
! "$shots" same "$folder/cpu-close.png" "$folder/cpu-turned.png" $canvas 40 >/dev/null 2>&1 || fail "nothing was turned"

# ---- lost in mid-work ----
play --renderer gl "$case" <<'END' || fail "lost"
wait
expect drawn-by=OpenGL
lose
key 3
drag 1124 337 1180 337
wait
expect undo=Height
expect dirty=1
expect drawn-by=processor
expect said=nothing is lost
key Ctrl+S
wait
expect dirty=0
shot @/lost.png
quit
END
"$stipple" info "$case" >/dev/null || fail "the case is not whole"

# ---- the driver is reset: a new context, all textures written again, nothing is seen of it ----
for by in cpu gl; do
    play --renderer $by "$case" <<'END' || fail "reset, $by"
wait
key 1
wait
shot @/kept.png
reset
wait
shot @/again.png
reset
key 3
wait
tap hairline.recession_mm
wait
expect undo=Recession
expect said=
quit
END
    "$shots" same "$folder/kept.png" "$folder/again.png" 0 0 1366 768 0
done

# ---- a photo in Display P3 on a display that is sRGB: colours by the two standards' matrices ----
"$shots" flat "$folder/flat.png" 900 700 200 140 110
printf 'wait\nshot @/flat-shown.png\nquit\n' | play "$folder/flat.png" || fail "a flat photo"
"$shots" colour "$folder/flat-shown.png" 300 500 211 137 104
