package org.stowage.runtime.fleet;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.stowage.api.CancelledException;
import org.stowage.api.Transfer;

/** A transfer as several operations share it, whose progress is the sum of theirs. */
final class SharedTransfer {

  private final Transfer whole;
  private final List<Share> shares = new CopyOnWriteArrayList<>();

  SharedTransfer(Transfer whole) {
    this.whole = whole;
  }

  /** For one more operation. */
  Transfer share() {
    Share share = new Share();
    shares.add(share);
    return share;
  }

  private void tell() {
    long done = 0;
    long total = 0;
    for (Share one : shares) {
      done += one.doneBytes;
      total = total < 0 || one.totalBytes < 0 ? -1 : total + one.totalBytes;
    }
    whole.progress(done, total);
  }

  private final class Share implements Transfer {

    private volatile long doneBytes;
    private volatile long totalBytes;

    @Override
    public int threads() {
      return whole.threads();
    }

    @Override
    public void checkCancelled() throws CancelledException {
      whole.checkCancelled();
    }

    @Override
    public void progress(long done, long total) {
      doneBytes = done;
      totalBytes = total;
      tell();
    }
  }
}
