# Shell functions that the programs in bin/ share. POSIX sh; sourced, never run.
# The sourcing program sets $home, the folder of the distribution.

main_class=org.stowage.cli.StowageCommand

# Xlog:disable: the JVM prints its warnings, even about its own archive, on standard output.
# ArchiveRelocationMode: spares the JVM from moving its archive to a random address at each start.
# guice_bytecode_gen_option: generating classes for a handful of constructors takes longer than
# calling them by reflection.
jvm_options="-Xlog:disable -XX:+IgnoreUnrecognizedVMOptions -Xmx256m -XX:-UsePerfData -XX:+UnlockDiagnosticVMOptions
  -XX:ArchiveRelocationMode=0 -Dguice_bytecode_gen_option=DISABLED"

fail() {
  echo "stowage: $*" >&2
  exit 1
}

# Sets $java, the program that runs Java, and $java_identity, words that change with it.
find_java() {
  if [ -n "${JAVA_HOME:-}" ]; then
    java=$JAVA_HOME/bin/java
    [ -x "$java" ] ||
      fail "JAVA_HOME is $JAVA_HOME, which has no bin/java. Set it to a JDK 17 or newer, or unset it."
  else
    java=$(command -v java) ||
      fail "no java found. Install Java 17 or newer, or set JAVA_HOME to one."
  fi
  java_identity=$(readlink -f "$java")

  # The release file spares the start of a JVM; few Javas come without one.
  java_version=
  release=${java_identity%/bin/java}/release
  if [ -r "$release" ]; then
    while IFS= read -r line; do
      case $line in
        MODULES=*) continue ;;
        JAVA_VERSION=*) java_version=$line ;;
      esac
      java_identity="$java_identity $line"
    done < "$release"
  else
    java_version=$("$java" -version 2>&1 | grep -m 1 ' version ')
    java_identity="$java_identity $java_version"
  fi
  check_java_version
}

check_java_version() {
  version=${java_version#*\"}
  version=${version%%\"*}
  major=${version#1.}
  major=${major%%[!0-9]*}
  [ "${major:-0}" -ge 17 ] ||
    fail "$java is version ${version:-unknown}; Java 17 or newer is needed. Set JAVA_HOME to one."
}

# Sets $class_path, $archive (the class data sharing archive), and $archive_identity: what the
# archive is good for. A JVM takes it only if it is the very same Java with the very same paths,
# and starts slower than without any when it is not.
find_classes() {
  for class_path in "$home"/lib/stowage-distribution-*.jar; do :; done
  archive=$home/lib/stowage.jsa
  archive_identity="$java_identity $class_path"
}
