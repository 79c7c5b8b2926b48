#!/bin/sh
# xvfb.sh PROGRAM DEMO: a person with a mouse and a keyboard, in a real X server: drags the hairline, undoes with the
# mouse, does it again with the keys, writes pictures, leaves. What came of it is read from the files.
# 77: skipped, Xvfb or xdotool is missing.
set -eu
. "$(dirname "$0")/x_common.sh"
need Xvfb xdotool
Xvfb -displayfd 3 -screen 0 1366x768x24 -nolisten tcp 3>"$folder/display" 2>"$folder/x.log" &
pids="$!"
until_true test -s "$folder/display" || skip "Xvfb did not start"
DISPLAY=:$(cat "$folder/display")
export DISPLAY
start "$1" "$2"
before=$(points)

# The middle of the hairline, down the forehead.
drag_hairline() {
    xdotool mousemove 557 231 mousedown 1
    for y in 236 242 248 254 260; do xdotool mousemove 557 $y; done
    xdotool mouseup 1
    saved_other_than "$before"
}
until_true drag_hairline || fail "the hairline was not dragged"
after=$(points)
xdotool mousemove 226 30 click 1 # Undo
until_true saved_same_as "$before" || fail "the mouse did not undo"
xdotool key ctrl+y
until_true saved_same_as "$after" || fail "the keys did not redo"

# Export, by keys alone: back from Undo over the three of the file to the last control, the one that writes.
xdotool key 8
sleep 0.5
has_picture() { ls "$folder"/*.jpg | grep -qvE '/(front|three-quarter|top)\.jpg$'; }
for _ in 1 2 3 4; do xdotool key shift+Tab; done
xdotool key Return
until_true has_picture || fail "no picture was written"
sleep 1
"$stipple" info "$case" >/dev/null || fail "the case is not whole"
echo "dragged, undone, redone, written: $(ls "$folder")"
