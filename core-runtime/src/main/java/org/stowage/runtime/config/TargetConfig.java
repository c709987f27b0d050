package org.stowage.runtime.config;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** One named target of the configuration. */
public sealed interface TargetConfig {

  String name();

  /** What holds for deployments to this target. */
  Rules rules();

  /**
   * Folders as datastores.
   *
   * @param datastores not empty
   */
  record Local(String name, Rules rules, List<Datastore> datastores) implements TargetConfig {

    public Local {
      datastores = List.copyOf(datastores);
    }
  }

  /**
   * A vCenter, or a single ESXi host.
   *
   * @param datacenter the datacenter to work in; null when there is but one
   * @param cluster the cluster, or host, that runs the instances; null when there is but one
   * @param cacheFolder the top-level folder of a datastore that holds base disks
   */
  record Vsphere(
      String name,
      Rules rules,
      Endpoint endpoint,
      @Nullable String datacenter,
      @Nullable String cluster,
      Patience patience,
      String cacheFolder)
      implements TargetConfig {}

  /**
   * A libvirt host, this machine, whose instances have their disks on volumes.
   *
   * @param uri of its daemon, as of {@code virsh --connect}
   * @param instances the folder that has a folder for each instance
   * @param virtType {@code kvm} or {@code qemu}; null for what the host can
   * @param shutdown how long a guest may take to end by itself
   */
  record Libvirt(
      String name, String uri, Path instances, @Nullable String virtType, Duration shutdown)
      implements TargetConfig {

    /** Nothing is placed: there is one array. */
    @Override
    public Rules rules() {
      return Rules.USUAL;
    }
  }

  /**
   * Where a vCenter is, and as whom to enter.
   *
   * @param port 1 to 65535
   */
  record Endpoint(String host, int port, String username, Password password, Trust trust) {}

  /**
   * Why a server is believed to be the one that is meant; with nothing given, because an authority
   * that the Java runtime knows says so. At most one of the three is given.
   *
   * @param caFiles PEM files of the authorities to believe instead
   * @param thumbprint SHA-256 of the server's certificate, in hexadecimal
   * @param insecure believe anybody
   */
  record Trust(List<Path> caFiles, @Nullable String thumbprint, boolean insecure) {

    public static final Trust USUAL = new Trust(List.of(), null, false);

    public Trust {
      caFiles = List.copyOf(caFiles);
    }
  }

  /**
   * How long to wait for a vCenter, and how often to try.
   *
   * @param imageTransfer for one image, from the first byte to the last
   * @param apiRetries 0 or more
   * @param poll between two looks at what does not report by itself
   */
  record Patience(Duration imageTransfer, int apiRetries, Duration poll) {

    /** Nova's defaults. */
    public static final Patience USUAL =
        new Patience(Duration.ofSeconds(7200), 10, Duration.ofMillis(500));
  }

  /**
   * A folder that serves as a datastore.
   *
   * @param typeName as vSphere spells it: VMFS, NFS, NFS41, vsan, VVOL
   * @param capacityBytes null when the file system alone sets the limit
   */
  record Datastore(
      String name,
      String typeName,
      Path folder,
      @Nullable Long capacityBytes,
      boolean maintenance) {}

  /**
   * Rules of placement and landing.
   *
   * @param convertImages whether an image that does not fit a datastore's rule is converted on its
   *     way; when false, the rule refuses it
   * @param datastoreRegex which datastores are used, matched from the start of the name; null for
   *     all
   * @param linkedClone whether instances stand on the cached base disk rather than on a copy of it
   * @param placement by what a datastore is chosen
   */
  record Rules(
      boolean convertImages,
      @Nullable Pattern datastoreRegex,
      boolean linkedClone,
      PlacementMode placement) {

    /** What holds when nothing is configured. */
    public static final Rules USUAL = new Rules(true, null, true, PlacementMode.BALANCED);
  }
}
