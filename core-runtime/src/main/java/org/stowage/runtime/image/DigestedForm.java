package org.stowage.runtime.image;

import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.OptionalLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.stowage.api.CancelledException;
import org.stowage.api.Transfer;
import org.stowage.api.disk.DiskImage;
import org.stowage.api.disk.DiskSink;
import org.stowage.api.disk.StoredForm;
import org.stowage.runtime.http.BytePipe;
import org.stowage.vmdk.VmdkKind;
import org.stowage.vmdk.VmdkReader;

/**
 * The own bytes of an image whose content is digested. Whoever reads the content of them says so to
 * {@link #watching}; where nobody does, they are read here beside, on their way to where they go.
 */
public final class DigestedForm implements StoredForm {

  private static final Logger LOG = LoggerFactory.getLogger(DigestedForm.class);
  private static final String STREAM = VmdkKind.STREAM_OPTIMIZED.formatId();
  private static final int PIPE_BYTES = 1 << 20;

  private final StoredForm form;
  private final DigestedImage image;
  private final ContentDigest digest = new ContentDigest();

  DigestedForm(StoredForm form, DigestedImage image) {
    this.form = form;
    this.image = image;
  }

  /** The bytes alone, for one who reads their content. */
  public StoredForm form() {
    return form;
  }

  /** Where one who reads the content writes it, on its way to a sink. */
  public DiskSink watching(DiskSink sink) {
    return digest.beside(sink);
  }

  /** Said by one who has written all of the content where {@link #watching} said. */
  public void watched() {
    image.found(digest.hex());
  }

  @Override
  public String format() {
    return form.format();
  }

  @Override
  public OptionalLong lengthBytes() {
    return form.lengthBytes();
  }

  @Override
  public void writeTo(OutputStream out, Transfer transfer) throws IOException {
    if (!form.format().equals(STREAM)) {
      form.writeTo(out, transfer);
      return;
    }
    BytePipe pipe = new BytePipe(PIPE_BYTES, transfer);
    Thread reader = new Thread(() -> read(pipe, transfer), "stowage-content-digest");
    reader.setDaemon(true);
    reader.start();
    try {
      form.writeTo(new Beside(out, pipe), transfer);
      pipe.end(null);
      join(reader);
    } finally {
      pipe.abandon();
    }
  }

  /** That the content is not understood here is no matter of whoever wants the bytes. */
  private void read(BytePipe pipe, Transfer transfer) {
    String name = image.facts().fileName();
    try (PassingSource source = new PassingSource(name, form.lengthBytes(), new Piped(pipe));
        DiskImage read = VmdkReader.open(source)) {
      read.copyTo(digest, new Silent(transfer));
      image.found(digest.hex());
    } catch (IOException | RuntimeException e) {
      LOG.info("the content of {} was not digested", image.facts().fileName(), e);
    } finally {
      pipe.abandon();
    }
  }

  private static void join(Thread reader) throws IOException {
    try {
      reader.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new CancelledException("the transfer");
    }
  }

  /** What comes out of a pipe. */
  private static final class Piped extends InputStream {

    private final BytePipe pipe;

    Piped(BytePipe pipe) {
      this.pipe = pipe;
    }

    @Override
    public int read() throws IOException {
      byte[] one = new byte[1];
      return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
      return pipe.read(bytes, offset, length);
    }

    @Override
    public void close() {
      pipe.abandon();
    }
  }

  /** Gives a pipe, as long as anybody reads it, what it writes. */
  private static final class Beside extends FilterOutputStream {

    private final BytePipe pipe;

    Beside(OutputStream out, BytePipe pipe) {
      super(out);
      this.pipe = pipe;
    }

    @Override
    public void write(int one) throws IOException {
      write(new byte[] {(byte) one}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
      out.write(bytes, offset, length);
      if (pipe.isAbandoned()) {
        return;
      }
      try {
        pipe.write(bytes, offset, length);
      } catch (IOException e) {
        if (!pipe.isAbandoned()) {
          throw e;
        }
      }
    }

    @Override
    public void close() {}
  }
}
