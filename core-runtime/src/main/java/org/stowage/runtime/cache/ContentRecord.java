package org.stowage.runtime.cache;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.stowage.api.CommonError;
import org.stowage.api.StorageException;
import org.stowage.api.datastore.DatastorePath;
import org.stowage.runtime.target.Target;

/**
 * What the content of an image added up to when it was imported or adopted, in a file {@code
 * content} beside its base disks. All base disks of an image have this content, the larger ones
 * with zeros behind it, which do not count.
 *
 * @param hex as {@link org.stowage.runtime.image.ContentDigest} says
 */
record ContentRecord(String hex) {

  static final String NAME = "content";

  private static final int MOST_BYTES = 1024;
  private static final Pattern LINE = Pattern.compile("sha256-blocks ([0-9a-f]{64})\\s*");

  /**
   * Reads what is recorded.
   *
   * @param folder the image's
   * @throws StorageException {@code integrity} when it is no record
   */
  static Optional<ContentRecord> read(Target target, DatastorePath folder) throws IOException {
    DatastorePath file = folder.resolve(NAME);
    try (InputStream in = target.ports(folder.datastore()).files().download(file)) {
      String text = new String(in.readNBytes(MOST_BYTES), StandardCharsets.US_ASCII);
      Matcher line = LINE.matcher(text);
      if (line.matches()) {
        return Optional.of(new ContentRecord(line.group(1)));
      }
    } catch (StorageException e) {
      if (e.code().equals(CommonError.NOT_FOUND)) {
        return Optional.empty();
      }
      throw e;
    }
    throw new StorageException(
        CommonError.INTEGRITY,
        "%s is no record of an image's content".formatted(target.display(file)),
        "Remove it; stowage cache adopt makes another of the base disk as it is.");
  }

  void write(Target target, DatastorePath folder) throws IOException {
    target.write(folder.resolve(NAME), "sha256-blocks " + hex + "\n");
  }
}
