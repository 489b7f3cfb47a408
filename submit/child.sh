# Runs the program as a child of this script, which reports if the child crashes. For sourcing after
# lib.sh.

# Runs command and returns its exit code. The child is in the same foreground process group as this
# script, so it reads the terminal and gets its keyboard signals. A signal sent only to this script is
# forwarded to the child, and the child ends if this script is killed.
run_child() {
  local child='' signalled='' status=0 name
  local bound=()
  ! has setpriv || ! setpriv --pdeathsig KILL true 2>/dev/null || bound=(setpriv --pdeathsig KILL)
  for name in HUP INT QUIT TERM CONT USR1 USR2; do
    # shellcheck disable=SC2064
    trap "signalled=$name; [[ -z \$child ]] || kill -s $name \$child 2>/dev/null" "$name"
  done
  # A background child of a shell ignores keyboard signals unless the traps are reset.
  (
    trap - HUP INT QUIT TERM CONT USR1 USR2
    crash=$(crash_file "$BASHPID")
    [[ ! -f $crash ]] || rm -f "$crash"
    exec "${bound[@]}" "${command[@]}"
  ) <&0 &
  child=$!
  # Hides the shell's own message about a child that a signal ended.
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

# Returns the exit code of the child; if Java crashed or was killed, prints a line about it and returns 1.
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
      say "Java was killed (SIGKILL), as the kernel does where memory runs out, see dmesg; $(remedy)"
      return 1
      ;;
  esac
  return "$status"
}

# Java's crash report for a process id; an earlier process may have had the same id.
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
