#!/usr/bin/env bash
# accuracy.sh DAICHO [FILE]: measures precision and recall on the labelled corpus, and findings in texts that name
# nobody, and writes docs/accuracy.md. CORPUS=DIR says where aozora/ is; what is missing is told in the document.
set -euo pipefail
export LC_ALL=C.UTF-8 PYTHONDONTWRITEBYTECODE=1

program=$(realpath "${1:?usage: accuracy.sh DAICHO [FILE]}")
top=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
results=${2:-$top/docs/accuracy.md}
texts=$top/build/accuracy
tarball=/usr/src/linux-source-6.1.tar.xz

# The source is unpacked once; the folder appears when it is whole.
if [ ! -d "$texts/linux-source-6.1" ]; then
    echo "== Unpack ${tarball##*/}"
    mkdir -p "$texts/part"
    tar -C "$texts/part" -xf "$tarball"
    mv "$texts/part/linux-source-6.1" "$texts/linux-source-6.1"
fi
python3 "$top/tests/accuracy/accuracy.py" "$program" --size 3 --write "$results" \
    --texts "Japanese prose (aozora)=${CORPUS:-$top/../shared/corpus}/aozora" \
    --texts "Linux source 6.1=$texts/linux-source-6.1" \
    --texts "Python 3.11 documentation=/usr/share/doc/python3.11/html"
echo "== Written: $results"
