#!/bin/sh
# tools/gallery draws every sheet, of as many cells as it should. Arguments: the program.
set -eu
command -v montage >/dev/null || exit 77
out=$(mktemp -d)
trap 'rm -rf "$out"' EXIT
mkdir "$out/heads"
for tone in light brown; do
    convert assets/demo/front.jpg -resize 12.5% "$out/heads/$tone.jpg"
done
tools/gallery "$out" --quick --program "$1" >"$out/said"

# sheet NAME CELLS COLUMNS: it is there, not one colour, and wide and high enough for so many cells
sheet() {
    grep -qx "$out/$1.png" "$out/said"
    identify -format '%w %h %k' "$out/$1.png" | {
        read -r width height colours
        [ $((width * height)) -gt $(($2 * 100 * 100)) ] && [ "$width" -gt $(($3 * 100)) ] &&
            [ "$colours" -gt 1000 ]
    } || {
        echo "check_gallery: $1.png: $(identify "$out/$1.png")" >&2
        exit 1
    }
}
sheet sessions 14 7
sheet days 12 6
sheet years 12 6
sheet bands 6 3
sheet lights 8 4
sheet hairlines 14 7
sheet tones 10 5
sheet zones 4 4
sheet scars 8 4
sheet zooms 9 3
[ "$(wc -l <"$out/said")" = 10 ]
