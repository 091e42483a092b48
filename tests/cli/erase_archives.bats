#!/usr/bin/env bats
# bats file_tags=release
# Records of one person leave archives of each kind; what cannot be rewritten says why.
load helper

# make_tables: two.csv with both persons, one.csv with the second alone.
make_tables() {
    printf '氏名,電話番号,メール\n架空 花子,03-0000-1234,hanako@example.com\n見本 太郎,03-0000-1111,taro@example.com\n' >two.csv
    printf '氏名,電話番号,メール\n見本 太郎,03-0000-1111,taro@example.com\n' >one.csv
    printf '架空 花子 hanako@example.com\n' >own.txt
    mkdir -p share
}

# make_document PART: a.docx with a paragraph for each person, or, given a file, with that embedded.
make_document() {
    local types='http://schemas.openxmlformats.org/package/2006' office='http://schemas.openxmlformats.org'
    mkdir -p d/_rels d/word/embeddings
    printf '<Types xmlns="%s/content-types"><Default Extension="xml" ContentType="application/xml"/><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Override PartName="/word/document.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/></Types>' \
        "$types" >'d/[Content_Types].xml'
    printf '<Relationships xmlns="%s/relationships"><Relationship Id="r1" Type="%s/officeDocument/2006/relationships/officeDocument" Target="word/document.xml"/></Relationships>' \
        "$types" "$office" >d/_rels/.rels
    printf '<w:document xmlns:w="%s/wordprocessingml/2006/main"><w:body><w:p><w:r><w:t>%s</w:t></w:r></w:p><w:p><w:r><w:t>見本 太郎 taro@example.com</w:t></w:r></w:p></w:body></w:document>' \
        "$office" "${1:-氏名: 架空 花子 hanako@example.com}" >d/word/document.xml
    if [ -n "${2:-}" ]; then
        cp "$2" d/word/embeddings/
    fi
    (cd d && zip -qr ../a.docx '[Content_Types].xml' _rels word)
    rm -r d
}

@test "one person leaves 7z and cpio archives, nested and compressed ones too" {
    make_tables
    mkdir 名簿
    cp two.csv 名簿/list.csv
    7z a -bd share/a.7z 名簿 own.txt >/dev/null
    printf '%s\n' own.txt 名簿/list.csv | bsdcpio -o -H newc >share/a.cpio 2>/dev/null
    printf '%s\n' own.txt 名簿/list.csv | bsdcpio -o -H odc 2>/dev/null | gzip >share/odc.cpio.gz
    (cd share && zip -q ../outer.zip a.7z a.cpio)
    mv outer.zip share/
    daicho init . --share office=share --quiet
    daicho scan --quiet
    approve_plan
    daicho plan show 1 >plan.txt
    run ! grep -E '^ +[0-9]+ manual' plan.txt
    expect 0 plan apply 1 --execute
    tells "4 done"
    unzip -q share/outer.zip -d outer
    for archive in share/a.7z outer/a.7z; do
        7z t "$archive" >/dev/null
        7z x -so "$archive" 名簿/list.csv | cmp - one.csv
        7z l -slt "$archive" >listing.txt
        run ! grep -q 'Path = own' listing.txt
    done
    for archive in share/a.cpio outer/a.cpio share/odc.cpio.gz; do
        [ "$(bsdcpio -it <"$archive" 2>/dev/null)" = 名簿/list.csv ]
        bsdtar -xOf "$archive" 名簿/list.csv | cmp - one.csv
    done
    expect 0 scan
    # shellcheck disable=SC2154 # hanako is the helper's
    expect 0 subject find "${hanako[@]}"
    tells "0 places in 0 files"
}

@test "a document or an archive that was compressed once more is read as itself, and cut" {
    make_tables
    make_document
    gzip -c a.docx >share/a.docx.gz
    zip -q list.zip two.csv
    gzip -c list.zip >share/list.zip.gz
    daicho init . --share office=share --quiet
    expect 0 scan
    approve_plan
    expect 0 plan show 1
    says "goes: record 1 of a.docx"
    expect 0 plan apply 1 --execute
    gzip -dc share/list.zip.gz >left.zip
    unzip -p left.zip two.csv | cmp - one.csv
    gzip -dc share/a.docx.gz >left.docx
    unzip -p left.docx word/document.xml >left.xml
    run ! grep -q hanako left.xml
    grep -q taro left.xml
}

