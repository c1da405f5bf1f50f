#!/usr/bin/env bash
# The container's first process: it waits, so that a scheduler finds a running container to start the programs in.
# On SIGTERM (a deploy, `docker stop`) it ends at once; programs at work get the signal first, and end within ten seconds each by
# finishing or rolling back their file.
set -u
# With `docker run --init` it is the second process, behind one of these.
case $(</proc/1/comm) in docker-init | tini | catatonit) contained=yes ;; *) contained=no ;; esac
[ $$ = 1 ] || [ $contained = yes ] || { echo 'idle.sh: for containers only: it signals every inc, crq and migrate that it sees' >&2; exit 2; }

# Sets `working` to the process ids of the programs.
find_programs() {
  local file name
  working=()
  for file in /proc/[0-9]*/comm; do
    # A process may end between the listing and the look.
    { read -r name <"$file"; } 2>/dev/null || continue
    case $name in inc | crq | migrate) file=${file#/proc/}; working+=("${file%/comm}") ;; esac
  done
}

# Each gets the signal once, as a second one stops it at once; a scheduler may start one more in the meantime, which is told as well.
stop() {
  local program
  local -A told=()
  while find_programs; [ ${#working[@]} -gt 0 ]; do
    for program in "${working[@]}"; do
      [ -n "${told[$program]-}" ] || { told[$program]=yes && kill -TERM "$program" 2>/dev/null; }
    done
    sleep 0.1
  done
  exit 0
}

trap stop TERM INT
while :; do
  # In the background: a signal interrupts `wait`, but not a program in front.
  sleep infinity &
  wait $!
done
