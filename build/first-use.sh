#!/bin/bash
# Builds what bin/containerizer runs. Never called twice at once, and never leaves a half-made state: everything is made in
# a new directory cli/target/app.*, and the last step renames a small file, cli/target/current, that points to it.
set -euo pipefail

cd "$(dirname "${BASH_SOURCE[0]}")/.."
root=$PWD
target=$root/cli/target
current=$target/current
log=$target/first-use.log

say() { echo "containerizer: $*" >&2; }
die() { say "$@"; exit 1; }

# shellcheck source=build/jdk.sh
. build/jdk.sh
# shellcheck source=build/aot-training.sh
. build/aot-training.sh

needs_build() {
  local app='' java='' jars=''
  [ -f "$current" ] || return 0
  . "$current"
  [ -x "$java" ] || return 0
  [ -n "$(find pom.xml {api,linux,image,protocol,containerizer,agent,cli}/{pom.xml,src/main} build -newer "$current" -print -quit 2>/dev/null)" ]
}

check_tools() {
  local missing=()
  command -v mvn >/dev/null || missing+=(maven)
  command -v "${CC:-gcc}" >/dev/null || missing+=(gcc libc6-dev)
  if [ ${#missing[@]} -gt 0 ]; then
    say "cannot build, programs are missing. On Debian:"
    say "    apt-get install ${missing[*]}"
    exit 1
  fi
}

# Turns Maven's log into a line per step.
progress() {
  local line downloads=0
  while IFS= read -r line; do
    printf '%s\n' "$line" >>"$log"
    case $line in
      *"Building Containerizer: "*)
        line=${line#*Building Containerizer: }
        say "  compiling ${line%% *}" ;;
      *"Downloaded from "*)
        downloads=$((downloads + 1))
        [ $downloads -ne 1 ] || say "  downloading build tools and libraries (once per machine)"
        [ $((downloads % 40)) -ne 0 ] || say "  downloaded $downloads files" ;;
      *"launcher: built"*) say "  ${line#*launcher: }" ;;
    esac
  done
}

compile() {
  : >"$log"
  MAVEN_OPTS="${MAVEN_OPTS:-} -XX:TieredStopAtLevel=1 --sun-misc-unsafe-memory-access=allow" \
    mvn -B -Dfast -Dbuild.dir=target/run -pl api,linux,image,protocol,containerizer,agent,cli package </dev/null 2>&1 | progress || {
    { grep -E '^\[ERROR\] .*\.(java|c):' "$log" || grep -m 5 -E '^\[ERROR\] |error:' "$log"; } | sort -u | head -n 20 >&2 || true
    die "the build failed; all of its output is in $log"
  }
}

# Runs the program with recording on; the cache is a matter of speed, so failing to make it is no error. All command lines
# of the training run in one process, because a cache is made from one.
train() {
  local java=$1 app=$2 classpath=$3 program flags
  # With all compilers, also for commands that run without the last: the cache remembers up to which level a method was
  # compiled, and none goes beyond it. Without the last, hashing took two fifths of the time of a pull.
  flags=(-Xlog:disable -XX:+UseSerialGC -XX:-UsePerfData -Xms64m -Xmn32m
    -XX:Tier4InvocationThreshold=60000 -XX:Tier4MinInvocationThreshold=10000 -XX:Tier4CompileThreshold=150000
    -XX:+UnlockDiagnosticVMOptions -XX:-DisplayVMOutput
    --enable-native-access=ALL-UNNAMED)
  say "  preparing fast starts (AOT cache)"
  printf '%s\n' "${AOT_TRAINING[@]}" >"$app/training"
  if grep -q io/containerizer/cli/AotTraining.class "$app"/lib/containerizer-cli-*.jar; then
    rm -rf "$target/training-image"
    build/training-image.sh "$target/training-image" "$app/lib" >>"$log" 2>&1
    program=(io.containerizer.cli.AotTraining "$app/training" "$target/training-image")
  else
    # shellcheck disable=SC2206
    program=(io.containerizer.cli.Main ${AOT_TRAINING[0]})
  fi
  if ! "$java" -XX:AOTCacheOutput="$app/containerizer.aot" "${flags[@]}" -cp "$classpath" "${program[@]}" \
    </dev/null >>"$log" 2>&1; then
    rm -f "$app/containerizer.aot"
    say "  no AOT cache: starts will be slower; see $log"
  fi
  rm -rf "$target/training-image"
}

# Files made by root in somebody else's checkout go to the owner of the checkout.
give_back() {
  if [ "$(id -u)" = 0 ] && [ "$(stat -c %u .)" != 0 ]; then
    chown -R --reference=. {api,linux,image,protocol,containerizer,agent,cli}/target
  fi
}

main() {
  mkdir -p "$target" 2>/dev/null && [ -w "$target" ] || {
    [ -f "$current" ] || die "cannot build: $target is not writable"
    say "the sources are newer than the program, but $target is not writable: running the old one"
    return 0
  }
  exec 9>"$target/first-use.lock"
  if ! flock -n 9; then
    say "waiting for another build of this checkout to finish ..."
    flock 9
    needs_build || return 0
  fi
  check_tools
  find_jdk

  local started=$SECONDS app jars classpath java=$JAVA_HOME/bin/java
  if [ -f "$current" ]; then say "building (the sources changed) ..."; else say "building (first use) ..."; fi
  touch "$target/current.new"
  compile

  app=$(mktemp -d "$target/app.XXXXXX")
  chmod 755 "$app"
  trap 'rm -rf "$app"' EXIT
  cp -R "$target/run/lib" "$app/lib"
  jars=$(cd "$app/lib" && ls)
  jars=${jars//$'\n'/ }
  classpath=$app/lib/${jars// /:$app/lib/}
  train "$java" "$app" "$classpath"

  printf "app='%s'\njava='%s'\njars='%s'\n" "${app##*/}" "$java" "$jars" >"$target/current.text"
  touch -r "$target/current.new" "$target/current.text"
  mv -f "$target/current.text" "$current"
  trap - EXIT
  rm -f "$target/current.new"
  remove_old "${app##*/}"
  give_back
  say "built in $((SECONDS - started)) s"
}

# A program started earlier may still load classes from its directory: the newest two others stay.
remove_old() {
  local old
  ls -dt "$target"/app.* | grep -v "/$1\$" | tail -n +3 | while IFS= read -r old; do
    rm -rf "$old"
  done || true
}

main "$@"
