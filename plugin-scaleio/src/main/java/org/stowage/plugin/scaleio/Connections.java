package org.stowage.plugin.scaleio;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.stowage.api.CommonError;
import org.stowage.api.StorageException;
import org.stowage.api.ephemeral.Connection;
import org.stowage.api.ephemeral.Volume;
import org.stowage.api.ephemeral.VolumeLimits;
import org.stowage.plugin.scaleio.gateway.ArrayCode;
import org.stowage.plugin.scaleio.gateway.ArrayVolume;
import org.stowage.plugin.scaleio.gateway.Gateway;
import org.stowage.plugin.scaleio.gateway.GatewayException;
import org.stowage.plugin.scaleio.gateway.GatewayVolumes;
import org.stowage.plugin.scaleio.gateway.Sdc;

/** Mappings of volumes to this host's SDC, and the devices they lead to. */
final class Connections {

  private static final long LEAST_IOPS = 11;
  private static final long KIB_STEP = 1024;

  private final Gateway gateway;
  private final GatewayVolumes volumes;
  private final SioHost host;
  private volatile @Nullable Sdc readySdc;

  Connections(Gateway gateway, GatewayVolumes volumes, SioHost host) {
    this.gateway = gateway;
    this.volumes = volumes;
    this.host = host;
  }

  /** How messages name a volume: with where it is. */
  static String named(Volume volume) {
    return "the volume " + volume.name() + " (" + volume.id() + ") in " + volume.pool();
  }

  /**
   * Maps all volumes, and only then waits for all their devices. What this call mapped is unmapped
   * when one of them fails.
   */
  List<Connection> make(Map<Volume, VolumeLimits> wanted) throws IOException {
    for (Map.Entry<Volume, VolumeLimits> each : wanted.entrySet()) {
      checkLimits(each.getKey(), each.getValue());
    }
    Sdc sdc = sdc();
    String systemId = gateway.system().id();
    List<Volume> mapped = new ArrayList<>();
    try {
      for (Map.Entry<Volume, VolumeLimits> each : wanted.entrySet()) {
        map(each.getKey(), each.getValue(), sdc, mapped);
      }
      List<Connection> made = new ArrayList<>();
      for (Volume each : wanted.keySet()) {
        Path link = host.devices().link(systemId, each.id());
        if (!host.devices().await(link, 1)) {
          throw missing(each, link, systemId, sdc);
        }
        made.add(new Connection(link.toString(), xml(link, each)));
      }
      return made;
    } catch (IOException | RuntimeException e) {
      takeBack(mapped, e);
      throw e;
    }
  }

  /**
   * @param mapped gets the volume, if it was not mapped before
   */
  private void map(Volume volume, VolumeLimits limits, Sdc sdc, List<Volume> mapped)
      throws IOException {
    String what = named(volume);
    boolean before = false;
    try {
      volumes.map(volume.id(), what, sdc.guid());
      mapped.add(volume);
    } catch (GatewayException e) {
      if (!e.is(ArrayCode.MAPPED_ALREADY, ArrayCode.MAPPED_TO_ALL_ALREADY)) {
        // A reply may have been lost before this one: unmapping what is not mapped does no harm.
        mapped.add(volume);
        throw e;
      }
      before = true;
    }
    long kib = limits.bytesPerSecond() >> 10;
    if (limits.equals(VolumeLimits.NONE)
        && (!before
            || volumes
                .limits(volume.id(), volume.name(), sdc.id())
                .map(found -> found.iops() == 0 && found.mibPerSecond() == 0)
                .orElse(true))) {
      return;
    }
    volumes.limit(volume.id(), what, sdc.guid(), limits.iops(), kib);
  }

  private void checkLimits(Volume volume, VolumeLimits limits) throws StorageException {
    long bytes = limits.bytesPerSecond();
    if (limits.iops() != 0 && limits.iops() < LEAST_IOPS || bytes % (KIB_STEP << 10) != 0) {
      throw new StorageException(
          CommonError.USAGE,
          "limiting "
              + named(volume)
              + " to "
              + limits.iops()
              + " operations and "
              + bytes
              + " bytes a second: arrays take "
              + LEAST_IOPS
              + " operations and more, and multiples of 1 MiB",
          "Choose other limits, or 0 for none.");
    }
  }

  private void takeBack(List<Volume> mapped, Exception failure) {
    for (Volume each : mapped) {
      try {
        unmap(each, host.guid());
      } catch (IOException | RuntimeException e) {
        failure.addSuppressed(e);
      }
    }
  }

  /** Disconnects volumes from this host, each of them, whatever becomes of the others. */
  void end(List<Volume> connected) throws IOException {
    String systemId = gateway.system().id();
    IOException failure = null;
    for (Volume each : connected) {
      try {
        unmap(each, host.guid());
        Path link = host.devices().link(systemId, each.id());
        if (!host.devices().awaitGone(link)) {
          throw stays(each, link);
        }
      } catch (IOException e) {
        failure = add(failure, e);
      }
    }
    if (failure != null) {
      throw failure;
    }
  }

