#!/bin/sh
# touch.sh PROGRAM DEMO X_TOUCH X_PICTURE: fingers on a touch screen: Xorg with its dummy driver and inputtest's touch
# device, so that the events come the whole way through the server and SDL. Two fingers zoom and turn, F takes it back,
# nothing of the plan has changed; one finger drags the hairline.
# 77: skipped, Xorg, its drivers or xdotool are missing, or it may not start here.
set -eu
. "$(dirname "$0")/x_common.sh"
touch=$3 picture=$4
PATH=$PATH:/usr/lib/xorg
need Xorg xdotool
cat >"$folder/xorg.conf" <<END
Section "ServerFlags"
    Option "AutoAddDevices" "false"
    Option "AutoAddGPU" "false"
EndSection
Section "Device"
    Identifier "card"
    Driver "dummy"
    VideoRam 65536
EndSection
Section "Monitor"
    Identifier "monitor"
    HorizSync 5-1000
    VertRefresh 5-200
    Modeline "1366x768" 85.25 1366 1440 1576 1792 768 771 781 798
EndSection
Section "Screen"
    Identifier "screen"
    Device "card"
    Monitor "monitor"
    DefaultDepth 24
    SubSection "Display"
        Depth 24
        Modes "1366x768"
        Virtual 1366 768
    EndSubSection
EndSection
Section "InputDevice"
    Identifier "fingers"
    Driver "inputtest"
    Option "DeviceType" "Touch"
    Option "SocketPath" "$folder/fingers"
    Option "TouchCount" "5"
EndSection
Section "ServerLayout"
    Identifier "layout"
    Screen "screen"
    InputDevice "fingers" "SendCoreEvents"
EndSection
END
Xorg -displayfd 3 -config "$folder/xorg.conf" -noreset -nolisten tcp -logfile "$folder/x.log" -novtswitch -sharevts \
    3>"$folder/display" 2>"$folder/x.said" &
pids="$!"
until_true test -s "$folder/display" || { tail -n 5 "$folder/x.said" "$folder/x.log"; skip "Xorg did not start"; }
DISPLAY=:$(cat "$folder/display")
export DISPLAY
start "$1" "$2"
before=$(points)
# Pixels of the screen to the driver's 65535ths.
at() { echo "$(($1 * 65535 / 1365)) $(($2 * 65535 / 767))"; }

mkfifo "$folder/lines"
"$touch" "$folder/fingers" <"$folder/lines" &
pids="$pids $!"
exec 4>"$folder/lines"
canvas() { "$picture" 200 80 700 540; }
is_still() { # three times the same
    now=$(canvas); sleep 0.3; [ "$now" = "$(canvas)" ] && sleep 0.3 && [ "$now" = "$(canvas)" ]
}
blank=$(canvas)
reacts() { xdotool key 0; sleep 0.5; [ "$(canvas)" != "$blank" ]; } # it takes keys and has drawn
until_true reacts || fail "the window takes no keys"
until_true is_still || fail "the picture does not come to rest"
full=$now
xdotool key f
has_left() { [ "$(canvas)" != "$full" ]; } # a slow machine rests before it has taken the key
until_true has_left || fail "F did not leave the full size"
until_true is_still || fail "the picture does not come to rest"
fitted=$now
# on the forehead, away from the hairline's handles: what lies under a finger shows its length
echo "down 0 $(at 520 420)" >&4
echo "down 1 $(at 600 420)" >&4
for d in 10 30 50 70 90 110; do
    echo "move 0 $(at $((520 - d)) $((420 - d / 4)))" >&4
    echo "move 1 $(at $((600 + d)) $((420 + d / 4)))" >&4
    echo "wait 30" >&4
done
echo "up 0 $(at 410 393)" >&4
echo "up 1 $(at 710 447)" >&4
sleep 0.5
until_true is_still
[ "$now" != "$fitted" ] || fail "two fingers did not zoom"
xdotool key f
is_fitted() { [ "$(canvas)" = "$fitted" ]; }
until_true is_fitted || fail "F did not set the picture upright and whole again"
saved_same_as "$before" || fail "two fingers changed the plan"

drag_hairline() {
    echo "down 0 $(at 545 310)" >&4
    for y in 315 321 327 333 339; do echo "move 0 $(at 545 $y)" >&4; done
    echo "up 0 $(at 545 339)" >&4
    sleep 0.3
    saved_other_than "$before"
}
until_true drag_hairline || fail "one finger did not drag the hairline"
echo "zoomed and turned with two fingers, dragged with one"
