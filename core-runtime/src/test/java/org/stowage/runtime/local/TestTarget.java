package org.stowage.runtime.local;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.stowage.api.CommonError;
import org.stowage.api.StorageException;
import org.stowage.api.datastore.DatastoreTraits;
import org.stowage.api.datastore.DatastoreTraits.DataFiles;
import org.stowage.api.datastore.DatastoreTraits.TopLevelFolders;
import org.stowage.api.disk.DiskFormats;
import org.stowage.api.disk.DiskImage;
import org.stowage.api.disk.DiskSpec;
import org.stowage.api.disk.ImageProperties;
import org.stowage.api.disk.ImageSource;

/** Makes local targets whose types are all combinations of traits. */
final class TestTarget {

  static final String PLAIN = "plain";
  static final String PLAIN_HIDDEN = "plain-hidden";
  static final String OBJECTS = "objects";
  static final String OBJECTS_ADDRESSABLE = "objects-addressable";
  static final String WHOLE_MEBIBYTES = "whole-mebibytes";

  private static final List<DatastoreTraits> TYPES =
      List.of(
          traits(PLAIN, DataFiles.ADDRESSABLE, TopLevelFolders.PLAIN, 512),
          traits(PLAIN_HIDDEN, DataFiles.HIDDEN, TopLevelFolders.PLAIN, 512),
          traits(OBJECTS, DataFiles.HIDDEN, TopLevelFolders.NAMESPACES, 512),
          traits(OBJECTS_ADDRESSABLE, DataFiles.ADDRESSABLE, TopLevelFolders.NAMESPACES, 512),
          traits(WHOLE_MEBIBYTES, DataFiles.HIDDEN, TopLevelFolders.NAMESPACES, 1 << 20));

  private TestTarget() {}

  /** A target with one datastore of each named type, named as the type. */
  static LocalTarget in(Path folder, String... typeNames) throws IOException {
    List<LocalDatastore> datastores = new ArrayList<>();
    for (String typeName : typeNames) {
      Path place = Files.createDirectories(folder.resolve(typeName));
      datastores.add(datastore(typeName, typeName, place));
    }
    return of(datastores.toArray(LocalDatastore[]::new));
  }

  static LocalTarget of(LocalDatastore... datastores) {
    return new LocalTarget("local", List.of(datastores), TestTarget::traitsOf, new NoFormats());
  }

  static LocalDatastore datastore(String name, String typeName, Path folder) {
    return new LocalDatastore(name, typeName, folder, OptionalLong.empty(), false);
  }

  private static Optional<DatastoreTraits> traitsOf(String typeName) {
    return TYPES.stream().filter(traits -> traits.serves(typeName)).findFirst();
  }

  private static DatastoreTraits traits(
      String typeName, DataFiles dataFiles, TopLevelFolders topLevel, long multiple) {
    return new DatastoreTraits(Set.of(typeName), dataFiles, topLevel, multiple);
  }

  /** Targets hand the formats on and do not use them. */
  private static final class NoFormats implements DiskFormats {

    @Override
    public DiskImage open(ImageSource source, ImageProperties declared) throws IOException {
      throw none();
    }

    @Override
    public DiskImage convert(DiskImage image, String format, DiskSpec spec) throws IOException {
      throw none();
    }

    private static StorageException none() {
      return new StorageException(CommonError.UNSUPPORTED, "no formats here", "");
    }
  }
}
