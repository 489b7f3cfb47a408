# What the scripts of this folder share: the build, a Spark home made of the jars that Maven
# resolved, and the start of Spark's classes from it. For sourcing, after set -euo pipefail.

say() {
  echo "${0##*/}: $1" >&2
}

fail() {
  say "$1"
  exit 2
}

# Neither this shell nor Java can say where they stand there.
pwd -P >/dev/null 2>&1 ||
  fail "The folder that this is called from must exist, got: one that was deleted; change to another"

root=$(CDPATH='' && cd -P -- "${BASH_SOURCE[0]%/*}/.." && pwd)
target=$root/target
jar=
command=()

# The heap that the driver begins with on this machine, if that is known.
heap=

has() {
  command -v "$1" >/dev/null
}

# Ends where one of these programs is missing, and says where Debian has it.
need() {
  local tool
  for tool in "$@"; do
    has "$tool" || fail "Cannot find $tool on PATH; install it (Debian: apt-get install $(package_of "$tool"))"
  done
}

package_of() {
  case $1 in
    find | xargs) echo findutils ;;
    flock | setpriv) echo util-linux ;;
    grep | sed) echo "$1" ;;
    mvn) echo maven ;;
    *) echo coreutils ;;
  esac
}

# The values of an array, with this between them.
joined() {
  local IFS=$1
  shift
  echo "$*"
}

# shellcheck source-path=SCRIPTDIR
source "$root/submit/java.sh"
# shellcheck source-path=SCRIPTDIR
source "$root/submit/proxy.sh"

# Nothing that the program is built from is newer than the last whole build: the class path is what
# Maven writes last, and writes always. What is dated in the future stays newer than any build: the
# build itself notes what that is. A build of the future, when the clock was ahead, would hide what is
# edited until then; what is now, the file system tells, whose clock may be another machine's.
is_built() {
  [[ -f $target/geodesic.jar && -f $target/job.classpath && -f $target/all.classpath ]] || return 1
  : >"$target/.build.lock"
  [[ ! $target/all.classpath -nt $target/.build.lock ]] || return 1
  has_libraries || return 1
  local newer
  newer=$(find "${sources[@]}" -newer "$target/all.classpath" -print -quit)
  [[ -z $newer ]] || [[ -f $target/ahead && $(newer_sources) == "$(<"$target/ahead")" ]]
}

sources=("$root/pom.xml" "$root/src/main" "$root/conf/queries")

newer_sources() {
  find "${sources[@]}" -newer "$target/all.classpath" -exec stat -c '%n %s %Y' {} + | LC_ALL=C sort
}

# A repository of Maven may be emptied at any time.
has_libraries() {
  local class_path files file
  for class_path in all job; do
    mapfile -d : -t files <"$target/$class_path.classpath"
    for file in "${files[@]%$'\n'}"; do
      [[ -z $file || -f $file ]] || return 1
    done
  done
}

build() {
  has mvn || fail "Cannot find mvn: install Maven 3.8 or later (Debian: apt-get install maven)"
  need_jdk
  say "building, which takes a few minutes the first time"
  local log
  log=$(mktemp 2>/dev/null) ||
    fail "TMPDIR must be a folder that can be written, got: ${TMPDIR:-/tmp}; set it to another"
  (
    cd "$root"
    export JAVA_HOME=$java_home
    [[ -z $java_user_home ]] || export MAVEN_OPTS="${MAVEN_OPTS:-} $java_user_home"
    tell_maven_of_proxies "$log.proxies"
    trap 'rm -f "$log".proxies.*' EXIT
    mvn "${maven_options[@]}" --batch-mode --no-transfer-progress -Dmaven.test.skip=true package
  ) >"$log" 2>&1 || {
    # Where Maven itself did not start, no line is marked as its errors are.
    grep -m 20 -E '^\[ERROR\]' "$log" >&2 || tail -n 5 "$log" >&2
    fail "Cannot build: the whole output is in $log"
  }
  newer_sources >"$target/ahead"
  rm -f "$log"
}

# What Maven resolved, but for the native libraries, which are large and the job's alone. The scopes
# of Maven do not tell Spark's jars from the job's: what both need, it calls the job's.
spark_jars() {
  printf '%s\n%s\n' "$(<"$target/all.classpath")" "$(<"$target/job.classpath")" | tr ':' '\n' |
    grep -vE '^$|/org/(nd4j|bytedeco)/' | LC_ALL=C sort -u
}

