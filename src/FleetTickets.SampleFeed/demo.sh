# shellcheck shell=bash disable=SC2154 # `here`, `launch` and the functions not found here are run_ingest.sh's, which sources this file.
# run_ingest.sh --demo: a sample feed through the same path as a scheduled run, into a database that can be thrown away.
# shellcheck source=tests/servers/debian.sh
. "$here/tests/servers/debian.sh"

home=$here/.demo
# Nothing is removed that does not carry this file, so that no mistake in a path can cost anybody's data.
marker=made-by-fleettickets-demo
account=fleettickets

demo() {
  local bucket=$home/bucket connect variables='the ones that you gave' port status=0 given given_password
  # A demo asks no geocoder, which costs calls, and tells nobody.
  unset GEOCODER_API_KEY NOTIFY_URL HEARTBEAT_URL
  claim_home
  if [ -n "${DATABASE_URL-}" ]; then
    # A feed of its own for each database: what one has taken in is no longer waiting for the other.
    bucket=$bucket-$(cksum <<<"$DATABASE_URL" | cut -d ' ' -f 1)
    connect='with the DATABASE_URL that you gave'
    query_given_database
  else
    bring_up_postgres
    connect="PGPASSWORD=\$(<'$home/password') psql --host 127.0.0.1 --port $port --username $account"
    variables="DATABASE_URL=postgresql://$account:\$(<'$home/password')@127.0.0.1:$port/$account TICKETS_BUCKET=file://$bucket"
  fi
  export TICKETS_BUCKET=file://$bucket

  heading 'migrate'
  run_program migrate FleetTickets.Migrate --env-file /dev/null || fail "migrate ended with exit code $?"
  heading 'gazetteer'
  run_program inc FleetTickets.Inc --import-gazetteer "$here/src/FleetTickets.SampleFeed/gazetteer.csv" --apply --env-file /dev/null ||
    fail "the import of the sample gazetteer ended with exit code $?"
  heading 'sample feed'
  if [ -f "$bucket/sample-feed.json" ]; then
    run_program sample-feed FleetTickets.SampleFeed --out "$bucket" --next || fail "sample-feed ended with exit code $?"
  else
    # Six files, one every 20 minutes, the last of them late: the fifth is of now. Names are in East Africa Time.
    run_program sample-feed FleetTickets.SampleFeed --out "$bucket" --start "$(TZ=EAT-3 date --date '-80 minutes' +%Y-%m-%dT%H-%M-%S)" || fail "sample-feed ended with exit code $?"
  fi
  heading 'inc and crq'
  say 'a few records of the feed are broken on purpose; the loaders reject them and end with 3'
  ingest || status=$?
  # The feed has broken records on purpose; setting them aside, for a person to look at, is exit code 3.
  [ "$status" = 0 ] || [ "$status" = 3 ] || exit "$status"

  heading 'inc --status'
  # It ends with 3 when somebody should look, as at the rejected records.
  run_program inc FleetTickets.Inc --status --env-file /dev/null || true
  show_rows
  printf '\nBucket:     %s\nConnect:    %s\nVariables:  export %s\nNext changes: run_ingest.sh --demo    End: run_ingest.sh --demo-stop\n' "$bucket" "$connect" "$variables"
}

demo_stop() {
  [ -d "$home" ] || fail 'no demo here: there is no .demo/' 0
  [ -f "$home/$marker" ] || fail "$home was not made by --demo: it has no file $marker; nothing removed"
  if [ -f "$home/container" ]; then
    docker rm --force --volumes "$(<"$home/container")" >/dev/null || fail 'the container of the demo could not be removed; nothing else is'
  fi
  if [ -L "$home/cluster" ]; then stop_cluster "$(readlink "$home/cluster")"; fi
  rm -rf -- "$home"
  say 'the demo has ended; a database that DATABASE_URL named keeps what was loaded'
}

heading() { printf '\n== %s\n' "$1"; }

run_program() {
  local launch
  locate "$1" "$2"
  "${launch[@]}" "${@:3}"
}

