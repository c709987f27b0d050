package org.stowage.api.disk;

import java.io.IOException;
import org.pf4j.ExtensionPoint;

/**
 * Extension point: what bytes mean. A format recognises images and opens them. One that can also
 * make them implements {@link WritableFormat}.
 *
 * <p>A container, such as OVA, is a format too: it opens to the disk inside, through {@link
 * DiskFormats}, so that it need not know which formats exist. One that can also make packages
 * implements {@link WritableContainer}.
 *
 * <p>Formats are stateless and safe for use by several threads. They do not choose where an image
 * goes, do not follow references outside what {@link ImageSource#resolve} grants, and keep no
 * files.
 */
public interface DiskFormat extends ExtensionPoint {

  /** The name used in configuration, output and {@link DiskFacts#format()}; unique. */
  String id();

  /**
   * Says whether an image is of this format, from its first bytes first and from what is declared
   * second. Never throws for any bytes.
   */
  Recognition recognise(ImageHead head);

  /**
   * Opens an image that this format recognised.
   *
   * <p>Reads no more than is needed for {@link DiskImage#facts()}. The image closes what it opened;
   * the source itself needs no closing.
   *
   * @param formats opens what is inside a container
   * @throws org.stowage.api.DiskFormatException when the bytes are damaged, hostile or unsupported
   * @throws IOException when the source cannot be read
   */
  DiskImage open(ImageSource source, DiskFormats formats) throws IOException;
}
