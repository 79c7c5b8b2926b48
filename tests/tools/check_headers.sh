#!/bin/sh
# Each header compiles alone, as C11. Run from the repository's root.
set -eu
bad=0
for header in $(find src shaders/shared tests/support -name '*.h'); do
    case $header in tests/support/*) first='#include <stddef.h>' ;; *) first= ;; esac
    printf '%s\n#include "%s"\n' "$first" "$(basename "$header")" |
        ${CC:-cc} -std=c11 -D_GNU_SOURCE -Wall -Wextra -Wno-unused-function -fsyntax-only -x c -Isrc -Ishaders -Itests/support \
            -I"$(dirname "$header")" - || {
        echo "$header does not compile alone"
        bad=1
    }
done
exit $bad
