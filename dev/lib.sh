# Bash functions that the scripts of this repository share. Sourced, never run.
# The sourcing script sets $root, the top folder. All of these speak on standard error only.

least_java=17

# What real-peer tests need: program, Debian package, Fedora package.
test_peers="
  qemu-img            qemu-utils       qemu-img
  qemu-system-x86_64  qemu-system-x86  qemu-system-x86-core
  mkfs.ext4           e2fsprogs        e2fsprogs
  libvirtd            libvirt-daemon-system libvirt-daemon-kvm
  virsh               libvirt-clients  libvirt-client
  genisoimage         genisoimage      genisoimage
  python3             python3          python3
  zsh                 zsh              zsh
  fish                fish             fish
  groff               groff-base       groff-base
  mandoc              mandoc           mandoc
  dpkg                dpkg             dpkg
  chromedriver        chromium-driver  chromedriver
  go                  golang-go        golang
"

# Where programs go that are built here for tests: the labs, govmomi's own ones, OpenStack's.
tools=$root/target/tools
govmomi=v0.46.3

say() {
  echo "${0##*/}: $*" >&2
}

fail() {
  say "$@"
  exit 1
}

have() {
  command -v "$1" > /dev/null 2>&1
}

# Runs a command with output to target/LOG; if it fails, shows the end of that.
# Usage: quietly LOG COMMAND...
quietly() {
  local log=$root/target/$1
  shift
  mkdir -p "$root/target"
  "$@" > "$log" 2>&1 < /dev/null && return
  local status=$?
  tail -n 40 "$log" >&2
  say "failed: $* (all of its output: $log)"
  return $status
}

as_root() {
  if [ "$(id -u)" = 0 ]; then "$@"; else sudo -n "$@"; fi
}

may_install() {
  [ "$(id -u)" = 0 ] || { have sudo && sudo -n true 2> /dev/null; }
}

# Installs system packages where that is possible. Usage: install_packages PACKAGE...
install_packages() {
  may_install || return
  say "installing $*"
  if have apt-get; then
    export DEBIAN_FRONTEND=noninteractive
    quietly apt-update.log as_root apt-get -q update
    quietly apt-install.log as_root apt-get -q -y --no-install-recommends install "$@"
  elif have dnf; then
    quietly dnf-install.log as_root dnf -q -y install "$@"
  else
    return 1
  fi
}

# Picks the name that this system's packages go by. Usage: package_name DEBIAN FEDORA
package_name() {
  if have dnf && ! have apt-get; then echo "$2"; else echo "$1"; fi
}

# Whether a folder holds a JDK that is new enough.
is_jdk() {
  [ -n "$1" ] && [[ $("$1/bin/javac" -version 2>&1) =~ javac\ ([0-9]+) ]] &&
    [ "${BASH_REMATCH[1]}" -ge $least_java ]
}

# Sets JAVA_HOME to a JDK: the one it names, else that of the PATH, else any installed one.
find_jdk() {
  local on_path candidate
  on_path=$(readlink -f "$(command -v javac)" 2> /dev/null) || true
  for candidate in "${JAVA_HOME:-}" "${on_path%/bin/javac}" /usr/lib/jvm/*; do
    if is_jdk "$candidate"; then
      export JAVA_HOME=$candidate
      return
    fi
  done
  return 1
}

# Makes sure that there is a JDK and Maven, or ends the script with a word on what to install.
require_build_tools() {
  if ! find_jdk; then
    install_packages "$(package_name openjdk-17-jdk-headless java-17-openjdk-devel)" || true
    find_jdk || fail "a JDK $least_java or newer is needed: install one, or set JAVA_HOME to it"
  fi
  if ! have mvn; then
    install_packages maven || true
    have mvn || fail "Maven 3.8 or newer is needed: install the package maven, or put mvn on the PATH"
  fi
}

# Prints the programs among the test peers that are not on the PATH, one a line with its package.
missing_peers() {
  local program debian fedora
  while read -r program debian fedora; do
    [ -z "$program" ] || have "$program" || echo "$program $(package_name "$debian" "$fedora")"
  done <<< "$test_peers"
}

# Builds a lab into $tools. Go looks itself for what has changed. Usage: build_lab vcenter|gateway
build_lab() {
  quietly "lab-$1-build.log" env -C "$root/core-testkit/src/lab" \
    go build -o "$tools/stowage-lab-$1" "./$1"
}

# Builds govmomi's simulator and client into $tools, unless they are there.
build_govmomi() {
  local program
  for program in vcsim govc; do
    [ -x "$tools/$program" ] ||
      quietly "$program-build.log" env GOBIN="$tools" \
        go install "github.com/vmware/govmomi/$program@$govmomi" || return
  done
}

# Installs what OpenStack has of its own where $tools/openstack-python finds it, unless it is there: the
# ScaleIO clients of cinder and os-brick, and the Keystone and the Glance that stowage-lab-openstack runs.
build_openstack() {
  local venv=$tools/openstack peers=$root/core-testkit/src/lab/peers
  local wanted=$peers/requirements.txt
  cmp -s "$wanted" "$venv/requirements.txt" && return
  rm -rf "$venv"
  quietly openstack-venv.log python3 -m venv "$venv" &&
    quietly openstack-install.log "$venv/bin/python" -m pip --disable-pip-version-check \
      install --no-deps -r "$wanted" &&
    launcher openstack-python "$venv/bin/python" &&
    launcher openstack-client "$venv/bin/openstack" &&
    launcher stowage-lab-openstack "$venv/bin/python" "$peers/openstack_lab.py" &&
    cp "$wanted" "$venv/requirements.txt"
}

# Puts a program into $tools that runs another one. Usage: launcher NAME COMMAND...
launcher() {
  local file=$tools/$1
  shift
  printf '#!/bin/sh\nexec%s "$@"\n' "$(printf ' "%s"' "$@")" > "$file" && chmod +x "$file"
}
