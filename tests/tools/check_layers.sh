#!/bin/sh
# Fails on an include that points up or sideways: app -> ui, output -> plan -> render -> model -> image
# -> geom -> base, and nets beside geom. shared/ (shaders/shared) lies below all. Run from the repository's root.
set -eu
below() {
    case $1 in
    base) echo "base" ;;
    geom) echo "geom base" ;;
    nets) echo "nets base" ;;
    image) echo "image nets geom base" ;;
    model) echo "model image nets geom base" ;;
    render) echo "render model image geom base" ;;
    plan) echo "plan render model image geom base" ;;
    output) echo "output plan render model image geom base" ;;
    ui) echo "ui plan render model image geom base" ;;
    app) echo "app ui output plan render model image geom base" ;;
    esac
}
bad=0
for folder in src/*/; do
    layer=$(basename "$folder")
    allowed="$(below "$layer") shared"
    for file in $(find "$folder" -name '*.[ch]' -o -name '*.cpp'); do
        for to in $(sed -n 's/^ *# *include *"\([a-z0-9_]*\)\/.*/\1/p' "$file" | sort -u); do
            case " $allowed " in
            *" $to "*) ;;
            *)
                echo "$file includes \"$to/...\": $layer may see only: $allowed"
                bad=1
                ;;
            esac
        done
    done
done
exit $bad
