package org.stowage.api.disk;

import java.io.IOException;

/**
 * Port to all formats that are loaded: opens an image whatever its format, and shows an image as if
 * it were of another one. Implemented by the runtime; safe for use by several threads.
 */
public interface DiskFormats {

  /**
   * Recognises and opens an image. Where bytes and declaration disagree the bytes win, and the
   * facts carry a {@link Problem} that says so.
   *
   * @param declared what is said about the image; {@link ImageProperties#NONE} for nothing
   * @throws org.stowage.api.StorageException when no format recognises it
   */
  DiskImage open(ImageSource source, ImageProperties declared) throws IOException;

  /**
   * Shows an image as one of another format, capacity or adapter, converted on the way when its
   * {@link DiskImage#stored()} form is written; nothing is kept in between.
   *
   * @param image stays the caller's to close
   * @param format a writable format that {@linkplain WritableFormat#streams() streams}
   * @param spec capacity at least that of the image; what is beyond reads as zero
   * @throws org.stowage.api.StorageException when no such format is loaded
   */
  DiskImage convert(DiskImage image, String format, DiskSpec spec) throws IOException;
}
