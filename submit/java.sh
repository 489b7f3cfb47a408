# Selects the Java that runs the program, and sets the locale and home that it uses. For sourcing by lib.sh.

# The oldest Java that the program's classes need, and the newest that works with Hadoop, which calls
# Subject.getSubject: Java refuses that from 23 on.
oldest_java=17
newest_java=22

java=
java_home=
java_version=

# Set if the user or the site chooses a garbage collector: Java accepts only one choice.
chooses_collector=

# The JVM option with the home of a user who has no entry in the password file, or empty.
java_user_home=

# Runs Java without the variables that add options to every Java: it would print a line about them.
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

# Finds the version and home of java: in the release file of the JDK, else from Java itself, which costs a
# start.
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

# Prints a remedy: the home of a suitable Java on this machine if there is one.
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
    fail "Cannot build with the Java at $java_home: it has no javac, only a JRE; install its JDK (Debian: apt-get install openjdk-17-jdk-headless), or set JAVA_HOME"
}

# Checks the variables that add options to every Java, which ends with a page of text if it does not know one
# of them. Java is not tried with an agent, which may wait for a client. The value of a variable is not
# shown, because it may contain a password. Only _JAVA_OPTIONS overrides the memory set on the command line.
check_variables() {
  local name answer option options
  for name in JDK_JAVA_OPTIONS JAVA_TOOL_OPTIONS _JAVA_OPTIONS; do
    [[ -n ${!name:-} ]] || continue
    split_options "${!name}" || true
    for option in "${options[@]}"; do
      # The contents of an argument file are left to Java.
      [[ $option != @?* ]] && ! sets_collector "$option" || chooses_collector=yes
      ! ends_java "$option" ||
        fail "$name must hold options with which Java runs a program, got: $option; take it out"
      [[ $name != _JAVA_OPTIONS ]] || ! sets_memory "$option" ||
        fail "The driver's memory must be set by --driver-memory, got: $option in _JAVA_OPTIONS, which Java heeds before all others; take it out"
    done
    [[ ${!name} != *agent* && ${!name} != *jdwp* ]] || continue
    answer=$("$java" -version 2>&1) ||
      fail "$name must hold options that Java $java_version knows, got: $(complaint "$answer"); correct or unset it"
  done
}

# Prints the line of Java's output that says why it cannot start.
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

# Checks the user's options for the JVM, given as one string from each place that sets some. With an option
# that it does not know, and with some that it knows, Java prints a page and runs nothing.
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

# Starts Java with these options and the heap of the driver, if the user sets either, possibly by a variable:
# then an error is reported before anything is built.
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
    fail "The driver's memory must be what Java can begin with, got: ${heap:-that of Java itself} ($words); correct --driver-memory, or the options for the JVM"
  fail "Options for the JVM must be known to Java $java_version, got: $words; see GEODESIC_JAVA_OPTS in docs/reference.md"
}

# Whether an option is for the JVM itself; others name what to run and where it is, or ask Java to print
# something.
is_option_for_jvm() {
  [[ $1 =~ ^-(D.|X|agentlib:|agentpath:|javaagent:|verbose(:|$)|server$) ||
    $1 =~ ^--(add-(exports|modules|opens|reads)|enable-(native-access|preview)|illegal-(native-)?access|finalization)(=|$) ||
    $1 =~ ^-(ea|da|enableassertions|disableassertions)(:|$) ||
    $1 =~ ^-(esa|dsa|enablesystemassertions|disablesystemassertions)$ ]]
}

# Whether Java with this option only prints something or writes a file, and ends.
ends_java() {
  [[ $1 =~ ^-(X|Xinternalversion|Xlog:help|Xshare:dump|-list-modules|-validate-modules|d|-describe-module)(=|$) ||
    $1 =~ ^-XX:(\+PrintFlagsInitial|\+DumpSharedSpaces|\+JVMCIPrintProperties|JVMCILibDumpJNIConfig.*)$ ]]
}

# Whether an option chooses a garbage collector, or names a file that may.
sets_collector() {
  [[ $1 =~ ^-XX:([+-]Use[A-Za-z0-9]*GC$|Flags=|VMOptionsFile=) ]]
}

sets_memory() {
  [[ $1 =~ ^-(Xmx|mx|XX:MaxHeapSize=) ]]
}

# Replaces the argument files (@FILE) in options by their contents, as Java does.
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

# Sets options to the words of a string, split as Spark does: at blanks outside quotes; a backslash makes the
# next character literal, except in single quotes. Exit code 1 if a quote is not closed.
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

# Sets a locale in UTF-8 with English numbers and messages, because Java takes the encoding of file names,
# the format of numbers and the system's messages from it. If the terminal uses an older character set,
# names on the command line are in that set, so the locale is not changed.
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

# Whether a locale exists and is UTF-8: there, these two octets are one character.
knows_utf8() {
  local LC_ALL=$1 character=$'\xc3\xa4'
  ((${#character} == 1))
} 2>/dev/null

# Sets HOME, where caches go: HOME if it is usable, else the home in the password file, else a folder below
# TMPDIR. Java only reads the password file, and takes '?' as the home of a user without an entry there.
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
