#!/usr/bin/env bash
# arm64_sysroot.sh FOLDER PACKAGE…: unpacks Debian's packages for arm64, with all that they need, into
# FOLDER/root. The packages of this machine stay as they are, and root is not needed.
set -euo pipefail
folder=$(realpath -m "$1")
shift
mkdir -p "$folder"/{root,lists/partial,cache/archives/partial}
: >"$folder/status"
apt=(apt-get -q -o APT::Architecture=arm64 -o APT::Architectures=arm64 -o APT::Sandbox::User=
    -o Dir::State="$folder" -o Dir::State::status="$folder/status" -o Dir::Cache="$folder/cache"
    -o Debug::NoLocking=1)
"${apt[@]}" update
"${apt[@]}" install -y --no-install-recommends --download-only "$@"
for package in "$folder"/cache/archives/*.deb; do
    dpkg-deb -x "$package" "$folder/root"
done
