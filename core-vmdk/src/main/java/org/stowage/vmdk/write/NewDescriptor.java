package org.stowage.vmdk.write;

import static org.stowage.vmdk.format.VmdkLimits.SECTOR_BYTES;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.stowage.api.StorageException;
import org.stowage.api.disk.AdapterType;
import org.stowage.api.disk.DiskSpec;
import org.stowage.vmdk.descriptor.CreateType;
import org.stowage.vmdk.descriptor.Descriptor;
import org.stowage.vmdk.descriptor.ExtentLine;
import org.stowage.vmdk.format.Geometry;
import org.stowage.vmdk.format.VmdkError;

/** Composes the descriptors of new disks. */
final class NewDescriptor {

  /** What VirtualBox and qemu write; importers go by the version in the OVF or VMX instead. */
  private static final String HARDWARE_VERSION = "4";

  /** "Unknown" in VMware's own files; some importers want the key to be there. */
  private static final String TOOLS_VERSION = "2147483647";

  private NewDescriptor() {}

  static Descriptor of(
      CreateType type,
      DiskSpec spec,
      int contentId,
      @Nullable Parent parent,
      ExtentLine.Access access,
      ExtentLine.Type extent,
      String fileName)
      throws StorageException {
    if (parent != null) {
      checkQuotable("the path of the parent", parent.fileNameHint());
    }
    checkQuotable("the file name", fileName);
    long sectors = spec.capacityBytes() / SECTOR_BYTES;
    return new Descriptor(
        contentId,
        parent == null ? Descriptor.NO_PARENT : parent.contentId(),
        type.text(),
        parent == null ? null : parent.fileNameHint(),
        Map.of(),
        List.of(new ExtentLine(access, sectors, extent, fileName, 0)),
        database(spec));
  }

  private static Map<String, String> database(DiskSpec spec) {
    Map<String, String> database = new LinkedHashMap<>();
    database.put(Descriptor.ADAPTER_TYPE, spec.adapterType().vmdkName());
    database.putAll(geometry(spec.capacityBytes(), spec.adapterType()));
    database.put("ddb.toolsVersion", TOOLS_VERSION);
    database.put("ddb.virtualHWVersion", HARDWARE_VERSION);
    return database;
  }

  /** The entries that follow from the capacity. */
  static Map<String, String> geometry(long capacityBytes, AdapterType adapter) {
    Geometry geometry = Geometry.of(capacityBytes / SECTOR_BYTES, adapter);
    Map<String, String> entries = new LinkedHashMap<>();
    entries.put("ddb.geometry.cylinders", Long.toString(geometry.cylinders()));
    entries.put("ddb.geometry.heads", Integer.toString(geometry.heads()));
    entries.put("ddb.geometry.sectors", Integer.toString(geometry.sectors()));
    return entries;
  }

  /** A descriptor has no way to escape what would end a value. */
  private static void checkQuotable(String what, String value) throws StorageException {
    if (value.chars().anyMatch(c -> c == '"' || c < ' ' || c == 0x7f)) {
      throw new StorageException(
          VmdkError.EXTENT_NAME,
          "cannot make a disk: %s %s has a quote or control character, which no descriptor can hold"
              .formatted(what, value.replaceAll("\\p{Cntrl}", "?")),
          "Choose another name.");
    }
  }
}
