package org.stowage.plugin.ova;

import java.io.IOException;
import java.io.OutputStream;
import java.util.Optional;
import java.util.OptionalLong;
import org.stowage.api.Transfer;
import org.stowage.api.disk.DiskFacts;
import org.stowage.api.disk.DiskFormats;
import org.stowage.api.disk.DiskImage;
import org.stowage.api.disk.DiskSink;
import org.stowage.api.disk.ImageProperties;
import org.stowage.api.disk.ImageSource;
import org.stowage.api.disk.StoredForm;

/** The root disk of an OVA: the disk inside, with what its package says and promises of it. */
final class OvaImage implements DiskImage {

  private final OvaPackage ova;
  private final DiskImage disk;
  private final DiskFacts facts;

  private OvaImage(OvaPackage ova, DiskImage disk, DiskFacts facts) {
    this.ova = ova;
    this.disk = disk;
    this.facts = facts;
  }

  /**
   * @param ova closed with the image; stays the caller's when this fails
   */
  static OvaImage open(OvaPackage ova, DiskFormats formats, String archive) throws IOException {
    boolean compressed = ova.rootDisk().compressed();
    ImageSource stored = ova.disk();
    ImageSource source =
        compressed ? new CompressedDisk(stored, ova.rootDisk().capacityBytes()) : stored;
    DiskImage disk = formats.open(new SparseDiskOnly(source), ImageProperties.NONE);
    return new OvaImage(ova, disk, MergedFacts.of(ova, disk.facts(), archive));
  }

  @Override
  public DiskFacts facts() {
    return facts;
  }

  @Override
  public void copyTo(DiskSink sink, Transfer transfer) throws IOException {
    disk.copyTo(sink, transfer);
    ova.checkEverything();
  }

  @Override
  public Optional<StoredForm> stored() {
    return ova.rootDisk().compressed() ? Optional.empty() : disk.stored().map(Checked::new);
  }

  @Override
  public void close() throws IOException {
    try (ova) {
      disk.close();
    }
  }

  /** The disk's own bytes; all are written before the manifest's promises can be checked. */
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
      ova.checkDisk();
    }
  }
}
