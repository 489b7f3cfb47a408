# The options of spark-submit on the command line: which ones are passed on or refused, and which settings
# result from them and from properties files. For sourcing after lib.sh.

spark_options=()
arguments=()

# The settings on the command line, by Spark's name of the setting. As in Spark, a dedicated option such as
# --master overrides --conf.
declare -A by_option=() by_conf=()
properties_file=
extra_files=()
reads_defaults=yes

# The setting that each option sets; an option that is not listed here is stored under its own name.
declare -A setting_of=(
  [--master]=spark.master
  [--deploy-mode]=spark.submit.deployMode
  [--driver-memory]=spark.driver.memory
  [--driver-cores]=spark.driver.cores
  [--executor-memory]=spark.executor.memory
  [--executor-cores]=spark.executor.cores
  [--num-executors]=spark.executor.instances
  [--total-executor-cores]=spark.cores.max
)

# The folder in which Spark looks for the site's settings.
conf_folder=

# Options whose values from several places are combined, not replaced.
user_java_options=${GEODESIC_JAVA_OPTS:-}
user_jars=
user_class_path=

# Splits the command line into options for spark-submit and arguments for the program.
split_arguments() {
  while (($#)); do
    case $1 in
      --)
        arguments+=("$@")
        return
        ;;
      --*=*)
        if takes_value "${1%%=*}"; then
          set -- "${1%%=*}" "${1#*=}" "${@:2}"
          continue
        fi
        arguments+=("$1")
        ;;
      -v) spark_options+=(--verbose) ;;
      --supervise | --verbose | --load-spark-defaults)
        [[ $1 != --load* ]] || reads_defaults=always
        spark_options+=("$1")
        ;;
      *)
        if takes_value "$1"; then
          [[ -n ${2-} ]] || fail "$1 needs a value"
          take "$1" "$2"
          shift
        else
          arguments+=("$1")
        fi
        ;;
    esac
    shift
  done
}

takes_value() {
  case $1 in
    --master | --deploy-mode | --name | --conf | -c | --properties-file | --extra-properties-file | --queue) ;;
    --driver-memory | --driver-cores | --driver-java-options | --driver-class-path | --driver-library-path) ;;
    --executor-memory | --executor-cores | --num-executors | --total-executor-cores) ;;
    --jars | --packages | --exclude-packages | --repositories | --files | --archives) ;;
    --principal | --keytab | --proxy-user) ;;
    --class | --py-files | --remote | --kill | --status) ;;
    *) return 1 ;;
  esac
}

take() {
  case $1 in
    --class) fail "--class must be left out, got: $2; geodesic sets it itself" ;;
    --py-files) fail "--py-files must be left out, got: $2; no part of this program is Python; --files passes files on" ;;
    --remote) fail "--remote must be left out, got: $2; training needs its own cluster, not Spark Connect: name it by --master" ;;
    --kill | --status)
      fail "$1 must be asked of Spark itself, got: $2; call its bin/spark-submit $1 $2 --master URL"
      ;;
    --driver-java-options)
      user_java_options+=" $2"
      return
      ;;
    --driver-class-path)
      user_class_path=$2
      return
      ;;
    --jars)
      user_jars=$2
      return
      ;;
    --conf | -c)
      [[ $2 == ?*=* ]] || fail "$1 must be KEY=VALUE, got: $2"
      take_conf "${2%%=*}" "${2#*=}"
      return
      ;;
    --properties-file)
      [[ -f $2 && -r $2 ]] || fail "--properties-file must be a file that can be read, got: $2"
      properties_file=$2
      ;;
    --extra-properties-file)
      [[ -f $2 && -r $2 ]] || fail "--extra-properties-file must be a file that can be read, got: $2"
      extra_files=("$2" "${extra_files[@]}")
      ;;
    *) by_option[${setting_of[$1]-$1}]=$2 ;;
  esac
  spark_options+=("$1" "$2")
}

# Keeps Java options and class paths to combine them with ours, because the last --conf would replace all
# others.
take_conf() {
  case $1 in
    spark.driver.extraJavaOptions | spark.driver.extraClassPath | spark.jars) ;;
    *) spark_options+=(--conf "$1=$2") ;;
  esac
  by_conf[$1]=$2
}

# Sets value to the value that Spark will use for a key: from the command line, the extra files, the last one
# first, the properties file, or the site's spark-defaults.conf, which Spark reads if there is no properties
# file.
setting() {
  local extra
  value=${by_option[$1]:-${by_conf[$1]:-}}
  for extra in "${extra_files[@]}"; do
    [[ -n $value ]] || property "$1" "$extra"
  done
  [[ -n $value || -z $properties_file ]] || property "$1" "$properties_file"
  if [[ -z $value && (-z $properties_file || $reads_defaults == always) ]]; then
    property "$1" "$conf_folder/spark-defaults.conf"
  fi
}

# Sets value to the value of a key in a properties file, or to nothing. As in Java, a backslash at the end of
# a line continues the line, and elsewhere it makes the next character literal.
property() {
  local line
  value=
  [[ -f $2 && -r $2 ]] || return 0
  while read_logical_line; do
    if [[ $line =~ ^([^[:space:]=:]+)[[:space:]]*[[:space:]=:][[:space:]]*(.*[^[:space:]])[[:space:]]*$ &&
      ${BASH_REMATCH[1]} == "$1" ]]; then
      value=$(without_backslashes "${BASH_REMATCH[2]}")
    fi
  done <"$2"
}

