# Passes the proxy of the environment variables to Maven. The program itself reads the same variables. For
# sourcing by lib.sh.

# Sets maven_options and JDK_JAVA_OPTIONS so that Maven uses the proxy. They name files that nobody else can
# read, because the address of a proxy may contain a password, and options are visible in the list of
# processes. Maven reads host and port from Java's properties, but a login only from its settings.
tell_maven_of_proxies() {
  local options='' settings='' kind
  maven_options=()
  for kind in http https; do
    read_proxy "$kind" && options+=$(proxy_options "$kind") && settings+=$(proxy_settings "$kind") || true
  done
  [[ -n $options ]] || return 0
  options+=$(option http.nonProxyHosts "$(java_hosts)")
  # Maven 3.9 needs the first to read these properties, and Java the second to send a password.
  options+=$(option aether.connector.http.useSystemProperties true)
  options+=$(option jdk.http.auth.tunneling.disabledSchemes '')
  (umask 077 && echo "$options" >"$1.options")
  export JDK_JAVA_OPTIONS="${JDK_JAVA_OPTIONS:+$JDK_JAVA_OPTIONS }@$1.options"
  [[ -n $settings ]] || return 0
  (umask 077 && echo "<settings><proxies>$settings</proxies></settings>" >"$1.xml")
  maven_options=(-gs "$1.xml")
}

# Reads the proxy variable for http or https: user:password@host:port, with or without a scheme in front.
# Exit code 1 if it is not set.
proxy_host=
proxy_port=
proxy_user=
proxy_password=
proxy_is_socks=
read_proxy() {
  local address=${all_proxy:-${ALL_PROXY:-}} login=''
  case $1 in
    http) address=${http_proxy:-$address} ;;
    https) address=${https_proxy:-${HTTPS_PROXY:-$address}} ;;
  esac
  [[ -n $address ]] || return 1
  proxy_port=80 proxy_user='' proxy_password='' proxy_is_socks=''
  [[ $address != https://* ]] || proxy_port=443
  [[ $address != socks*://* ]] || proxy_port=1080 proxy_is_socks=yes
  address=${address#*://}
  address=${address%%/*}
  if [[ $address == *@* ]]; then
    login=${address%@*}
    address=${address##*@}
    proxy_user=$(decoded "${login%%:*}")
    [[ $login != *:* ]] || proxy_password=$(decoded "${login#*:}")
  fi
  if [[ $address =~ :([0-9]*)$ ]]; then
    proxy_port=${BASH_REMATCH[1]:-$proxy_port}
    address=${address%:*}
  fi
  proxy_host=$address
}

proxy_options() {
  if [[ -n $proxy_is_socks ]]; then
    option socksProxyHost "$proxy_host"
    option socksProxyPort "$proxy_port"
  else
    option "$1.proxyHost" "$proxy_host"
    option "$1.proxyPort" "$proxy_port"
  fi
}

# Prints the entry of Maven's settings for a proxy that needs a login.
proxy_settings() {
  [[ -n $proxy_user && -z $proxy_is_socks ]] || return 0
  printf '<proxy><id>%s</id><active>true</active><protocol>%s</protocol><host>%s</host><port>%s</port>' \
    "$1" "$1" "$(escaped "$proxy_host")" "$proxy_port"
  printf '<username>%s</username><password>%s</password><nonProxyHosts>%s</nonProxyHosts></proxy>' \
    "$(escaped "$proxy_user")" "$(escaped "$proxy_password")" "$(escaped "$(java_hosts)")"
}

escaped() {
  local text=${1//&/\&amp;}
  text=${text//</\&lt;}
  echo "${text//>/\&gt;}"
}

# Prints a Java property as a line of an argument file.
option() {
  local value=${2//\\/\\\\}
  printf ' "-D%s=%s"\n' "$1" "${value//\"/\\\"}"
}

decoded() {
  local text=${1//\\/\\\\}
  printf '%b' "${text//%/\\x}"
}

# Prints the hosts of no_proxy (separated by commas; a domain includes its subdomains) in Java's syntax. This
# machine is always one of them.
java_hosts() {
  local hosts host result='localhost|127.*|[::1]'
  IFS=', ' read -r -a hosts <<<"${no_proxy:-${NO_PROXY:-}}"
  for host in "${hosts[@]}"; do
    host=${host%%:*}
    host=${host#\*}
    host=${host#.}
    if [[ -z $host ]]; then
      result+='|*'
    else
      result+="|$host|*.$host"
    fi
  done
  echo "$result"
}
