#!/bin/sh
# Generates the Java sources of Mesos' v1 messages and of those between its processes, in mesos/internal: generate.sh JAVA MESOS_JAR PROTOC OUTDIR
#
#   JAVA        the java program
#   MESOS_JAR   Mesos' jar with protobuf inside (classifier shaded-protobuf): the messages' descriptors are read from it
#   PROTOC      protoc, which need not be executable yet
#   OUTDIR      is replaced as a whole, unless it was made from the same things before
set -eu

[ $# -eq 4 ] || { echo "usage: generate.sh JAVA MESOS_JAR PROTOC OUTDIR" >&2; exit 2; }
here=$(cd "$(dirname "$0")" && pwd)
java=$1 jar=$2 protoc=$3 out=$4
made_from="${jar##*/} ${protoc##*/} $(find "$here" -type f | LC_ALL=C sort | xargs cat | cksum)"

if [ -e "$out.made-from" ] && [ "$(cat "$out.made-from")" = "$made_from" ]; then
  exit 0
fi

new=$out.new
rm -rf "$new" "$out.made-from"
mkdir -p "$new"
chmod +x "$protoc"
# Mesos' jar was made for Java 6, and so was the protobuf in it.
"$java" --sun-misc-unsafe-memory-access=allow -cp "$jar" "$here/DescriptorDump.java" "$out.descriptors"
# shellcheck disable=SC2046  # names without blanks
"$protoc" --descriptor_set_in="$out.descriptors" --proto_path="$here" --java_out="$new" $(cat "$out.descriptors.files") \
  mesos/internal/messages.proto
rm -rf "$out"
mv "$new" "$out"
echo "$made_from" >"$out.made-from"
echo "messages: generated $(find "$out" -name '*.java' | wc -l) sources from ${jar##*/}"
