#!/bin/bash
# A registry with one image in it: image-registry.sh CACHE DIR
#
# Puts the image of build/debian-image.sh, which keeps it in CACHE for the next time, into a registry on loopback whose files
# are in DIR, and prints the reference of the image. The registry's pid is then in DIR/pid.
set -euo pipefail
cache=$1 dir=$2

say() { echo "bench: $*" >&2; }

for program in skopeo docker-registry; do
  command -v $program >/dev/null || { say "needs $program: apt-get install $program"; exit 1; }
done

"$(dirname "${BASH_SOURCE[0]}")/../build/debian-image.sh" "$cache" >&2

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
