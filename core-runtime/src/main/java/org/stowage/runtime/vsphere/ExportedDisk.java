package org.stowage.runtime.vsphere;

import com.vmware.vim25.HttpNfcLeaseDeviceUrl;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Optional;
import java.util.OptionalLong;
import org.stowage.api.CommonError;
import org.stowage.api.StorageException;
import org.stowage.api.Transfer;
import org.stowage.api.disk.DiskFacts;
import org.stowage.api.disk.DiskImage;
import org.stowage.api.disk.DiskSink;
import org.stowage.api.disk.StoredForm;
import org.stowage.vmdk.VmdkKind;
import org.stowage.vmdk.stream.StreamImage;

/**
 * A disk on its way out of a host, parents included, because a host flattens what it exports. Once
 * it was read, it is compared with the lease's manifest, where the host keeps one, and the lease is
 * completed.
 */
final class ExportedDisk implements DiskImage {

  private final Lease lease;
  private final HttpNfcLeaseDeviceUrl url;
  private final MeasuredInput content;
  private final StreamImage image;

  private ExportedDisk(
      Lease lease, HttpNfcLeaseDeviceUrl url, MeasuredInput content, StreamImage image) {
    this.lease = lease;
    this.url = url;
    this.content = content;
    this.image = image;
  }

  /**
   * Begins to receive a disk.
   *
   * @param lease stays the caller's to close, which aborts it if the disk was not read
   * @param number of the disk, among those of the lease
   * @param capacityBytes what its machine says
   * @throws StorageException {@code integrity} when the host sends a disk of another capacity
   */
  static ExportedDisk open(
      String what,
      Lease lease,
      int number,
      long capacityBytes,
      LeaseTransfers transfers,
      Transfer transfer)
      throws IOException {
    HttpNfcLeaseDeviceUrl url = lease.disk(number);
    MeasuredInput content =
        new MeasuredInput(
            transfers.get(what, url, transfer),
            bytes -> lease.progress((int) Math.min(99, 99.0 * bytes / capacityBytes)));
    String name = "the disk that " + url.getUrl() + " gives";
    StreamImage image =
        StreamImage.open(new ExportStream(name, content), VmdkKind.STREAM_OPTIMIZED.formatId());
    ExportedDisk disk = new ExportedDisk(lease, url, content, image);
    if (image.facts().capacityBytes() != capacityBytes) {
      try (disk) {
        throw new StorageException(
            CommonError.INTEGRITY,
            "%s: the host sends a disk of %d bytes, and the machine's has %d"
                .formatted(what, image.facts().capacityBytes(), capacityBytes),
            "Run the command again, when nobody changes the machine.");
      }
    }
    return disk;
  }

  @Override
  public DiskFacts facts() {
    return image.facts();
  }

  @Override
  public void copyTo(DiskSink sink, Transfer transfer) throws IOException {
    image.copyTo(sink, transfer);
    finish();
  }

  @Override
  public Optional<StoredForm> stored() {
    return image.stored().map(Checked::new);
  }

  private void finish() throws IOException {
    lease.agrees(url, content);
    lease.complete();
  }

  @Override
  public void close() throws IOException {
    image.close();
  }

  /** The host's bytes, which are whole when they were written. */
  private final class Checked implements StoredForm {

    private final StoredForm form;

    Checked(StoredForm form) {
      this.form = form;
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
      form.writeTo(out, transfer);
      finish();
    }
  }
}
