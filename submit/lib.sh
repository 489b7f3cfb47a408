# Functions shared by the scripts of this folder: the build, a Spark home made of the jars that Maven
# resolved, and starting Spark's classes from it. For sourcing, after set -euo pipefail. This folder is
# submit/ in a checkout, and bin/ where an archive has been unpacked, which has the jars.

say() {
  echo "${0##*/}: $1" >&2
}

fail() {
  say "$1"
  exit 2
}

# In a deleted folder neither this shell nor Java can find the current directory.
pwd -P >/dev/null 2>&1 ||
  fail "The folder that this is called from must exist, got: one that was deleted; change to another"

scripts=$(CDPATH='' && cd -P -- "${BASH_SOURCE[0]%/*}" && pwd)
root=${scripts%/*}

# Whether the program comes from an archive, and is not built here.
is_unpacked() {
  [[ -f $root/jars/job.classpath ]]
}

target=$root/target
jar=
command=()

# The heap of a driver on this machine, if it is known.
heap=

has() {
  command -v "$1" >/dev/null
}

# Fails if one of these programs is missing, and names its Debian package.
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

# Prints the arguments after the first, joined by the first.
joined() {
  local IFS=$1
  shift
  echo "$*"
}

# shellcheck source-path=SCRIPTDIR
source "$scripts/java.sh"
# shellcheck source-path=SCRIPTDIR
source "$scripts/proxy.sh"

# Prints the user's cache, which the program finds in the same way.
cache_folder() {
  if [[ -n ${GEODESIC_CACHE-} ]]; then
    [[ $GEODESIC_CACHE == /* ]] && echo "$GEODESIC_CACHE" || echo "$PWD/$GEODESIC_CACHE"
  elif [[ ${XDG_CACHE_HOME-} == /* ]]; then
    echo "$XDG_CACHE_HOME/geodesic"
  else
    echo "$HOME/.cache/geodesic"
  fi
}

# Prints the folder for what the scripts make of an archive, which may lie where its users cannot write.
folder_of_archive() {
  local sum
  sum=$(cksum <<<"$root")
  echo "$(cache_folder)/${root##*/}-${sum%% *}"
}

if is_unpacked; then
  settle_home
  target=$(folder_of_archive)
fi

# Whether no source of the program is newer than the last complete build. The time of the build is that of
# the class path, which Maven always writes, and last. Sources dated in the future stay newer than any
# build, so the build itself notes them in target/ahead. A build dated in the future, from when the clock
# was ahead, would hide later edits, so it does not count. The current time comes from a new file, because
# the clock of the file system may be another machine's.
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

# Whether the libraries still exist: a local Maven repository may be emptied at any time.
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
    mvn "${maven_options[@]}" --batch-mode --no-transfer-progress -Dmaven.test.skip=true -Dassembly.skipAssembly=true package
  ) >"$log" 2>&1 || {
    # If Maven itself did not start, no line is marked as an error.
    grep -m 20 -E '^\[ERROR\]' "$log" >&2 || tail -n 5 "$log" >&2
    fail "Cannot build: the whole output is in $log"
  }
  newer_sources >"$target/ahead"
  rm -f "$log"
}

# Writes the class paths of an archive with the folder that it was unpacked in.
name_jars() {
  local name paths file
  for name in job all; do
    file=$target/$name.classpath
    paths=$(<"$root/jars/$name.classpath")
    paths=$root/${paths//:/":$root/"}
    [[ ! -f $file || $(<"$file") != "$paths" ]] || continue
    echo "$paths" >"$file.part"
    mv "$file.part" "$file"
  done
}

# Prints the jars that Maven resolved, without the native libraries, which are large and which only the job
# needs. Maven's scopes cannot separate Spark's jars from the job's: those that both need have the job's.
spark_jars() {
  printf '%s\n%s\n' "$(<"$target/all.classpath")" "$(<"$target/job.classpath")" | tr ':' '\n' |
    grep -vE '^$|/org/(nd4j|bytedeco)/|/(nd4j|javacpp|openblas|opencl)-[^/]*$' | LC_ALL=C sort -u
}

# Makes a Spark home: a folder whose jars/ links to Spark's jars. It is unchanged while it is valid,
# because a run may be using it.
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
  # Its date marks the links as valid. The rename keeps it complete even on a full disk.
  echo "$wanted" >"$linked.part"
  mv "$linked.part" "$linked"
}

# Sets file to a file with the JVM options for modules that Spark's launcher adds; writes it once.
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

# Caches a value in a file. If a full disk truncates it, the value does not match later and is computed
# again.
note() {
  { echo "$1" >"$2"; } 2>/dev/null || true
}

# Sets jar to the program's jar: to a copy of what Maven overwrites in place, which would corrupt a run that
# reads from it.
copy_jar() {
  local sum last=$target/run/last-jar
  mkdir -p "$target/run"
  if is_unpacked; then
    jar=$root/jars/geodesic.jar
    return
  fi
  if [[ $last -nt $target/geodesic.jar ]]; then
    jar=$target/run/$(<"$last")
    [[ ! -f $jar ]] || return 0
  fi
  sum=$(cksum <"$target/geodesic.jar")
  jar=$target/run/geodesic-${sum%% *}.jar
  if [[ ! -f $jar ]]; then
    cp "$target/geodesic.jar" "$jar.part"
    mv "$jar.part" "$jar"
  fi
  note "${jar##*/}" "$last"
}

# Holds the build lock until descriptor 9 is closed. Some file systems have no locks, and some machines have
# no flock: there, two first starts at the same time would disturb each other's build.
lock_build() {
  { exec 9>"$target/.build.lock"; } 2>/dev/null ||
    fail "Cannot write to $target/.build.lock; without permission to write here, use your own checkout"
  ! has flock || ! flock 9 2>/dev/null || return 0
  [[ -f $target/unlocked ]] ||
    say "$target has no locks ($(has flock && echo "its file system refuses them" || echo "flock is missing")): start one command at a time while it builds"
  : >"$target/unlocked"
}

# Checks the machine before anything is written.
survey() {
  need cksum cp date find grep head ln mkdir mktemp mv rm sort stat tail tr
  [[ $root != *:* ]] ||
    fail "The checkout must lie under a path without ':', which separates paths in Java, got: $root; move it"
  [[ $root != *$'\n'* ]] ||
    fail "The checkout must lie under a path of one line, got: ${root//$'\n'/\\n}; move it"
  { { [[ -d $target/logs ]] || mkdir -p "$target/logs"; } && [[ -w $target && -w $target/logs ]]; } 2>/dev/null ||
    fail "Cannot write to $target; $(is_unpacked && echo "set GEODESIC_CACHE to a folder that can be written" || echo "without permission to write here, use your own checkout")"
  find_java
  settle_home
}

# Builds the program if necessary. Only one build runs at a time; a second start waits and finds it done.
prepare() {
  lock_build
  if is_unpacked; then
    name_jars
  else
    is_built || build
  fi
  link_spark
  copy_jar
  exec 9>&-
}

# Sets command to the start of a class of Spark with these arguments, from the linked jars. Spark's launcher
# prints NUL and a newline, then the parts of the command, each ended by NUL; text without a NUL is Java's
# message that it cannot start. The launcher itself gets the driver's heap, so that an impossible size fails
# here. A module is left out of which Java warns at every start and which only MLlib would use. For options
# that Spark does not understand the launcher returns a command that would print its usage; it is refused.
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
