"""Drives the lab gateway with cinder's PowerFlex client, which nobody here wrote.

Arguments: HOST PORT USER PASSWORD CA_FILE DOMAIN POOL. Ends with status 0 when every answer is what the
client's own driver expects.
"""

import sys
import types
import uuid
import warnings

warnings.simplefilter("ignore")

from cinder import exception
from cinder.volume.drivers.dell_emc.powerflex.rest_client import RestClient


class Configuration(types.SimpleNamespace):
    def safe_get(self, key):
        return getattr(self, key, None)


def refused(call, *arguments):
    try:
        call(*arguments)
    except exception.CinderException as e:
        return str(e)
    raise AssertionError("%s%s was not refused" % (call, arguments))


def main(host, port, user, password, ca_file, domain, pool):
    client = RestClient(Configuration(
        san_ip=host, powerflex_rest_server_port=port, san_login=user, san_password=password,
        driver_ssl_cert_verify=True, driver_ssl_cert_path=ca_file,
        powerflex_round_volume_capacity=True, powerflex_allow_non_padded_volumes=False))
    client.do_setup()
    version = client.query_rest_api_version()
    assert client.is_volume_creation_safe(domain, pool)
    assert not client.is_volume_creation_safe(domain, "unpadded") or version >= "5"
    # The retries of the client's own decorators take seconds; a refusal is a refusal the first time.
    for name in ("extend_volume", "remove_volume"):
        wrapped = getattr(RestClient, name).__wrapped__
        setattr(client, name, types.MethodType(wrapped, client))

    name = "b0d0b498-1fe2-479e-995c-80ace2f339a7"
    volume = client.create_volume(domain, pool, name, 8, "ThinProvisioned", "None")
    shown = client.query_volume(volume)
    assert shown["name"] == "sNC0mB/iR56ZXICs4vM5pw==", shown
    assert shown["sizeInKb"] == 8 << 20 and shown["mappedSdcInfo"] is None, shown
    taken = refused(client.create_volume, domain, pool, name, 8, "ThinProvisioned", "None")
    assert "already in use" in taken, taken
    client.extend_volume(volume, 16)
    assert client.query_volume(volume)["sizeInKb"] == 16 << 20
    if version < "5":
        assert "granularity" in refused(client.extend_volume, volume, 17)

    snapshot = client.snapshot_volume(volume, str(uuid.uuid4()))
    assert client.query_volume(snapshot)["ancestorVolumeId"] == volume
    client.overwrite_volume_content(
        types.SimpleNamespace(provider_id=volume, id=name),
        types.SimpleNamespace(provider_id=snapshot, id="snapshot"))
    tree = client.query_vtree(shown["vtreeId"], volume)
    assert tree["vtreeMigrationInfo"]["migrationStatus"] == "NotInMigration", tree

    # A token that died is replaced, and the call repeated.
    client.rest_token = "dead"
    client.rename_volume({"provider_id": volume}, str(uuid.UUID(int=0xff << 120)))
    assert client.query_volume(volume)["name"].startswith("/wAAAA"), client.query_volume(volume)
    client.rename_volume({"provider_id": "None"}, name)

    for gone in (snapshot, volume, volume):
        client.remove_volume(gone)
    assert "Could not find" in refused(client.query_volume, volume)
    assert refused(client.create_volume, domain, "no-such-pool", name, 8, "ThinProvisioned", "None")


main(*sys.argv[1:])
