package org.stowage.cli.type;

/** How people name an image. */
public final class ImageName {

  /** Of every parameter that takes one. */
  public static final String DESCRIPTION =
      "An OVA, a VMDK or a raw image: a file, http://…, https://…; - for the standard input.";

  private ImageName() {}
}
