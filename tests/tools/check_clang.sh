#!/bin/sh
# check_clang.sh BUILD: clang takes every source without a warning, as the preset clang has it; nothing is built, and what
# the build makes of sources is taken from BUILD. Run from the repository's root. 77: skipped, clang is not installed.
set -eu
build=$(realpath "$1")
command -v clang >/dev/null && command -v clang++ >/dev/null || { echo "skipped: no clang"; exit 77; }
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cmake --preset clang >"$folder/said" 2>&1 || { cat "$folder/said"; exit 1; }
sed -n 's/^ *"command": "\(.*\)",\{0,1\}$/\1/p' build/clang/compile_commands.json | sed -e 's/\\\(["\\]\)/\1/g' \
    -e "s#$PWD/build/clang/#$build/#g" -e 's/ -o [^ ]* -c / -fsyntax-only /' >"$folder/commands"
count=$(grep -c ' -fsyntax-only ' "$folder/commands")
[ "$count" -gt 300 ] && [ "$count" -eq "$(wc -l <"$folder/commands")" ] || {
    echo "build/clang/compile_commands.json is not understood"
    exit 1
}
cd "$build"
tr '\n' '\0' <"$folder/commands" | xargs -0 -n 1 -P "$(nproc)" sh -c >"$folder/said" 2>&1 ||
    { grep -a -A 3 -E '(error|warning):' "$folder/said" | head -n 100; exit 1; }
echo "$count sources, no warning"
