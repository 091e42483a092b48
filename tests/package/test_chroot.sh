#!/usr/bin/env bash
# test_chroot.sh PACKAGE.deb DIR: installs, uses, upgrades, removes and purges the package in a clean Debian beneath DIR,
# which debootstrap makes from the machine's own mirror. DIR/base stays for the next time. Needs root.
set -euo pipefail
package=$(realpath "${1:?usage: test_chroot.sh PACKAGE.deb DIR}")
place=${2:?usage: test_chroot.sh PACKAGE.deb DIR}
root=$place/root
codename=bookworm

fail() {
    echo "test_chroot.sh: $1" >&2
    exit 1
}

[ "$(id -u)" -eq 0 ] || fail "needs root, for debootstrap and chroot"
mkdir -p "$place"
place=$(realpath "$place")
root=$place/root

step() {
    printf -- '-- %s\n' "$1"
}

# in_root WORD…: runs it in the chroot, with nothing of this environment.
in_root() {
    env -i PATH=/usr/sbin:/usr/bin:/sbin:/bin LC_ALL=C.UTF-8 DEBIAN_FRONTEND=noninteractive HOME=/root \
        chroot "$root" "$@"
}

as_daicho() {
    in_root setpriv --reuid daicho --regid daicho --init-groups -- "$@"
}

leave() {
    umount "$root/proc" 2>/dev/null || true
}
trap leave EXIT

make_base() {
    local mirror
    # shellcheck disable=SC2016 # apt expands it
    mirror=$(apt-get indextargets --format '$(SITE) $(RELEASE)' 'Created-By: Packages' |
        awk -v release="$codename" '$2 == release { print $1; exit }')
    [ -n "$mirror" ] || fail "the machine's apt has no mirror of $codename"
    debootstrap --variant=minbase "$codename" "$place/base.new" "$mirror" >"$place/debootstrap.log" ||
        fail "debootstrap failed: $place/debootstrap.log"
    rm -rf "$place/base.new/etc/apt/sources.list"*
    cp -a /etc/apt/sources.list* "$place/base.new/etc/apt/"
    apt-config dump Acquire >"$place/base.new/etc/apt/apt.conf.d/90mirror"
    mv "$place/base.new" "$place/base"
}

enter() {
    leave
    rm -rf --one-file-system "$root"
    cp -a "$place/base" "$root"
    mount -t proc proc "$root/proc"
}

install_package() {
    cp "$1" "$root/tmp/"
    in_root apt-get install -y --no-install-recommends "/tmp/${1##*/}" >>"$place/apt.log" 2>&1 ||
        fail "apt-get install failed: $place/apt.log"
}

# expect_mode "750 root daicho" PATH
expect_mode() {
    local found
    found=$(in_root stat -c '%a %U %G' "$2")
    [ "$found" = "$1" ] || fail "$2 is $found, not $1"
}

check_files() {
    local file
    expect_mode "750 root daicho" /etc/daicho
    expect_mode "700 daicho daicho" /var/lib/daicho
    [ "$(in_root getent passwd daicho | cut -d : -f 6,7)" = /var/lib/daicho:/usr/sbin/nologin ] ||
        fail "the account daicho is not as it should be"
    for file in bin/daicho share/man/man1/daicho.1.gz share/man/man5/daicho-rules.5.gz share/man/man5/daicho.yaml.5.gz \
        share/bash-completion/completions/daicho share/zsh/vendor-completions/_daicho \
        share/fish/vendor_completions.d/daicho.fish share/doc/daicho/copyright share/doc/daicho/daicho.spdx.json; do
        # minbase has dpkg drop nothing; a missing file is the package's mistake.
        [ -s "$root/usr/$file" ] || fail "/usr/$file is missing"
    done
    [ -z "$(find "$root/etc/systemd/system" -name '*daicho*')" ] || fail "installing enabled a unit"
    [ -z "$(in_root find /etc/daicho /var/lib/daicho -mindepth 1)" ] || fail "installing made files of its own"
}

make_share() {
    mkdir -p "$root/srv/office"
    printf '氏名,電話番号,メールアドレス\n架空 花子,03-0000-1234,hanako@example.com\n' >"$root/srv/office/list.csv"
}

findings() {
    as_daicho daicho findings --format tsv
}

next_version() {
    local work=$place/next
    rm -rf "$work"
    dpkg-deb -R "$package" "$work"
    sed -i 's/^Version: .*/&+next1/' "$work/DEBIAN/control"
    dpkg-deb -b "$work" "$place/daicho_next.deb" >/dev/null
}

# What of daicho is left, logs apart.
left_behind() {
    in_root find / -xdev -iname '*daicho*' -not -path '/proc/*' -not -path '/tmp/*' -not -path '/var/log/*' \
        -not -path '/var/cache/apt/*' | sort
}

