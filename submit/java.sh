# Which Java runs the program, and what it is told of this machine. For sourcing by lib.sh.

# The oldest that its classes need, and the last that Hadoop's knows: from 23 on Java refuses
# Subject.getSubject, by which Hadoop asks who it is.
oldest_java=17
newest_java=22

java=
java_home=
java_version=

# Whether the user or the site has a say in how garbage is collected: Java takes one choice.
chooses_collector=

# What tells Java the home of a user without an entry in the password file.
java_user_home=

# Java without the options that variables give every Java: it would tell of them.
plain_java() {
  (
    unset JDK_JAVA_OPTIONS JAVA_TOOL_OPTIONS _JAVA_OPTIONS
    exec "$java" "$@"
  )
}

find_java() {
  java=${JAVA_HOME:+$JAVA_HOME/bin/}java
  if [[ -n ${JAVA_HOME:-} ]]; then
    [[ -f $java && -x $java ]] ||
      fail "JAVA_HOME must name a JDK, with bin/java in it, got: $JAVA_HOME; $(other_java)"
  else
    has java || fail "Cannot find java: install JDK 17 (Debian: apt-get install openjdk-17-jdk-headless), or $(other_java)"
    java=$(command -v java)
  fi
  ask_java
  is_fit "$java_version" ||
    fail "Java must be $oldest_java to $newest_java, got: $java_version at $java; $(other_java)"
  check_variables
}

# Version and home: from the file that a JDK has, else from Java itself, which costs a start.
ask_java() {
  local real answer
  real=$(readlink -f "$java" 2>/dev/null) || real=$java
  java_home=${real%/bin/java}
  released "$java_home"
  [[ -z $java_version ]] || return 0
  answer=$(plain_java -XshowSettings:properties -version 2>&1) ||
    fail "Cannot run $java: ${answer%%$'\n'*}; $(other_java)"
  [[ $answer =~ java\.version\ =\ ([^$'\n']+) ]] || fail "Cannot tell the version of $java; $(other_java)"
  java_version=${BASH_REMATCH[1]}
  [[ ! $answer =~ java\.home\ =\ ([^$'\n']+) ]] || java_home=${BASH_REMATCH[1]}
}

