package org.stowage.plugin.scaleio;

import java.io.IOException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.stowage.plugin.scaleio.host.Devices;
import org.stowage.plugin.scaleio.host.DrvCfg;

/** This host: who it is to the array, and its devices. Safe for use by several threads. */
final class SioHost {

  private static final Duration RESCAN_AFTER = Duration.ofSeconds(5);
  private static final Duration POLL = Duration.ofMillis(100);

  private final DrvCfg drvCfg;
  private final Devices devices;
  private @Nullable String guid;

  SioHost(ScaleioOptions options) {
    drvCfg = new DrvCfg(options.drvCfg(), Duration.ofSeconds(30));
    Duration timeout = options.deviceTimeout();
    Duration half = timeout.dividedBy(2);
    devices =
        new Devices(
            options.deviceFolder(),
            drvCfg,
            timeout,
            half.compareTo(RESCAN_AFTER) < 0 ? half : RESCAN_AFTER,
            POLL);
    guid = options.sdcGuid();
  }

  Devices devices() {
    return devices;
  }

  /** The GUID of its SDC; asked for once, where the configuration does not name it. */
  synchronized String guid() throws IOException {
    if (guid == null) {
      guid = drvCfg.guid();
    }
    return guid;
  }
}
