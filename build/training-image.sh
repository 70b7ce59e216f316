#!/bin/sh
# Makes an image for the training of the AOT cache: training-image.sh DIR FILE...
#
# In DIR are then the documents of a registry that has it as training:1, as AotTraining serves them.
set -eu
dir=$1
shift
mkdir -p "$dir/blobs" "$dir/manifests"
tar -cf "$dir/layer.tar" "$@"
gzip -1 -k "$dir/layer.tar"

digest() { sha256sum "$1" | sed 's/ .*//'; }
blob() { # the descriptor of a file, which is moved to its digest
  printf '{"mediaType":"application/vnd.oci.image.%s","digest":"sha256:%s","size":%s}' \
    "$2" "$(digest "$1")" "$(wc -c <"$1" | tr -d ' ')"
  mv "$1" "$dir/blobs/sha256:$(digest "$1")"
}

case $(uname -m) in aarch64) architecture=arm64 ;; *) architecture=amd64 ;; esac
printf '{"os":"linux","architecture":"%s","config":{"Cmd":["/training"],"Env":["A=b"]},"rootfs":{"type":"layers","diff_ids":["sha256:%s"]}}' \
  "$architecture" "$(digest "$dir/layer.tar")" >"$dir/config"
rm "$dir/layer.tar"
config=$(blob "$dir/config" config.v1+json)
layer=$(blob "$dir/layer.tar.gz" layer.v1.tar+gzip)
printf '{"schemaVersion":2,"mediaType":"application/vnd.oci.image.manifest.v1+json","config":%s,"layers":[%s]}' \
  "$config" "$layer" >"$dir/manifests/1"
