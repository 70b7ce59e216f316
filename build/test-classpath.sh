#!/bin/bash
# Writes verify/target/test-classpath.txt: the class path, in one line, for running compiled tests of all modules without
# Maven. JUnit itself is not in it: put verify/target/junit-console.jar in front.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

entries=()
for module in verify testkit cli agent containerizer protocol image linux api; do
  for classes in test-classes classes; do
    [ ! -d "$module/target/$classes" ] || entries+=("$PWD/$module/target/$classes")
  done
done
for jar in verify/target/testlib/*.jar; do
  case ${jar##*/} in
    junit-* | opentest4j-* | apiguardian-*) ;;
    *) entries+=("$PWD/$jar") ;;
  esac
done
IFS=:
echo "${entries[*]}" >verify/target/test-classpath.txt
