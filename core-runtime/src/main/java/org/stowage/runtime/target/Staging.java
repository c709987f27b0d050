package org.stowage.runtime.target;

import java.io.Closeable;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Pattern;
import org.stowage.api.Transfer;
import org.stowage.api.datastore.DatastoreFiles;
import org.stowage.api.datastore.DatastorePath;
import org.stowage.api.datastore.DatastorePorts;

/**
 * A folder of one operation's own, on the datastore where its result is to appear, so that a rename
 * is enough to publish it: {@code [ds] vmware_temp/stowage-<uuid>}.
 *
 * <p>Its owner holds the claim on it from before it exists until it is gone, so a folder whose
 * claim is free was left by a process that died. The prefix keeps {@link #sweep} off the folders
 * that other software makes beside ours. Not safe for use by several threads.
 */
public final class Staging implements Closeable {

  /** The top-level folder that holds all staging folders; Nova's name for it. */
  public static final String TOP = "vmware_temp";

  private static final String PREFIX = "stowage-";
  private static final Pattern NAME = Pattern.compile(PREFIX + "[0-9a-f]{8}(-[0-9a-f]{4,12}){4}");

  private final DatastorePorts ports;
  private final DatastorePath folder;
  private final Target.Claim claim;

  private Staging(DatastorePorts ports, DatastorePath folder, Target.Claim claim) {
    this.ports = ports;
    this.folder = folder;
    this.claim = claim;
  }

  /** Makes an empty staging folder; the caller closes it. */
  public static Staging create(Target target, String datastore, Transfer transfer)
      throws IOException {
    DatastorePorts ports = target.ports(datastore);
    DatastorePath top = DatastorePath.root(datastore).resolve(TOP);
    DatastorePath folder = folder(datastore, PREFIX + UUID.randomUUID());
    Target.Claim claim = target.claim(folder, transfer);
    Staging staging = new Staging(ports, folder, claim);
    try {
      TopLevelFolder.make(ports, top);
      ports.files().makeDirectory(folder);
    } catch (IOException | RuntimeException e) {
      try {
        staging.close();
      } catch (IOException atClose) {
        e.addSuppressed(atClose);
      }
      throw e;
    }
    return staging;
  }

  /** The staging folder of a name, which need not exist. */
  public static DatastorePath folder(String datastore, String name) {
    return DatastorePath.root(datastore).resolve(TOP).resolve(name);
  }

  /** The folder; it exists. */
  public DatastorePath folder() {
    return folder;
  }

  /** Removes the folder with all it still holds, then gives up its claim. Idempotent. */
  @Override
  public void close() throws IOException {
    try {
      ports.files().delete(folder);
    } finally {
      claim.close();
    }
  }

  /** Removes the staging folders that processes left on a datastore when they died. */
  public static void sweep(Target target, String datastore) throws IOException {
    DatastorePorts ports = target.ports(datastore);
    DatastorePath top = DatastorePath.root(datastore).resolve(TOP);
    if (ports.files().find(top).isEmpty()) {
      return;
    }
    for (DatastorePath folder : ours(ports.files().list(top), top)) {
      Optional<Target.Claim> free = target.tryClaim(folder);
      if (free.isPresent()) {
        try (Staging left = new Staging(ports, folder, free.get())) {
          target.removeRemains(left.folder());
        }
      }
    }
  }

  /** Whether a name is one that staging folders have, and machines and snapshots with one. */
  public static boolean isName(String name) {
    return NAME.matcher(name).matches();
  }

  /** The staging folders that {@link #sweep} would remove now. */
  public static List<DatastorePath> abandoned(Target target, String datastore) throws IOException {
    DatastorePorts ports = target.ports(datastore);
    DatastorePath top = DatastorePath.root(datastore).resolve(TOP);
    List<DatastorePath> abandoned = new ArrayList<>();
    if (ports.files().find(top).isPresent()) {
      for (DatastorePath folder : ours(ports.files().list(top), top)) {
        Optional<Target.Claim> free = target.tryClaim(folder);
        if (free.isPresent()) {
          free.get().close();
          abandoned.add(folder);
        }
      }
    }
    return abandoned;
  }

  private static List<DatastorePath> ours(List<DatastoreFiles.Entry> entries, DatastorePath top) {
    return entries.stream()
        .filter(entry -> entry.folder() && entry.name().startsWith(PREFIX))
        .map(entry -> top.resolve(entry.name()))
        .toList();
  }
}
