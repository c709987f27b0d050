package org.stowage.runtime.vsphere;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.time.Duration;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import org.stowage.api.CommonError;
import org.stowage.api.StorageException;
import org.stowage.api.Transfer;
import org.stowage.runtime.vsphere.wire.HttpConnection;
import org.stowage.runtime.vsphere.wire.StreamedAnswer;
import org.stowage.runtime.vsphere.wire.StreamedRequest;

/** Sends a stream to a server, within the {@linkplain TransferLimit limits} of a transfer. */
final class HttpUpload {

  private static final int SHOWN_CHARACTERS = 200;

  private final HttpConnection connection;
  private final Duration timeout;

  HttpUpload(HttpConnection connection, Duration timeout) {
    this.connection = connection;
    this.timeout = timeout;
  }

  /**
   * Sends.
   *
   * @param what is attempted, on which object
   * @param content read by another thread, which may still do so when this has failed
   * @param lengthBytes exact; empty where it is not known in advance, then the body goes in chunks
   * @throws StorageException {@code transfer} when the server does not take it, or not in time
   */
  void send(
      String what,
      String method,
      URI address,
      String contentType,
      InputStream content,
      OptionalLong lengthBytes,
      Transfer transfer)
      throws IOException {
    try (StreamedRequest request = connection.streamed(address)) {
      CompletableFuture<StreamedAnswer> answer = new CompletableFuture<>();
      Thread sender =
          new Thread(
              () -> {
                try {
                  answer.complete(
                      connection.send(request, method, contentType, content, lengthBytes));
                } catch (Throwable e) {
                  // The waiting thread's error, whatever it is.
                  answer.completeExceptionally(e);
                }
              },
              "stowage-upload");
      sender.setDaemon(true);
      sender.start();
      StreamedAnswer given = new TransferLimit(what, timeout, transfer).await(answer, address);
      if (given.status() / 100 != 2) {
        throw new StorageException(
            CommonError.TRANSFER,
            "%s: the server answered with status %d%s"
                .formatted(what, given.status(), shown(given.text())),
            "Run the command again; if it recurs, look into the log of the host.");
      }
    }
  }

  private static String shown(String body) {
    String text = body.strip().replaceAll("\\s+", " ");
    return text.isEmpty()
        ? ""
        : ": " + text.substring(0, Math.min(SHOWN_CHARACTERS, text.length()));
  }
}
