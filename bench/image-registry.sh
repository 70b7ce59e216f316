#!/bin/bash
# A registry with one image in it: image-registry.sh CACHE DIR
#
# Makes a base system of Debian with debootstrap, packs it into an image of three layers (both kept in CACHE, for the next
# time), puts that into a registry on loopback whose files are in DIR, and prints the reference of the image. The
# registry's pid is then in DIR/pid.
set -euo pipefail
cache=$1 dir=$2

say() { echo "bench: $*" >&2; }

for pair in debootstrap:debootstrap umoci:umoci skopeo:skopeo docker-registry:docker-registry; do
  PATH=$PATH:/usr/sbin command -v "${pair%%:*}" >/dev/null || { say "needs ${pair%%:*}: apt-get install ${pair#*:}"; exit 1; }
done

if [ ! -d "$cache/layout" ]; then
  mkdir -p "$cache"
  rm -rf "$cache/base" "$cache/layout.new" "$cache"/*.tar
  mirror=$(cat /etc/apt/sources.list /etc/apt/sources.list.d/* 2>/dev/null \
    | awk '$1 == "URIs:" { print $2; exit } $1 == "deb" { for (i = 2; i <= NF; i++) if ($i ~ /^http/) { print $i; exit } }')
  [ -n "$mirror" ] || { say "this host's apt knows no mirror to make a base system from"; exit 1; }
  # shellcheck source=/dev/null
  suite=$(. /etc/os-release && echo "${VERSION_CODENAME:-stable}")
  say "making a base system (once per checkout)"
  PATH=$PATH:/usr/sbin:/sbin debootstrap --variant=minbase "$suite" "$cache/base" "$mirror" >"$cache/debootstrap.log" 2>&1 \
    || { say "debootstrap failed, see $cache/debootstrap.log"; exit 1; }
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
fi

for _ in 1 2 3 4 5; do
  port=$((20000 + RANDOM % 20000))
  cat >"$dir/registry.yml" <<EOF
version: 0.1
log: {level: error, accesslog: {disabled: true}}
storage: {filesystem: {rootdirectory: $dir/registry}}
http: {addr: "127.0.0.1:$port"}
EOF
  docker-registry serve "$dir/registry.yml" >"$dir/registry.log" 2>&1 &
  pid=$!
  for _ in $(seq 50); do
    if ! kill -0 $pid 2>/dev/null; then continue 2; fi # somebody else has the port
    if (: <"/dev/tcp/127.0.0.1/$port") 2>/dev/null; then
      echo $pid >"$dir/pid"
      skopeo copy -q --dest-tls-verify=false "oci:$cache/layout:base" "docker://127.0.0.1:$port/base:1" >&2
      echo "127.0.0.1:$port/base:1"
      exit 0
    fi
    sleep 0.1
  done
  kill $pid
done
say "the registry does not start, see $dir/registry.log"
exit 1
