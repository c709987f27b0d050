package org.stowage.runtime;

import java.io.IOException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * One runtime with the plugins it has loaded, and how much work it does: closed by whoever leaves
 * it last, once it is retired.
 */
final class Generation {

  private final Stowage stowage;
  private final Consumer<Generation> whenClosed;
  private int working;
  private boolean retired;
  private boolean closed;
  private @Nullable IOException failure;

  /**
   * @param whenClosed told once, when it has closed
   */
  Generation(Stowage stowage, Consumer<Generation> whenClosed) {
    this.stowage = stowage;
    this.whenClosed = whenClosed;
  }

  Stowage stowage() {
    return stowage;
  }

  /** Begins a piece of work here; false when this generation takes no more. */
  synchronized boolean enter() {
    if (!retired) {
      working++;
    }
    return !retired;
  }

  /** Ends a piece of work. */
  synchronized void leave() {
    working--;
    closeIfDone();
  }

  /** Takes no more work, and closes as soon as there is none. */
  synchronized void retire() {
    retired = true;
    closeIfDone();
  }

  private void closeIfDone() {
    if (retired && working == 0 && !closed) {
      try {
        stowage.close();
      } catch (IOException e) {
        failure = e;
      }
      closed = true;
      whenClosed.accept(this);
      notifyAll();
    }
  }

  /**
   * Waits until it has closed.
   *
   * @throws IOException when a plugin did not end as it should
   */
  synchronized void awaitClosed() throws IOException, InterruptedException {
    while (!closed) {
      wait();
    }
    if (failure != null) {
      throw failure;
    }
  }
}
