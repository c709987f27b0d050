package org.stowage.runtime.local;

import java.util.Locale;
import org.stowage.api.StorageException;
import org.stowage.api.datastore.DatastorePath;

/** How the files of a disk are named: a descriptor, and data files that begin as it does. */
final class DiskNames {

  private static final String EXTENSION = ".vmdk";
  private static final String DATA_FILE_END = "-flat" + EXTENSION;

  private DiskNames() {}

  /** Refuses names under which no descriptor may stand. */
  static void check(String attempted, DatastorePath disk) throws StorageException {
    if (!isDescriptor(disk.fileName())) {
      throw FileErrors.notAllowed(
          attempted, disk, "a disk's name ends in .vmdk, and not in " + DATA_FILE_END);
    }
  }

  static boolean isDescriptor(String fileName) {
    return fileName.toLowerCase(Locale.ROOT).endsWith(EXTENSION) && !isDataFile(fileName);
  }

  static boolean isDataFile(String fileName) {
    return fileName.toLowerCase(Locale.ROOT).endsWith(DATA_FILE_END);
  }

  /** The name of a flat disk's data file. */
  static String dataFile(String descriptorName) {
    return stem(descriptorName) + DATA_FILE_END;
  }

  /** Whether a file that a descriptor names is by its name that disk's own, and no other's. */
  static boolean isDataOf(String descriptorName, String fileName) {
    return fileName.startsWith(stem(descriptorName) + "-")
        && fileName.indexOf('/') < 0
        && fileName.indexOf('\\') < 0;
  }

  private static String stem(String descriptorName) {
    return descriptorName.substring(0, descriptorName.length() - EXTENSION.length());
  }
}
