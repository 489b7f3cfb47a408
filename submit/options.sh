# The options of spark-submit on a command line of ours: which are passed on, which are refused, and
# what Spark will make of them together with properties files. For sourcing after lib.sh.

spark_options=()
arguments=()

# What the command line says, by the name of Spark's setting: an option of its own counts before
# --conf, as Spark has it.
declare -A by_option=() by_conf=()
properties_file=
reads_defaults=yes

# The settings that options stand for; an option without one stands for itself.
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

# Where Spark looks for the settings of the site.
conf_folder=

# What of several places is put together, not replaced.
user_java_options=${GEODESIC_JAVA_OPTS:-}
user_jars=
user_class_path=

# Splits the command line: what spark-submit understands goes to it, the rest to the program.
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
    --master | --deploy-mode | --name | --conf | -c | --properties-file | --queue) ;;
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
    --class) fail "--class must be left out, got: $2; it is geodesic's own" ;;
    --py-files) fail "--py-files must be left out, got: $2; nothing here is Python; --files passes files on" ;;
    --remote) fail "--remote must be left out, got: $2; training needs a cluster of its own, not Spark Connect: name it by --master" ;;
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
    *) by_option[${setting_of[$1]-$1}]=$2 ;;
  esac
  spark_options+=("$1" "$2")
}

# Java options and class paths go together with ours: the last --conf would take the place of all.
take_conf() {
  case $1 in
    spark.driver.extraJavaOptions | spark.driver.extraClassPath | spark.jars) ;;
    *) spark_options+=(--conf "$1=$2") ;;
  esac
  by_conf[$1]=$2
}

# Puts into value what Spark will find under a key: on the command line, in the properties file, or in
# the defaults of the site, which it reads where there is no such file.
setting() {
  value=${by_option[$1]:-${by_conf[$1]:-}}
  [[ -n $value || -z $properties_file ]] || property "$1" "$properties_file"
  if [[ -z $value && (-z $properties_file || $reads_defaults == always) ]]; then
    property "$1" "$conf_folder/spark-defaults.conf"
  fi
}

# Puts into value what a properties file says under a key, if it is there: as Java reads it, to which a
# line goes on where a backslash ends it, and a backslash stands for the sign behind it.
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

# Puts into line the next one that is no comment, with all the lines by which it goes on, whose first
# blanks do not count. Exit code 1 at the end.
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

# What Spark would answer with a page, or Java would die of.
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

# A name with '_' is no host to Spark, and the linked jars hold its standalone cluster alone.
check_master() {
  local host='([A-Za-z0-9.-]+|\[[0-9a-fA-F:.]+\]):[0-9]{1,5}'
  [[ $master =~ ^(local|local\[(\*|0*[1-9][0-9]{0,4})(, *[0-9]{1,5})? *\]|local-cluster\[ *[0-9]{1,5} *, *[0-9]{1,5} *, *[0-9]{1,8} *\]|yarn|k8s://.+)?$ ||
    $master =~ ^spark://$host(,$host)*$ ]] ||
    fail "--master must be local, local[N] (N up to 99999), local[*], spark://host:port (a host of letters, digits, '-' and '.'), yarn or k8s://https://host:port, got: $master"
  [[ ($master != yarn && $master != k8s:*) || -n $installed_spark ]] ||
    fail "--master ${master%%:*} needs an installed Spark 4.1, as the jars that Maven resolves hold the standalone cluster alone; set SPARK_HOME to it"
  [[ -z $deploy_mode || $deploy_mode == client || $deploy_mode == cluster ]] ||
    fail "--deploy-mode must be client or cluster, got: $deploy_mode"
  [[ $deploy_mode != cluster ]] || ! is_local ||
    fail "--deploy-mode cluster needs a cluster, got: --master ${master:-local[*]}; name one, or leave it out"
}

# By whatever name Spark Connect is asked for.
check_connect() {
  local value remedy="training needs a cluster of its own, not Spark Connect: name it by --master"
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

# Spark itself starts with no less than 450 MiB.
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