@test "what lies behind a password or within a document says so" {
    make_tables
    zip -q -P secret share/enc.zip two.csv
    7z a -bd -psecret share/enc.7z two.csv >/dev/null
    make_document 何もない two.csv
    mv a.docx share/
    cp -a share before
    daicho init . --share office=share --quiet
    printf '    passwords: ["secret"]\n' >passwords
    sed -i '/path: "share"/r passwords' daicho.yaml
    daicho scan --quiet
    approve_plan
    expect 0 plan show 1
    says "office:enc.zip!/two.csv: it lies in an archive with a password, which daicho can read but not write."
    says "office:enc.7z!/two.csv: it lies in an archive with a password, which daicho can read but not write."
    says "office:a.docx!/word/embeddings/two.csv: it is embedded in a document"
    expect 3 plan apply 1 --execute
    diff -r share before
}

@test "a message of a maildir is a file, and goes as one" {
    mkdir -p share/Maildir/{cur,new,tmp}
    message() {
        printf 'From: %s\nTo: office@example.com\nSubject: 問合せ\nContent-Type: text/plain; charset=utf-8\n\n氏名: %s\n' "$2" "$1"
    }
    message '架空 花子' hanako@example.com >'share/Maildir/cur/1700000001.M1P1.host,S=9:2,RS'
    message '架空 花子' hanako@example.com >share/Maildir/new/1700000002.M2P1.host
    message '架空 花子' hanako@example.com >share/Maildir/tmp/1700000003.M3P1.host
    message '見本 太郎' taro@example.com >'share/Maildir/cur/1700000004.M4P1.host:2,S'
    printf '3 V1 N2\n' >share/Maildir/dovecot-uidlist
    cp -a share expected
    rm expected/Maildir/cur/1700000001* expected/Maildir/new/* expected/Maildir/tmp/*
    daicho init . --share office=share --quiet
    daicho scan --quiet
    approve_plan
    expect 0 plan show 1
    says "delete-file  office:Maildir/cur/1700000001.M1P1.host,S=9:2,RS"
    says "delete-file  office:Maildir/new/1700000002.M2P1.host"
    says "delete-file  office:Maildir/tmp/1700000003.M3P1.host"
    expect 0 plan apply 1 --execute
    tells "3 done"
    diff -r share expected
}

@test "what is written beside the members is found, and goes too" {
    make_tables
    zip -q share/a.zip one.csv own.txt
    printf '名簿の控え\n連絡先: hanako@example.com\n' | zip -qz share/a.zip >/dev/null
    printf 'hanako@example.com の分\n\n' | zip -qc share/a.zip own.txt one.csv >/dev/null
    zip -q share/only.zip one.csv
    printf 'hanako@example.com と taro@example.com\n' | zip -qz share/only.zip >/dev/null
    cp share/only.zip before.zip
    daicho init . --share office=share --quiet
    daicho scan --quiet
    approve_plan
    expect 0 plan show 1
    says "#2 (comment)"
    says "office:only.zip#1 (comment): this comment is about other persons too"
    expect 3 plan apply 1 --execute
    tells "1 done"
    cmp share/only.zip before.zip
    unzip -tq share/a.zip
    [ "$(unzip -z share/a.zip | tail -n +2)" = 名簿の控え ]
    [ "$(zipinfo -1 share/a.zip)" = one.csv ]
    run ! grep -aq hanako share/a.zip
}

@test "a comment in a tape archive is found, and left to a person" {
    make_tables
    tar --format=pax --pax-option=comment:=hanako@example.com -cf share/a.tar one.csv two.csv
    tar --format=pax --pax-option=comment:=hanako@example.com -czf share/b.tgz one.csv
    cp -a share before
    daicho init . --share office=share --quiet
    daicho scan --quiet
    approve_plan
    expect 0 plan show 1
    says "(comment of one.csv): daicho cannot cut a single comment out of this kind of file"
    says "office:b.tgz: it has comments or attributes that daicho does not change"
    expect 3 plan apply 1 --execute
    diff -r share before
}
