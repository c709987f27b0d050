package org.stowage.cli.image;

import java.util.LinkedHashMap;
import java.util.Map;
import org.stowage.api.disk.ImageProperties;
import picocli.CommandLine.Option;

/** What is declared about an image. */
public final class PropertyOption {

  @Option(
      names = "--property",
      paramLabel = "KEY=VALUE",
      description = "A property of the image, such as vmware_adaptertype=paraVirtual; repeatable.")
  private Map<String, String> properties = new LinkedHashMap<>();

  public ImageProperties declared() {
    return new ImageProperties(properties);
  }
}
