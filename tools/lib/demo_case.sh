# Sourced by tools that make cases of the demo head's pictures from assets/demo/truth.json, in the repository's root.

# marks_of PICTURE SMALLER: options of `stipple new` for a picture of truth.json, one word to a line, where it was made
# so many times smaller: the landmarks that a person would see and set, the skull's outline and a ruler.
marks_of() {
    awk -v wanted="\"$1\"" -v smaller="$2" '
        function put(pair) { # x,y of the full picture
            split(pair, at, ",")
            return sprintf("%.6g,%.6g", at[1] / smaller, at[2] / smaller)
        }
        $1 == "\"picture\":" { is_wanted = index($2, wanted) == 1 }
        !is_wanted { next }
        /"visible": true/ && !/hairline_mid/ {
            gsub(/["{}:,\[\]]/, " ") # name, px, x, y, visible, true
            printf "--landmark\n%s=%s\n", $1, put($3 "," $4)
        }
        $1 == "\"outline\":" {
            gsub(/.*\[\[|\]\].*/, "")
            count = split($0, point, /\], \[/)
            for (i = 1; i <= count; i++) {
                gsub(/ /, "", point[i])
                printf "--outline\n%s\n", put(point[i])
            }
        }
        $1 == "\"ruler\":" { # from [x, y], to [x, y], mm
            gsub(/[^0-9.,]/, "")
            split($0, number, ",")
            printf "--scale\n%s,%s,%s\n", put(number[1] "," number[2]), put(number[3] "," number[4]), number[5]
        }' assets/demo/truth.json
}

# demo_case PROGRAM FOLDER [SMALLER]: FOLDER/demo.stipple of the demo's three pictures, which lie there.
demo_case() (
    in_folder() { (cd "$folder" && "$stipple" "$@"); }
    stipple=$1 folder=$2 smaller=${3:-1}
    # shellcheck disable=SC2046  # one word each
    in_folder new front.jpg -o demo.stipple $(marks_of front.jpg "$smaller") --facing front --hairline round
    # shellcheck disable=SC2046
    in_folder add-view demo.stipple three-quarter.jpg $(marks_of three-quarter.jpg "$smaller") \
        --facing three-quarter-right
    # shellcheck disable=SC2046
    in_folder add-view demo.stipple top.jpg $(marks_of top.jpg "$smaller") --facing top
    # The head is known better now than when the first hairline was laid out.
    # As dark as his skin bears, beside stubble.
    in_folder set demo.stipple hairline.height_mm=68 technique.pattern=fine technique.dilution=12 \
        zone.full.density_per_cm2=180
    in_folder set demo.stipple options.add=B hairline.shape=peaked hairline.height_mm=70 hairline.edge=defined \
        hairline.diffusion=zero
    in_folder set demo.stipple "notes=A fictional man, modelled and rendered; no real person."
)
