# Flags that every target shares: interface library `stipple_flags`.
# Without -ftrivial-auto-var-init: GCC 12 then clears "padding" at wrong places in local arrays of
# structs (struct s two[2] = {a, b}; loses values of a).
# -ffp-contract=off and no -ffast-math: the same case gives the same bytes on every x86-64 machine.
add_library(stipple_flags INTERFACE)
target_compile_options(stipple_flags INTERFACE
    -ffp-contract=off -fno-math-errno -fno-trapping-math
    -Wall -Wextra -Wpedantic -Wshadow -Wformat=2 -Wimplicit-fallthrough
    $<$<C_COMPILER_ID:Clang>:-Wno-string-concatenation>
    $<$<COMPILE_LANGUAGE:C>:-Wconversion -Wstrict-prototypes -Wmissing-prototypes -Wvla -Wdouble-promotion -Wundef>)
target_compile_definitions(stipple_flags INTERFACE _GNU_SOURCE)
if(STIPPLE_WERROR)
    target_compile_options(stipple_flags INTERFACE -Werror)
endif()
if(STIPPLE_SANITIZE)
    # GCC guesses lengths and bounds wrongly between the sanitizers' checks. Libraries do the work: twice as fast so.
    set(is_library $<NOT:$<STREQUAL:$<TARGET_PROPERTY:TYPE>,EXECUTABLE>>)
    target_compile_options(stipple_flags INTERFACE $<IF:${is_library},-O2,-O1> -g -fno-omit-frame-pointer
        $<$<C_COMPILER_ID:GNU>:-Wno-format-truncation> $<$<AND:${is_library},$<C_COMPILER_ID:GNU>>:-Wno-array-bounds>
        -fsanitize=address,undefined -fno-sanitize-recover=undefined)
    target_link_options(stipple_flags INTERFACE -fsanitize=address,undefined)
else()
    target_compile_options(stipple_flags INTERFACE -fstack-protector-strong -fstack-clash-protection
        -fcf-protection=full -fno-delete-null-pointer-checks
        -fno-strict-overflow -fPIE $<$<CONFIG:Release>:-D_FORTIFY_SOURCE=3>)
    target_link_options(stipple_flags INTERFACE -pie -Wl,-z,relro,-z,now,-z,noexecstack)
endif()
if(STIPPLE_FUZZ)
    target_compile_options(stipple_flags INTERFACE -fsanitize=fuzzer-no-link)
endif()
if(STIPPLE_COVERAGE)
    target_compile_options(stipple_flags INTERFACE -O1 -fprofile-instr-generate -fcoverage-mapping)
    target_link_options(stipple_flags INTERFACE -fprofile-instr-generate)
endif()
