# Sourced by the tests of the batch examples: photos to do, the program under watch, and what must come out.
# Arguments: the program, the demo's folder, the folder of the examples.
set -u
export LC_ALL=C.UTF-8 LANGUAGE=en
program=$1 demo=$2 examples=$3
folder=$(mktemp -d)
started=
finish() { # and what a test has to end besides
    for process in $started; do kill_tree "$process"; done
    if command -v kill_steps >/dev/null; then kill_steps; fi
    rm -rf "$folder"
} 2>/dev/null
trap finish EXIT
cd "$folder" || exit 1
export HOME=$folder XDG_CONFIG_HOME=$folder/config

fail() {
    echo "$(basename "$0"): $1" >&2
    tail -n 20 "$folder"/*.log >&2
    exit 1
}
skip() {
    echo "skipped: $1"
    exit 77
}
"$program" --version | grep -q '^automatic set-up: on' || skip "no networks"
# The process and all that it started, without a chance to clean up: a machine whose plug was pulled.
kill_tree() {
    kill -STOP "$1" 2>/dev/null
    for child in $(pgrep -P "$1"); do kill_tree "$child"; done
    kill -KILL "$1" 2>/dev/null
}
# wait_for SECONDS WHAT COMMAND...
wait_for() {
    tries=$(($1 * 20)) what=$2
    shift 2
    until "$@" >/dev/null 2>&1; do
        tries=$((tries - 1))
        [ $tries -gt 0 ] || fail "waited too long for $what"
        sleep 0.05
    done
}
free_ports() { # two that nobody uses
    for port in $(shuf -i 20000-60000 -n 20); do
        (: <"/dev/tcp/127.0.0.1/$port") 2>/dev/null || echo "$port"
    done | head -n 2
}
pictures() {
    find "$1" -maxdepth 1 -name '*.png' | wc -l
}
has_pictures() {
    [ "$(pictures "$1")" -ge "$2" ]
}

# Five photos, one of which is none; a name that no shell may read; options with blanks and quotes.
count=5
mkdir "photos' \$(touch evil) {}"
photos="$folder/photos' \$(touch evil) {}"
"$program" render "$demo/front.jpg" --size 240 -o "$photos/1.jpg" || fail "no photo to begin with"
for number in 2 3 4; do cp "$photos/1.jpg" "$photos/$number.jpg"; done
echo "no photo" >"$photos/5.jpg"
options=(--beside --size 100 --format png --title "A 'b' {} \$HOME" --date 2026-01-02)

# Tells in work.log which machine was asked for which photo; machine beta hangs in it as long as there is a file hold.
export STIPPLE=$folder/stipple
cat >"$STIPPLE" <<END
#!/bin/bash
case " \$* " in
*" --only "*) echo "\${MACHINE:-here} \${*: -1}" >>'$folder/work.log'
    [ "\${MACHINE:-}" != beta ] || [ ! -e '$folder/hold' ] || sleep 600 ;;
esac
exec '$program' "\$@"
END
chmod +x "$STIPPLE"
"$program" batch "$photos" -o whole "${options[@]}" >whole.log 2>&1
[ $? -eq 4 ] || fail "the batch on one machine"

# Every photo accounted for once, with the picture that one machine makes of it.
check_all() {
    cmp "$1/batch.csv" whole/batch.csv || fail "$1: another table than one machine's"
    [ "$(wc -l <"$1/batch.jsonl")" -eq $count ] || fail "$1: not a row each"
    [ "$(ls "$1/rows" | wc -l)" -eq $count ] || fail "$1/rows holds what is no row: $(ls "$1/rows")"
    [ "$(pictures "$1")" -eq $((count - 1)) ] || fail "$1: not a picture each"
    for picture in "$1"/*.png; do
        cmp "$picture" "whole/${picture##*/}" || fail "$picture differs"
    done
    [ ! -e evil ] || fail "a name was run as a command"
}
