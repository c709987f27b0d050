package org.stowage.cli.type;

import picocli.CommandLine.Model.ArgSpec;

/** How people name an image. */
public final class ImageName {

  /** Of every parameter that takes one. */
  public static final String DESCRIPTION =
      "An OVA, a VMDK or a raw image: a file, http://…, https://…, glance://ID-OR-NAME; - for the"
          + " standard input.";

  private ImageName() {}

  /** Whether a parameter takes one. */
  public static boolean isTakenBy(ArgSpec parameter) {
    return String.join(" ", parameter.description()).contains(DESCRIPTION);
  }
}
