package org.stowage.runtime.http;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpResponse;
import java.util.Optional;

/**
 * What a server says to a request.
 *
 * @param address that was asked
 * @param body fails with an {@link IOException} that is no {@link org.stowage.api.StorageException}
 *     where asking again may help
 */
public record Answer(URI address, int status, HttpResponse<?> head, InputStream body)
    implements Closeable {

  public Optional<String> header(String name) {
    return head.headers().firstValue(name);
  }

  /** Ends the answer, which costs the connection unless it was read to its end. Idempotent. */
  @Override
  public void close() throws IOException {
    body.close();
  }
}
