#!/usr/bin/env bash
# Runs every test against real servers and ends with `N passed, N failed`. Arguments go to `dotnet test`:
#   tests/run.sh --filter-class '*DrainTests'
#   tests/run.sh --ceph      # the end-to-end tests on Ceph instead, all of them or those that further arguments choose
# The tests find their servers themselves (docs/contributing.md); this installs what is missing, where it may.
set -uo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.." || exit
. tests/servers/debian.sh

log=$(mktemp) programs=$(mktemp --directory)
ceph='' ceph_input=''
# shellcheck disable=SC2317  # Called by the trap.
end() {
  rm -rf "$log" "$programs"
  # Ceph ends with its standard input.
  if [ -n "$ceph" ]; then
    exec {ceph_input}>&-
    wait "$ceph"
  fi
}
trap end EXIT

# Counts only what stands after the last heading: the output of a failed test may look like a summary.
summarize() {
  awk '/^Test run summary:/ { passed = failed = skipped = 0 }
    /^ +succeeded: [0-9]+$/ { passed = $2 }
    /^ +failed: [0-9]+$/ { failed = $2 }
    /^ +skipped: [0-9]+$/ { skipped = $2 }
    END { printf "%d passed, %d failed%s\n", passed, failed, skipped ? ", " skipped " skipped" : "" }' "$log"
}

fail() {
  printf 'tests/run.sh: %s\n' "$1" >&2
  summarize
  exit 1
}

has_swift() {
  /usr/bin/python3 -I -c 'import eventlet, swift' 2>/dev/null
}

compile_programs() {
  local project
  chmod a+rx "$programs"
  for project in Inc Crq Migrate SampleFeed; do
    dotnet publish "src/FleetTickets.$project" --configuration Release --runtime linux-x64 --no-self-contained -p:PublishReadyToRun=true \
      --output "$programs" || { printf 'tests/run.sh: %s cannot be compiled ahead of time; the tests run the programs as built\n' "$project" >&2; return 1; }
  done
}

require_swift() {
  has_swift || { may_install && { install python3-swift || { as_root apt-get update >&2 && install python3-swift; }; } }
}

require_gdal() {
  command -v ogrinfo >/dev/null || { may_install && { install gdal-bin || { as_root apt-get update >&2 && install gdal-bin; }; } }
}

require_chromium() {
  command -v chromium >/dev/null || { may_install && { install chromium || { as_root apt-get update >&2 && install chromium; }; } }
}

require_zsh() {
  command -v zsh >/dev/null || { may_install && { install zsh || { as_root apt-get update >&2 && install zsh; }; } }
}

require_pgbouncer() {
  PATH=$PATH:/usr/sbin command -v pgbouncer >/dev/null || { may_install && { install pgbouncer || { as_root apt-get update >&2 && install pgbouncer; }; } }
}

# Names Ceph to the tests, as docs/contributing.md says for a server that somebody else runs.
start_ceph() {
  local name value
  coproc CEPH { exec tests/servers/ceph-s3.sh ${FLEETTICKETS_TEST_CEPH_ROOT:+"$FLEETTICKETS_TEST_CEPH_ROOT"}; }
  ceph=$CEPH_PID ceph_input=${CEPH[1]}
  while IFS='=' read -r name value; do
    if [ "$name" = CEPH_VERSION ]; then printf 'Ceph %s\n' "$value"; else export "FLEETTICKETS_TEST_$name=$value"; fi
    if [ "$name" = S3_DENIED_SECRET_KEY ]; then return; fi
  done <&"${CEPH[0]}"
  return 1
}

require_ceph() {
  [ -n "${FLEETTICKETS_TEST_CEPH_ROOT-}" ] || command -v radosgw >/dev/null ||
    { may_install && as_root apt-get update >&2 && install ceph-mon ceph-osd ceph-common radosgw; }
}

require_ip() {
  PATH=$PATH:/usr/sbin command -v ip >/dev/null || { may_install && { install iproute2 || { as_root apt-get update >&2 && install iproute2; }; } }
}

command -v dotnet >/dev/null || fail 'no dotnet on the PATH; install the .NET 10 SDK'

if [ "${1-}" = --ceph ]; then
  shift
  [ $# -gt 0 ] || set -- --filter-namespace 'FleetTickets.EndToEndTests*'
  if ! require_ceph || ! start_ceph; then fail 'Ceph did not start'; fi
fi

[ -n "${FLEETTICKETS_TEST_DATABASE_URL-}" ] || docker_has postgis/postgis || require_postgres >/dev/null ||
  docker info >/dev/null 2>&1 ||
  fail 'no PostgreSQL with PostGIS: set FLEETTICKETS_TEST_DATABASE_URL, start Docker, or install postgresql and its postgis package'
# Some tests restart and starve a server, and start one of their own for it; where its programs cannot be had, those tests say so.
require_postgres >/dev/null || true
[ -n "${FLEETTICKETS_TEST_S3_ENDPOINT-}" ] || docker_has minio/minio || require_swift ||
  docker info >/dev/null 2>&1 ||
  fail 'no S3 server: set FLEETTICKETS_TEST_S3_ENDPOINT, start Docker, or install python3-swift'
require_gdal || fail 'no ogrinfo on the PATH, which reads the maps that the tests make: install gdal-bin'
require_pgbouncer || fail 'no pgbouncer on the PATH or in /usr/sbin, through which the tests reach the database as well: install pgbouncer'
require_ip || fail 'no ip on the PATH or in /usr/sbin, with which the tests make a network that loses packets: install iproute2'
require_zsh || fail 'no zsh on the PATH, in which the tests complete words: install zsh'
require_chromium || fail 'no chromium on the PATH, in which the tests open the review page: install chromium'

dotnet build FleetTickets.sln || fail 'the build failed'
# The end-to-end tests start the programs many times. Compiled ahead of time, these start sooner.
if [ $# = 0 ] && [ -z "${FLEETTICKETS_TEST_PROGRAMS-}" ] && compile_programs; then export FLEETTICKETS_TEST_PROGRAMS=$programs; fi
# A choice of tests leaves projects without any, which is exit code 8; a run without a single test fails all the same.
empty_projects=()
[ $# = 0 ] || empty_projects=(--ignore-exit-code 8)
dotnet test --solution FleetTickets.sln --no-build "${empty_projects[@]}" "$@" 2>&1 | tee "$log"
status=${PIPESTATUS[0]}

summary=$(summarize)
if [ "$status" = 0 ] && [[ $summary == '0 passed, 0 failed'* ]]; then fail 'no test ran'; fi
printf '%s\n' "$summary"
exit "$status"
