# The archive of classes that a small sweep, a query and a report load (Java's class data sharing).
# It saves later starts from reading and checking these classes. A failure here never fails a command.
# For sourcing after lib.sh.

# How many archives are kept. Each fits one Java and its libraries, and cron may always use another Java
# than a login shell.
kept_archives=2

# Without this, Java relocates an archive in memory at every start, which takes as long as the archive
# saves; with it, Java maps the archive at its original address if that is free.
archive_place=(-XX:+UnlockDiagnosticVMOptions -XX:ArchiveRelocationMode=0)

# Seconds until making an archive is tried again after a failure.
archive_patience=86400

# The jars whose classes the archive contains, and its path without its size.
archived_jars=()
archive=

# Lists every jar of the class path of command separately, in a fixed order; then the program's jar, and
# last the site's folders of settings, which vary: an archive fits any class path that begins with the one
# that it was made for. The settings can come last because no library contains a file of the same name.
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

# Adds to command the archive that fits it, if there is one. Java would crash with an archive whose size is
# not the one in its name, so that is skipped; Java silently ignores one that does not fit.
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

# Sets sum to a checksum that changes when Java, a jar, or their order does. It is stored together with the
# list of these files, and is valid while none of them is newer.
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

# Makes the archive for later starts, in the background after this command has ended: with the lowest
# priority, unaffected by the terminal's signals, and only one at a time. Nothing is done if the machine
# is busy, or short of memory or disk.
offer_archive() {
  [[ -n $archive && -d $target/run ]] && has flock && has timeout && has df || return 0
  ! has_archive && ! has_failed_lately || return 0
  # Its output goes to a file, so that a reader of this command's pipe does not wait for it.
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

# Whether a core is idle, and 2 GB of memory and 1 GB of disk are free.
has_room() {
  local running free=0 limit used line
  [[ -r /proc/loadavg && -r /proc/meminfo ]] && has nproc && has sleep || return 1
  # Let the processes of this command end.
  sleep 1
  read -r _ _ _ running _ </proc/loadavg
  # With OMP_NUM_THREADS nproc would print that number.
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

# Deletes the oldest archives. Their names contain only digits, no blanks.
drop_old_archives() {
  local old
  # shellcheck disable=SC2012
  ls -t "$target/run" | grep '^classes-.*\.jsa$' | tail -n "+$((kept_archives + 1))" |
    while IFS= read -r old; do rm -f "$target/run/$old"; done
  find "$target/run" -name 'classes-*.failed' -mtime +1 -delete
}

# Whether the archive is complete, not cut short by a full disk; also flushes it to the disk.
is_whole() {
  timeout -k 10 60 "${command[0]}" "${archive_options[@]}" -Xshare:on -XX:+VerifySharedSpaces \
    "-XX:SharedArchiveFile=$1" -cp "$(joined : "${archived_jars[@]}")" -version &&
    { ! has sync || sync "$1"; }
}

# If this Java crashes, its report goes to the logs.
archive_options=("-XX:ErrorFile=${target//%/%%}/logs/archive-%p.log" -XX:-CreateCoredumpOnCrash)

# Does in one process what a user would do with a very short sweep; at its end, Java writes the loaded
# classes to the archive.
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
  # Only the JVM options that Spark requires, none of the user's.
  options=("${archive_options[@]}")
  for option in "${command[@]}"; do
    [[ $option != org.apache.spark.* && $option != dev.geodesic.* ]] || break
    [[ ! $option =~ ^(--add-opens=|--enable-native-access=|-Djdk\.|-Dio\.netty\.|-Duser\.home=) ]] || options+=("$option")
  done
  # An empty cache, so that MLlib's baseline is trained and its classes are loaded.
  export GEODESIC_CACHE=$work/cache
  SPARK_LOCAL_IP=127.0.0.1 OMP_NUM_THREADS=1 timeout -k 10 600 "${command[0]}" -XX:ArchiveClassesAtExit="$1" -Xmx1g -cp "$(joined : "${archived_jars[@]}")" "${options[@]}" \
    "-Dlog4j2.configurationFile=$(file_uri "$root/conf/log4j2.properties")" "-Dgeodesic.log=$work/log" \
    '-Dspark.master=local[2]' dev.geodesic.cli.ArchiveWorkload "$work/small.conf" "$work/results"
)
