#!/bin/sh
# The page in a real browser, with hostile names in it. Arguments: the program, the demo's folder, this folder.
# Skipped (77) where there is no Chromium or no node.
set -eu
browser=$(command -v chromium || command -v chromium-browser || true)
[ -n "$browser" ] && command -v node >/dev/null || { echo "skipped: no chromium or no node"; exit 77; }
program=$1 demo=$2 here=$3
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
export HOME="$folder" LANGUAGE=en
unset XDG_CONFIG_HOME
cp "$demo"/*.jpg "$demo"/demo.stipple "$folder"
cd "$folder"
bad='</script><script>window.pwned=1</script><img src=https://example.com/x onerror=window.pwned=1>'
"$program" set demo.stipple 'options.add=<!--<script>pwned' hairline.shape=straight
printf '{"name": "%s", "disclaimer": "A simulation, no guarantee. %s"}' "$bad" "$bad" >clinic.json
"$program" page demo.stipple -o page.html --size 500 --title "$bad" --clinic clinic.json
node "$here/test_page.mjs" "$browser" page.html
