package org.stowage.cli.instance;

import java.io.IOException;
import org.jspecify.annotations.Nullable;
import org.stowage.cli.Action;
import org.stowage.cli.Session;
import org.stowage.cli.output.Result;
import org.stowage.cli.type.SizeConverter;
import org.stowage.cli.type.TargetOption;
import org.stowage.runtime.deploy.InstanceView;
import org.stowage.runtime.libvirt.Flavor;
import org.stowage.runtime.libvirt.LibvirtHost;
import org.stowage.runtime.libvirt.LibvirtInstance;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
    name = "resize",
    description =
        "Makes the root disk of an instance larger. On a libvirt host, also other disks, CPUs and"
            + " memory; what it was is kept there until --confirm, and comes back with --revert.",
    footer = {
      "",
      "Examples:",
      "  stowage resize web-1 --disk-size 40GiB",
      "  stowage resize web-1 --target kvm-1 --memory 8GiB --disk-size 32GiB",
      "  stowage resize web-1 --target kvm-1 --confirm"
    })
public final class ResizeCommand implements Action {

  private static final long MIB = 1024 * 1024;

  @Spec private CommandSpec command;

  @Parameters(index = "0", paramLabel = "NAME", description = "The name of the instance.")
  private String name;

  @Option(names = "--cpus", paramLabel = "N", description = "Virtual CPUs; otherwise as many.")
  private @Nullable Integer cpus;

  @Option(
      names = "--memory",
      paramLabel = "SIZE",
      converter = SizeConverter.class,
      description = "Memory; otherwise as much.")
  private @Nullable Long memoryBytes;

  @Option(
      names = "--disk-size",
      paramLabel = "SIZE",
      converter = SizeConverter.class,
      description = "The size of the root disk; otherwise as large.")
  private @Nullable Long rootBytes;

  @Option(
      names = "--ephemeral",
      paramLabel = "SIZE",
      converter = SizeConverter.class,
      description = "The size of the ephemeral disk; otherwise as large.")
  private @Nullable Long ephemeralBytes;

  @Option(
      names = "--swap",
      paramLabel = "SIZE",
      converter = SizeConverter.class,
      description = "The size of the swap disk; otherwise as large.")
  private @Nullable Long swapBytes;

  @Option(
      names = "--full-clone",
      description = "Let a linked clone stand alone first, where it cannot grow otherwise.")
  private boolean fullClone;

  @Option(names = "--confirm", description = "Keep what it is now, and forget what it was.")
  private boolean confirm;

  @Option(names = "--revert", description = "Make it what it was.")
  private boolean revert;

  @Mixin private TargetOption target;

  @Override
  public Result run(Session session) throws IOException {
    boolean other =
        cpus != null
            || memoryBytes != null
            || rootBytes != null
            || ephemeralBytes != null
            || swapBytes != null;
    if ((confirm ? 1 : 0) + (revert ? 1 : 0) + (other ? 1 : 0) != 1) {
      throw wrong("say what it is to be, or --confirm, or --revert");
    }
    if (!session.isLibvirt(target.name())) {
      return root(session);
    }
    if (fullClone) {
      throw wrong("--full-clone is not for libvirt hosts, which have no linked clones");
    }
    try (LibvirtHost host = session.stowage().host().libvirt(target.name())) {
      if (confirm) {
        host.confirmResize(name);
      } else if (revert) {
        host.revertResize(name);
      } else {
        host.resize(name, flavor(host.instance(name).instance()));
      }
      return LibvirtInstanceResult.of(host.instance(name));
    }
  }

  /** On folders or a vCenter. */
  private Result root(Session session) throws IOException {
    if (rootBytes == null
        || cpus != null
        || memoryBytes != null
        || ephemeralBytes != null
        || swapBytes != null) {
      throw wrong("only --disk-size can be changed where there is no libvirt host");
    }
    InstanceView instance = session.stowage().instance(target.name(), name);
    long diskSizeBytes = rootBytes;
    return InstanceResult.of(
        session.watched(
            "resizing " + name,
            operation -> session.stowage().resize(instance, diskSizeBytes, fullClone, operation)));
  }

  private Flavor flavor(LibvirtInstance instance) {
    Flavor now = instance.flavor();
    long bytes = or(memoryBytes, now.memoryMib() * MIB);
    if (bytes < MIB || bytes % MIB != 0 || bytes / MIB > Integer.MAX_VALUE) {
      throw wrong("--memory must be a whole number of MiB, not " + bytes + " bytes");
    }
    if (cpus != null && cpus < 1) {
      throw wrong("--cpus must be at least 1, not " + cpus);
    }
    return new Flavor(
        cpus == null ? now.cpus() : cpus,
        (int) (bytes / MIB),
        or(rootBytes, now.rootBytes()),
        or(ephemeralBytes, now.ephemeralBytes()),
        or(swapBytes, now.swapBytes()),
        now.keys());
  }

  private static long or(@Nullable Long given, long otherwise) {
    return given == null ? otherwise : given;
  }

  private ParameterException wrong(String message) {
    return new ParameterException(command.commandLine(), message);
  }
}
