package org.stowage.cli.image;

import java.io.IOException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.stowage.api.disk.AdapterType;
import org.stowage.cli.Action;
import org.stowage.cli.Session;
import org.stowage.cli.output.Result;
import org.stowage.cli.type.AdapterTypeConverter;
import org.stowage.cli.type.DeclaredOptions;
import org.stowage.cli.type.FormatNames;
import org.stowage.cli.type.ImageName;
import org.stowage.cli.type.SizeConverter;
import org.stowage.cli.type.WritingOptions;
import org.stowage.runtime.image.ConvertRequest;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
    name = "convert",
    description = "Makes an image of another format of an image's root disk.",
    footer = {
      "",
      "Examples:",
      "  stowage image convert disk.raw disk.vmdk --format streamOptimized",
      "  stowage image convert appliance.ova disk.raw --format raw",
      "  stowage image convert disk.raw appliance.ova --format ova"
    })
public final class ConvertCommand implements Action {

  private static final long SECTOR_BYTES = 512;

  @Spec private CommandSpec command;

  @Parameters(index = "0", paramLabel = "SRC", description = ImageName.DESCRIPTION)
  private String source;

  @Parameters(index = "1", paramLabel = "DST", description = "The new file; must not exist.")
  private Path destination;

  @Option(
      names = "--format",
      required = true,
      paramLabel = "FORMAT",
      completionCandidates = FormatNames.class,
      description = "streamOptimized, sparse, flat or raw; or ova, around a streamOptimized disk.")
  private String format;

  @Option(
      names = "--align",
      paramLabel = "SIZE",
      converter = SizeConverter.class,
      defaultValue = "512",
      description = "Round the capacity up to a multiple of this, such as 1MiB for VVol.")
  private long alignBytes;

  @Option(
      names = "--adapter-type",
      paramLabel = "TYPE",
      converter = AdapterTypeConverter.class,
      completionCandidates = AdapterTypeConverter.class,
      description = "The disk's controller; otherwise the image's own.")
  private @Nullable AdapterType adapterType;

  @Mixin private WritingOptions writing;

  @Mixin private DeclaredOptions declared;

  @Override
  public Result run(Session session) throws IOException {
    if (alignBytes < SECTOR_BYTES || alignBytes % SECTOR_BYTES != 0) {
      throw new ParameterException(
          command.commandLine(), "--align must be a multiple of 512 bytes, not " + alignBytes);
    }
    ConvertRequest request =
        new ConvertRequest(
            source,
            destination,
            format,
            writing.level(),
            alignBytes,
            adapterType,
            declared.declared());
    return ConvertResult.of(
        session.watched(
            "converting " + source,
            writing.threads(),
            operation -> session.stowage().convert(request, operation)));
  }
}
