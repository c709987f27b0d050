package org.stowage.vmdk.format;

import org.stowage.api.DiskFormatException;

/**
 * Checks that a footer repeats its header: it is the authority for where the directory is, and must
 * not differ in what the header has already been believed in.
 */
public final class FooterCheck {

  private FooterCheck() {}

  /** Refuses a footer that contradicts its header, or does not say where the directory is. */
  public static void check(SparseHeader header, SparseHeader footer, String object)
      throws DiskFormatException {
    if (footer.directoryAtEnd()) {
      throw malformed(object, "it does not say where the grain directory is");
    }
    same("version", header.version(), footer.version(), object);
    same("flags", header.flags(), footer.flags(), object);
    same("capacity", header.layout().capacitySectors(), footer.layout().capacitySectors(), object);
    same("grain size", header.layout().grainSectors(), footer.layout().grainSectors(), object);
    same(
        "descriptor offset",
        header.descriptorOffsetSectors(),
        footer.descriptorOffsetSectors(),
        object);
    same("descriptor size", header.descriptorSectors(), footer.descriptorSectors(), object);
  }

  private static void same(String what, long inHeader, long inFooter, String object)
      throws DiskFormatException {
    if (inHeader != inFooter) {
      throw malformed(
          object, "its %s is %d, the header's is %d".formatted(what, inFooter, inHeader));
    }
  }

  private static DiskFormatException malformed(String object, String observed) {
    return VmdkError.damaged(VmdkError.FOOTER, object, "its footer is malformed: " + observed);
  }
}
