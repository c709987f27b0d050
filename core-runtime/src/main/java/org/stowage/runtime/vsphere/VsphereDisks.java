package org.stowage.runtime.vsphere;

import com.vmware.vim25.FileBackedVirtualDiskSpec;
import com.vmware.vim25.ManagedObjectReference;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Optional;
import org.stowage.api.CommonError;
import org.stowage.api.StorageException;
import org.stowage.api.Transfer;
import org.stowage.api.datastore.DatastoreFiles;
import org.stowage.api.datastore.DatastorePath;
import org.stowage.api.datastore.DatastoreTraits;
import org.stowage.api.datastore.VirtualDisks;
import org.stowage.api.disk.AdapterType;
import org.stowage.runtime.Operation;

/** Disks through the virtual disk manager (vSphere Web Services API, VirtualDiskManager). */
final class VsphereDisks implements VirtualDisks {

  private static final int KIB = 1024;
  private static final String SUFFIX = ".vmdk";

  private final Vim vim;
  private final VsphereFiles files;
  private final DatastoreTraits traits;
  private final Place place;

  VsphereDisks(Vim vim, VsphereFiles files, DatastoreTraits traits, Place place) {
    this.vim = vim;
    this.files = files;
    this.traits = traits;
    this.place = place;
  }

  @Override
  public void create(DatastorePath disk, long capacityBytes, AdapterType adapterType)
      throws IOException {
    String what = "create disk " + disk;
    files.requireAllowed(what, disk);
    FileBackedVirtualDiskSpec spec = new FileBackedVirtualDiskSpec();
    spec.setDiskType("thin");
    spec.setAdapterType(managerName(adapterType));
    spec.setCapacityKb(kibibytes(what, capacityBytes));
    vim.run(
        what,
        stub -> stub.createVirtualDisk_Task(manager(), disk.toString(), place.datacenter(), spec),
        Operation.unwatched(what));
  }

  @Override
  public void copy(DatastorePath from, DatastorePath to, Transfer transfer) throws IOException {
    String what = "copy disk " + from + " to " + to;
    files.requireAllowed(what, from);
    files.requireAllowed(what, to);
    vim.run(
        what,
        stub ->
            stub.copyVirtualDisk_Task(
                manager(),
                from.toString(),
                place.datacenter(),
                to.toString(),
                place.datacenter(),
                null,
                false),
        transfer);
  }

  @Override
  public void move(DatastorePath from, DatastorePath to) throws IOException {
    String what = "move disk " + from + " to " + to;
    files.requireAllowed(what, from);
    files.requireAllowed(what, to);
    vim.run(
        what,
        stub ->
            stub.moveVirtualDisk_Task(
                manager(),
                from.toString(),
                place.datacenter(),
                to.toString(),
                place.datacenter(),
                false,
                null),
        Operation.unwatched(what));
  }

  @Override
  public void extend(DatastorePath disk, long newCapacityBytes) throws IOException {
    String what = "extend disk " + disk;
    long newKib = kibibytes(what, newCapacityBytes);
    Facts facts =
        find(disk)
            .orElseThrow(
                () ->
                    new StorageException(
                        CommonError.NOT_FOUND, what + ": there is no such disk", ""));
    if (newCapacityBytes < facts.capacityBytes()) {
      throw refused(
          what,
          "it has %d bytes, and a disk does not shrink to %d"
              .formatted(facts.capacityBytes(), newCapacityBytes));
    }
    if (newCapacityBytes > facts.capacityBytes()) {
      vim.run(
          what,
          stub ->
              stub.extendVirtualDisk_Task(
                  manager(), disk.toString(), place.datacenter(), newKib, false),
          Operation.unwatched(what));
    }
  }

  /** By its descriptor's first bytes, which costs no call of the API. */
  @Override
  public Optional<Facts> find(DatastorePath disk) throws IOException {
    if (!disk.fileName().endsWith(SUFFIX)) {
      return Optional.empty();
    }
    try (InputStream descriptor = files.download(disk)) {
      return Optional.of(DiskHead.read(descriptor.readNBytes(DiskHead.BYTES), disk.toString()));
    } catch (StorageException e) {
      if (e.code().equals(CommonError.NOT_FOUND)) {
        return Optional.empty();
      }
      throw e;
    }
  }

  /** The files of its name: a data file is listed only where the type lets it be addressed. */
  @Override
  public long storedBytes(DatastorePath disk) throws IOException {
    String name = disk.fileName();
    if (disk.parent().isEmpty() || !name.endsWith(SUFFIX)) {
      return 0;
    }
    String data = name.substring(0, name.length() - SUFFIX.length()) + "-flat" + SUFFIX;
    return files.list(disk.parent().get()).stream()
        .filter(entry -> entry.name().equals(name) || entry.name().equals(data))
        .mapToLong(DatastoreFiles.Entry::sizeBytes)
        .sum();
  }

  @Override
  public void delete(DatastorePath disk) throws IOException {
    String what = "delete disk " + disk;
    files.requireAllowed(what, disk);
    vim.removing(
        List.of("FileNotFound"),
        () ->
            vim.run(
                what,
                stub -> stub.deleteVirtualDisk_Task(manager(), disk.toString(), place.datacenter()),
                Operation.unwatched(what)));
  }

  private ManagedObjectReference manager() throws StorageException {
    return vim.content().getVirtualDiskManager();
  }

  /** The API counts in KiB, so a disk of an odd number of sectors cannot be had by it. */
  private long kibibytes(String what, long capacityBytes) throws StorageException {
    long multiple = Math.max(KIB, traits.capacityMultipleBytes());
    if (capacityBytes <= 0 || capacityBytes % multiple != 0) {
      throw refused(
          what, "%d bytes are no multiple of %d bytes".formatted(capacityBytes, multiple));
    }
    return capacityBytes / KIB;
  }

  private static StorageException refused(String what, String why) {
    return new StorageException(CommonError.NOT_ALLOWED, what + ": " + why, "");
  }

  /** The manager knows three adapters; all others of SCSI, SATA and NVMe go by lsiLogic. */
  private static String managerName(AdapterType adapterType) {
    return switch (adapterType.vmdkName()) {
      case "ide" -> "ide";
      case "buslogic" -> "busLogic";
      default -> "lsiLogic";
    };
  }
}
