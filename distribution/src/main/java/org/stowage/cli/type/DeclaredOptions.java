package org.stowage.cli.type;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.stowage.api.disk.ImageProperties;
import org.stowage.runtime.image.Digest;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** What is declared about an image: the options of every command that reads one. */
public final class DeclaredOptions {

  @Spec(Spec.Target.MIXEE)
  private CommandSpec command;

  @Option(
      names = "--property",
      paramLabel = "KEY=VALUE",
      description = "A property of the image, such as vmware_adaptertype=paraVirtual; repeatable.")
  private Map<String, String> properties = new LinkedHashMap<>();

  @Option(
      names = "--digest",
      paramLabel = "ALGORITHM:HEX",
      description = "What the image's file has to add up to: sha256:… or sha512:….")
  private @Nullable String digest;

  public ImageProperties declared() {
    Map<String, String> all = new LinkedHashMap<>(properties);
    String promised = digest;
    if (promised != null) {
      try {
        all.putAll(Digest.promised(promised));
      } catch (IllegalArgumentException e) {
        throw new ParameterException(
            command.commandLine(), "--digest must be " + e.getMessage(), e);
      }
    }
    return new ImageProperties(all);
  }
}
