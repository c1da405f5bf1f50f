# shellcheck shell=bash
# Sourced by tests/run.sh and src/FleetTickets.SampleFeed/demo.sh: what they need from Debian's and Ubuntu's packages.

# The folder of the newest PostgreSQL server programs here, as the tests look for it too; fails when there are none.
postgres_programs() {
  local folder found=''
  while IFS= read -r folder; do
    if [ -z "$found" ] && [ -x "$folder/initdb" ] && [ -x "$folder/postgres" ]; then found=$folder; fi
  done < <(printf '%s\n' /usr/lib/postgresql/*/bin | sort -rV; tr : '\n' <<<"$PATH")
  [ -n "$found" ] && printf '%s\n' "$found"
}

# Whether the programs in folder $1 come with PostGIS.
has_postgis() {
  [ -f "$("$1/pg_config" --sharedir 2>/dev/null)/extension/postgis.control" ]
}

# Prints the server programs' folder, after installing PostgreSQL and PostGIS where they are missing and that is allowed.
require_postgres() {
  local programs version
  if programs=$(postgres_programs) && has_postgis "$programs"; then
    printf '%s\n' "$programs"
    return
  fi

  may_install || return
  as_root apt-get update >&2 || return
  # The version that the distribution's own package stands for, unless there is a server that only lacks PostGIS.
  version=$(grep -oP '^/usr/lib/postgresql/\K[0-9]+' <<<"${programs-}" ||
    apt-cache depends postgresql | grep -oPm 1 'Depends: postgresql-\K[0-9]+') || return
  without_a_system_cluster install "postgresql-$version" "postgresql-$version-postgis-3" || return
  postgres_programs
}

# PostgreSQL's package would create a cluster and start it on the machine's standard port; the demo and the tests make their own.
without_a_system_cluster() {
  local settings=/etc/postgresql-common/createcluster.d status=0
  as_root mkdir -p "$settings"
  echo 'create_main_cluster = false' | as_root tee "$settings/fleettickets.conf" >/dev/null
  "$@" || status=$?
  as_root rm "$settings/fleettickets.conf"
  return "$status"
}

may_install() {
  command -v apt-get >/dev/null && as_root true 2>/dev/null
}

# Package managers talk on standard output, where callers print results.
install() {
  printf 'installing %s\n' "$*" >&2
  as_root env DEBIAN_FRONTEND=noninteractive \
    apt-get -o DPkg::Lock::Timeout=600 install -y --no-install-recommends "$@" >&2
}

as_root() {
  if [ "$(id -u)" = 0 ]; then "$@"; else sudo -n "$@"; fi
}

# Whether a Docker engine answers and has an image of repository $1.
docker_has() {
  [ -n "$(docker image ls --quiet "$1" 2>/dev/null)" ]
}
