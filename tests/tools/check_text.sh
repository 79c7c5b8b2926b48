#!/bin/sh
# House rules that a search can check. Run from the repository's root.
set -eu
bad=0
complain() {
    echo "$1"
    bad=1
}
# libm's last bits change with the CPU: dots and pixels use base/mathd.h and shaders/shared instead.
if grep -nE '\b(expf?|logf?|log2f?|powf?|sinf?|cosf?|tanf?|atan2?f?|asinf?|acosf?|cbrtf?|hypotf?|tgammaf?)\(' \
    src/model/*.c src/plan/*.c src/render/*.c src/image/colour.c src/geom/*.[ch] | grep -vE '//.*\(|smp_|mathd_'; then
    complain "^ libm function where bits matter"
fi
if grep -rnE 'ffast-math|-Ofast' CMakeLists.txt tools/cmake src --include=*.txt --include=*.cmake | grep -v 'no -ffast-math'; then
    complain "^ -ffast-math"
fi
if grep -rnE '\b(strcpy|sprintf|atoi|gets|setlocale)\(' src; then
    complain "^ a function that style forbids"
fi
exit $bad
