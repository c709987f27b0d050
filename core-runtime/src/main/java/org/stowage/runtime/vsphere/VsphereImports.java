package org.stowage.runtime.vsphere;

import static org.stowage.api.datastore.DatastoreTraits.DataFiles.HIDDEN;

import java.io.IOException;
import java.io.InputStream;
import org.stowage.api.CommonError;
import org.stowage.api.StorageException;
import org.stowage.api.Transfer;
import org.stowage.api.datastore.BaseDisk;
import org.stowage.api.datastore.DatastorePath;
import org.stowage.api.datastore.DiskImports;
import org.stowage.api.disk.DiskImage;
import org.stowage.api.disk.DiskSpec;
import org.stowage.api.disk.StoredForm;
import org.stowage.runtime.image.StoredFormStream;

/** The routes into a vCenter's datastore. */
final class VsphereImports implements DiskImports {

  private static final String STREAM = "streamOptimized";
  private static final String SPARSE = "sparse";
  private static final String RAW = "raw";

  private final VspherePorts ports;

  VsphereImports(VspherePorts ports) {
    this.ports = ports;
  }

  @Override
  public void importStream(DiskImage image, BaseDisk disk, Transfer transfer) throws IOException {
    StoredForm form = stored(image, STREAM, disk);
    requireFree(disk.path());
    new ShadowVm(ports, disk, image.facts().capacityBytes()).fill(form, transfer);
  }

  /**
   * Makes the disk, then puts the content where its data file is.
   *
   * @see <a href="docs/vsphere.md">docs/vsphere.md, "Routes"</a>
   */
  @Override
  public void importFlat(DiskImage image, long capacityBytes, BaseDisk disk, Transfer transfer)
      throws IOException {
    requireDataFiles(disk.path());
    requireFree(disk.path());
    String name = disk.path().fileName();
    DatastorePath data =
        disk.path().sibling(name.substring(0, name.length() - ".vmdk".length()) + "-flat.vmdk");
    try (DiskImage raw =
        ports.formats().convert(image, RAW, new DiskSpec(capacityBytes, disk.adapterType()))) {
      ports.disks().create(disk.path(), capacityBytes, disk.adapterType());
      try (InputStream content = StoredFormStream.open(stored(raw, RAW, disk), transfer)) {
        ports.files().delete(data);
        ports.folder().put(data, content, capacityBytes, transfer);
      } catch (IOException | RuntimeException e) {
        removeAfter(e, disk.path());
        throw e;
      }
    }
  }

  /** Uploads the file as it is, and has the server make a disk of it. */
  @Override
  public void importSparse(DiskImage image, BaseDisk disk, Transfer transfer) throws IOException {
    requireDataFiles(disk.path());
    StoredForm form = stored(image, SPARSE, disk);
    requireFree(disk.path());
    DatastorePath uploaded = disk.path().sibling("sparse-" + disk.path().fileName());
    long lengthBytes =
        form.lengthBytes()
            .orElseThrow(
                () ->
                    new StorageException(
                        CommonError.NOT_ALLOWED,
                        "import " + disk.path() + ": the length of the image is not known",
                        "Store it in a file first."));
    try (InputStream content = StoredFormStream.open(form, transfer)) {
      ports.folder().put(uploaded, content, lengthBytes, transfer);
      ports.disks().copy(uploaded, disk.path(), transfer);
    } catch (IOException | RuntimeException e) {
      removeAfter(e, disk.path());
      throw e;
    } finally {
      ports.files().delete(uploaded);
    }
  }

  private void removeAfter(Exception failure, DatastorePath disk) {
    try {
      ports.disks().delete(disk);
    } catch (IOException e) {
      failure.addSuppressed(e);
    }
  }

  private static StoredForm stored(DiskImage image, String format, BaseDisk disk)
      throws IOException {
    return image
        .stored()
        .filter(form -> form.format().equals(format))
        .orElseThrow(
            () ->
                new StorageException(
                    CommonError.NOT_ALLOWED,
                    "import %s: this route takes %s disks only".formatted(disk.path(), format),
                    ""));
  }

  private void requireFree(DatastorePath disk) throws IOException {
    if (ports.disks().find(disk).isPresent()) {
      throw new StorageException(
          CommonError.ALREADY_EXISTS, "import " + disk + ": it exists", "Choose another name.");
    }
  }

  private void requireDataFiles(DatastorePath disk) throws StorageException {
    if (ports.traits().dataFiles() == HIDDEN) {
      throw new StorageException(
          CommonError.NOT_ALLOWED,
          "import %s: datastores of type %s hide data files; only streams are imported"
              .formatted(disk, ports.datastore().typeName()),
          "");
    }
  }
}
