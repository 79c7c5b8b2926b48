#!/bin/sh
# half_demo.sh PROGRAM DEMO FOLDER: the demo case with photos of half the width, for tests of what does not depend on
# it: a quarter of the work. The window shows the same.
set -eu
stipple=$1 demo=$2 folder=$3
rm -rf "$folder"
mkdir -p "$folder"
cp "$demo/demo.stipple" "$folder/whole.stipple"
cp "$demo"/*.jpg "$folder"
number=0
for name in $(sed -n 's/.*"photo": "\(.*\)".*/\1/p' "$demo/demo.stipple"); do
    number=$((number + 1))
    "$stipple" render "$folder/whole.stipple" --view $number --before --scale 0.5 -o "$folder/half-$name"
done
for half in "$folder"/half-*.jpg; do
    mv "$half" "$folder/$(basename "$half" | sed 's/^half-//')"
done
rm "$folder/whole.stipple"
# Lengths in pixels of the views: pairs, and three keys.
LC_ALL=C awk -v folder="$folder" '
    function half(text,    out) {
        while (match(text, /-?[0-9]+(\.[0-9]+)?/)) {
            out = out substr(text, 1, RSTART - 1) sprintf("%.12g", substr(text, RSTART, RLENGTH) / 2)
            text = substr(text, RSTART + RLENGTH)
        }
        return out text
    }
    /^ "views"/ { is_view = 1 }
    /^ "options"/ { is_view = 0 }
    !is_view { print; next }
    /"photo":/ { split($0, word, "\""); name = word[4] }
    /"sha256":/ {
        ("sha256sum <\"" folder "/" name "\"") | getline sum
        sub(/"[0-9a-f]+"/, "\"" substr(sum, 1, 64) "\"")
    }
    match($0, /"(focal_px|scale_px_per_mm|residual_px)": /) || match($0, /\[-?[0-9.]+, -?[0-9.]+\]/) {
        $0 = substr($0, 1, RSTART - 1) (substr($0, RSTART, 1) == "[" ? "" : substr($0, RSTART, RLENGTH)) \
            half(substr($0, substr($0, RSTART, 1) == "[" ? RSTART : RSTART + RLENGTH))
    }
    { print }' "$demo/demo.stipple" >"$folder/demo.stipple"
"$stipple" info "$folder/demo.stipple" >/dev/null
