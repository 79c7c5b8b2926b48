#!/bin/sh
# run.sh PROGRAM DEMO_FOLDER SCRIPT: plays a script in a window that nobody sees, on a copy of the demo case.
# 77: skipped, no OpenGL here.
set -eu
program=$1 demo=$2 script=$3
folder=$(mktemp -d) other=
finish() {
    [ -z "$other" ] || { kill "$other" 2>/dev/null && wait "$other" 2>/dev/null; } || true
    rm -rf "$folder"
}
trap finish EXIT
cp "$demo"/*.jpg "$demo"/demo.stipple "$folder"
printf 'no photo' >"$folder/nothing.jpg"
mkdir "$folder/elsewhere" # a photo of the same patient in another folder, under a name that is taken, and bytes of its own
{ cat "$demo/top.jpg"; printf x; } >"$folder/elsewhere/front.jpg"
before=$(cat "$folder"/front.jpg "$folder"/three-quarter.jpg "$folder"/top.jpg | cksum)
sed "s#@#$folder#g" "$script" >"$folder/script"

# The driver keeps some memory for good.
export ASAN_OPTIONS=detect_leaks=0 SDL_VIDEODRIVER=offscreen XDG_STATE_HOME="$folder/state" STIPPLE_VIEW=2
case $(basename "$script") in
dropped.txt | draft.txt) # what is found in a photo
    "$program" --version | grep -q '^automatic set-up: on' || { echo "skipped: no networks"; exit 77; } ;;
esac
case $script in
*held*) # a second window on the same case
    command -v flock >/dev/null || { echo "skipped: no flock"; exit 77; }
    printf 'wait\nmeasure other idle 300\n' >"$folder/other"
    STIPPLE_SCRIPT="$folder/other" "$program" "$folder/demo.stipple" >"$folder/other-said" 2>&1 &
    other=$!
    tries=0
    until [ -e "$folder/.demo.stipple.lock" ] && ! flock -n "$folder/.demo.stipple.lock" true; do
        tries=$((tries + 1))
        if [ $tries -gt 300 ] || ! kill -0 "$other" 2>/dev/null; then
            grep -q 'OpenGL\|display' "$folder/other-said" && { echo "skipped: no OpenGL 3.3 here"; exit 77; }
            cat "$folder/other-said" >&2
            echo "the other window does not open the case" >&2
            exit 1
        fi
        sleep 0.1
    done ;;
esac
case $script in
*newer*) sed -i '2s/"stipple": 1/"stipple": 7/' "$folder/demo.stipple"; grep -q '"stipple": 7' "$folder/demo.stipple" ;;
*take-up*) # a photo after the first session, that took 70 % of the usual pigment
    "$program" set "$folder/demo.stipple" course.take_up=0.7
    "$program" render "$folder/demo.stipple" --view 2 --sessions 1 --after 12d -o "$folder/later.jpg"
    "$program" set "$folder/demo.stipple" course.take_up=1
    "$program" add-view "$folder/demo.stipple" "$folder/later.jpg" --done 1 --facing three-quarter-right \
        --landmark glabella=1326,870 --landmark pupil_left=1403,902 --landmark pupil_right=1123,990 \
        --landmark tragion_right=705,971 --outline 568,704/579,417/786,251/1002,223/1211,276/1420,450 >/dev/null ;;
esac
case $script in
*small*) "$program" render "$demo/front.jpg" --size 90 -o "$folder/small.png" ;;
*bad-files*) # of 9000 x 9000 pixels of 16 bits; cut in its header; of two items that are made of each other; no file at all
    {
        printf '\211PNG\r\n\032\n\000\000\000\rIHDR\000\000\043\050\000\000\043\050\020\000\000\000\000\030\056\361\045'
        printf '\000\002\111\360paDd'
        head -c 150004 /dev/zero
        printf '\000\000\000\000IDAT\065\257\006\036\000\000\000\000IEND\256\102\140\202'
    } >"$folder/bomb.png"
    head -c 200 "$demo/front.jpg" >"$folder/cut.jpg"
    cp "$(dirname "$script")/../data/loop-of-two.heic" "$folder/loop.heic"
    : >"$folder/empty.jpg"
    mkdir "$folder/folder.jpg"
    mkfifo "$folder/pipe.jpg" ;;
esac
plan=$(cksum <"$folder/demo.stipple")
status=0
STIPPLE_SCRIPT="$folder/script" "$program" "$folder/demo.stipple" 2>"$folder/said" || status=$?
cat "$folder/said" >&2
if [ $status -eq 3 ] && grep -q 'OpenGL\|display' "$folder/said"; then
    echo "skipped: no OpenGL 3.3 here"
    exit 77
fi
[ $status -eq 0 ]
case $script in
*export*)
    for tail in strip.jpg range.jpg clip.webp page.html report.pdf marking.pdf; do
        ls "$folder"/demo-*-$tail >/dev/null || { echo "the Export screen wrote no $tail"; exit 1; }
    done ;;
esac
case $script in
*german*)
    for word in '<html lang="de">' 'Simulation der Behandlung' 'keine Garantie'; do
        grep -qF "$word" "$folder"/demo-*-page.html || { echo "the page that the German window wrote lacks: $word"; exit 1; }
    done ;;
esac
case $script in
*closing-save*) [ "$plan" != "$(cksum <"$folder/demo.stipple")" ] || { echo "closing did not save"; exit 1; } ;;
*closing* | *newer* | *bad-files*) [ "$plan" = "$(cksum <"$folder/demo.stipple")" ] || { echo "closing saved unasked"; exit 1; } ;;
esac
sed -n 's/^shot //p' "$folder/script" | while read -r picture; do
    [ -s "$picture" ] || { echo "no picture $picture" >&2; exit 1; }
done
# A photo is never written, a saved case is whole, nothing of the session is left behind.
[ "$before" = "$(cat "$folder"/front.jpg "$folder"/three-quarter.jpg "$folder"/top.jpg | cksum)" ]
"$program" info "$folder/demo.stipple" >/dev/null
[ -z "$(ls "$folder/state/stipple/recovery")" ]
