package org.stowage.runtime.local;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import org.stowage.api.datastore.DatastorePath;
import org.stowage.runtime.target.Target.Claim;

/** Gives a complete file or folder the name under which others find it. */
final class Publication {

  private Publication() {}

  /**
   * Renames atomically, and never onto something that exists.
   *
   * @param attempted for messages, e.g. {@code "upload"}
   * @param ready on the same file system as the target; durable
   */
  static void publish(LocalFolder folder, String attempted, Path ready, DatastorePath target)
      throws IOException {
    publish(folder, attempted, target, place -> rename(ready, place));
  }

  /**
   * Lets a step make the target while nobody else can, provided that nothing stands there and its
   * parent exists.
   */
  static void publish(LocalFolder folder, String attempted, DatastorePath target, Step step)
      throws IOException {
    replace(
        folder,
        attempted,
        target,
        place -> {
          // rename(2) replaces what it finds, and the JDK has no rename that does not.
          requireFree(attempted, place, target);
          step.makeAt(place);
        });
  }

  /** Lets a step change what stands at a path, while nobody else makes or changes it. */
  static void replace(LocalFolder folder, String attempted, DatastorePath target, Step step)
      throws IOException {
    Path place = folder.entry(attempted, target);
    Claim name = folder.claims().lockName(place);
    try {
      step.makeAt(place);
      Durable.folder(place.getParent());
    } catch (IOException e) {
      throw FileErrors.explain(attempted, target, e);
    } finally {
      name.close();
    }
  }

  /** Checks early what {@link #publish} checks again. */
  static void requireFree(String attempted, Path place, DatastorePath target) throws IOException {
    if (Files.exists(place, LinkOption.NOFOLLOW_LINKS)) {
      throw FileErrors.alreadyExists(attempted, target);
    }
    if (!Files.isDirectory(place.getParent())) {
      throw FileErrors.notFound(attempted, target, target.parent().orElse(target));
    }
  }

  static void rename(Path from, Path to) throws IOException {
    Files.move(from, to, StandardCopyOption.ATOMIC_MOVE);
  }

  /** Makes or changes the target. */
  interface Step {
    void makeAt(Path place) throws IOException;
  }
}
