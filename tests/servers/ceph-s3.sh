#!/usr/bin/env bash
# A second real S3 server for the tests: Ceph's RADOS Gateway over one monitor and one OSD that keeps everything in memory.
# Prints KEY=VALUE lines once it answers, then runs until its standard input ends, SIGTERM or SIGINT, so that it never outlives
# the program that holds the other end. Listens on loopback only. Keeps its files in a new folder under TMPDIR, which carries a
# mark and is removed at the end.
#   ceph-s3.sh           with this machine's Ceph programs
#   ceph-s3.sh ROOT      with those of another Debian release, in a folder that debootstrap made; needs root
set -uo pipefail

readonly mark=made-by-fleettickets-ceph-s3 region=us-east-1
readonly root=${1-}
exec 8<&0

fail() {
  printf 'ceph-s3: %s\n' "$1" >&2
  exit 1
}

# Mounts and processes are in namespaces of their own, and end with this process however it ends.
if [ -n "$root" ] && [ "${CEPH_S3_INSIDE-}" != yes ]; then
  [ -x "$root/usr/bin/radosgw" ] || fail "$root has no usr/bin/radosgw; docs/contributing.md says how to make it"
  [ "$(id -u)" = 0 ] || fail 'only root may use the programs of another Debian release'
  export CEPH_S3_INSIDE=yes
  exec unshare --mount --pid --fork --kill-child -- "${BASH_SOURCE[0]}" "$root"
fi

# A killed predecessor's folder: it has the mark, and nobody holds the lock on it.
for left in "${TMPDIR:-/tmp}"/ft-ceph-*/; do
  if [ -O "$left$mark" ] && flock --nonblock "$left$mark" true; then rm -rf -- "$left"; fi
done

