package org.stowage.runtime;

import java.io.IOException;
import java.nio.file.Files;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;
import org.stowage.api.CommonError;
import org.stowage.api.StorageException;
import org.stowage.api.datastore.DatastoreTraits;
import org.stowage.api.datastore.DatastoreType;
import org.stowage.api.disk.DiskFormats;
import org.stowage.runtime.config.Config;
import org.stowage.runtime.config.TargetConfig;
import org.stowage.runtime.deploy.DatastoreTypes;
import org.stowage.runtime.local.LocalDatastore;
import org.stowage.runtime.local.LocalTarget;
import org.stowage.runtime.target.Target;
import org.stowage.runtime.vsphere.VsphereTarget;

/** Opens the targets of a configuration. */
record Targets(Config config, DatastoreTypes types, DiskFormats formats) {

  /**
   * Opens a target. Folders that nobody configured are made; those that somebody did are his to
   * make, or to mount.
   *
   * @param name null for the default one
   */
  Target open(@Nullable String name) throws IOException {
    TargetConfig target = config.target(name);
    if (target instanceof TargetConfig.Vsphere vsphere) {
      return new VsphereTarget(vsphere, this::traits, formats);
    }
    if (target instanceof TargetConfig.Libvirt) {
      throw new StorageException(
          CommonError.UNSUPPORTED,
          "target "
              + target.name()
              + " is a libvirt host, which has neither datastores nor a cache",
          "Its instances: stowage list --target " + target.name() + ".");
    }
    TargetConfig.Local local = (TargetConfig.Local) target;
    if (config.file() == null) {
      for (TargetConfig.Datastore datastore : local.datastores()) {
        Files.createDirectories(datastore.folder());
      }
    }
    return new LocalTarget(
        local.name(),
        local.datastores().stream().map(Targets::folder).toList(),
        this::traits,
        formats);
  }

  private Optional<DatastoreTraits> traits(String typeName) {
    return types.serving(typeName).map(DatastoreType::traits);
  }

  private static LocalDatastore folder(TargetConfig.Datastore datastore) {
    Long capacityBytes = datastore.capacityBytes();
    return new LocalDatastore(
        datastore.name(),
        datastore.typeName(),
        datastore.folder(),
        capacityBytes == null ? OptionalLong.empty() : OptionalLong.of(capacityBytes),
        datastore.maintenance());
  }
}
