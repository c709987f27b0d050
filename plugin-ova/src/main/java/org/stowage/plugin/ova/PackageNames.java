package org.stowage.plugin.ova;

/**
 * The files of a new package. Their names are the machine's, in letters that neither tar nor
 * references nor the patterns that importers look for files with give another meaning.
 */
record PackageNames(String descriptor, String manifest, String disk) {

  /** A header of tar holds 100. */
  private static final int MAX_CHARS = 80;

  static PackageNames of(String machine) {
    String plain = machine.replaceAll("[^A-Za-z0-9._-]", "_").replaceFirst("^[.-]", "_");
    String base = plain.substring(0, Math.min(plain.length(), MAX_CHARS));
    return new PackageNames(base + ".ovf", base + ".mf", base + "-disk1.vmdk");
  }
}
