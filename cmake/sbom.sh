#!/bin/sh
# sbom.sh PROGRAM VERSION: the software bill of materials of a built program as SPDX 2.3 (JSON): the Debian
# packages of all libraries that the loader puts into it, in the versions of this machine. The time is that of
# SOURCE_DATE_EPOCH, when it is set.
set -eu
export LC_ALL=C

program=${1:?usage: sbom.sh PROGRAM VERSION}
version=${2:?usage: sbom.sh PROGRAM VERSION}
created=$(date -u -d "@${SOURCE_DATE_EPOCH:-$(date +%s)}" +%Y-%m-%dT%H:%M:%SZ)
digest=$(sha256sum <"$program" | cut -d ' ' -f 1)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

# What the loader puts into the program. Where /lib is a link to /usr/lib, dpkg knows a file by one of two names.
ldd "$program" | sed -n 's/.*=> \(\/[^ ]*\) .*/\1/p; s/^\t\(\/[^ ]*\) .*/\1/p' |
    sed 's/^\/usr//' | sort -u >"$work/libraries"
sed 'p; s/^/\/usr/' "$work/libraries" | xargs dpkg-query -S >"$work/found" 2>/dev/null || true
sed 's/.*: //; s/^\/usr//' "$work/found" | sort -u | comm -23 "$work/libraries" - >"$work/unknown"
if [ -s "$work/unknown" ] || [ ! -s "$work/found" ]; then
    echo "sbom.sh: no package holds: $(tr '\n' ' ' <"$work/unknown")" >&2
    exit 1
fi

# Package, version, source, version of the source, architecture.
# shellcheck disable=SC2016 # dpkg-query expands it
sed 's/: .*//' "$work/found" | sort -u |
    xargs dpkg-query -W -f '${Package}\t${Version}\t${source:Package}\t${source:Version}\t${Architecture}\n' |
    sort -u >"$work/packages"

cat <<END
{
  "spdxVersion": "SPDX-2.3",
  "dataLicense": "CC0-1.0",
  "SPDXID": "SPDXRef-DOCUMENT",
  "name": "daicho-$version",
  "documentNamespace": "https://spdx.org/spdxdocs/daicho-$version-$digest",
  "creationInfo": {"created": "$created", "creators": ["Tool: daicho-cmake/sbom.sh"]},
  "packages": [
    {
      "SPDXID": "SPDXRef-daicho", "name": "daicho", "versionInfo": "$version", "downloadLocation": "NOASSERTION",
      "filesAnalyzed": false, "licenseConcluded": "NOASSERTION", "licenseDeclared": "GPL-3.0-or-later",
      "copyrightText": "NOASSERTION", "primaryPackagePurpose": "APPLICATION"
    }
END
awk -F '\t' '{
    id = $1
    gsub(/[^A-Za-z0-9.-]/, "-", id)
    url = $2
    gsub(/:/, "%3A", url)
    gsub(/\+/, "%2B", url)
    gsub(/~/, "%7E", url)
    name = $1
    gsub(/\+/, "%2B", name)
    printf ",\n    {\n      \"SPDXID\": \"SPDXRef-%s\", \"name\": \"%s\", \"versionInfo\": \"%s\",\n", id, $1, $2
    printf "      \"sourceInfo\": \"built from %s %s\", \"downloadLocation\": \"NOASSERTION\", \"filesAnalyzed\": false,\n", $3, $4
    printf "      \"licenseConcluded\": \"NOASSERTION\", \"licenseDeclared\": \"NOASSERTION\", \"copyrightText\": \"NOASSERTION\",\n"
    printf "      \"externalRefs\": [{\"referenceCategory\": \"PACKAGE-MANAGER\", \"referenceType\": \"purl\",\n"
    printf "        \"referenceLocator\": \"pkg:deb/debian/%s@%s?arch=%s\"}]\n    }", name, url, $5
}
END { printf "\n  ],\n" }' "$work/packages"
printf '  "relationships": [\n    {"spdxElementId": "SPDXRef-DOCUMENT", "relationshipType": "DESCRIBES", "relatedSpdxElement": "SPDXRef-daicho"}'
awk -F '\t' '{
    gsub(/[^A-Za-z0-9.-]/, "-", $1)
    printf ",\n    {\"spdxElementId\": \"SPDXRef-daicho\", \"relationshipType\": \"DYNAMIC_LINK\", \"relatedSpdxElement\": \"SPDXRef-%s\"}", $1
}' "$work/packages"
printf '\n  ]\n}\n'
