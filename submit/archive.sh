# The archive of classes that a small sweep, a question and a report load, which saves later starts
# their reading and checking. It is never a reason to fail. For sourcing after lib.sh.

# How many are kept, a Java and its libraries each: cron and a login shell may differ for ever.
kept_archives=2

# Java moves an archive to another place in memory at every start, which takes as long as it saves,
# unless it is told to take the one that it was made for where that is free.
archive_place=(-XX:+UnlockDiagnosticVMOptions -XX:ArchiveRelocationMode=0)

# How long a failed making is left alone, in seconds.
archive_patience=86400

# The jars that an archive is of, and its name without its size.
archived_jars=()
archive=

# Puts every jar of the class path of command in a place of its own, in an order that lasts; then the
# program's jar, and last the folders of settings, which a site has and no other start: an archive
# fits a class path that begins as its own did. No library holds a file of settings that they would
# come too late for.
spread_class_path() {
  local IFS=: i part parts rest=()
  for ((i = 0; i < ${#command[@]}; i++)); do
    [[ ${command[i]} == -cp ]] || continue
    read -r -a parts <<<"${command[i + 1]}"
    for part in "${parts[@]}"; do
      if [[ $part == "$target/spark/jars/*" ]]; then
        local LC_ALL=C
        archived_jars+=("$target"/spark/jars/*)
      elif [[ $part == *.jar ]]; then
        archived_jars+=("$part")
      else
        rest+=("$part")
      fi
    done
    archived_jars+=("$jar")
    rest=("${archived_jars[@]}" "${rest[@]}")
    command[i + 1]="${rest[*]}"
    return
  done
}

# Adds to command the archive that fits it, if it has one. One that has not the size that its name
# tells, Java would die of; one that does not fit Java goes without a word.
use_archive() {
  local found
  ((${#archived_jars[@]})) || return 0
  sum_class_path
  archive=$target/run/classes-$sum
  for found in "$archive"-*.jsa; do
    [[ -s $found && $found == *-$(stat -c %s "$found").jsa ]] || continue
    command=("${command[0]}" "-XX:SharedArchiveFile=$found" -Xshare:auto '-Xlog:cds*=off'
      "${archive_place[@]}" "${command[@]:1}")
  done
}

# Puts into sum what changes when Java, a jar, or their order does. What it was of is kept beside it,
# and holds while nothing of that is newer.
sum_class_path() {
  local IFS=: file of files=("$java_home/lib/modules" "${archived_jars[@]}") known=$target/run/class-path-sum
  if [[ -f $known ]] && { read -r sum && read -r of; } <"$known" && [[ $of == "${files[*]}" ]]; then
    for file in "${files[@]}"; do
      [[ ! $file -nt $known ]] || of=
    done
    [[ -z $of ]] || return 0
  fi
  sum=$({ stat -L -c '%n %s %Y' "${files[@]}" 2>/dev/null || true; } | cksum)
  sum=${sum%% *}
  note "$sum"$'\n'"${files[*]}" "$known"
}

# Has the archive made for the starts after this one, which has ended: of the lowest priority, out of
# reach of the terminal's signals, and one at a time. A machine that is busy, or short of memory or
# disk, is left in peace until another start.
offer_archive() {
  [[ -n $archive && -d $target/run ]] && has flock && has timeout && has df || return 0
  ! has_archive && ! has_failed_lately || return 0
  # Nobody shall wait for it: not for the end of what a pipe brings, either.
  { exec </dev/null >"$target/logs/archive.log" 2>&1 && make_archive; } 2>/dev/null &
}

has_archive() {
  compgen -G "$archive-[1-9]*.jsa" >/dev/null
}

has_failed_lately() {
  local when
  [[ -f $archive.failed && -r $archive.failed ]] && read -r when _ <"$archive.failed" && [[ $when =~ ^[0-9]+$ ]] &&
    ((EPOCHSECONDS - when < archive_patience))
}

# A core that nobody uses, 2 GB of memory and 1 GB of disk.
has_room() {
  local running free=0 limit used line
  [[ -r /proc/loadavg && -r /proc/meminfo ]] && has nproc && has sleep || return 1
  # What this start itself ends with is over then.
  sleep 1
  read -r _ _ _ running _ </proc/loadavg
  # It would count the threads that OpenMP is to start.
  ((${running%/*} <= $(unset OMP_NUM_THREADS && nproc))) || return 1
  while read -r line free _; do [[ $line != MemAvailable: ]] || break; done </proc/meminfo
  ((${free:-0} >= 2000000)) || return 1
  if [[ -r /sys/fs/cgroup/memory.max && -r /sys/fs/cgroup/memory.current ]]; then
    read -r limit </sys/fs/cgroup/memory.max
    read -r used </sys/fs/cgroup/memory.current
    [[ $limit == max ]] || ((limit - used >= 2000000000)) || return 1
  fi
  free=$(df -P -k "$target/run" 2>/dev/null) && read -r _ _ _ free _ <<<"${free##*$'\n'}" &&
    ((free >= 1000000))
}

make_archive() {
  local part=$archive.part
  trap '' INT HUP
  has_room || return 0
  exec 9>"$target/run/.archive.lock"
  flock --nonblock 9 || return 0
  ! has_archive || return 0
  ! has renice || renice --priority 19 --pid "$BASHPID" || true
  rm -f "$target"/run/classes-*.part "$target"/run/classes-*-0.jsa
  if train_archive "$part" && is_whole "$part"; then
    mv "$part" "$archive-$(stat -c %s "$part").jsa"
    rm -f "$archive.failed"
    drop_old_archives
  else
    rm -f "$part"
    echo "$EPOCHSECONDS on $(date): see $target/logs/archive.log; tried again after a day" >"$archive.failed"
  fi
}

# The oldest go: their names are of digits, without blanks.
drop_old_archives() {
  local old
  # shellcheck disable=SC2012
  ls -t "$target/run" | grep '^classes-.*\.jsa$' | tail -n "+$((kept_archives + 1))" |
    while IFS= read -r old; do rm -f "$target/run/$old"; done
  find "$target/run" -name 'classes-*.failed' -mtime +1 -delete
}

# Not cut short by a full disk, and to outlast a power cut.
is_whole() {
  timeout -k 10 60 "${command[0]}" "${archive_options[@]}" -Xshare:on -XX:+VerifySharedSpaces \
    "-XX:SharedArchiveFile=$1" -cp "$(joined : "${archived_jars[@]}")" -version &&
    { ! has sync || sync "$1"; }
}

# Where it dies, it leaves what it says among the logs.
archive_options=("-XX:ErrorFile=${target//%/%%}/logs/archive-%p.log" -XX:-CreateCoredumpOnCrash)

# What a user would do with a sweep of a moment, in one process, whose classes go to an archive at its
# end.
train_archive() (
  cd "$root"
  unset GEODESIC_NOTIFY SPARK_CONF_DIR HADOOP_CONF_DIR YARN_CONF_DIR SPARK_DRIVER_MEMORY
  unset JDK_JAVA_OPTIONS JAVA_TOOL_OPTIONS _JAVA_OPTIONS
  work=$(mktemp -d)
  trap 'rm -rf "$work"' EXIT
  printf '%s\n' '0 1:1' '1 2:1' '0 1:2' '1 2:2' '0 1:3' '1 2:3' '0 1:4' '1 2:4' >"$work/data.svm"
  cat >"$work/small.conf" <<CONF
sweep { steps = 2, seeds = [0], record-every = 1 }
data { dataset = "$work/data.svm", holdout = 0.5, batch-size = 2 }
optimizers = [ { name = sgd, learning-rate = 0.1 }, { name = natural-gradient, learning-rate = 0.1, damping = 1 } ]
CONF
  # Of the options of the JVM those that Spark cannot do without, and none of the user's.
  options=("${archive_options[@]}")
  for option in "${command[@]}"; do
    [[ $option != org.apache.spark.* && $option != dev.geodesic.* ]] || break
    [[ ! $option =~ ^(--add-opens=|--enable-native-access=|-Djdk\.|-Dio\.netty\.|-Duser\.home=) ]] || options+=("$option")
  done
  # MLlib's line is not to be found there, as its classes are wanted.
  export GEODESIC_CACHE=$work/cache
  SPARK_LOCAL_IP=127.0.0.1 OMP_NUM_THREADS=1 timeout -k 10 600 "${command[0]}" -XX:ArchiveClassesAtExit="$1" -Xmx1g -cp "$(joined : "${archived_jars[@]}")" "${options[@]}" \
    "-Dlog4j2.configurationFile=$(file_uri "$root/conf/log4j2.properties")" "-Dgeodesic.log=$work/log" \
    '-Dspark.master=local[2]' dev.geodesic.cli.ArchiveWorkload "$work/small.conf" "$work/results"
)