dir=$(mktemp -d "${TMPDIR:-/tmp}/ft-ceph-XXXXXX") || exit
exec 9>"$dir/$mark"
flock 9
daemons=()
end() {
  [ ${#daemons[@]} = 0 ] || { kill -KILL "${daemons[@]}"; wait "${daemons[@]}"; } 2>/dev/null
  rm -rf -- "$dir"
}
trap end EXIT
trap 'exit 143' TERM
trap 'exit 130' INT

# Where the programs see the folder, and how they are called.
seen=$dir
if [ -n "$root" ]; then
  seen=/mnt
  { mount --bind "$dir" "$root/mnt" && mount -t proc proc "$root/proc"; } || fail "cannot mount into $root"
fi
inside() {
  if [ -n "$root" ]; then chroot "$root" "$@" 8<&- 9>&-; else "$@" 8<&- 9>&-; fi
}

for program in ceph ceph-authtool ceph-mon ceph-osd monmaptool radosgw radosgw-admin; do
  inside /bin/sh -c "command -v $program" >/dev/null ||
    fail "no $program; install the packages ceph-mon, ceph-osd, ceph-common and radosgw"
done

# Free ports of loopback, one a line.
ports() {
  inside /usr/bin/python3 -I -c '
import socket, sys
held = [socket.socket() for _ in range(int(sys.argv[1]))]
for one in held: one.bind(("127.0.0.1", 0))
print(*(one.getsockname()[1] for one in held), sep="\n")' "$1"
}

secret() {
  od -An -N20 -tx1 /dev/urandom | tr -d ' \n'
}

mapfile -t port < <(ports 2)
[ ${#port[@]} = 2 ] || fail 'no free port, or no /usr/bin/python3'
fsid=$(cat /proc/sys/kernel/random/uuid)
mkdir "$dir/mon" "$dir/osd" "$dir/rgw"
# One copy of everything is enough for a test.
cat >"$dir/ceph.conf" <<CONF
[global]
fsid = $fsid
mon host = v2:127.0.0.1:${port[0]}
mon initial members = a
public addr = 127.0.0.1
cluster addr = 127.0.0.1
osd pool default size = 1
osd pool default min size = 1
osd pool default pg num = 8
osd pool default pg autoscale mode = off
osd crush chooseleaf type = 0
mon allow pool size one = true
run dir = $seen
admin socket = $seen/\$name.asok
log file = $seen/\$name.log
crash dir = $seen
keyring = $seen/keyring
[mon]
mon data = $seen/mon
[osd]
osd data = $seen/osd
osd objectstore = memstore
memstore device bytes = 4294967296
ms bind msgr1 = false
[client.rgw]
rgw data = $seen/rgw
rgw frontends = beast endpoint=127.0.0.1:${port[1]}
rgw enable usage log = false
rgw enable ops log = false
CONF

# Runs a program with our configuration; what it says goes to a file that is shown when something fails.
ceph_program() {
  local program=$1
  shift
  inside "$program" --conf "$seen/ceph.conf" "$@" 2>>"$dir/errors"
}

start() {
  # --foreground: a daemon that leaves us could not be ended with us.
  ceph_program "$@" --foreground >/dev/null </dev/null &
  daemons+=($!)
}

failed() {
  tail -n 20 "$dir/errors" >&2
  fail "$1"
}

# Waits until "$@" succeeds, at most a minute.
until_works() {
  local deadline=$((SECONDS + 60))
  until "$@"; do
    [ $SECONDS -lt $deadline ] || return
    sleep 0.2
  done
}

answers() {
  curl --silent --fail --output /dev/null --max-time 5 "http://127.0.0.1:${port[1]}"
}

add_user() {
  ceph_program radosgw-admin user create --uid "$1" --display-name "$1" --access-key "$1" --secret-key "$2" --max-buckets "$3" >/dev/null
}

add_key() {
  inside ceph-authtool "$seen/keyring" --gen-key --name "$@" >/dev/null 2>>"$dir/errors"
}

make_monitor() {
  : >"$dir/keyring"
  add_key mon. --cap mon 'allow *' &&
    add_key client.admin --cap mon 'allow *' --cap osd 'allow *' &&
    add_key client.rgw --cap mon 'allow rw' --cap osd 'allow rwx' &&
    add_key osd.0 --cap mon 'allow profile osd' --cap osd 'allow *' &&
    inside monmaptool --create --fsid "$fsid" --addv a "[v2:127.0.0.1:${port[0]}]" "$seen/monmap" >/dev/null 2>>"$dir/errors" &&
    ceph_program ceph-mon --mkfs -i a --monmap "$seen/monmap" --keyring "$seen/keyring"
}

make_osd() {
  ceph_program ceph osd new "$osd" >/dev/null && ceph_program ceph-osd --mkfs -i 0 --osd-uuid "$osd"
}

make_monitor || failed 'the monitor cannot be made'
start ceph-mon -i a
until_works ceph_program ceph --connect-timeout 5 status >/dev/null || failed 'the monitor does not answer'

osd=$(cat /proc/sys/kernel/random/uuid)
make_osd || failed 'the OSD cannot be made'
start ceph-osd -i 0
osd_is_up() { ceph_program ceph osd stat | grep -q '1 up'; }
until_works osd_is_up || failed 'the OSD does not come up'

worker_secret=$(secret) stranger_secret=$(secret)
# Buckets without end for the worker, none at all for the stranger.
{ add_user fleettickets-worker "$worker_secret" 0 && add_user fleettickets-stranger "$stranger_secret" -1; } ||
  failed 'the users cannot be made'
start radosgw -n client.rgw
until_works answers || failed 'the gateway does not answer'

printf '%s\n' "CEPH_VERSION=$(ceph_program radosgw --version | awk '{ print $3 }')" \
  "S3_ENDPOINT=http://127.0.0.1:${port[1]}" "S3_REGION=$region" \
  "S3_ACCESS_KEY=fleettickets-worker" "S3_SECRET_KEY=$worker_secret" \
  "S3_DENIED_ACCESS_KEY=fleettickets-stranger" "S3_DENIED_SECRET_KEY=$stranger_secret"
# In the background, so that a signal is heard at once; the shell would give it no standard input by itself.
cat <&8 >/dev/null &
daemons+=($!)
wait $!
