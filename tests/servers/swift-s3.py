#!/usr/bin/python3 -I
"""A real S3 server for tests: OpenStack Swift's s3api, from Debian's python3-swift, in one process on loopback.

Prints KEY=VALUE lines once it answers, then runs until its standard input ends, SIGTERM or SIGINT, so that it never
outlives the program that holds the other end, however that one dies. Needs no root and takes no arguments: it keeps
its data in a new directory of its own under TMPDIR and removes that one at the end.
"""
import base64
import os
import secrets
import shutil
import signal
import sys
import tempfile
import threading

REGION = 'us-east-1'
ACCOUNT, WORKER, STRANGER = 'fleet', 'worker', 'stranger'  # Swift's access keys read account:user
STORES = ('account', 'container', 'object')

if len(sys.argv) != 1:
    sys.exit(__doc__)

try:
    import eventlet
    from swift.common import utils, wsgi
    from swift.common.ring import RingBuilder
except ImportError as missing:
    sys.exit(f'swift-s3: {missing}; install the package python3-swift')

# Made here and never taken from the caller: what is removed at the end can only be what was made at the start.
DIR = tempfile.mkdtemp(prefix='ft-s3-')


def write(name, text):
    path = os.path.join(DIR, name)
    with open(path, 'w', encoding='utf-8') as file:
        file.write(text)
    return path


def encoded(text):
    """As tempauth wants names that its own syntax cannot hold."""
    return base64.b64encode(text.encode()).decode().rstrip('=')


def require_xattrs():
    """Swift keeps an object's metadata beside its bytes, which some file systems cannot."""
    try:
        os.setxattr(DIR, 'user.swift.metadata', b'x' * 2048)
    except OSError as error:
        raise SystemExit(f'swift-s3: {DIR}: no user extended attributes here ({error}); set TMPDIR to another file system') from error


def write_rings(ports):
    """One replica on one device each: what swift-ring-builder would do."""
    for store in STORES:
        builder = RingBuilder(part_power=4, replicas=1, min_part_hours=1)
        builder.add_dev({
            'region': 1, 'zone': 1, 'device': 'd1', 'weight': 1.0, 'meta': '',
            'ip': '127.0.0.1', 'port': ports[store], 'replication_ip': '127.0.0.1', 'replication_port': ports[store]})
        builder.rebalance(seed=1)
        builder.get_ring().save(os.path.join(DIR, f'{store}.ring.gz'))


def write_store(store):
    return write(f'{store}.conf', f'''
[DEFAULT]
swift_dir = {DIR}
devices = {DIR}/node
mount_check = false
disable_fallocate = true
fallocate_reserve = 0
db_preallocation = off
log_level = ERROR
[pipeline:main]
pipeline = {store}-server
[app:{store}-server]
use = egg:swift#{store}
log_requests = false
''')


def write_proxy(secret):
    filters = 'catch_errors gatekeeper listing_formats s3api tempauth copy slo dlo'.split()
    settings = {
        's3api': f'location = {REGION}',
        # The worker may do everything in its account, the stranger signs correctly and may do nothing.
        'tempauth': f'user64_{encoded(ACCOUNT)}_{encoded(WORKER)} = {secret} .admin\n'
                    f'user64_{encoded(ACCOUNT)}_{encoded(STRANGER)} = {secret}',
    }
    return write('proxy.conf', f'''
[DEFAULT]
swift_dir = {DIR}
log_level = ERROR
[pipeline:main]
pipeline = {' '.join(filters)} proxy-server
[app:proxy-server]
use = egg:swift#proxy
account_autocreate = true
''' + ''.join(f'[filter:{name}]\nuse = egg:swift#{name}\n{settings.get(name, "")}\n' for name in filters))


class Memory:
    """Stands in for memcached, which the middleware insists on: one process needs no shared cache."""

    def __init__(self):
        self._values = {}

    def get(self, key, *_, **__):
        return self._values.get(key)

    def set(self, key, value, *_, **__):
        self._values[key] = value

    def delete(self, key, *_, **__):
        self._values.pop(key, None)


def with_memory(app):
    memory = Memory()
    return lambda env, start_response: app({**env, 'swift.cache': memory}, start_response)


def serve(socket, app):
    eventlet.spawn(
        eventlet.wsgi.server, socket, app, log=utils.NullLogger(), log_output=False,
        # AWS clients look for "ETag"; eventlet would write "Etag".
        protocol=wsgi.SwiftHttpProtocol, capitalize_response_headers=False)


def end(*_):
    shutil.rmtree(DIR, ignore_errors=True)
    os._exit(0)  # The servers never end by themselves, and nothing of theirs is to be kept.


def end_with_input():
    while os.read(0, 4096):
        pass
    # Not end() itself: only the main thread knows that nobody writes into the directory while it is removed.
    os.kill(os.getpid(), signal.SIGTERM)
    signal.pause()  # A thread that ends would stumble over what eventlet has patched.


def main():
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, end)
    # Before eventlet makes threads green: a blocking read must not stop the servers.
    threading.Thread(target=end_with_input, daemon=True).start()

    os.makedirs(os.path.join(DIR, 'node', 'd1'))
    require_xattrs()
    utils.SWIFT_CONF_FILE = write('swift.conf', f'''
[swift-hash]
swift_hash_path_suffix = {secrets.token_hex(16)}
[storage-policy:0]
name = one
default = yes
''')
    eventlet.monkey_patch(all=False, socket=True, select=True, thread=True)

    # Bound before anybody is told a port, so nobody else can take it.
    sockets = {name: eventlet.listen(('127.0.0.1', 0)) for name in (*STORES, 'proxy')}
    ports = {name: socket.getsockname()[1] for name, socket in sockets.items()}
    write_rings(ports)
    secret = secrets.token_hex(20)
    for store in STORES:
        serve(sockets[store], wsgi.loadapp(write_store(store)))
    serve(sockets['proxy'], with_memory(wsgi.loadapp(write_proxy(secret))))

    print(f'S3_ENDPOINT=http://127.0.0.1:{ports["proxy"]}',
          f'S3_REGION={REGION}',
          f'S3_ACCESS_KEY={ACCOUNT}:{WORKER}',
          f'S3_SECRET_KEY={secret}',
          f'S3_DENIED_ACCESS_KEY={ACCOUNT}:{STRANGER}',
          f'S3_DENIED_SECRET_KEY={secret}',
          sep='\n', flush=True)
    while True:
        eventlet.sleep(3600)


try:
    main()
finally:
    shutil.rmtree(DIR, ignore_errors=True)
