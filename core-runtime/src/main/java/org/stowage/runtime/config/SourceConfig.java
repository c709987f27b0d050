package org.stowage.runtime.config;

import java.util.List;

/**
 * What holds for images that are read from servers.
 *
 * @param web whom to believe at addresses of {@code https}
 */
public record SourceConfig(TargetConfig.Trust web) {

  /** What holds when nothing is configured. */
  public static final SourceConfig USUAL =
      new SourceConfig(new TargetConfig.Trust(List.of(), null, false));
}
