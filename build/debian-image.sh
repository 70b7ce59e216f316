#!/bin/bash
# An image of a Debian base system, as an OCI layout: debian-image.sh CACHE
#
# Made with debootstrap from the mirror of this host's apt, in three layers; kept in CACHE, for the next time. The layout is
# then in CACHE/layout, its tag is "base", and CACHE/entries has the number of its files. Ends with 77 where it cannot be made:
# without the programs, or a mirror that answers.
set -euo pipefail
cache=$1
PATH=$PATH:/usr/sbin:/sbin

say() { echo "debian-image: $*" >&2; }

[ ! -d "$cache/layout" ] || exit 0
mkdir -p "$cache"
exec 9>"$cache/lock"
flock 9
[ ! -d "$cache/layout" ] || exit 0 # somebody else has made it meanwhile
for program in debootstrap umoci; do
  command -v $program >/dev/null || { say "needs $program: apt-get install $program"; exit 77; }
done

rm -rf "$cache/base" "$cache/layout.new" "$cache"/*.tar
mirror=$({ cat /etc/apt/sources.list /etc/apt/sources.list.d/*.list /etc/apt/sources.list.d/*.sources 2>/dev/null || :; } \
  | awk '!found && $1 == "URIs:" { print $2; found = 1 }
         !found && $1 == "deb" { for (i = 2; i <= NF && !found; i++) if ($i ~ /^http/) { print $i; found = 1 } }')
[ -n "$mirror" ] || { say "this host's apt knows no mirror to make a base system from"; exit 77; }
# shellcheck source=/dev/null
suite=$(. /etc/os-release && echo "${VERSION_CODENAME:-stable}")
say "making a base system (once per checkout)"
debootstrap --variant=minbase "$suite" "$cache/base" "$mirror" >"$cache/debootstrap.log" 2>&1 \
  || { say "debootstrap failed, see $cache/debootstrap.log"; tail -n 3 "$cache/debootstrap.log" >&2; exit 77; }
rm -rf "$cache"/base/var/cache/apt/archives/*.deb "$cache"/base/var/lib/apt/lists/*
tar -C "$cache/base" --numeric-owner --xattrs -cf "$cache/lib.tar" usr/lib
tar -C "$cache/base" --numeric-owner --xattrs -cf "$cache/share.tar" usr/share
tar -C "$cache/base" --numeric-owner --xattrs --exclude=./usr/lib --exclude=./usr/share -cf "$cache/rest.tar" .
umoci init --layout "$cache/layout.new"
umoci new --image "$cache/layout.new:base"
for layer in rest lib share; do umoci raw add-layer --image "$cache/layout.new:base" "$cache/$layer.tar"; done
umoci config --image "$cache/layout.new:base" --config.cmd /bin/sh
find "$cache/base" | wc -l >"$cache/entries"
rm -rf "$cache/base" "$cache"/*.tar
mv "$cache/layout.new" "$cache/layout"
