package org.stowage.runtime.image;

import org.stowage.api.CancelledException;
import org.stowage.api.Transfer;

/** For the reading side of a copy: its writing side is the one that tells the progress. */
public record Silent(Transfer transfer) implements Transfer {

  @Override
  public int threads() {
    return transfer.threads();
  }

  @Override
  public void checkCancelled() throws CancelledException {
    transfer.checkCancelled();
  }

  @Override
  public void progress(long doneBytes, long totalBytes) {}
}
