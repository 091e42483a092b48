#!/usr/bin/env bash
# make.sh DIR: builds the package of the source as it stands, uncommitted changes too, in a copy of it in DIR, and
# leaves the .deb and its bill of materials there.
set -euo pipefail
top=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
place=$(realpath -m "${1:?usage: make.sh DIR}")

version=$(sed -n '1s/.*(\(.*\)).*/\1/p' "$top/debian/changelog")
project=$(sed -n 's/^project(daicho VERSION \([0-9.]*\).*/\1/p' "$top/CMakeLists.txt")
if [ "${version%%[-+~]*}" != "$project" ]; then
    echo "make.sh: debian/changelog says $version, and CMakeLists.txt $project" >&2
    exit 1
fi
rm -rf "$place"
mkdir -p "$place/daicho-$version"
cd "$top"
git ls-files -z --cached --others --exclude-standard | tar --null -T - -cf - | tar -C "$place/daicho-$version" -xf -
cd "$place/daicho-$version"
dpkg-buildpackage --build=binary --no-sign
cp debian/daicho/usr/share/doc/daicho/daicho.spdx.json ..
