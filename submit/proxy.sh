# The proxy of this network, as the environment names it, for Maven. The program itself reads the
# same variables. For sourcing by lib.sh.

# Java takes options from a file, which nobody else may read, as a proxy's address may hold a
# password: an option of its own would stand in the list of processes.
tell_maven_of_proxies() {
  local options=''
  options+=$(proxy_options http "${http_proxy:-${all_proxy:-${ALL_PROXY:-}}}")
  options+=$(proxy_options https "${https_proxy:-${HTTPS_PROXY:-${all_proxy:-${ALL_PROXY:-}}}}")
  [[ -n $options ]] || return 0
  options+=$(option http.nonProxyHosts "$(java_hosts "${no_proxy:-${NO_PROXY:-}}")")
  # Maven 3.9 asks for this first, and Java for the last before it hands over a password.
  options+=$(option aether.connector.http.useSystemProperties true)
  options+=$(option jdk.http.auth.tunneling.disabledSchemes '')
  (umask 077 && echo "$options" >"$1")
  export JDK_JAVA_OPTIONS="${JDK_JAVA_OPTIONS:+$JDK_JAVA_OPTIONS }@$1"
}

# Java's properties of a proxy, as user:password@host:port with or without a scheme before it. A
# SOCKS proxy Java knows by others, whatever it is for.
proxy_options() {
  local kind=$1 address=$2 login='' port=80
  [[ -n $address ]] || return 0
  [[ $address == *://* ]] || address=http://$address
  [[ $address == socks*://* ]] && kind=socks port=1080
  [[ $address == https://* ]] && port=443
  address=${address#*://}
  address=${address%%/*}
  if [[ $address == *@* ]]; then
    login=${address%@*}
    address=${address##*@}
  fi
  if [[ $address =~ :([0-9]+)$ ]]; then
    port=${BASH_REMATCH[1]}
    address=${address%:*}
  fi
  if [[ $kind == socks ]]; then
    option socksProxyHost "$address"
    option socksProxyPort "$port"
    return
  fi
  option "$kind.proxyHost" "$address"
  option "$kind.proxyPort" "$port"
  [[ -z $login ]] || option "$kind.proxyUser" "$(decoded "${login%%:*}")"
  [[ $login != *:* ]] || option "$kind.proxyPassword" "$(decoded "${login#*:}")"
}

# A property, a line in such a file.
option() {
  local value=${2//\\/\\\\}
  printf ' "-D%s=%s"\n' "$1" "${value//\"/\\\"}"
}

decoded() {
  local text=${1//\\/\\\\}
  printf '%b' "${text//%/\\x}"
}

# Hosts between commas, of which a domain stands for all below it, in Java's words. This machine is
# always among them.
java_hosts() {
  local hosts host result='localhost|127.*|[::1]'
  IFS=', ' read -r -a hosts <<<"$1"
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
