#!/bin/sh
# Gathers a program's jars: copy-jars.sh DIR JAR CLASSPATH
#
# Puts JAR and every jar of the class path into DIR, which is replaced as a whole.
set -eu
dir=$1 jar=$2 classpath=$3

rm -rf "$dir.new"
mkdir -p "$dir.new"
cp "$jar" "$dir.new/"
IFS=:
for entry in $classpath; do
  case $entry in *.jar) cp "$entry" "$dir.new/" ;; esac
done
rm -rf "$dir"
mv "$dir.new" "$dir"
