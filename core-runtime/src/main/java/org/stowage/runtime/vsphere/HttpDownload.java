package org.stowage.runtime.vsphere;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.stowage.api.CommonError;
import org.stowage.api.StorageException;

/** What a server sends, within the {@linkplain TransferLimit limits} of a transfer. */
final class HttpDownload extends FilterInputStream {

  private static final Executor LATER =
      CompletableFuture.delayedExecutor(
          TransferLimit.LOOK_AROUND.toMillis(), TimeUnit.MILLISECONDS);

  private final URI address;
  private final TransferLimit limit;
  private volatile boolean closed;
  private volatile @Nullable StorageException stopped;

  private HttpDownload(InputStream body, URI address, TransferLimit limit) {
    super(body);
    this.address = address;
    this.limit = limit;
  }

  /**
   * Sends a request, and waits for the beginning of what is asked for.
   *
   * @throws StorageException {@code transfer} when the server does not give it, or not in time
   */
  static HttpDownload open(HttpClient client, HttpRequest request, TransferLimit limit)
      throws IOException {
    CompletableFuture<HttpResponse<InputStream>> answer =
        client.sendAsync(request, HttpResponse.BodyHandlers.ofInputStream());
    HttpResponse<InputStream> response;
    try {
      response = limit.await(answer, request.uri());
    } finally {
      answer.cancel(true);
    }
    if (response.statusCode() != 200) {
      response.body().close();
      throw new StorageException(
          CommonError.TRANSFER,
          "%s: the server answered with status %d".formatted(limit.what(), response.statusCode()),
          "Run the command again; if it recurs, look into the log of the host.");
    }
    HttpDownload download = new HttpDownload(response.body(), request.uri(), limit);
    download.watch();
    return download;
  }

  /** Closes the stream under a blocked read, which ends by that, when the transfer is to end. */
  private void watch() {
    if (closed) {
      return;
    }
    try {
      limit.check();
      LATER.execute(this::watch);
    } catch (StorageException e) {
      stopped = e;
      try {
        in.close();
      } catch (IOException atClose) {
        e.addSuppressed(atClose);
      }
    }
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
  }

  @Override
  public int read(byte[] into, int offset, int length) throws IOException {
    int count;
    try {
      count = super.read(into, offset, length);
    } catch (IOException e) {
      StorageException because = stopped;
      throw because != null ? because : limit.explain(e, address);
    }
    StorageException because = stopped;
    if (count < 0 && because != null) {
      throw because;
    }
    return count;
  }

  /** Ends the transfer, if it goes on. Idempotent. */
  @Override
  public void close() throws IOException {
    closed = true;
    super.close();
  }
}
