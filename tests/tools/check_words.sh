#!/bin/sh
# check_words.sh PARAM_WORDS: the template holds every word that the window shows, and every catalogue has it
# translated with the same placeholders. tools/words/update mends the template; the rest is for a translator.
# Run from the repository's root. 77: skipped, gettext is not installed.
set -eu
program=$1
command -v xgettext >/dev/null || { echo "skipped: no xgettext"; exit 77; }
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
bad=0
tools/words/collect "$program" "$folder/now.pot"
if ! diff -u assets/po/stipple.pot "$folder/now.pot" | grep '^[-+]'; then :; else
    echo "assets/po/stipple.pot is not what the sources say: run tools/words/update"
    bad=1
fi
for catalogue in assets/po/*.po; do
    msgfmt --check-format -o /dev/null "$catalogue" || bad=1
    # msgcmp fails where a word of the template is missing, untranslated or fuzzy.
    msgcmp "$catalogue" "$folder/now.pot" || bad=1
done
exit $bad
