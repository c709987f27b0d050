package org.stowage.cli;

import picocli.CommandLine.IVersionProvider;

/** The version of the product, from the manifest of the jar that holds this class. */
public final class StowageVersion implements IVersionProvider {
  @Override
  public String[] getVersion() {
    String version = StowageVersion.class.getPackage().getImplementationVersion();
    return new String[] {"stowage " + (version == null ? "(not packaged)" : version)};
  }
}
