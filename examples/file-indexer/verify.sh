#!/bin/sh
# Compares an index with its folder by means that have nothing in common with the indexer: find, sha256sum and wc.
#
#   verify.sh FOLDER INDEX [MAX-SIZE]
#
# INDEX is what `file-indexer FOLDER --export INDEX` wrote. Files above MAX-SIZE bytes (default 256 MiB), and those that
# this user may not read, must be in it without a hash. Exit code 0: they agree; 1: they do not.
set -eu
export LC_ALL=C

folder=${1:?folder}
index=$(realpath "${2:?index}")
max=${3:-268435456}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$folder"

find . -type f -readable -size "-$((max + 1))c" -print0 >"$work/readable"
find . -type f ! \( -readable -size "-$((max + 1))c" \) -print0 >"$work/dead"

# Older versions of wc take only printable bytes for parts of words, so all that are neither printable nor white space
# become an x for it. Each line ends in NUL, because a name may hold a line feed.
xargs -0 -r -n 50 -P "$(nproc)" sh -c '
  for name do
    set -- $(sha256sum <"$name") $(tr "\000-\010\016-\037\177-\377" x <"$name" | wc -clw)
    printf "%s\t%s\t%s\t%s\t%s\0" "$1" "$5" "$3" "$4" "$name"
  done' sh <"$work/readable" >"$work/lines"
xargs -0 -r printf -- '-\t-\t-\t-\t%s\0' <"$work/dead" >>"$work/lines"

# names as the index writes them
sed -z -E -e 's/\\/\\\\/g' -e 's/\r/\\r/g' -e 's/\n/\\n/g' \
  -e 's,^([^\t]*)\t([^\t]*)\t([^\t]*)\t([^\t]*)\t\./,\1\n\2\n\3\n\4\n,' -e 's/\t/\\t/g' -e 's/\n/\t/g' "$work/lines" |
  tr '\0' '\n' | sort >"$work/expected"
sort "$index" >"$work/actual"

echo "folder: $(tr -dc '\0' <"$work/readable" | wc -c) files, and $(tr -dc '\0' <"$work/dead" | wc -c) not readable or too large"
echo "index:  $(wc -l <"$work/actual") rows"
if cmp -s "$work/expected" "$work/actual"; then
  echo "equal:  hash, bytes, lines, words and name of every file"
else
  echo "DIFFERENT (< folder, > index):"
  diff "$work/expected" "$work/actual" | head -20
  exit 1
fi