# A Spark home: a folder whose jars/ links to Spark's jars. Left alone while it is right, as a night
# may be running from it.
link_spark() {
  local wanted links linked=$target/spark/linked
  [[ ! $linked -nt $target/all.classpath || ! $linked -nt $target/job.classpath ]] || return 0
  wanted=$(spark_jars)
  if [[ ! -f $linked || $(<"$linked") != "$wanted" ]]; then
    rm -rf "$target/spark"
    mkdir -p "$target/spark/jars"
    mapfile -t links <<<"$wanted"
    ln -s -t "$target/spark/jars" "${links[@]}"
  fi
  # By its date it is known to be right, and it is whole on a full disk too.
  echo "$wanted" >"$linked.part"
  mv "$linked.part" "$linked"
}

# Puts into file, once, what Spark's launcher tells every Java of Spark's use of its modules.
module_options() {
  local part
  file=$target/spark/options
  [[ ! -f $file ]] || return 0
  spark_class org.apache.spark.deploy.SparkSubmit --master local spark-internal
  for part in "${command[@]}"; do
    [[ ! $part =~ ^(-XX:|--add-opens=|--enable-native-access=|-Djdk\.|-Dio\.netty\.) ]] || echo "$part"
  done >"$file.part"
  mv "$file.part" "$file"
}

# Keeps in a file what would take a moment to find out again: what a full disk leaves of it does not
# fit, and is found out again.
note() {
  { echo "$1" >"$2"; } 2>/dev/null || true
}

# A copy of the jar that keeps its content: Maven writes into the jar that is there, and Java would
# read rubbish from it where a night is running.
copy_jar() {
  local sum last=$target/run/last-jar
  if [[ $last -nt $target/geodesic.jar ]]; then
    jar=$target/run/$(<"$last")
    [[ ! -f $jar ]] || return 0
  fi
  sum=$(cksum <"$target/geodesic.jar")
  jar=$target/run/geodesic-${sum%% *}.jar
  mkdir -p "$target/run"
  if [[ ! -f $jar ]]; then
    cp "$target/geodesic.jar" "$jar.part"
    mv "$jar.part" "$jar"
  fi
  note "${jar##*/}" "$last"
}

# Holds the right to build until 9 is closed. Some file systems have no locks, and some machines not
# the program: then two first starts at once would build into each other.
lock_build() {
  { exec 9>"$target/.build.lock"; } 2>/dev/null ||
    fail "Cannot write to $target/.build.lock; who may not write here needs a checkout of their own"
  ! has flock || ! flock 9 2>/dev/null || return 0
  [[ -f $target/unlocked ]] ||
    say "$target has no locks ($(has flock && echo "its file system refuses them" || echo "flock is missing")): start one command at a time while it builds"
  : >"$target/unlocked"
}

# Looks at the machine before anything is done on it.
survey() {
  need cksum cp date find grep head ln mkdir mktemp mv rm sort stat tail tr
  [[ $root != *:* ]] ||
    fail "The checkout must lie under a path without ':', which parts the paths of Java, got: $root; move it"
  [[ $root != *$'\n'* ]] ||
    fail "The checkout must lie under a path of one line, got: ${root//$'\n'/\\n}; move it"
  { { [[ -d $target/logs ]] || mkdir -p "$target/logs"; } && [[ -w $target && -w $target/logs ]]; } 2>/dev/null ||
    fail "Cannot write to $target; who may not write here needs a checkout of their own"
  find_java
  settle_home
}

# One build at a time; who comes second finds it done.
prepare() {
  lock_build
  is_built || build
  link_spark
  copy_jar
  exec 9>&-
}

# Puts into command what starts a class of Spark with these arguments from the linked jars. Spark's
# launcher prints NUL and a newline, then the command, its parts ended by NUL; what no NUL ends, Java
# says of itself where it cannot start. It begins with the heap that the driver is to have, as it would
# fail with it. Left out is a module that Java warns of at every start, and that only MLlib would use.
# What Spark cannot understand it would answer with its usage.
spark_class() {
  local part said=$target/logs/launcher-$$.log
  export SPARK_HOME=$target/spark SPARK_SCALA_VERSION=2.13
  command=()
  while IFS= read -r -d '' part; do
    [[ $part == --add-modules=jdk.incubator.vector ]] || command+=("${part#$'\n'}")
  done < <(plain_java ${heap:+"-Xmx$heap"} -cp "$target/spark/jars/*" org.apache.spark.launcher.Main "$@" 2>"$said")
  [[ -z $part ]] || echo "$part" >>"$said"
  ((${#command[@]} > 1)) || fail "Cannot start Spark: $(complaint "$(<"$said")"); see $said"
  for part in "${command[@]}"; do
    [[ $part != --usage-error ]] || fail "Cannot start Spark with these options: $(complaint "$(<"$said")"); see $said"
  done
  rm -f "$said"
  command=("${command[@]:1}")
}
