package org.stowage.cli.instance;

import org.jspecify.annotations.Nullable;
import org.stowage.api.disk.AdapterType;
import org.stowage.cli.type.AdapterTypeConverter;
import org.stowage.cli.type.DeclaredOptions;
import org.stowage.cli.type.ImageName;
import org.stowage.cli.type.PlacementModeConverter;
import org.stowage.cli.type.SizeConverter;
import org.stowage.runtime.config.PlacementMode;
import org.stowage.runtime.deploy.DeployRequest;
import org.stowage.runtime.libvirt.NewInstance;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import picocli.CommandLine.Spec.Target;

/** What is to be deployed, and how: the options of deploy and plan. */
final class DeployOptions {

  private static final long MIB = 1024 * 1024;

  @Spec(Target.MIXEE)
  private CommandSpec command;

  @Parameters(index = "0", paramLabel = "IMAGE", description = ImageName.DESCRIPTION)
  private String image;

  @Option(
      names = "--name",
      required = true,
      paramLabel = "NAME",
      description = "The name of the instance.")
  private String name;

  @Option(
      names = "--target",
      paramLabel = "TARGET",
      description = "Where to deploy to; otherwise the configuration's default_target.")
  private @Nullable String target;

  @Option(
      names = "--datastore",
      paramLabel = "DATASTORE",
      description = "The only datastore to consider.")
  private @Nullable String datastore;

  @Option(
      names = "--placement",
      paramLabel = "MODE",
      converter = PlacementModeConverter.class,
      completionCandidates = PlacementModeConverter.class,
      description =
          "How to choose a datastore: balanced, most-free, pinned; otherwise as the target says.")
  private @Nullable PlacementMode placement;

  @Option(
      names = "--image-id",
      paramLabel = "ID",
      description = "The identity to cache the image under; otherwise derived from the image.")
  private @Nullable String imageId;

  @Option(
      names = "--disk-size",
      paramLabel = "SIZE",
      converter = SizeConverter.class,
      description = "The size of the root disk, such as 40GiB; otherwise the image's own.")
  private @Nullable Long diskSizeBytes;

  @Option(
      names = "--adapter-type",
      paramLabel = "TYPE",
      converter = AdapterTypeConverter.class,
      completionCandidates = AdapterTypeConverter.class,
      description =
          "The disk's controller: ide, buslogic, lsilogic, lsilogicsas, pvscsi, sata, nvme.")
  private @Nullable AdapterType adapterType;

  @Option(
      names = "--full-clone",
      description = "Copy the disk instead of linking it to the cached image.")
  private boolean fullClone;

  @Option(
      names = "--cpus",
      paramLabel = "N",
      defaultValue = "1",
      description = "Virtual CPUs; ${DEFAULT-VALUE} if not given.")
  private int cpus;

  @Option(
      names = "--memory",
      paramLabel = "SIZE",
      converter = SizeConverter.class,
      defaultValue = "1GiB",
      description = "Memory; ${DEFAULT-VALUE} if not given.")
  private long memoryBytes;

  @Option(
      names = "--network",
      paramLabel = "NETWORK",
      description = "The network to connect it to; otherwise none.")
  private @Nullable String network;

  @Option(
      names = "--power-on",
      description =
          "Start it; it is no instance if that fails. On a libvirt host it is started anyway.")
  private boolean powerOn;

  @Mixin private DeclaredOptions declared;

  @Mixin private LibvirtOptions libvirt;

  @Nullable String target() {
    return target;
  }

  private void check() {
    if (cpus < 1) {
      throw wrong("--cpus must be at least 1, not " + cpus);
    }
    if (memoryBytes < MIB || memoryBytes % MIB != 0 || memoryBytes / MIB > Integer.MAX_VALUE) {
      throw wrong("--memory must be a whole number of MiB, not " + memoryBytes + " bytes");
    }
  }

  /** What is wanted of folders, or of a vCenter. */
  DeployRequest request() {
    check();
    if (libvirt.any()) {
      throw wrong(LibvirtOptions.NAMES + " are for libvirt hosts");
    }
    return new DeployRequest(
        image,
        name,
        target,
        datastore,
        placement,
        imageId,
        diskSizeBytes,
        adapterType,
        fullClone,
        cpus,
        (int) (memoryBytes / MIB),
        network,
        powerOn,
        declared.declared());
  }

  /** What is wanted of a libvirt host. */
  NewInstance newInstance() {
    check();
    if (datastore != null
        || placement != null
        || imageId != null
        || adapterType != null
        || fullClone) {
      throw wrong(
          "--datastore, --placement, --image-id, --adapter-type and --full-clone are not for"
              + " libvirt hosts");
    }
    if (diskSizeBytes == null) {
      throw wrong("--disk-size is missing: the array allots multiples, and none is chosen for you");
    }
    return new NewInstance(
        name,
        image,
        declared.declared(),
        libvirt.flavor(cpus, (int) (memoryBytes / MIB), diskSizeBytes),
        network,
        libvirt.configDrive());
  }

  private ParameterException wrong(String message) {
    return new ParameterException(command.commandLine(), message);
  }
}
