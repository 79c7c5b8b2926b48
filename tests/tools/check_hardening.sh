#!/bin/sh
# check_hardening.sh BUILD: what is installed and runs is hardened as tools/cmake/flags.cmake asks: position-independent,
# relocations read-only and bound at start, no executable stack, no page both writable and executable, stack protector,
# checked string functions; our objects carry shadow-stack and branch marks. 77: skipped in builds with sanitizers, which leave these out.
set -eu
build=$1
grep -q '^STIPPLE_SANITIZE:BOOL=ON' "$build/CMakeCache.txt" && { echo "skipped: a build with sanitizers"; exit 77; }
grep -q '^CMAKE_BUILD_TYPE:STRING=Release' "$build/CMakeCache.txt" || { echo "skipped: not a release build"; exit 77; }
command -v readelf >/dev/null || { echo "skipped: no readelf"; exit 77; }
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
DESTDIR=$folder cmake --install "$build" >/dev/null
bad=0
want() { # FILE WORDS: what readelf says of it has them
    printf '%s\n' "$said" | grep -q "$2" || { echo "$1: no $2"; bad=1; }
}
refuse() {
    if printf '%s\n' "$said" | grep -q "$2"; then echo "$1: $2"; bad=1; fi
}
count=0
for file in $(find "$folder" -type f -size +1k); do
    [ "$(head -c 4 "$file" | tail -c 3)" = ELF ] || continue
    count=$((count + 1))
    said=$(readelf --wide --file-header --program-headers --dynamic --notes --dyn-syms "$file" 2>/dev/null)
    want "$file" 'Type: *DYN'
    want "$file" 'FLAGS_1.*PIE'
    want "$file" 'GNU_RELRO'
    want "$file" 'BIND_NOW\|FLAGS_1.*NOW'
    want "$file" 'GNU_STACK.* RW '
    refuse "$file" 'GNU_STACK.*RWE'
    refuse "$file" 'LOAD.* RWE '
    want "$file" '__stack_chk_fail'
    want "$file" '__[a-z]*printf_chk'
    refuse "$file" 'RPATH\|RUNPATH'
    case $file in */worker-*) refuse "$file" 'NEEDED.*\(SDL\|X11\|epoxy\|glib\|cairo\|pango\)' ;; esac # next to nothing to misuse
done
# Shadow-stack and branch marks: in each of our own objects. The linker drops them from the whole, for Debian's static
# imgui has none.
for library in "$build"/src/libstipple_*.a; do
    objects=$(ar t "$library" | wc -l)
    marked=$(readelf --wide --notes "$library" 2>/dev/null | grep -c 'IBT.*SHSTK')
    [ "$marked" -eq "$objects" ] || { echo "$library: $marked of $objects objects have IBT and SHSTK"; bad=1; }
done
[ $count -gt 0 ] || { echo "nothing that runs is installed"; exit 1; }
echo "$count programs looked at"
exit $bad
