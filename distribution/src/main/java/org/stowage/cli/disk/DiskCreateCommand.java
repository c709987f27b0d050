package org.stowage.cli.disk;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.stowage.api.ephemeral.InstanceDisk;
import org.stowage.api.ephemeral.Volume;
import org.stowage.cli.Action;
import org.stowage.cli.Session;
import org.stowage.cli.output.Result;
import org.stowage.cli.type.DeclaredOptions;
import org.stowage.cli.type.ImageName;
import org.stowage.cli.type.SizeConverter;
import org.stowage.runtime.ephemeral.BlankContent;
import org.stowage.runtime.ephemeral.HostDisks;
import org.stowage.runtime.ephemeral.InstanceDisks.NewDisk;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

@Command(
    name = "create",
    description =
        "Makes a disk of an instance as a volume: of an image, or as a swap area (disk.swap), or"
            + " with an empty file system.",
    footer = {
      "",
      "Examples:",
      "  stowage disk create b0d0b498-1fe2-479e-995c-80ace2f339a7 --image web.ova --capacity 16GiB",
      "  stowage disk create b0d0b498-1fe2-479e-995c-80ace2f339a7 disk.swap --capacity 8GiB"
    })
public final class DiskCreateCommand implements Action {

  @Spec private CommandSpec command;

  @Mixin private DiskParameters parameters;

  @Option(names = "--image", paramLabel = "IMAGE", description = ImageName.DESCRIPTION)
  private @Nullable String image;

  @Mixin private DeclaredOptions declared;

  @Option(
      names = "--capacity",
      paramLabel = "SIZE",
      converter = SizeConverter.class,
      description = "A multiple of what the array allots; not for disk.rescue.")
  private @Nullable Long capacityBytes;

  @Option(
      names = "--flavor-key",
      paramLabel = "KEY=VALUE",
      description = "A key of the flavor, such as disk:pool=ssd; repeatable.")
  private Map<String, String> flavorKeys = new LinkedHashMap<>();

  @Override
  public Result run(Session session) throws IOException {
    InstanceDisk disk = parameters.disk();
    boolean rescue = disk.name().equals(InstanceDisk.RESCUE);
    if (rescue == (capacityBytes != null)) {
      throw wrong(
          rescue
              ? "--capacity is not for disk.rescue, which is as large as its image"
              : "--capacity is missing");
    }
    if (image == null && (rescue || disk.name().equals(InstanceDisk.ROOT))) {
      throw wrong("--image is missing: " + disk.name() + " is made of one");
    }
    NewDisk wanted =
        new NewDisk(disk, capacityBytes == null ? 0 : capacityBytes.longValue(), flavorKeys);
    try (HostDisks disks = session.stowage().host().disks()) {
      return DiskResult.of(disk, made(session, disks, wanted));
    }
  }

  private Optional<Volume> made(Session session, HostDisks disks, NewDisk wanted)
      throws IOException {
    String from = image;
    if (from == null) {
      return disks
          .making()
          .blank(
              wanted,
              wanted.disk().name().equals("disk.swap") ? BlankContent.SWAP : BlankContent.EXT4);
    }
    return Optional.of(
        session.watched(
            "making " + wanted.disk().name(),
            operation ->
                session
                    .stowage()
                    .host()
                    .makeDisk(disks, wanted, from, declared.declared(), operation)));
  }

  private ParameterException wrong(String message) {
    return new ParameterException(command.commandLine(), message);
  }
}