  /** Disconnects volumes from another host, each of them, whatever becomes of the others. */
  void endOf(String sdcGuid, List<Volume> connected) throws IOException {
    IOException failure = null;
    for (Volume each : connected) {
      try {
        unmap(each, sdcGuid);
      } catch (IOException e) {
        failure = add(failure, e);
      }
    }
    if (failure != null) {
      throw failure;
    }
  }

  /** What is mapped to this host's SDC, whether its device has come or not. */
  List<ArrayVolume> all() throws IOException {
    return volumes.mappedTo(sdc());
  }

  boolean isElsewhere(Volume volume) throws IOException {
    return volumes.sdcIds(volume.id(), volume.name()).stream()
        .anyMatch(Predicate.not(sdc().id()::equals));
  }

  private static IOException add(@Nullable IOException failure, IOException next) {
    if (failure == null) {
      return next;
    }
    failure.addSuppressed(next);
    return failure;
  }

  private void unmap(Volume volume, String sdcGuid) throws IOException {
    try {
      volumes.unmap(volume.id(), named(volume), sdcGuid);
    } catch (GatewayException e) {
      if (!e.is(ArrayCode.NOT_MAPPED, ArrayCode.VOLUME_ABSENT, ArrayCode.NOT_FOUND)) {
        throw e;
      }
    }
  }

  /** Lets the device of a volume that is connected here show its new size. */
  void awaitGrown(Volume volume, long capacityBytes) throws IOException {
    Path link = host.devices().link(gateway.system().id(), volume.id());
    if (host.devices().isThere(link) && !host.devices().awaitGrown(link, capacityBytes)) {
      throw new StorageException(
          ScaleioError.DEVICE_MISSING,
          "extending "
              + named(volume)
              + " of "
              + gateway.label()
              + ": its device "
              + link
              + " has not grown to "
              + capacityBytes
              + " bytes within "
              + host.devices().timeout().toSeconds()
              + " s",
          "The array has extended it. See whether the SDC's driver (scini) runs on this host.");
    }
  }

  /** This host's SDC, which is looked at once, as long as it is well. */
  private Sdc sdc() throws IOException {
    Sdc known = readySdc;
    if (known == null) {
      known = findSdc();
      if (!known.isReady()) {
        throw notReady("looking for the SDC of this host", known);
      }
      readySdc = known;
    }
    return known;
  }

  private Sdc findSdc() throws IOException {
    String guid = host.guid();
    return gateway
        .sdc(guid)
        .orElseThrow(
            () ->
                new StorageException(
                    ScaleioError.HOST_NOT_READY,
                    "looking for the SDC of this host: "
                        + gateway.label()
                        + " does not know "
                        + guid,
                    "Set default_sdcguid to what drv_cfg --query_guid prints on this host, and add"
                        + " the host to the array."));
  }

  private StorageException notReady(String attempted, Sdc sdc) throws IOException {
    return new StorageException(
        ScaleioError.HOST_NOT_READY,
        attempted
            + ": to "
            + gateway.label()
            + " the SDC "
            + sdc.guid()
            + " is "
            + (sdc.approved() ? "approved" : "not approved")
            + " and "
            + sdc.connection()
            + "; its mode of restricting SDCs is "
            + gateway.system().restrictedSdcMode(),
        "Approve the SDC on the array, with its address, and see whether its driver (scini) runs.");
  }

  private StorageException missing(Volume volume, Path link, String systemId, Sdc sdc)
      throws IOException {
    readySdc = null;
    String attempted =
        "connecting "
            + named(volume)
            + " of "
            + gateway.label()
            + " (system "
            + systemId
            + ") to the SDC "
            + sdc.guid()
            + ": its device "
            + link
            + " has not come within "
            + host.devices().timeout().toSeconds()
            + " s";
    Sdc now = findSdc();
    if (!now.isReady()) {
      return notReady(attempted, now);
    }
    return new StorageException(
        ScaleioError.DEVICE_MISSING,
        attempted,
        "See whether the SDC's driver (scini) runs on this host, and whether it is in touch with"
            + " this system (drv_cfg --query_mdms).");
  }

  private StorageException stays(Volume volume, Path link) {
    return new StorageException(
        ScaleioError.DEVICE_STAYS,
        "disconnecting "
            + named(volume)
            + " of "
            + gateway.label()
            + ": its device "
            + link
            + " is still there after "
            + host.devices().timeout().toSeconds()
            + " s, though the array has unmapped it",
        "See who holds it open on this host.");
  }

  private static String xml(Path link, Volume volume) {
    String path = link.toString().replace("&", "&amp;").replace("<", "&lt;").replace("'", "&apos;");
    return "<disk type='block' device='disk'><driver name='qemu' type='raw' cache='none' io='native'"
        + (volume.thin() ? " discard='unmap'" : "")
        + "/><source dev='"
        + path
        + "'/></disk>";
  }
}