# Defines `query` for DATABASE_URL. Everybody on this machine can read a command line, so the password goes by the environment.
query_given_database() {
  local encoded
  given=$DATABASE_URL given_password=''
  if [[ $DATABASE_URL =~ ^(postgres(ql)?://[^:/?#]*):([^@]*)@(.*)$ ]]; then
    given=${BASH_REMATCH[1]}@${BASH_REMATCH[4]} encoded=${BASH_REMATCH[3]}
    printf -v given_password '%b' "${encoded//%/\\x}"
  fi
  query() {
    # Another way to give a password is not taken apart here.
    [[ ${given,,} != *password* ]] && PGPASSWORD=$given_password psql --no-psqlrc "$given" "$@"
  }
}

claim_home() {
  if [ -e "$home" ] && [ ! -f "$home/$marker" ]; then
    fail "$home exists and was not made by --demo: it has no file $marker; move it away"
  fi
  [ -d "$home" ] || mkdir -m 700 "$home"
  touch "$home/$marker"
}

# Sets DATABASE_URL and `port`, and defines `query`. Loopback and a password: the machine may have other users.
bring_up_postgres() {
  [ -f "$home/password" ] || (umask 077 && od -An -N16 -tx1 /dev/urandom | tr -d ' \n' >"$home/password")

  if [ ! -L "$home/cluster" ] && { [ -f "$home/container" ] || make_container; }; then
    start_container
  else
    start_cluster
  fi
  DATABASE_URL=postgresql://$account:$(<"$home/password")@127.0.0.1:$port/$account
  export DATABASE_URL
}

make_container() {
  local repository=postgis/postgis image
  docker info >/dev/null 2>&1 || return
  image=$(docker image ls --format '{{.Repository}}:{{.Tag}}' "$repository" | grep -v '<none>' | sort -V | tail -n 1)
  if [ -z "$image" ]; then
    image=$repository:17-3.5
    say "fetching the container image $image, which takes some minutes"
    docker pull --quiet "$image" >&2 || return
  fi
  POSTGRES_PASSWORD=$(<"$home/password") docker run --detach --env POSTGRES_PASSWORD --env POSTGRES_USER=$account \
    --publish 127.0.0.1::5432 "$image" >"$home/container.new" && mv "$home/container.new" "$home/container"
}

start_container() {
  local container deadline=$((SECONDS + 60))
  container=$(<"$home/container")
  docker start "$container" >/dev/null || fail "the demo's container does not start; run_ingest.sh --demo-stop removes it"
  # By TCP: while the image sets itself up, a temporary server answers on the socket.
  until docker exec "$container" pg_isready --quiet --host 127.0.0.1; do
    [ "$SECONDS" -lt "$deadline" ] || fail "PostgreSQL in the demo's container is not ready after 60 s; see docker logs $container"
    sleep 0.2
  done
  port=$(docker port "$container" 5432/tcp | head -n 1)
  port=${port##*:}
  query() { docker exec "$(<"$home/container")" psql --no-psqlrc --username "$account" --dbname "$account" "$@"; }
}

# The server's own programs, in a data directory outside the repository: the server refuses to run as root, and the
# user that it then runs as may not be allowed into a home directory.
start_cluster() {
  local programs cluster
  programs=$(require_postgres) ||
    fail 'no PostgreSQL with PostGIS: set DATABASE_URL, start Docker, or install postgresql and its postgis package'
  [ -L "$home/cluster" ] || { say 'creating a private PostgreSQL, which takes some seconds' && make_cluster "$programs"; }
  cluster=$(readlink "$home/cluster")

  if ! as_server "$programs/pg_ctl" --pgdata "$cluster/data" status >/dev/null; then
    port=$(free_port)
    as_server "$programs/pg_ctl" --pgdata "$cluster/data" --wait --log "$cluster/log" \
      --options "-p $port -c listen_addresses=127.0.0.1 -c unix_socket_directories=" start >/dev/null ||
      fail "the demo's PostgreSQL does not start; see $cluster/log"
  fi
  port=$(sed -n 4p "$cluster/data/postmaster.pid")
  query() {
    PGPASSWORD=$(<"$home/password") "$(postgres_programs)/psql" --no-psqlrc \
      --host 127.0.0.1 --port "$port" --username "$account" --dbname "$account" "$@"
  }
  query --dbname postgres --tuples-only --command "select 1 from pg_database where datname = '$account'" | grep -q 1 ||
    query --dbname postgres --quiet --command "create database $account" || exit
}

make_cluster() {
  local programs=$1 cluster
  cluster=$(mktemp -d "${TMPDIR:-/var/tmp}/fleettickets-demo.XXXXXX") || exit
  touch "$cluster/$marker"
  cp "$home/password" "$cluster/password"
  [ "$(id -u)" != 0 ] || chown -R postgres: "$cluster"
  as_server "$programs/initdb" --pgdata "$cluster/data" --username "$account" --auth scram-sha-256 --pwfile "$cluster/password" \
    --encoding UTF8 --locale C.UTF-8 >"$home/initdb.log" 2>&1 || fail "initdb failed; see $home/initdb.log"
  rm "$cluster/password"
  ln -s "$cluster" "$home/cluster"
}

stop_cluster() {
  local cluster=$1 programs
  [ -e "$cluster" ] || return 0
  [ -f "$cluster/$marker" ] || fail "$cluster was not made by --demo: it has no file $marker; nothing removed"
  programs=$(postgres_programs) || fail "no pg_ctl to stop the server in $cluster; nothing removed"
  if as_server "$programs/pg_ctl" --pgdata "$cluster/data" status >/dev/null; then
    as_server "$programs/pg_ctl" --pgdata "$cluster/data" --mode fast stop >/dev/null || fail "the server in $cluster does not stop; nothing removed"
  fi
  rm -rf -- "$cluster"
}

as_server() {
  if [ "$(id -u)" != 0 ]; then "$@"; else (cd / && exec setpriv --reuid=postgres --regid=postgres --init-groups "$@"); fi
}

free_port() {
  local port
  while port=$((RANDOM % 20000 + 20000)); (: <"/dev/tcp/127.0.0.1/$port") 2>/dev/null; do :; done
  printf '%s\n' "$port"
}

show_rows() {
  local table
  # An Npgsql connection string is not for psql, and a given server does not mean that psql is installed here.
  query --quiet --command 'select' >/dev/null 2>&1 || { say 'no psql that reads this DATABASE_URL; rows are not shown'; return; }
  for table in inc crq; do
    heading "tickets.$table"
    query --pset pager=off --command "select count(*) as tickets, count(*) filter (where is_actionable) as open, count(geom) as mapped from tickets.$table" \
      --command "select ticket_id, normalized_status, cluster, location_name, assigned_team, created_at_service from tickets.$table order by ingested_at desc, ticket_id limit 5"
  done
  heading 'open tickets by cluster, those over their SLA'
  query --pset pager=off --command "select cluster, count(*) as open, count(*) filter (where sla_state = 'breached') as breached, round(avg(hours_open)) as avg_hours
    from tickets.inc_open_sla group by 1 order by 2 desc limit 5"
  draw_map
}

# A page that needs nothing from outside, of what the map's function answers.
draw_map() {
  local page=$home/map.html tickets line LC_ALL=C
  tickets=$(query --quiet --tuples-only --no-align --command 'select reporting.fn_tickets_for_map(false)') || return 0
  # No text of a ticket may end the element that holds it.
  tickets=${tickets//</\\u003c}
  while IFS= read -r line; do
    if [[ $line == *@tickets@* ]]; then printf '%s%s%s\n' "${line%%@tickets@*}" "$tickets" "${line#*@tickets@}"; else printf '%s\n' "$line"; fi
  done <"$here/src/FleetTickets.SampleFeed/map.html" >"$page"
  printf '\nMap:        file://%s\n' "$page"
}
