"""Runs a Keystone and a Glance, the real ones, each with SQLite and files in a folder of its own.

Says on its first line of output, as JSON, where they are, and ends with its standard input. Options:
--tls for HTTPS, with a certificate that is its own authority; --largest-image-bytes N for a Glance that
takes no larger ones.

The users: "ann" with the password "ann's password: #1 @home" and the role member on the project
"images", and "ben", who has the same on the project "others".
"""

import argparse
import datetime
import getpass
import ipaddress
import json
import os
import shutil
import signal
import socket
import ssl
import subprocess
import sys
import tempfile
import warnings

warnings.simplefilter("ignore")

KEYSTONE = """
[DEFAULT]
log_file = {folder}/keystone.log
[database]
connection = sqlite:///{folder}/keystone.sqlite
[token]
provider = fernet
[identity]
# The fewest that Keystone allows; these passwords protect nothing.
password_hash_rounds = 4
[fernet_tokens]
key_repository = {folder}/fernet
[credential]
key_repository = {folder}/credential
[cache]
enabled = false
"""

GLANCE = """
[DEFAULT]
log_file = {folder}/glance.log
enabled_backends = files:file
node_staging_uri = file://{folder}/staging
image_size_cap = {largest_image_bytes}
[database]
connection = sqlite:///{folder}/glance.sqlite
[glance_store]
default_backend = files
[files]
filesystem_store_datadir = {folder}/images
[os_glance_staging_store]
filesystem_store_datadir = {folder}/staging
[os_glance_tasks_store]
filesystem_store_datadir = {folder}/tasks
[image_format]
gpt_safety_checks_nonfatal = mbr
[paste_deploy]
flavor = keystone
config_file = {paste}
[keystone_authtoken]
www_authenticate_uri = {identity}
auth_url = {identity}
auth_type = password
username = glance
password = glance
project_name = service
user_domain_id = default
project_domain_id = default
cafile = {cafile}
token_cache_time = -1
[wsgi]
task_pool_threads = 2
[oslo_concurrency]
lock_path = {folder}/locks
[oslo_policy]
policy_file = {folder}/none.yaml
"""


def serve(name, listening, certificate, key):
    """Serves one of the two on a socket that is bound already. Runs in a process of its own."""
    # Both read the command line for options of their own.
    sys.argv[1:] = []
    from werkzeug.serving import WSGIRequestHandler, make_server

    class Handler(WSGIRequestHandler):
        protocol_version = "HTTP/1.1"

        def log(self, type, message, *args):
            sys.stderr.write("%s: %s\n" % (name, message % args))

    if name == "keystone":
        from keystone.wsgi.api import application
    else:
        from glance.wsgi.api import application
    context = (certificate, key) if certificate else None
    server = make_server("127.0.0.1", 0, application, threaded=True, request_handler=Handler,
                         ssl_context=context, fd=listening)
    server.serve_forever()


def make_certificate(folder):
    """Makes a certificate for the loopback address; returns its file and that of its key."""
    from cryptography import x509
    from cryptography.hazmat.primitives import hashes, serialization
    from cryptography.hazmat.primitives.asymmetric import ec
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "openstack-lab")])
    now = datetime.datetime.now(datetime.timezone.utc)
    certificate = (
        x509.CertificateBuilder().subject_name(name).issuer_name(name).public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - datetime.timedelta(days=1)).not_valid_after(now + datetime.timedelta(days=30))
        .add_extension(x509.SubjectAlternativeName([x509.IPAddress(ipaddress.ip_address("127.0.0.1"))]), False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), True)
        .sign(key, hashes.SHA256()))
    files = os.path.join(folder, "ca.pem"), os.path.join(folder, "key.pem")
    write(files[0], certificate.public_bytes(serialization.Encoding.PEM).decode())
    write(files[1], key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8,
        serialization.NoEncryption()).decode())
    return files


def listen():
    listening = socket.socket()
    listening.bind(("127.0.0.1", 0))
    listening.listen(50)
    return listening


def write(path, text):
    with open(path, "w") as file:
        file.write(text)


def run(*command):
    done = subprocess.run(command, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
                          stderr=subprocess.STDOUT, text=True)
    if done.returncode != 0:
        sys.exit("%s: %s" % (" ".join(command), done.stdout))


def start(name, environment, listening, options):
    command = [sys.executable, __file__, "--serve", name, "--fd", str(listening.fileno())]
    if options.certificate:
        command += ["--certificate", options.certificate, "--key", options.key]
    return subprocess.Popen(command, env=dict(os.environ, **environment), stdin=subprocess.DEVNULL,
                            stdout=sys.stderr, pass_fds=[listening.fileno()])