[ -d "$place/base" ] || { step "make a clean Debian" && make_base; }
: >"$place/apt.log"
enter
step "install"
in_root apt-get update >>"$place/apt.log" 2>&1 || fail "apt-get update failed: $place/apt.log"
install_package "$package"
check_files
in_root daicho doctor || fail "daicho doctor finds something wrong"

step "init and scan"
make_share
config=/etc/daicho/daicho.yaml
in_root daicho init /etc/daicho --data /var/lib/daicho --share office=/srv/office
expect_mode "640 root daicho" "$config"
expect_mode "600 daicho daicho" /var/lib/daicho/daicho.key
as_daicho daicho scan
before=$(findings)
[ "$(wc -l <<<"$before")" -eq 6 ] || fail "five findings were expected: $before"
as_daicho daicho doctor >/dev/null || fail "daicho doctor finds something wrong after a scan"

step "a planned scan"
mkdir -p "$root/usr/local/bin"
printf '#!/bin/sh\ncat >>/var/lib/daicho/mail\n' >"$root/usr/local/bin/to-file"
chmod 755 "$root/usr/local/bin/to-file"
cat >"$root/etc/daicho/daicho.yaml" <<'END'
shares: {office: {path: /srv/office}}
policy: policy.yaml
catalog: /var/lib/daicho/catalog.db
key: /var/lib/daicho/daicho.key
vault: /var/lib/daicho/vault
schedule: {times: ["03:00"], notify: {mail: [it-desk@example.com], sendmail: /usr/local/bin/to-file}}
END
in_root daicho config check || fail "the configuration with a schedule is wrong"
in_root daicho schedule install --root / >>"$place/apt.log" 2>&1 || fail "schedule install failed: $place/apt.log"
[ -s "$root/etc/systemd/system/daicho-scan-office.timer" ] || fail "there is no timer"
as_daicho daicho schedule run office --notify || fail "the planned scan failed"
[ ! -e "$root/var/lib/daicho/mail" ] || fail "a scan that went well is told"
mv "$root/srv/office" "$root/srv/away"
if as_daicho daicho schedule run office --notify; then
    fail "a planned scan of a share that is gone ends well"
fi
grep -q '^To: .*it-desk@example.com' "$root/var/lib/daicho/mail" || fail "nobody was told of the scan that failed"
mv "$root/srv/away" "$root/srv/office"
as_daicho daicho schedule run office
rm "$root/var/lib/daicho/mail"

step "upgrade"
echo '# changed by hand' >>"$root$config"
chmod 0751 "$root/etc/daicho"
next_version
install_package "$place/daicho_next.deb"
[ "$(in_root dpkg-query -W daicho | cut -f 2)" != "$(dpkg-deb -f "$package" Version)" ] || fail "no upgrade"
[ "$(tail -n 1 "$root$config")" = '# changed by hand' ] || fail "the upgrade changed the configuration"
expect_mode "751 root daicho" /etc/daicho
[ "$(findings)" = "$before" ] || fail "the upgrade changed the catalog"
as_daicho daicho audit verify >/dev/null || fail "the chain does not hold after the upgrade"

step "remove"
in_root apt-get remove -y daicho >>"$place/apt.log" 2>&1
[ ! -e "$root/usr/bin/daicho" ] || fail "the program is still there"
[ -s "$root/var/lib/daicho/catalog.db" ] || fail "the catalog is gone"
install_package "$package"
[ "$(findings)" = "$before" ] || fail "the catalog is another after remove and install"

step "purge"
in_root apt-get purge -y daicho >"$place/purge.log" 2>&1
grep -q '/var/lib/daicho is kept' "$place/purge.log" || fail "purge does not say what it keeps: $place/purge.log"
left=$(left_behind)
[ "$(grep -v '^/var/lib/daicho' <<<"$left")" = "" ] || fail "purge left: $left"
[ -s "$root/var/lib/daicho/catalog.db" ] || fail "purge took the catalog"
[ ! -e "$root/etc/daicho" ] || fail "purge left the configuration"
in_root getent passwd daicho >/dev/null || fail "purge took the account that the catalog belongs to"

step "purge of what was never used"
enter
in_root apt-get update >>"$place/apt.log" 2>&1
install_package "$package"
in_root apt-get purge -y daicho >"$place/purge.log" 2>&1
[ -z "$(left_behind)" ] || fail "purge left: $(left_behind)"
! in_root getent passwd daicho >/dev/null || fail "purge left the account"
! grep -q 'is kept' "$place/purge.log" || fail "purge speaks of what is not there"
leave
rm -rf --one-file-system "$root"
echo "the package installs, upgrades, is removed and purged as it says"
