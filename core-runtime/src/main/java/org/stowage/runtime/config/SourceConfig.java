package org.stowage.runtime.config;

/**
 * What holds for images that are read from servers.
 *
 * @param web whom to believe at addresses of {@code https}
 * @param openstack tell of the cloud whose Glance is used
 */
public record SourceConfig(TargetConfig.Trust web, OpenstackVariables openstack) {

  /** What holds when nothing is configured. */
  public static final SourceConfig USUAL =
      new SourceConfig(TargetConfig.Trust.USUAL, OpenstackVariables.NONE);
}
