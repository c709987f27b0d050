package org.stowage.runtime.local;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalLong;
import org.stowage.api.Transfer;
import org.stowage.api.datastore.BaseDisk;
import org.stowage.api.datastore.DatastorePath;
import org.stowage.api.disk.AdapterType;
import org.stowage.api.disk.DiskFacts;
import org.stowage.api.disk.DiskImage;
import org.stowage.api.disk.DiskSink;
import org.stowage.api.disk.StoredForm;
import org.stowage.runtime.target.InstanceSpec;

/**
 * A process that starts an operation and dies in the middle of it, without a word. Arguments: the
 * folder, the type of the datastore, the operation, and an image file.
 */
final class KilledOperation {

  /** The status of a process that died where it was to. */
  static final int DEAD = 99;

  private KilledOperation() {}

  public static void main(String[] arguments) throws Exception {
    String type = arguments[1];
    LocalTarget target = TestTarget.in(Path.of(arguments[0]), type);
    DatastorePath top = DatastorePath.root(type).resolve("top");
    var ports = target.ports(type);
    BaseDisk disk = new BaseDisk(top.resolve("new.vmdk"), AdapterType.LSILOGIC);
    Transfer transfer = new Mortal();
    switch (arguments[2]) {
      case "upload" -> ports.files().upload(top.resolve("new"), new Dying(), 1 << 20, transfer);
      case "importFlat" -> ports.imports().importFlat(image(arguments), 4 << 20, disk, transfer);
      case "importSparse" -> ports.imports().importSparse(image(arguments), disk, transfer);
      case "importStream" -> ports.imports().importStream(image(arguments), disk, transfer);
      case "copy" -> ports.disks().copy(top.resolve("old.vmdk"), disk.path(), transfer);
      case "instance" ->
          target
              .instances()
              .create(
                  new InstanceSpec(
                      "new",
                      type,
                      "img",
                      top.resolve("old.vmdk"),
                      false,
                      4 << 20,
                      AdapterType.IDE,
                      1,
                      64,
                      null),
                  transfer);
      default -> throw new IllegalArgumentException(arguments[2]);
    }
  }

  private static DiskImage image(String[] arguments) throws IOException {
    Path file = Path.of(arguments[3]);
    return new DyingImage(TestImages.open(file, arguments[4]));
  }

  /** Dies when half of what there is to do is done. */
  private record Mortal() implements Transfer {

    @Override
    public int threads() {
      return 2;
    }

    @Override
    public void checkCancelled() {}

    @Override
    public void progress(long doneBytes, long totalBytes) {
      if (2 * doneBytes >= totalBytes) {
        Runtime.getRuntime().halt(DEAD);
      }
    }
  }

  private static final class Dying extends InputStream {

    private int left = 1 << 19;

    @Override
    public int read() {
      if (left-- == 0) {
        Runtime.getRuntime().halt(DEAD);
      }
      return 7;
    }
  }

  /** Gives all its content, and dies before it says that this was all. */
  private record DyingImage(DiskImage image) implements DiskImage {

    @Override
    public DiskFacts facts() {
      return image.facts();
    }

    @Override
    public void copyTo(DiskSink sink, Transfer transfer) throws IOException {
      image.copyTo(sink, new Calm());
      Runtime.getRuntime().halt(DEAD);
    }

    @Override
    public Optional<StoredForm> stored() {
      return image.stored().map(DyingForm::new);
    }

    @Override
    public void close() throws IOException {
      image.close();
    }
  }

  private record DyingForm(StoredForm form) implements StoredForm {

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
      form.writeTo(out, new Calm());
      Runtime.getRuntime().halt(DEAD);
    }
  }

  private record Calm() implements Transfer {

    @Override
    public int threads() {
      return 2;
    }

    @Override
    public void checkCancelled() {}

    @Override
    public void progress(long doneBytes, long totalBytes) {}
  }
}
