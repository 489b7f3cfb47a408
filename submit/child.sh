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
    crash=$(crash_file "$BASHPID")
    [[ ! -f $crash ]] || rm -f "$crash"
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

# Passes an exit code on; but where the program died, whose last word is Java's file or nothing, this
# is told.
explain_death() {
  local status=$1 crash
  crash=$(crash_file "$2")
  if [[ $status == [1-9]* && -f $crash ]]; then
    say "Java died in native code: see $crash; $(remedy)"
    return 1
  fi
  case $status in
    132 | 134 | 135 | 136 | 139)
      say "Java died of SIG$(kill -l "$status"): see $log; $(remedy)"
      return 1
      ;;
    137)
      say "Java was killed (SIGKILL), as the kernel does where memory runs out, which dmesg tells; $(remedy)"
      return 1
      ;;
  esac
  return "$status"
}

# Where Java writes of its death, by its process's number, which another may have had before.
crash_file() {
  echo "$target/logs/hs_err_$1.log"
}

remedy() {
  if [[ ${arguments[0]-} == run ]]; then
    echo "what was finished is kept, and the same command goes on"
  else
    echo "nothing is lost, try the same command again"
  fi
}
