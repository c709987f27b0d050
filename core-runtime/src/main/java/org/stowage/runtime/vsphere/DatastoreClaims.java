package org.stowage.runtime.vsphere;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.Optional;
import java.util.UUID;
import org.stowage.api.CancelledException;
import org.stowage.api.CommonError;
import org.stowage.api.StorageException;
import org.stowage.api.Transfer;
import org.stowage.api.datastore.DatastoreFiles;
import org.stowage.api.datastore.DatastorePath;
import org.stowage.runtime.Operation;
import org.stowage.runtime.target.Staging;
import org.stowage.runtime.target.Target;
import org.stowage.runtime.target.TopLevelFolder;

/**
 * Claims as folders of a datastore, because to make a folder is atomic there for all machines: who
 * makes it holds the claim. The holder writes a file in it again and again; a claim whose file is
 * old, by the datastore's own clock, was left by a process that died, and whoever moves its folder
 * away may make it anew.
 */
final class DatastoreClaims {

  private static final String FOLDER = "claims";
  private static final String ALIVE = "alive";

  /** A holder gives a sign once in so many intervals of polling. */
  private static final int POLLS_PER_SIGN = 10;

  /** A claim that somebody waits for is dead after so many intervals of polling without a sign. */
  private static final int POLLS_UNTIL_DEAD = 60;

  /**
   * One that is merely tried is dead before: whoever got a dead process's first claim by waiting
   * finds the others of that process free as well, though those may have been signed later.
   */
  private static final int POLLS_UNTIL_FREE = POLLS_UNTIL_DEAD - POLLS_PER_SIGN - 2;

  private final VsphereTarget target;
  private final Duration poll;

  DatastoreClaims(VsphereTarget target) {
    this.target = target;
    this.poll = target.patience().poll();
  }

  Target.Claim claim(DatastorePath path, Transfer transfer) throws IOException {
    while (true) {
      transfer.checkCancelled();
      Optional<Target.Claim> taken = tryClaim(path, POLLS_UNTIL_DEAD);
      if (taken.isPresent()) {
        return taken.get();
      }
      pause(path);
    }
  }

  private void pause(DatastorePath path) throws CancelledException {
    try {
      Thread.sleep(poll.toMillis());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new CancelledException("waiting for " + path);
    }
  }

  Optional<Target.Claim> tryClaim(DatastorePath path) throws IOException {
    return tryClaim(path, POLLS_UNTIL_FREE);
  }

  private Optional<Target.Claim> tryClaim(DatastorePath path, int pollsUntilDead)
      throws IOException {
    VspherePorts ports = target.portsTo(path.datastore());
    DatastorePath folder = folder(path);
    if (make(ports, folder)) {
      return Optional.of(held(ports, folder));
    }
    if (!isDead(ports, folder, pollsUntilDead)) {
      return Optional.empty();
    }
    // Else somebody else has just found it dead, too.
    boolean removed = remove(ports, folder);
    return removed && make(ports, folder) ? Optional.of(held(ports, folder)) : Optional.empty();
  }

  /** Removes the claims of processes that died, and what those left beside them. */
  void sweep(String datastore) throws IOException {
    VspherePorts ports = target.portsTo(datastore);
    DatastorePath all = top(datastore).resolve(FOLDER);
    if (ports.files().find(all).isEmpty()) {
      return;
    }
    for (DatastoreFiles.Entry entry : ports.files().list(all)) {
      DatastorePath left = all.resolve(entry.name());
      if (entry.folder() && isDead(ports, left, POLLS_UNTIL_DEAD)) {
        remove(ports, left);
      }
    }
  }

  /** Moves a dead claim away first: of several who find it dead, one does. */
  private static boolean remove(VspherePorts ports, DatastorePath folder) throws IOException {
    DatastorePath dead = folder.sibling(folder.fileName() + "." + UUID.randomUUID());
    try {
      ports.files().move(folder, dead);
    } catch (StorageException e) {
      return false;
    }
    ports.files().delete(dead);
    return true;
  }

  private Target.Claim held(VspherePorts ports, DatastorePath folder) throws IOException {
    Duration beat = poll.multipliedBy(POLLS_PER_SIGN);
    return HeldClaim.begin(
        () -> signAnyway(ports, folder), () -> ports.files().delete(folder), beat);
  }

  /** While an upload takes hours, nothing else may notice that the session has ended. */
  private static void signAnyway(VspherePorts ports, DatastorePath folder) throws IOException {
    try {
      sign(ports, folder);
    } catch (StorageException e) {
      // What is sent beside the API cannot log in again, but any call can.
      ports.files().modified(folder);
      sign(ports, folder);
    }
  }

  private static void sign(VspherePorts ports, DatastorePath folder) throws IOException {
    byte[] text = ("held at " + Instant.now() + "\n").getBytes(StandardCharsets.UTF_8);
    ports
        .folder()
        .put(
            folder.resolve(ALIVE),
            new ByteArrayInputStream(text),
            text.length,
            Operation.unwatched("keep the claim " + folder));
  }

  /** Makes a folder; false when it exists. */
  private static boolean make(VspherePorts ports, DatastorePath folder) throws IOException {
    try {
      ports.files().makeNew(folder);
      return true;
    } catch (StorageException e) {
      if (e.code().equals(CommonError.ALREADY_EXISTS)) {
        return false;
      }
      if (!e.code().equals(CommonError.NOT_FOUND)) {
        throw e;
      }
    }
    TopLevelFolder.make(ports, top(folder.datastore()));
    ports.files().makeDirectory(folder.parent().orElseThrow());
    return make(ports, folder);
  }

  /** Compares what the datastore dated long ago with what it dates now. */
  private boolean isDead(VspherePorts ports, DatastorePath folder, int pollsUntilDead)
      throws IOException {
    Optional<Instant> signed = ports.files().modified(folder.resolve(ALIVE));
    if (signed.isEmpty()) {
      signed = ports.files().modified(folder);
    }
    DatastorePath probe = folder.sibling("probe." + UUID.randomUUID());
    sign(ports, probe);
    try {
      Optional<Instant> now = ports.files().modified(probe.resolve(ALIVE));
      Duration longest = poll.multipliedBy(pollsUntilDead);
      return signed.isPresent()
          && now.isPresent()
          && Duration.between(signed.get(), now.get()).compareTo(longest) > 0;
    } finally {
      ports.files().delete(probe);
    }
  }

  private static DatastorePath top(String datastore) {
    return DatastorePath.root(datastore).resolve(Staging.TOP);
  }

  private static DatastorePath folder(DatastorePath claimed) {
    try {
      byte[] digest =
          MessageDigest.getInstance("SHA-256")
              .digest(claimed.path().getBytes(StandardCharsets.UTF_8));
      return top(claimed.datastore())
          .resolve(FOLDER)
          .resolve(HexFormat.of().formatHex(digest, 0, 16));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java runtime has SHA-256", e);
    }
  }
}
