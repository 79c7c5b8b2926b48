#!/bin/sh
# sockets.sh PROGRAM DEMO: in a real X server, the window connects to the display and to nothing else, whatever else the
# desktop offers. 77: skipped, Xvfb or strace is missing, or strace may not watch.
set -eu
. "$(dirname "$0")/x_common.sh"
need Xvfb strace
strace -f -o /dev/null true 2>/dev/null || skip "strace may not watch here"
Xvfb -displayfd 3 -screen 0 1366x768x24 -nolisten tcp 3>"$folder/display" 2>"$folder/x.log" &
pids="$!"
until_true test -s "$folder/display" || skip "Xvfb did not start"
cp "$2"/*.jpg "$2"/demo.stipple "$folder"
printf 'wait\nkey 2\nwait\nkey 8\nwait\nquit\n' >"$folder/script"
status=0
DISPLAY=:$(cat "$folder/display") SDL_VIDEODRIVER=x11 XDG_STATE_HOME=$folder/state ASAN_OPTIONS=detect_leaks=0 \
    DBUS_SESSION_BUS_ADDRESS=unix:path=$folder/bus STIPPLE_SCRIPT=$folder/script \
    strace -f -qq -s 200 -e signal=none -e trace=connect,bind,listen -o "$folder/calls" \
    "$1" "$folder/demo.stipple" 2>"$folder/said" || status=$?
if [ $status -eq 3 ] && grep -q 'OpenGL\|display' "$folder/said"; then
    skip "no OpenGL 3.3 here"
fi
[ $status -eq 0 ] || fail "the window ended with $status"
grep -q X11-unix "$folder/calls" || fail "the display was not seen: strace saw nothing"
# The C library looks for a name service where a driver wants to know whose home it is.
if grep -v 'sun_path=@\?"/tmp/.X11-unix/\|"/var/run/nscd/socket"' "$folder/calls"; then
    fail "^ more than the display"
fi