released() {
  local line
  java_version=
  [[ -r $1/release && -x $1/bin/java ]] || return 0
  while IFS= read -r line; do
    [[ $line != JAVA_VERSION=* ]] || java_version=${line//[\"]/}
  done <"$1/release"
  java_version=${java_version#*=}
}

is_fit() {
  local major=${1%%[^0-9]*}
  [[ -n $major ]] && ((major >= oldest_java && major <= newest_java))
}

# A remedy: a Java of this machine that would do, where one is found.
other_java() {
  local home java_version
  for home in /usr/lib/jvm/* /usr/java/* /opt/java/* "${HOME:-}"/.sdkman/candidates/java/*; do
    released "$home"
    ! is_fit "$java_version" || { echo "set JAVA_HOME=$home" && return; }
  done
  echo "set JAVA_HOME to a JDK 17"
}

need_jdk() {
  [[ -x $java_home/bin/javac ]] ||
    fail "Cannot build with the Java at $java_home: it has no javac, a JRE; install a JDK of it (Debian: apt-get install openjdk-17-jdk-headless), or set JAVA_HOME"
}

# Java ends where such a variable holds what it does not know, and says a page. An agent may wait for
# somebody, and is let alone. The value is not shown: it may hold a password. The last of them would
# take the place of what the command line says of memory, which the others do not.
check_variables() {
  local name answer option options
  for name in JDK_JAVA_OPTIONS JAVA_TOOL_OPTIONS _JAVA_OPTIONS; do
    [[ -n ${!name:-} ]] || continue
    split_options "${!name}" || true
    for option in "${options[@]}"; do
      # What a file of arguments holds is Java's to read.
      [[ $option != @?* ]] && ! sets_collector "$option" || chooses_collector=yes
      ! ends_java "$option" ||
        fail "$name must hold options with which Java runs a program, got: $option; take it out"
      [[ $name != _JAVA_OPTIONS ]] || ! sets_memory "$option" ||
        fail "The driver's memory must be set by --driver-memory, got: $option in _JAVA_OPTIONS, which Java heeds before all others; take it out"
    done
    [[ ${!name} != *agent* && ${!name} != *jdwp* ]] || continue
    answer=$("$java" -version 2>&1) ||
      fail "$name must hold options that Java $java_version knows, got: $(complaint "$answer"); mend or unset it"
  done
}

# Of what Java says when it cannot start, what it does not like.
complaint() {
  local line
  while IFS= read -r line; do
    case $line in
      '' | *'icked up '* | *' warning: '* | 'Error occurred during init'* | 'Error: Could not create'*) ;;
      *) break ;;
    esac
  done <<<"$1"
  echo "${line#Error: }"
}

# The user's options for the JVM, a string from each place that has some: each that Java does not know
# would end in a page, and of some Java answers with a page of its own and runs nothing.
check_java_options() {
  local text option options given=() opened=() is_value=
  for text in "$@"; do
    split_options "$text" ||
      fail "Options for the JVM must have their quotes in pairs, got: $text; see GEODESIC_JAVA_OPTS in docs/reference.md"
    given+=("${options[@]}")
    open_argument_files
    opened+=("${options[@]}")
  done
  for option in "${opened[@]}"; do
    ! sets_collector "$option" || chooses_collector=yes
    if [[ -n $is_value ]]; then
      is_value=
      continue
    fi
    ! sets_memory "$option" ||
      fail "The driver's memory must be set by --driver-memory, got: $option in the options for the JVM; take it out"
    { is_option_for_jvm "$option" && ! ends_java "$option"; } ||
      fail "Options for the JVM must be such as -Dkey=value, -X..., --add-..., --enable-..., -ea or -javaagent:..., got: $option; take it out"
    [[ ! $option =~ ^--(add|enable)-[a-z-]+$ || $option == --enable-preview ]] || is_value=yes
  done
  [[ $* != *agent* && $* != *jdwp* ]] || given=()
  try_options "${given[@]}"
}

# Starts Java with these options and the heap of the driver, where the user has a say in either, also
# by a variable: what would go wrong is told before anything is built.
try_options() {
  local answer words start=plain_java
  case ${JDK_JAVA_OPTIONS:-}${JAVA_TOOL_OPTIONS:-}${_JAVA_OPTIONS:-} in
    '' | *agent* | *jdwp*) ;;
    *) start=$java ;;
  esac
  [[ $# != 0 || $start == "$java" || (-n $driver_memory && -n $heap) ]] || return 0
  answer=$("$start" ${heap:+"-Xmx$heap"} "$@" -version 2>&1) && return
  words=$(complaint "$answer")
  [[ $words == Unrecognized* || ! $words =~ heap|memory ]] ||
    fail "The driver's memory must be what Java can begin with, got: ${heap:-that of Java itself} ($words); mend --driver-memory, or the options for the JVM"
  fail "Options for the JVM must be known to Java $java_version, got: $words; see GEODESIC_JAVA_OPTS in docs/reference.md"
}

# What is about the JVM; the rest tells Java what to run and where it lies, or asks it something.
is_option_for_jvm() {
  [[ $1 =~ ^-(D.|X|agentlib:|agentpath:|javaagent:|verbose(:|$)|server$) ||
    $1 =~ ^--(add-(exports|modules|opens|reads)|enable-(native-access|preview)|illegal-(native-)?access|finalization)(=|$) ||
    $1 =~ ^-(ea|da|enableassertions|disableassertions)(:|$) ||
    $1 =~ ^-(esa|dsa|enablesystemassertions|disablesystemassertions)$ ]]
}

# With these Java answers, or writes a file, and ends.
ends_java() {
  [[ $1 =~ ^-(X|Xinternalversion|Xlog:help|Xshare:dump|-list-modules|-validate-modules|d|-describe-module)(=|$) ||
    $1 =~ ^-XX:(\+PrintFlagsInitial|\+DumpSharedSpaces|\+JVMCIPrintProperties|JVMCILibDumpJNIConfig.*)$ ]]
}

# By itself, or by a file of settings.
sets_collector() {
  [[ $1 =~ ^-XX:([+-]Use[A-Za-z0-9]*GC$|Flags=|VMOptionsFile=) ]]
}

sets_memory() {
  [[ $1 =~ ^-(Xmx|mx|XX:MaxHeapSize=) ]]
}

# Puts into options what files of arguments among them hold, as Java does.
open_argument_files() {
  local option line text given=("${options[@]}") opened=()
  for option in "${given[@]}"; do
    if [[ $option == @?* && $option != @@* ]]; then
      [[ -f ${option#@} && -r ${option#@} ]] ||
        fail "A file of options for the JVM must be one that can be read, got: ${option#@}"
      text=
      while IFS= read -r line || [[ -n $line ]]; do
        [[ $line =~ ^[[:space:]]*# ]] || text+=$line$'\n'
      done <"${option#@}"
      split_options "$text" ||
        fail "Options for the JVM must have their quotes in pairs, got: $option"
      opened+=("${options[@]}")
    else
      opened+=("$option")
    fi
  done
  options=("${opened[@]}")
}

# Puts into options the words of a string, as Spark parts them: at blanks outside quotes, in which a
# backslash stands for the character behind it. Exit code 1 where a quote has no end.
split_options() {
  local text=$1 word='' quote='' begun='' i char
  options=()
  for ((i = 0; i < ${#text}; i++)); do
    char=${text:i:1}
    if [[ $char == \\ && $quote != "'" ]]; then
      ((i + 1 < ${#text})) || return 1
      word+=${text:++i:1}
      begun=yes
    elif [[ -n $quote ]]; then
      if [[ $char == "$quote" ]]; then quote=; else word+=$char; fi
    elif [[ $char == [\"\'] ]]; then
      quote=$char
      begun=yes
    elif [[ $char == [[:space:]] ]]; then
      [[ -z $begun ]] || options+=("$word")
      word=
      begun=
    else
      word+=$char
      begun=yes
    fi
  done
  [[ -z $begun ]] || options+=("$word")
  [[ -z $quote ]]
}

# Java takes file names, numbers and the system's messages from the locale. It is to be one that
# knows every name and speaks plainly, wherever the terminal or cron is. Where the terminal has an
# old character set of its own, names on the command line are in it, and it stays.
old_charmap=
settle_locale() {
  local candidate charmap=
  has locale || { export LC_ALL=C.UTF-8 && return; }
  case ${LC_ALL:-${LC_CTYPE:-${LANG:-C}}} in
    C | POSIX | *.UTF-8 | *.utf8) ;;
    *) charmap=$(locale charmap 2>/dev/null) || charmap= ;;
  esac
  [[ -z $charmap || $charmap == UTF-8 || $charmap == ANSI_X3.4-1968 ]] || { old_charmap=$charmap && return; }
  for candidate in C.UTF-8 en_US.UTF-8; do
    if knows_utf8 "$candidate"; then
      export LC_ALL=$candidate
      return
    fi
  done
}

# Whether two octets are one character there.
knows_utf8() {
  local LC_ALL=$1 character=$'\xc3\xa4'
  ((${#character} == 1))
} 2>/dev/null

# Where caches go: HOME, else the password file's, else a folder of our own. Java believes the
# password file alone, and calls the home of a user without an entry there '?'.
settle_home() {
  local listed
  # shellcheck disable=SC2088
  listed=$(unset HOME && echo ~)
  if ! is_home "${HOME:-}"; then
    HOME=$listed
    is_home "$HOME" || HOME=$(own_folder)
    export HOME
  fi
  is_home "$listed" || java_user_home=-Duser.home=$HOME
}

is_home() {
  [[ $1 == /* && -d $1 ]] && [[ $1 != / || -w / ]]
}

own_folder() {
  local folder=${TMPDIR:-/tmp}/geodesic-$UID
  { mkdir -p -m 700 "$folder" && [[ -O $folder && -w $folder ]]; } 2>/dev/null ||
    fail "HOME must be a folder, got: ${HOME:-nothing}, and $folder cannot be written; set HOME"
  echo "$folder"
}
