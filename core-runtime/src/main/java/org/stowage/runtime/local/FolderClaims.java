package org.stowage.runtime.local;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import org.stowage.api.CancelledException;
import org.stowage.api.CommonError;
import org.stowage.api.StorageException;
import org.stowage.api.Transfer;
import org.stowage.api.datastore.DatastorePath;
import org.stowage.runtime.target.Target.Claim;

/** The claims of one datastore's folder, by names of Stowage's choosing. */
record FolderClaims(LocalFolder folder) {

  private static final long PARK_NANOS = 50_000_000;
  private static final long PATIENCE_NANOS = 30_000_000_000L;

  Optional<Claim> tryClaim(String claimName) throws StorageException {
    Path file = folder.root().resolve(LocalFolder.OWN).resolve("claims");
    try {
      return ClaimFile.tryClaim(file, claimName);
    } catch (IOException e) {
      throw FileErrors.explain("claim", DatastorePath.root(folder.name()), e);
    }
  }

  /** Waits for a claim until it is had or the transfer is cancelled. */
  Claim claim(String claimName, Transfer transfer) throws StorageException {
    while (true) {
      transfer.checkCancelled();
      Optional<Claim> claim = tryClaim(claimName);
      if (claim.isPresent()) {
        return claim.get();
      }
      park(claimName);
    }
  }

  /** Keeps everybody else off a name for the moment it takes to look and rename. */
  Claim lockName(Path place) throws StorageException {
    String claimName = "name " + folder.root().relativize(place);
    long start = System.nanoTime();
    while (System.nanoTime() - start < PATIENCE_NANOS) {
      Optional<Claim> claim = tryClaim(claimName);
      if (claim.isPresent()) {
        return claim.get();
      }
      park(claimName);
    }
    throw new StorageException(
        CommonError.IO,
        "another process has kept " + place + " locked for 30 s",
        "Find the Stowage process that hangs on datastore " + folder.name() + " and end it.");
  }

  private static void park(String claimName) throws CancelledException {
    if (Thread.currentThread().isInterrupted()) {
      throw new CancelledException("waiting for " + claimName);
    }
    LockSupport.parkNanos(PARK_NANOS);
  }
}