def empty():
    """
    Returns a folder with what both have before anybody uses them: tables and keys. To make it takes longer
    than all the rest, so it is made once and stays beside the programs; the keys protect nothing.
    """
    kept = os.path.join(sys.prefix, "openstack-lab-empty")
    if not os.path.isdir(kept):
        programs = os.path.dirname(sys.executable)
        folder = tempfile.mkdtemp(prefix="openstack-lab-empty-", dir=sys.prefix)
        for name in "fernet", "credential", "images", "staging", "tasks", "locks":
            os.makedirs(os.path.join(folder, name), mode=0o700)
        keystone, glance = os.path.join(folder, "keystone.conf"), os.path.join(folder, "glance-api.conf")
        write(keystone, KEYSTONE.format(folder=folder))
        write(glance, "[database]\nconnection = sqlite:///%s/glance.sqlite\n" % folder)
        manage = [os.path.join(programs, "keystone-manage"), "--config-file", keystone]
        run(*manage, "db_sync")
        for keys in "fernet_setup", "credential_setup":
            run(*manage, keys, "--keystone-user", getpass.getuser(), "--keystone-group", getpass.getuser())
        run(os.path.join(programs, "glance-manage"), "--config-file", glance, "db", "sync")
        os.remove(keystone), os.remove(glance)
        try:
            os.rename(folder, kept)
        except OSError:
            # Another one was faster.
            shutil.rmtree(folder)
    return kept


def main(options):
    # Ended by a signal, it cleans up as well.
    signal.signal(signal.SIGTERM, lambda number, frame: sys.exit(1))
    folder = tempfile.mkdtemp(prefix="openstack-lab-")
    programs = os.path.dirname(sys.executable)
    processes = []
    try:
        if options.tls:
            options.certificate, options.key = make_certificate(folder)
        scheme = "https" if options.tls else "http"
        identity_socket, image_socket = listen(), listen()
        identity = "%s://127.0.0.1:%d/v3" % (scheme, identity_socket.getsockname()[1])
        image = "%s://127.0.0.1:%d" % (scheme, image_socket.getsockname()[1])
        keystone, glance = os.path.join(folder, "keystone.conf"), os.path.join(folder, "glance-api.conf")
        paste = os.path.join(sys.prefix, "etc", "glance", "glance-api-paste.ini")
        names = dict(folder=folder, largest_image_bytes=options.largest_image_bytes, identity=identity,
                     paste=paste, cafile=options.certificate or "")
        write(keystone, KEYSTONE.format(**names))
        write(glance, GLANCE.format(**names))
        shutil.copytree(empty(), folder, dirs_exist_ok=True)
        run(os.path.join(programs, "keystone-manage"), "--config-file", keystone, "bootstrap",
            "--bootstrap-password", "admin", "--bootstrap-public-url", identity,
            "--bootstrap-internal-url", identity, "--bootstrap-admin-url", identity,
            "--bootstrap-region-id", "here")
        processes.append(start("keystone", {"OS_KEYSTONE_CONFIG_FILES": keystone}, identity_socket, options))
        made = populate(identity, image, options)
        processes.append(start("glance", {"OS_GLANCE_CONFIG_DIR": folder}, image_socket, options))
        from urllib.request import urlopen
        context = ssl.create_default_context(cafile=options.certificate) if options.certificate else None
        urlopen(image + "/healthcheck", timeout=60, context=context).read()
        print(json.dumps(dict(made, identity=identity, image=image, folder=folder,
                              ca=options.certificate or ""), separators=(",", ":")),
              flush=True)
        sys.stdin.read()
    finally:
        for process in processes:
            process.kill()
            process.wait()
        shutil.rmtree(folder, ignore_errors=True)


def populate(identity, image, options):
    import openstack
    cloud = openstack.connect(auth_url=identity, username="admin", password="admin", project_name="admin",
                              user_domain_id="default", project_domain_id="default", region_name="here",
                              cacert=options.certificate)
    users = cloud.identity
    service = users.create_project(name="service", domain_id="default")
    glance = users.create_user(name="glance", password="glance", domain_id="default")
    roles = {role.name: role for role in users.roles()}
    service_role = roles.get("service") or users.create_role(name="service")
    for role in roles["admin"], service_role:
        users.assign_project_role_to_user(service, glance, role)
    entry = users.create_service(name="glance", type="image")
    for region, url in ("here", image), ("far", "http://127.0.0.1:1"):
        if region != "here":
            users.create_region(id=region)
        for interface in "public", "internal":
            users.create_endpoint(service_id=entry.id, interface=interface, region_id=region, url=url)
    made = {}
    for name, project in ("ann", "images"), ("ben", "others"):
        password = name + "'s password: #1 @home"
        home = users.create_project(name=project, domain_id="default")
        user = users.create_user(name=name, password=password, domain_id="default")
        users.assign_project_role_to_user(home, user, roles["member"])
        own = openstack.connect(auth_url=identity, username=name, password=password, project_name=project,
                                user_domain_id="default", project_domain_id="default", region_name="here",
                                cacert=options.certificate)
        credential = own.identity.create_application_credential(user.id, "stowage", secret=name + "-secret")
        made[name + "Credential"] = credential.id
    return made


if __name__ == "__main__":
    parser = argparse.ArgumentParser()
    parser.add_argument("--until-eof", action="store_true", help="as the other labs; it always does")
    parser.add_argument("--tls", action="store_true")
    parser.add_argument("--largest-image-bytes", type=int, default=1 << 40)
    parser.add_argument("--serve")
    parser.add_argument("--fd", type=int)
    parser.add_argument("--certificate")
    parser.add_argument("--key")
    options = parser.parse_args()
    if options.serve:
        serve(options.serve, options.fd, options.certificate, options.key)
    else:
        main(options)
