#!/bin/sh
# Builds the native launcher: build.sh OUTDIR
#
# Makes OUTDIR/native/linux-<machine>/containerizer-launcher from all C files beside this script: one static program that
# needs no C library. Does nothing when it is up to date, and nothing on a host that is not Linux.
#
#   CC=aarch64-linux-gnu-gcc build.sh OUTDIR     cross compiles; the machine name is taken from the compiler
set -eu

[ "$(uname -s)" = Linux ] || { echo "launcher: not built, this host is not Linux"; exit 0; }
[ $# -eq 1 ] || { echo "usage: build.sh OUTDIR" >&2; exit 2; }

here=$(cd "$(dirname "$0")" && pwd)
cc=${CC:-gcc}
# shellcheck disable=SC2086  # CC may carry options
if ! triplet=$($cc -dumpmachine 2>/dev/null); then
  echo "launcher: no C compiler '$cc' (Debian: apt-get install gcc libc6-dev)" >&2
  exit 1
fi
machine=${triplet%%-*}
dir=$1/native/linux-$machine
out=$dir/containerizer-launcher

set -- "$here"/*.c
[ -e "$1" ] || { echo "launcher: no C sources in $here" >&2; exit 0; }

if [ -e "$out" ] && [ -z "$(find "$here" -newer "$out" -type f -print)" ]; then
  exit 0
fi

mkdir -p "$dir"
trap 'rm -f "$out.new.$$"' EXIT
# -s strips; the remaining -Wl options keep the file, and so the memory of each container's init, small.
# shellcheck disable=SC2086
$cc -std=gnu11 -Os -static -nostdlib -ffreestanding \
  -fno-stack-protector -fno-asynchronous-unwind-tables -fno-pie -no-pie \
  -ffunction-sections -fdata-sections -Wl,--gc-sections \
  -Wall -Wextra -Werror ${CFLAGS:-} \
  -Wl,--build-id=none,-z,noseparate-code,-z,norelro -s \
  -o "$out.new.$$" "$@" ${LIBS:--lgcc}
chmod 755 "$out.new.$$"
mv -f "$out.new.$$" "$out"
echo "launcher: built native/linux-$machine/containerizer-launcher ($(wc -c <"$out") bytes)"
