"""Drives the lab gateway with os-brick's connector, which nobody here wrote.

Arguments: HOST PORT USER PASSWORD VOLUME SDC_GUID BY_ID_FOLDER LOCK_FOLDER; the certificate's authority in
REQUESTS_CA_BUNDLE. The volume is there, and has a name that must be encoded twice. Ends with status 0
when it was connected and disconnected twice.
"""

import os
import sys
import warnings

warnings.simplefilter("ignore")

from os_brick.initiator.connectors.scaleio import ScaleIOConnector
from oslo_concurrency import lockutils


def main(host, port, user, password, volume, guid, by_id, locks):
    lockutils.set_defaults(locks)
    connector = ScaleIOConnector("sudo")
    connector._get_guid = lambda: guid
    connector.get_search_path = lambda: by_id
    properties = {
        "scaleIO_volname": volume, "hostIP": "192.0.2.11", "serverIP": host, "serverPort": port,
        "serverUsername": user, "serverPassword": password, "serverToken": None, "iopsLimit": 100,
        "bandwidthLimit": 2048, "verify_certificate": True,
    }
    for _ in range(2):  # the second time it is mapped already
        device = connector.connect_volume(properties)
        assert os.path.dirname(device["path"]) == by_id, device
        with open(device["path"], "rb") as opened:
            assert opened.seek(0, os.SEEK_END) == 8 << 30
    assert connector._get_client_id()
    connector.server_token = None
    for _ in range(2):  # the second time it is not mapped any more
        connector.disconnect_volume(properties, device)
    assert not os.path.lexists(device["path"])


main(*sys.argv[1:])
