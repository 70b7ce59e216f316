# fetch.bash - sourced by lab/kernel and lab/build-kernel: where kernels are kept, and how to take packages from the
# Debian archive this machine already uses, without root and without touching its package lists or package database.

# Outside the checkout, so that all checkouts share it and no build or "git clean" removes it.
kernel_cache() {
  local home=${HOME:-$(getent passwd "$(id -u)" | cut -d: -f6)}
  realpath -m -- "${LABVM_CACHE:-${XDG_CACHE_HOME:-$home/.cache}/containerizer/lab}"
}

# debian_open DIR: afterwards debian_get works, with everything it writes kept below DIR. In reach are the machine's own
# release ($debian_suite) and sid, where the newest kernels are. On failure $debian_error says why.
debian_open() {
  debian_dir=$1 debian_error=
  command -v apt-get dpkg >/dev/null || { debian_error='this machine has no apt-get and dpkg'; return 1; }
  mkdir -p "$debian_dir"/{lists/partial,archives/partial} || { debian_error="cannot write to $debian_dir"; return 1; }
  # Short time-outs: a test suite must not hang for minutes because there is no network.
  cat > "$debian_dir/apt.conf" <<C
Dir::State::Lists "$debian_dir/lists";
Dir::Cache "$debian_dir";
Dir::Cache::archives "$debian_dir/archives";
APT::Sandbox::User "root";
Acquire::Languages "none"; Acquire::Retries "1"; Acquire::http::Timeout "20"; Acquire::https::Timeout "20";
C
  local mirror; mirror=$(debian_mirror)
  [ -n "$mirror" ] ||
    { debian_error="this machine's package sources name no Debian archive, or it cannot be reached"; return 1; }
  debian_suite=$(. /etc/os-release && echo "${VERSION_CODENAME:-sid}")
  local keyring=/usr/share/keyrings/debian-archive-keyring.gpg signed='' suite
  if [ -r $keyring ]; then signed="[signed-by=$keyring] "; fi
  for suite in $(printf '%s\n' "$debian_suite" sid | sort -u); do
    echo "deb $signed$mirror $suite main"
  done > "$debian_dir/sources.list"
  cat >> "$debian_dir/apt.conf" <<C
Dir::Etc::sourcelist "$debian_dir/sources.list";
Dir::Etc::sourceparts "/dev/null";
C
  debian_apt update || { debian_error="apt-get update from $mirror failed"; return 1; }
}

debian_apt() { APT_CONFIG=$debian_dir/apt.conf apt-get -qq "$@" >&2; }

# debian_get PACKAGE SUITE TARGET: unpacks the package into the directory TARGET.
debian_get() { debian_download "$1" "$2" && dpkg -x "$debian_dir/$1"_*.deb "$3"; }
debian_download() { (cd "$debian_dir" && debian_apt download "$1/$2"); }

# The address this machine takes Debian itself from. Only apt's package lists tell Debian's archive from a third
# party's; where they were removed, as in small container images, they are fetched into our own directory first.
debian_mirror() {
  local mirror; mirror=$(debian_archive)
  if [ -z "$mirror" ]; then
    debian_apt update
    mirror=$(APT_CONFIG=$debian_dir/apt.conf debian_archive)
  fi
  echo "$mirror"
}
debian_archive() {
  apt-get indextargets --format '$(ORIGIN)|$(LABEL)|$(COMPONENT)|$(REPO_URI)' 2>/dev/null |
    awk -F'|' '$1 == "Debian" && $2 == "Debian" && $3 == "main" && !uri { uri = $4 } END { print uri }'
}
