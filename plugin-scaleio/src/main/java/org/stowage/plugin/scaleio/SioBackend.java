package org.stowage.plugin.scaleio;

import java.io.IOException;
import java.net.URI;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.pf4j.Extension;
import org.slf4j.LoggerFactory;
import org.stowage.api.ephemeral.EphemeralBackend;
import org.stowage.api.ephemeral.EphemeralVolumes;
import org.stowage.api.ephemeral.InstanceDisk;
import org.stowage.api.ephemeral.VolumeUse;
import org.stowage.plugin.scaleio.gateway.Gateway;
import org.stowage.plugin.scaleio.gateway.Patience;
import org.stowage.plugin.scaleio.gateway.ServerTrust;

/** ScaleIO (PowerFlex) volumes as the disks of instances. */
@Extension
public final class SioBackend implements EphemeralBackend {

  private static final Set<URI> WARNED = ConcurrentHashMap.newKeySet();

  @Override
  public String id() {
    return "sio";
  }

  @Override
  public String optionsTable() {
    return "scaleio";
  }

  @Override
  public String volumeName(InstanceDisk disk, VolumeUse use) throws IOException {
    return VolumeName.of(disk, use);
  }

  @Override
  public EphemeralVolumes open(Map<String, Object> options) throws IOException {
    ScaleioOptions read = ScaleioOptions.read(options);
    ServerTrust trust;
    if (read.verifyCertificate()) {
      trust = ServerTrust.verified(read.certificates());
    } else {
      trust = ServerTrust.anybody();
      if (WARNED.add(read.gateway())) {
        LoggerFactory.getLogger(SioBackend.class)
            .warn(
                "The certificate of the ScaleIO gateway {} is not verified:"
                    + " [scaleio] verify_server_certificate is not set.",
                read.gateway());
      }
    }
    Patience patience =
        new Patience(read.restTimeout(), read.restTimeout(), Patience.USUAL.pauses());
    return new SioVolumes(
        new Gateway(read.gateway(), read.credentials(), trust, patience), new SioHost(read), read);
  }
}
