package org.stowage.runtime.http;

import java.io.IOException;
import java.util.Set;
import org.stowage.api.StorageException;
import org.stowage.api.Transfer;

/** Asks again as long as that may help. Not for several threads. */
final class Persistence {

  /** What a server that is overloaded, restarted, or behind a proxy that waits for it says. */
  private static final Set<Integer> PASSING = Set.of(429, 500, 502, 503, 504);

  private final Patience patience;
  private final Transfer transfer;
  private int failures;

  Persistence(Patience patience, Transfer transfer) {
    this.patience = patience;
    this.transfer = transfer;
  }

  /** One question. */
  @FunctionalInterface
  interface Question {
    Answer ask() throws IOException;
  }

  /**
   * Asks until there is an answer that is the file, or a part of it.
   *
   * @throws StorageException that says why there is none
   */
  Answer until(RemoteFile file, Question question) throws IOException {
    while (true) {
      try {
        Answer answer = question.ask();
        if (answer.status() == 200 || answer.status() == 206) {
          return answer;
        }
        try (answer) {
          StorageException refused = file.refused(answer);
          if (!mayPass(answer)) {
            throw refused;
          }
          again(refused);
        }
      } catch (StorageException e) {
        throw e;
      } catch (IOException e) {
        StorageException explained = file.explain(e);
        if (ConnectionTrouble.isBeforeSending(e)) {
          throw explained;
        }
        again(explained);
      }
    }
  }

  static boolean mayPass(Answer answer) {
    return PASSING.contains(answer.status());
  }

  /** Waits before the next try; throws the failure when there was one too many. */
  void again(StorageException failure) throws IOException {
    failures++;
    if (failures > patience.retries().retries()) {
      throw failure;
    }
    patience.retries().pause(failures, transfer::checkCancelled);
  }

  /** Something came: what failed before does not count any more. */
  void progressed() {
    failures = 0;
  }
}
