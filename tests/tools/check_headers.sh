#!/bin/sh
# Each header compiles alone, as C11. A header that its own source includes before all else does: that was built. Run from
# the repository's root.
set -eu
first_of='s/^#include ["<]\(.*\/\)\{0,1\}\([^/]*\)[">].*/\2/p; t found; b; :found q'
is_first_in_its_source() {
    [ -f "${1%.h}.c" ] && [ "$(sed -n "$first_of" "${1%.h}.c")" = "${1##*/}" ]
}
bad=0
for header in $(find src shaders/shared tests/support -name '*.h'); do
    is_first_in_its_source "$header" && continue
    case $header in tests/support/*) first='#include <stddef.h>' ;; *) first= ;; esac
    printf '%s\n#include "%s"\n' "$first" "$(basename "$header")" |
        ${CC:-cc} -std=c11 -D_GNU_SOURCE -Wall -Wextra -Wno-unused-function -fsyntax-only -x c -Isrc -Ishaders -Itests/support \
            -I"$(dirname "$header")" - || {
        echo "$header does not compile alone"
        bad=1
    }
done
exit $bad
