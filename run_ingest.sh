#!/usr/bin/env bash
# One scheduled run: drains the new change files of both ticket types, side by side; then, when GEOCODER_API_KEY is set, asks the
# geocoder for the clusters that have no place yet.
#
#   run_ingest.sh                  drain both types, for cron; the hours are those of East Africa (6-20), on a machine that keeps UTC:
#                                    */20 3-17 * * * /path/to/run_ingest.sh
#   run_ingest.sh --demo           quick start: a sample feed into a PostgreSQL of its own, or into the one that DATABASE_URL
#                                  of the environment names (never the one in .env); again: the feed's next files
#   run_ingest.sh --demo-stop      end the demo's PostgreSQL and remove .demo/
#   run_ingest.sh --help           this text
#
# Settings come from the environment, then from .env beside this script: lines NAME=value, see .env.example.
# Uses the programs in publish/ or beside this script, else builds those in src/, else takes the ones on the PATH.
# Exit code: the first of 143, 130, 1, 2, 3, 0 that one of them ended with; "another run is at work" (75) counts as 0.
set -u
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd) || exit

say() { printf 'run_ingest.sh: %s\n' "$*" >&2; }
fail() { say "$1"; exit "${2:-1}"; }

# Somebody else's file, or one that others may write to, must not say where the feed comes from and where it goes.
trust_env() {
  local file=$1 user group mode owner
  read -r user group mode < <(stat --dereference --format '%u %g %a' "$file")
  # A link says what is read just as the file does.
  for owner in "$user" "$(stat --format %u "$file")"; do
    [ "$owner" = 0 ] || [ "$owner" = "$EUID" ] ||
      fail "$file is not read: it belongs to user $owner, and this script runs as user $EUID; change its owner" 2
  done
  # Debian and others give each user a group of the same number, which nobody else is in.
  if ((8#$mode & 8#002)) || { ((8#$mode & 8#020)) && [ "$group" != "$user" ]; }; then
    fail "$file is not read: other users may write to it; chmod 600 it, if what it says is right" 2
  fi
  if ((8#$mode & 8#004)); then say "every user of this machine may read $file, which may hold secrets; chmod 600 it"; fi
}

# Takes each value as it stands: nothing is executed or expanded, and a variable that is already set stays.
load_env() {
  local file=$1 number=0 line name value
  local -A values=()
  [ -e "$file" ] || return 0
  [ -r "$file" ] || fail "$file: cannot be read by $(id -un); change its owner or its mode" 2
  trust_env "$file"
  while IFS= read -r line || [ -n "$line" ]; do
    number=$((number + 1))
    [ "$number" -gt 1 ] || line=${line#$'\xef\xbb\xbf'}
    line=${line%$'\r'}
    [[ $line =~ ^[[:space:]]*(#|$) ]] && continue
    # The message leaves the line out: it may hold a secret.
    [[ $line =~ ^[[:space:]]*(export[[:space:]]+)?([A-Za-z_][A-Za-z0-9_]*)[[:space:]]*=[[:space:]]*(.*)$ ]] ||
      fail "$file:$number: expected NAME=value, a comment or an empty line" 2
    name=${BASH_REMATCH[2]} value=${BASH_REMATCH[3]}
    value=${value%"${value##*[![:space:]]}"}
    if [[ $value =~ ^\"(.*)\"$ || $value =~ ^\'(.*)\'$ ]]; then value=${BASH_REMATCH[1]}; fi
    values[$name]=$value
  done <"$file"
  for name in "${!values[@]}"; do
    [ -v "$name" ] || export "$name=${values[$name]}"
  done
}

# cron gives neither a PATH with dotnet on it nor, everywhere, a HOME; published programs look for the runtime in DOTNET_ROOT.
find_dotnet() {
  export HOME=${HOME:-~}
  PATH=$PATH:${DOTNET_ROOT:+$DOTNET_ROOT:}/usr/local/bin:/usr/bin:/bin:/usr/share/dotnet:/usr/lib/dotnet:/usr/local/share/dotnet:/opt/dotnet:$HOME/.dotnet
  local dotnet
  dotnet=$(command -v dotnet) || return 0
  export DOTNET_ROOT="${DOTNET_ROOT:-$(dirname "$(readlink -f "$dotnet")")}"
}

# Sets `launch` to what starts program $1, whose project is $2.
locate() {
  local name=$1 project=$here/src/$2 published built
  for published in "$here/publish/$name" "$here/$name"; do
    if [ -f "$published" ] && [ -x "$published" ]; then
      launch=("$published")
      return
    fi
  done

  if [ -d "$project" ]; then
    command -v dotnet >/dev/null || fail "no $here/publish/$name, and no dotnet to build $project; install the .NET 10 SDK"
    # Built here and started without `dotnet run`, which would keep SIGINT from the program.
    built=$(dotnet build "$project" --configuration Release --verbosity quiet 2>&1) || fail "$project does not build: $built"
    launch=(dotnet "$(dotnet msbuild "$project" -property:Configuration=Release -getProperty:TargetPath)")
  else
    # Last, and never beside the sources: other software has programs of these names.
    command -v "$name" >/dev/null || fail "no program $name in $here/publish/$name, beside this script or on the PATH"
    launch=("$name")
  fi
}

# Marks each line of the input with $1. Ctrl-C is for the programs: what they still say is to be seen.
prefix() {
  trap '' INT TERM
  local line
  while IFS= read -r line || [ -n "$line" ]; do printf '%s | %s\n' "$1" "$line"; done
}

# Drains both types, places new clusters, and returns the exit code of the whole.
ingest() {
  local launch programs=() writers=() codes=() code signalled='' stopped=''
  locate inc FleetTickets.Inc && local inc=("${launch[@]}")
  locate crq FleetTickets.Crq && local crq=("${launch[@]}")

  trap 'pass_on INT' INT
  trap 'pass_on TERM' TERM
  # A process group each: a Ctrl-C reaches this script alone, so the programs get every signal exactly once.
  set -m
  start inc "${inc[@]}" --from-bucket
  start crq "${crq[@]}" --from-bucket
  set +m
  finish

  # Only now: the drains bring the clusters.
  if [ -n "${GEOCODER_API_KEY-}" ] && [ -z "$stopped" ]; then
    set -m
    start geocode "${inc[@]}" --geocode-clusters
    set +m
    finish
  fi
  trap - INT TERM
  worst "${codes[@]}"
}

# Waits for all that was started and keeps their exit codes. A signal that came while they were being started may have missed one.
finish() {
  local program
  [ -z "$signalled" ] || pass_on "$signalled"
  for program in "${programs[@]}"; do
    await "$program"
    codes+=("$code")
    # Somebody stops the programs themselves, as the container does when it is to end: nothing more is to be begun.
    case $code in 143 | 130) stopped=$code ;; esac
  done
  wait "${writers[@]}"
  programs=() writers=()
}

# The environment is complete: without --env-file a program would look for a .env in the working directory.
start() {
  local name=$1 out err; shift
  exec {out}> >(prefix "$name"); writers+=("$!")
  exec {err}> >(prefix "$name" >&2); writers+=("$!")
  "$@" --apply --env-file /dev/null </dev/null >&"$out" 2>&"$err" {out}>&- {err}>&- &
  programs+=("$!")
  exec {out}>&- {err}>&-
}

pass_on() {
  signalled=$1 stopped=$1
  [ ${#programs[@]} = 0 ] || kill -s "$1" "${programs[@]}" 2>/dev/null
}

# Sets `code`. A signal ends `wait` early; the program is then still finishing its file.
await() {
  signalled=''
  wait "$1"; code=$?
  while [ -n "$signalled" ]; do
    signalled=''
    wait "$1"; code=$?
  done
}

# Unknown codes, such as a crash, count as failures.
worst() {
  local code known
  for known in 143 130 1 2 3 0; do
    for code; do
      case $code in 75) code=0 ;; 143 | 130 | 2 | 3 | 0) ;; *) code=1 ;; esac
      [ "$code" != "$known" ] || return "$known"
    done
  done
}

require_demo() {
  [ -f "$here/src/FleetTickets.SampleFeed/demo.sh" ] || fail "$1 needs the project's sources; here are only the programs" 2
  # shellcheck source=src/FleetTickets.SampleFeed/demo.sh
  . "$here/src/FleetTickets.SampleFeed/demo.sh"
}

[ $# -le 1 ] || fail "one option at most, found $#: $*; see --help" 2
find_dotnet
case ${1-} in
  '') load_env "$here/.env"; ingest ;;
  --demo) require_demo "$1"; demo ;;
  --demo-stop) require_demo "$1"; demo_stop ;;
  --help) sed -n '2,/^set -u/ { /^set -u/d; s/^# \{0,1\}//; p }' "${BASH_SOURCE[0]}" ;;
  *) fail "unknown option $1; see --help" 2 ;;
esac
