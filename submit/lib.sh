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

# Puts every jar of the class path of command in a place of its own, in an order that lasts, and the
# program's jar last: an archive of classes fits a class path that begins as its own did, and this
# jar changes with every build.
spread_class_path() {
  local i
  for ((i = 0; i < ${#command[@]}; i++)); do
    if [[ ${command[i]} == -cp ]]; then
      libraries=${command[i + 1]/"$target/spark/jars/*"/$(printf '%s\n' "$target"/spark/jars/* | paste -sd :)}
      command[i + 1]=$libraries:$jar
      return
    fi
  done
  libraries=
}

# Adds to command the archive of classes that Spark's start and a small sweep load, which saves their
# reading and checking. The first start has it made for those after it, once for a Java and its
# libraries. It is never a reason to fail: where it cannot be made an empty file says so, where it does
# not fit Java goes without a word, and where it has not the size that its name tells, which Java would
# die of, it is left alone.
share_classes() {
  local sum archive
  [[ -n $libraries ]] || return 0
  sum=$(class_path_sum)
  archive=$(compgen -G "$target/run/classes-$sum-*.jsa" | head -n 1) || true
  if [[ -z $archive ]]; then
    make_archive "$target/run/classes-$sum" </dev/null >"$target/logs/archive.log" 2>&1 &
    disown
  elif [[ -s $archive && $archive == *-$(stat -c %s "$archive").jsa ]]; then
    command=("${command[0]}" "-XX:SharedArchiveFile=$archive" -Xshare:auto '-Xlog:cds*=off' "${command[@]:1}")
  fi
}

# Changes when Java, a library, or their order does.
class_path_sum() {
  local files
  IFS=: read -r -a files <<<"$libraries"
  { stat -L -c '%n %s %Y' "$(readlink -f "${command[0]}")" "${files[@]}" 2>/dev/null || true; } |
    cksum | cut -d ' ' -f 1
}

# Beside the start that asked for it, and in its way as little as can be: of the lowest priority, out
# of reach of the terminal's signals, and one at a time.
make_archive() {
  local name=$1 part=$1.part
  exec 9>"$target/run/.archive.lock"
  flock --nonblock 9 || return 0
  ! compgen -G "$name-*.jsa" || return 0
  trap '' INT HUP
  renice --priority 19 --pid "$BASHPID" || true
  rm -f "$target"/run/classes-*
  if train_archive "$part" && is_whole "$part"; then
    mv "$part" "$name-$(stat -c %s "$part").jsa"
  else
    rm -f "$part"
    : >"$name-0.jsa"
  fi
}

# Not cut short by a full disk, and to outlast a power cut.
is_whole() {
  "${command[0]}" "-XX:ErrorFile=$target/logs/archive-%p.log" -Xshare:on -XX:+VerifySharedSpaces "-XX:SharedArchiveFile=$1" \
    -cp "$libraries" -version &&
    sync "$1"
}

# A sweep of a moment, whose classes go to an archive at its end. The program's own jar is left to
# Spark's class loader, whose classes are not archived.
train_archive() (
  cd "$root"
  unset GEODESIC_NOTIFY
  work=$(mktemp -d)
  trap 'rm -rf "$work"' EXIT
  printf '%s\n' '0 1:1' '1 2:1' '0 1:2' '1 2:2' '0 1:3' '1 2:3' '0 1:4' '1 2:4' >"$work/data.svm"
  cat >"$work/small.conf" <<CONF
sweep { steps = 2, seeds = [0], record-every = 1 }
data { dataset = "$work/data.svm", holdout = 0.5, batch-size = 2 }
optimizers = [ { name = sgd, learning-rate = 0.1 }, { name = natural-gradient, learning-rate = 0.1, damping = 1 } ]
CONF
  export SPARK_LOCAL_IP=127.0.0.1 OMP_NUM_THREADS=1
  # Of the options of the JVM those that Spark cannot do without, and none of the user's.
  options=()
  for option in "${command[@]}"; do
    [[ $option != org.apache.spark.* ]] || break
    [[ ! $option =~ ^(--add-opens=|--enable-native-access=|-Djdk\.|-Dio\.netty\.) ]] || options+=("$option")
  done
  timeout 600 "${command[0]}" -XX:ArchiveClassesAtExit="$1" -Xmx1g -cp "$libraries" "${options[@]}" \
    "-Dlog4j2.configurationFile=$root/conf/log4j2.properties" "-Dgeodesic.log=$work/log" \
    org.apache.spark.deploy.SparkSubmit --master 'local[2]' --conf spark.driver.memory=1g \
    --class dev.geodesic.cli.Geodesic "$jar" run "$work/small.conf" --results "$work/results"
)

# One build at a time; who comes second finds it done.
prepare() {
  { mkdir -p "$target/logs" && [[ -w $target ]]; } 2>/dev/null ||
    fail "Cannot write to $target; who may not write here needs a checkout of their own"
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