# Sets line to the next line that is not a comment, joined with its continuation lines without their leading
# blanks. Exit code 1 at the end of the file.
read_logical_line() {
  local part backslashes
  line=
  while IFS= read -r part || [[ -n $part ]]; do
    part=${part%$'\r'}
    part=${part#"${part%%[![:space:]]*}"}
    [[ -n $line || $part != [#!]* ]] || continue
    backslashes=${part##*[!\\]}
    if ((${#backslashes} % 2 == 0)); then
      line+=$part
      return
    fi
    line+=${part%\\}
  done
  [[ -n $line ]]
}

without_backslashes() {
  local text=$1 result=''
  while [[ $text == *\\?* ]]; do
    result+=${text%%\\*}
    text=${text#*\\}
    case $text in
      t*) result+=$'\t' ;;
      n*) result+=$'\n' ;;
      *) result+=${text:0:1} ;;
    esac
    text=${text:1}
  done
  printf '%s\n' "$result$text"
}

# Refuses settings for which Spark would print a page of text, or with which Java would crash.
check_settings() {
  local key value
  check_master
  check_connect
  for key in spark.driver.cores spark.executor.cores spark.executor.instances spark.cores.max; do
    setting "$key"
    [[ -z $value || $value =~ ^0*[1-9][0-9]{0,8}$ ]] ||
      [[ $key == spark.executor.instances && $value =~ ^0+$ ]] ||
      fail "$key$(option_of "$key") must be a whole number > 0, got: $value"
  done
  for key in spark.driver.memory spark.executor.memory; do
    setting "$key"
    [[ -n $value || $key == spark.executor* ]] || value=${SPARK_DRIVER_MEMORY:-}
    [[ -z $value ]] || check_memory "$key" "$value"
  done
}

# Checks the master. Spark accepts no host name with '_', and of the cluster managers the linked jars contain
# only the standalone one.
check_master() {
  local host='([A-Za-z0-9.-]+|\[[0-9a-fA-F:.]+\]):[0-9]{1,5}'
  [[ $master =~ ^(local|local\[(\*|0*[1-9][0-9]{0,4})(, *[0-9]{1,5})? *\]|local-cluster\[ *[0-9]{1,5} *, *[0-9]{1,5} *, *[0-9]{1,8} *\]|yarn|k8s://.+)?$ ||
    $master =~ ^spark://$host(,$host)*$ ]] ||
    fail "--master must be local, local[N] (N up to 99999), local[*], spark://host:port (a host of letters, digits, '-' and '.'), yarn or k8s://https://host:port, got: $master"
  [[ ($master != yarn && $master != k8s:*) || -n $installed_spark ]] ||
    fail "--master ${master%%:*} needs an installed Spark 4.2, because the jars that Maven resolves contain only the standalone cluster; set SPARK_HOME to it"
  [[ -z $deploy_mode || $deploy_mode == client || $deploy_mode == cluster ]] ||
    fail "--deploy-mode must be client or cluster, got: $deploy_mode"
  [[ $deploy_mode != cluster ]] || ! is_local ||
    fail "--deploy-mode cluster needs a cluster, got: --master ${master:-local[*]}; name one, or omit the option"
}

# Refuses Spark Connect, by any of the variables and settings that select it.
check_connect() {
  local value remedy="training needs its own cluster, not Spark Connect: name it by --master"
  [[ -z ${SPARK_REMOTE:-} ]] || fail "SPARK_REMOTE must be unset, got: $SPARK_REMOTE; $remedy"
  [[ ${SPARK_CONNECT_MODE:-} != 1 ]] || fail "SPARK_CONNECT_MODE must be unset, got: 1; $remedy"
  setting spark.remote
  [[ -z $value ]] || fail "spark.remote must be left out, got: $value; $remedy"
  setting spark.api.mode
  [[ -z $value || ${value,,} == classic ]] || fail "spark.api.mode must be classic, got: $value; $remedy"
}

option_of() {
  local option
  for option in "${!setting_of[@]}"; do
    [[ ${setting_of[$option]} != "$1" ]] || echo " ($option)"
  done
}

# Checks a size of memory. Spark itself needs at least 450 MiB to start.
check_memory() {
  local least=512
  [[ $2 =~ ^0*([1-9][0-9]{0,8})([kmgtKMGT])$ ]] ||
    fail "$1$(option_of "$1") must be a size as 4g or 700m, got: $2"
  local mebibytes=${BASH_REMATCH[1]}
  case ${BASH_REMATCH[2]} in
    [kK]) mebibytes=$((mebibytes / 1024)) ;;
    [gG]) mebibytes=$((mebibytes * 1024)) ;;
    [tT]) mebibytes=$((mebibytes * 1024 * 1024)) ;;
  esac
  [[ $1 == spark.executor* ]] && is_one_process || ((mebibytes >= least)) ||
    fail "$1$(option_of "$1") must be >= ${least}m, which Spark itself needs, got: $2"
}
