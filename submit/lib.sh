# What the scripts of this folder share: the build, a Spark home made of the jars that Maven
# resolved, and the start of Spark's classes from it. For sourcing, after set -euo pipefail.

root=$(cd "$(dirname "$(readlink -f "${BASH_SOURCE[0]}")")/.." && pwd)
target=$root/target
jar=
command=()

fail() {
  echo "$(basename "$0"): $1" >&2
  exit 2
}

java_command() {
  local java=${JAVA_HOME:+$JAVA_HOME/bin/}java
  command -v "$java" >/dev/null || fail "Cannot find java: install JDK 17, or set JAVA_HOME"
  echo "$java"
}

# Nothing that the program is built from is newer than the last whole build: the class path is what
# Maven writes last, and writes always.
is_built() {
  [[ -f $target/geodesic.jar && -f $target/job.classpath && -f $target/all.classpath ]] &&
    [[ -z $(find "$root/pom.xml" "$root/src/main" "$root/conf/queries" -newer "$target/all.classpath" -print -quit) ]]
}

build() {
  command -v mvn >/dev/null || fail "Cannot find mvn: install Maven 3.8 or later"
  echo "$(basename "$0"): building, which takes a few minutes the first time" >&2
  local log
  log=$(mktemp)
  (cd "$root" && mvn --batch-mode --no-transfer-progress -Dmaven.test.skip=true package) >"$log" 2>&1 || {
    grep -E '^\[ERROR\]' "$log" | head -n 20 >&2
    fail "Cannot build: the whole output is in $log"
  }
  rm -f "$log"
}

# What Maven resolved, but for the native libraries, which are large and the job's alone. The scopes
# of Maven do not tell Spark's jars from the job's: what both need, it calls the job's.
spark_jars() {
  cat "$target/all.classpath" <(echo) "$target/job.classpath" | tr ':' '\n' |
    grep -vE '^$|/org/(nd4j|bytedeco)/' | sort -u
}

# A Spark home: a folder whose jars/ links to Spark's jars. Left alone while it is right, as a night
# may be running from it.
link_spark() {
  local wanted
  wanted=$(spark_jars)
  [[ -f $target/spark/linked && $(<"$target/spark/linked") == "$wanted" ]] && return
  rm -rf "$target/spark"
  mkdir -p "$target/spark/jars"
  xargs -d '\n' ln -s -t "$target/spark/jars" <<<"$wanted"
  echo "$wanted" >"$target/spark/linked"
}

# A copy of the jar that keeps its content: Maven writes into the jar that is there, and Java would
# read rubbish from it where a night is running.
copy_jar() {
  local sum
  sum=$(cksum <"$target/geodesic.jar")
  jar=$target/run/geodesic-${sum%% *}.jar
  [[ ! -f $jar ]] || return 0
  mkdir -p "$target/run"
  cp "$target/geodesic.jar" "$jar.part"
  mv "$jar.part" "$jar"
}

# One build at a time; who comes second finds it done.
prepare() {
  mkdir -p "$target/logs" 2>/dev/null || fail "Cannot write to $target"
  exec 9>"$target/.build.lock"
  flock 9
  is_built || build
  link_spark
  copy_jar
  exec 9>&-
}

# Puts into command what starts a class of Spark with these arguments from the linked jars. Spark's
# launcher prints NUL and a newline, then the command, its parts ended by NUL. Left out is a module
# that Java warns of at every start, and that only MLlib would use.
spark_class() {
  local java part
  java=$(java_command)
  export SPARK_HOME=$target/spark SPARK_SCALA_VERSION=2.13
  command=()
  while IFS= read -r -d '' part; do
    [[ $part == --add-modules=jdk.incubator.vector ]] || command+=("${part#$'\n'}")
  done < <("$java" -cp "$target/spark/jars/*" org.apache.spark.launcher.Main "$@")
  ((${#command[@]} > 1)) || fail "Cannot start Spark with these options"
  command=("${command[@]:1}")
}
