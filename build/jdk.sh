# To be sourced: find_jdk sets JAVA_HOME to a JDK of version 25 or newer, or explains what is missing and fails.

# Prints the major version of the JDK in directory $1, or nothing when there is no JDK.
jdk_version() {
  [ -x "$1/bin/javac" ] && [ -r "$1/release" ] || return 0
  sed -n 's/^JAVA_VERSION="\([0-9]*\).*/\1/p' "$1/release"
}

find_jdk() {
  local home version found=''
  local candidates=("${JAVA_HOME:-}" /usr/lib/jvm/* /opt/jdk* /opt/java/* "${HOME:-/root}"/.sdkman/candidates/java/*)
  if command -v java >/dev/null; then
    home=$(readlink -f "$(command -v java)")
    candidates+=("${home%/bin/java}")
  fi
  for home in "${candidates[@]}"; do
    [ -n "$home" ] || continue
    version=$(jdk_version "$home")
    if [ "${version:-0}" -ge 25 ]; then
      export JAVA_HOME=$home
      return 0
    fi
    [ -z "$version" ] || found="$found $version ($home)"
  done
  cat >&2 <<END
containerizer: needs a JDK of version 25 or newer. Found:${found:- none}.
  Looked at JAVA_HOME, /usr/lib/jvm, /opt and the java on the PATH.
  Debian packages: openjdk-25-jdk-headless, or temurin-25-jdk from Adoptium's repository.
  Elsewhere: unpack a JDK anywhere and set JAVA_HOME to its directory.
END
  return 1
}
