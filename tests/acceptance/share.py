"""Makes the share: share.make(folder, gone) writes all files without the persons who are gone."""

import os

import layouts_mail
import layouts_odf
import layouts_office
import layouts_text

SECOND = 1_700_000_000


def layouts():
    others = [(path, build) for path, _, build in layouts_mail.OTHERS]
    return (layouts_text.layouts() + layouts_mail.layouts() + layouts_office.layouts() + layouts_odf.layouts() +
            others)


def tasks(beneath=""):
    """Files that the plan leaves to a person, as is known beforehand."""
    return {path for path, expected, _ in layouts_mail.OTHERS if expected == "manual" and path.startswith(beneath)}


def make(folder, gone=frozenset(), beneath=""):
    """Only what lies beneath a folder of the share, when one is given."""
    for number, (path, build) in enumerate(layouts()):
        data = build(gone) if path.startswith(beneath) else None
        if data is None:
            continue
        whole = os.path.join(folder, path)
        os.makedirs(os.path.dirname(whole), exist_ok=True)
        with open(whole, "wb") as file:
            file.write(data)
        os.chmod(whole, 0o640)
        os.utime(whole, (SECOND + number, SECOND + number))


if __name__ == "__main__":
    import sys
    make(sys.argv[1], frozenset(map(int, sys.argv[2:])))
