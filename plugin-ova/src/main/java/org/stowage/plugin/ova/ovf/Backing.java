package org.stowage.plugin.ova.ovf;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.stowage.api.DiskFormatException;
import org.stowage.plugin.ova.error.OvaError;
import org.stowage.plugin.ova.ovf.OvfDescriptor.Disk;
import org.stowage.plugin.ova.ovf.OvfDescriptor.File;

/** Follows what disks and items refer to, down to files. */
final class Backing {

  /**
   * What an item hangs on.
   *
   * @param disk null when the item refers to a file directly
   * @param file null for a blank disk
   */
  record Backed(@Nullable Disk disk, @Nullable File file) {}

  /** {@code ovf:/disk/ID}; without scheme or slash, or with one too many, in older descriptors. */
  private static final Pattern HOST_RESOURCE = Pattern.compile("(?:ovf:)?/{0,2}(disk|file)/(.+)");

  private final String where;
  private final Map<String, Disk> disks;
  private final Map<String, Disk> disksByFileRef = new HashMap<>();
  private final Map<String, File> files;
  private final Map<String, File> filesByHref = new HashMap<>();

  Backing(OvfDescriptor descriptor, String where) throws DiskFormatException {
    this.where = where;
    this.disks = byId(descriptor.disks(), Disk::id, "disks");
    this.files = byId(descriptor.files(), File::id, "files");
    descriptor.disks().forEach(disk -> disksByFileRef.putIfAbsent(text(disk.fileRef()), disk));
    descriptor.files().forEach(file -> filesByHref.putIfAbsent(file.href(), file));
  }

  /**
   * What a HostResource names. oVirt writes a bare path, {@code group/image}, which is both the
   * disk's fileRef and the file's href; other tools write a bare disk id.
   */
  Backed ofHostResource(String hostResource) throws DiskFormatException {
    Matcher reference = HOST_RESOURCE.matcher(hostResource);
    boolean path = reference.matches();
    if (path && reference.group(1).equals("file")) {
      return new Backed(null, required(files.get(reference.group(2)), hostResource));
    }
    Disk disk = disks.get(path ? reference.group(2) : hostResource);
    return ofDisk(required(disk != null ? disk : disksByFileRef.get(hostResource), hostResource));
  }

  Backed ofDisk(Disk disk) throws DiskFormatException {
    String reference = text(disk.fileRef());
    if (reference.isEmpty()) {
      return new Backed(disk, null);
    }
    File file = files.getOrDefault(reference, filesByHref.get(reference));
    return new Backed(disk, required(file, reference));
  }

  private <T> T required(@Nullable T found, String reference) throws DiskFormatException {
    if (found == null) {
      throw OvaError.damaged(
          OvaError.REFERENCE,
          where,
          "a disk refers to \"%s\", which it does not describe"
              .formatted(OvaError.shown(reference)));
    }
    return found;
  }

  private <T> Map<String, T> byId(List<T> entries, Function<T, String> id, String what)
      throws DiskFormatException {
    Map<String, T> byId = new HashMap<>();
    for (T entry : entries) {
      if (byId.putIfAbsent(id.apply(entry), entry) != null && !id.apply(entry).isEmpty()) {
        throw OvaError.damaged(
            OvaError.DUPLICATE_ID,
            where,
            "two %s have the id \"%s\"".formatted(what, OvaError.shown(id.apply(entry))));
      }
    }
    return byId;
  }

  static String text(@Nullable String text) {
    return text == null ? "" : text;
  }
}
