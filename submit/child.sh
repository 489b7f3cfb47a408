# The program as a child of this script, which outlives it and says so where it dies. For sourcing
# after lib.sh.

# Runs command, and ends with its exit code. It stands in the foreground beside this script, so the
# terminal and its keys are its own; a signal that comes to this script alone is passed on; and it
# goes with this script where that is killed.
run_child() {
  local child='' signalled='' status=0 name
  local bound=()
  ! has setpriv || ! setpriv --pdeathsig KILL true 2>/dev/null || bound=(setpriv --pdeathsig KILL)
  for name in HUP INT QUIT TERM CONT USR1 USR2; do
    # shellcheck disable=SC2064
    trap "signalled=$name; [[ -z \$child ]] || kill -s $name \$child 2>/dev/null" "$name"
  done
  # In the background a shell would have it ignore the keyboard's signals.
  (
    trap - HUP INT QUIT TERM CONT USR1 USR2
    exec "${bound[@]}" "${command[@]}"
  ) <&0 &
  child=$!
  # Of what ends a child by a signal, the shell would tell here in its own words.
  exec 7>&2 2>/dev/null
  while :; do
    signalled=
    wait "$child" && status=0 || status=$?
    [[ -n $signalled ]] || break
  done
  exec 2>&7 7>&-
  trap - HUP INT QUIT TERM CONT USR1 USR2
  explain_death "$status" "$child"
}

# Passes an exit code on; but where a signal ended the program that nobody sends to end it in peace,
# this is all that is said.
explain_death() {
  local status=$1 crash=$target/logs/hs_err_$2.log
  case $status in
    132 | 134 | 135 | 136 | 139)
      [[ -f $crash ]] || crash="no file of it; the log is $log"
      say "Java died in native code (SIG$(kill -l "$status")): see $crash; $(remedy)"
      return 1
      ;;
    137)
      say "Java was killed (SIGKILL), as the kernel does where memory runs out, which dmesg tells; $(remedy)"
      return 1
      ;;
  esac
  return "$status"
}

remedy() {
  if [[ ${arguments[0]-} == run ]]; then
    echo "what was finished is kept, and the same command goes on"
  else
    echo "nothing is lost, try the same command again"
  fi
}
