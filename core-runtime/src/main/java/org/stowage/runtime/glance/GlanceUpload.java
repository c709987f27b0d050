package org.stowage.runtime.glance;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.concurrent.CompletableFuture;
import org.stowage.api.CommonError;
import org.stowage.api.StorageException;
import org.stowage.api.Transfer;
import org.stowage.api.disk.ImageProperties;
import org.stowage.runtime.http.BytePipe;
import org.stowage.runtime.http.NoAnswerException;

/** Makes an image of Glance of a stream whose length nobody knows before its end. */
public final class GlanceUpload {

  private static final int PIPE_BYTES = 1 << 20;

  private final Glance glance;
  private final Transfer transfer;
  private final MessageDigest digest = sha512();
  private long bytes;

  public GlanceUpload(Glance glance, Transfer transfer) {
    this.glance = glance;
    this.transfer = transfer;
  }

  /** Writes the image; does not close the stream. */
  @FunctionalInterface
  public interface Content {
    void writeTo(OutputStream out) throws IOException;
  }

  /** An image that Glance has taken. */
  public record Uploaded(GlanceImage image, long bytes) {}

  /**
   * Uploads, once. A failure leaves no image behind; where that cannot be, it says which one.
   *
   * @throws StorageException {@code already-exists} when an image has the name, before anything of
   *     the content is asked for; {@code integrity} when Glance has received other bytes
   */
  public Uploaded upload(String name, ImageProperties properties, Content content)
      throws IOException {
    GlanceImage queued = glance.create(name, properties, transfer);
    try {
      send(queued, content);
      GlanceImage image = glance.show(queued, transfer);
      check(image);
      return new Uploaded(image, bytes);
    } catch (IOException | RuntimeException e) {
      try {
        glance.delete(queued, new Unstoppable(transfer));
      } catch (IOException atCleaning) {
        e.addSuppressed(atCleaning);
        throw left(queued, e);
      }
      throw e;
    }
  }

  private static StorageException left(GlanceImage queued, Exception failure) {
    boolean known = failure instanceof StorageException;
    StorageException left =
        new StorageException(
            known ? ((StorageException) failure).code() : CommonError.IO,
            "%s; image %s is left in Glance".formatted(failure.getMessage(), queued.id()),
            "Remove it with: openstack image delete %s. %s"
                .formatted(queued.id(), known ? ((StorageException) failure).remedy() : "")
                .strip(),
            failure);
    for (Throwable suppressed : failure.getSuppressed()) {
      left.addSuppressed(suppressed);
    }
    return left;
  }

  private void send(GlanceImage queued, Content content) throws IOException {
    String attempted = "uploading image " + queued.name();
    URI address =
        URI.create(glance.session().images(transfer) + "/images/" + queued.id() + "/file");
    BytePipe pipe = new BytePipe(PIPE_BYTES, transfer, glance.access().patience().silence());
    HttpRequest.Builder request =
        HttpRequest.newBuilder(address)
            .header("Content-Type", "application/octet-stream")
            .PUT(HttpRequest.BodyPublishers.ofInputStream(() -> reading(pipe)));
    glance.session().headers(transfer).forEach(request::header);
    CompletableFuture<HttpResponse<InputStream>> pending =
        glance.access().begin(request.build(), transfer);
    // Whoever is refused hears of it at the next write.
    pending.whenComplete((answer, failure) -> pipe.abandon());
    IOException broken = null;
    try {
      content.writeTo(new DigestOutputStream(writing(pipe), digest));
      pipe.end(null);
    } catch (RuntimeException e) {
      giveUp(pipe, pending, e);
      throw e;
    } catch (NoAnswerException e) {
      giveUp(pipe, pending, e);
      throw glance.access().explain(attempted, address, e);
    } catch (IOException e) {
      if (!pipe.isAbandoned()) {
        giveUp(pipe, pending, e);
        throw e;
      }
      broken = e;
    }
    try (InputStream body = answer(attempted, address, pending)) {
      body.readAllBytes();
    }
    if (broken != null) {
      throw broken;
    }
  }

  /** The body is not brought to its end, so that Glance cannot take what there is for the whole. */
  private static void giveUp(
      BytePipe pipe, CompletableFuture<HttpResponse<InputStream>> pending, Exception failure) {
    pipe.end(failure);
    pending.cancel(true);
  }

  private InputStream answer(
      String attempted, URI address, CompletableFuture<HttpResponse<InputStream>> pending)
      throws IOException {
    HttpResponse<InputStream> answer;
    try {
      answer = glance.access().await(pending, transfer);
    } catch (IOException e) {
      throw glance.access().explain(attempted, address, e);
    }
    if (answer.statusCode() != 204) {
      answer.body().close();
      throw glance.refused(attempted, answer.statusCode());
    }
    return answer.body();
  }

  private void check(GlanceImage image) throws StorageException {
    String received = image.properties().value(ImageProperties.HASH_VALUE).orElse("");
    String sent = HexFormat.of().formatHex(digest.digest());
    boolean comparable =
        image
            .properties()
            .value(ImageProperties.HASH_ALGORITHM)
            .filter("sha512"::equals)
            .isPresent();
    if (!image.status().equals("active") || comparable && !received.equals(sent)) {
      throw new StorageException(
          CommonError.INTEGRITY,
          "uploading image %s: Glance has it as %s, with the SHA-512 %s; sent was %s"
              .formatted(image.name(), image.status(), received, sent),
          "Run the command again; if it recurs, look into Glance's log.");
    }
  }

  private OutputStream writing(BytePipe pipe) {
    return new OutputStream() {
      @Override
      public void write(int one) throws IOException {
        write(new byte[] {(byte) one}, 0, 1);
      }

      @Override
      public void write(byte[] from, int offset, int length) throws IOException {
        pipe.write(from, offset, length);
        bytes += length;
      }
    };
  }

  private static InputStream reading(BytePipe pipe) {
    return new InputStream() {
      @Override
      public int read() {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
      }

      @Override
      public int read(byte[] into, int offset, int length) {
        try {
          return pipe.read(into, offset, length);
        } catch (IOException e) {
          // An IOException Java's client would take for the end.
          throw new UncheckedIOException(e);
        }
      }

      @Override
      public void close() {
        pipe.abandon();
      }
    };
  }

  private static MessageDigest sha512() {
    try {
      return MessageDigest.getInstance("SHA-512");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-512", e);
    }
  }

  /** Cleaning up goes to its end also when the operation was cancelled. */
  private record Unstoppable(Transfer transfer) implements Transfer {

    @Override
    public int threads() {
      return transfer.threads();
    }

    @Override
    public void checkCancelled() {}

    @Override
    public void progress(long doneBytes, long totalBytes) {}
  }
}
