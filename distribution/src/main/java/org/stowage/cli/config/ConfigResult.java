package org.stowage.cli.config;

import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.stowage.cli.output.Result;
import org.stowage.runtime.config.Config;
import org.stowage.runtime.config.TargetConfig;

/**
 * The JSON of config show: everything that applies, defaults included.
 *
 * @param file null when there is none and everything is a default
 * @param imagesType null when no backend is selected for the disks of instances; its options, which
 *     it alone knows, are not shown
 */
record ConfigResult(
    String home,
    @Nullable String file,
    String defaultTarget,
    List<Target> targets,
    @Nullable String imagesType)
    implements Result {

  static ConfigResult of(Config config) {
    return new ConfigResult(
        config.home().toString(),
        config.file() == null ? null : config.file().toString(),
        config.defaultTarget(),
        config.targets().stream().map(Target::of).toList(),
        config.ephemeral() == null ? null : config.ephemeral().imagesType());
  }

  /** A configuration file that says the same. */
  @Override
  public String text() {
    return new TomlText(this).toString();
  }

  /**
   * @param datastoreRegex null when all datastores are used
   * @param placement null where nothing is placed
   * @param datastores those of folders; a vCenter knows its own
   * @param vmware null for other kinds
   * @param libvirt null for other kinds
   */
  record Target(
      String name,
      String kind,
      boolean convertImages,
      boolean useLinkedClone,
      @Nullable String datastoreRegex,
      @Nullable String placement,
      List<Datastore> datastores,
      @Nullable Vmware vmware,
      @Nullable Libvirt libvirt) {

    static Target of(TargetConfig target) {
      if (target instanceof TargetConfig.Local local) {
        List<Datastore> datastores = local.datastores().stream().map(Datastore::of).toList();
        return of(target, "local", datastores, null, null);
      }
      if (target instanceof TargetConfig.Libvirt libvirt) {
        return of(target, "libvirt", List.of(), null, Libvirt.of(libvirt));
      }
      return of(target, "vsphere", List.of(), Vmware.of((TargetConfig.Vsphere) target), null);
    }

    private static Target of(
        TargetConfig target,
        String kind,
        List<Datastore> datastores,
        @Nullable Vmware vmware,
        @Nullable Libvirt libvirt) {
      TargetConfig.Rules rules = target.rules();
      return new Target(
          target.name(),
          kind,
          rules.convertImages(),
          rules.linkedClone(),
          rules.datastoreRegex() == null ? null : rules.datastoreRegex().pattern(),
          libvirt == null ? rules.placement().id() : null,
          datastores,
          vmware,
          libvirt);
    }
  }

  /**
   * @param virtType null for what the host can
   */
  record Libvirt(
      String uri, String instancesPath, @Nullable String virtType, long shutdownTimeout) {

    static Libvirt of(TargetConfig.Libvirt target) {
      return new Libvirt(
          target.uri(),
          target.instances().toString(),
          target.virtType(),
          target.shutdown().toSeconds());
    }
  }

  /**
   * @param passwordFrom where the password is from, never the password
   * @param caFiles empty when the Java runtime's authorities are believed
   */
  record Vmware(
      String host,
      int port,
      String username,
      String passwordFrom,
      List<String> caFiles,
      @Nullable String thumbprint,
      boolean insecure,
      @Nullable String datacenter,
      @Nullable String cluster,
      long imageTransferTimeoutSecs,
      int apiRetryCount,
      double taskPollIntervalSecs,
      String cacheFolder) {

    static Vmware of(TargetConfig.Vsphere target) {
      TargetConfig.Endpoint endpoint = target.endpoint();
      TargetConfig.Patience patience = target.patience();
      return new Vmware(
          endpoint.host(),
          endpoint.port(),
          endpoint.username(),
          endpoint.password().toString(),
          endpoint.trust().caFiles().stream().map(Path::toString).toList(),
          endpoint.trust().thumbprint(),
          endpoint.trust().insecure(),
          target.datacenter(),
          target.cluster(),
          patience.imageTransfer().toSeconds(),
          patience.apiRetries(),
          patience.poll().toMillis() / 1000.0,
          target.cacheFolder());
    }
  }

  /**
   * @param capacityBytes null when the file system alone sets the limit
   */
  record Datastore(
      String name, String type, String path, @Nullable Long capacityBytes, boolean maintenance) {

    static Datastore of(TargetConfig.Datastore datastore) {
      return new Datastore(
          datastore.name(),
          datastore.typeName(),
          datastore.folder().toString(),
          datastore.capacityBytes(),
          datastore.maintenance());
    }
  }
}
