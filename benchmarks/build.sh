# shellcheck shell=bash
# What the commands of this folder share: builds the benchmarks, and names their Java and class path.
# To be read by a script that has set $here to this folder.

root=$(dirname "$here")

fail() {
  echo "benchmarks/$(basename "$0"): $1" >&2
  exit "${2:-1}"
}

# Builds when a source is newer than the last build.
build() {
  local stamp=$here/target/classpath.txt
  if [ -f "$stamp" ] && [ -z "$(find "$root" -path '*/target' -prune -o -path "$here/.venv" -prune -o \
      \( -path '*/src/main/*' -o -name pom.xml \) -type f -newer "$stamp" -print -quit)" ]; then
    return
  fi
  command -v mvn > /dev/null || fail "Maven (mvn, 3.8 or newer) is needed to build, but is not on the PATH."
  echo "Building (once) ..." >&2
  (cd "$root" && mvn -q -B -DskipTests -pl benchmarks -am package) || fail "The build failed; what Maven said is above."
  touch "$stamp"
}

java_command() {
  if [ -n "${JAVA_HOME:-}" ]; then echo "$JAVA_HOME/bin/java"; else echo java; fi
}

class_path() {
  # From the packaged jars, as a user has them.
  echo "$here/target/$(basename "$here"/target/atelier-benchmarks-*.jar):$(cat "$here/target/classpath.txt")"
}
