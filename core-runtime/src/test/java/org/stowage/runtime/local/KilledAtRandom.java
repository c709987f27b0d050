package org.stowage.runtime.local;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import org.stowage.api.CommonError;
import org.stowage.api.StorageException;
import org.stowage.api.datastore.DatastorePath;
import org.stowage.api.datastore.VirtualDisks;
import org.stowage.api.disk.AdapterType;
import org.stowage.runtime.Operation;
import org.stowage.runtime.target.Instance;
import org.stowage.runtime.target.InstanceSpec;

/**
 * A process that moves and copies a disk and makes and destroys an instance over and over, printing
 * a line before each step, until it is killed. Arguments: the folder, the type.
 */
final class KilledAtRandom {

  private KilledAtRandom() {}

  public static void main(String[] arguments) throws Exception {
    String type = arguments[1];
    LocalTarget target = TestTarget.in(Path.of(arguments[0]), type);
    DatastorePath top = DatastorePath.root(type).resolve("top");
    VirtualDisks disks = target.ports(type).disks();
    DatastorePath here = top.resolve("here.vmdk");
    DatastorePath there = top.resolve("there.vmdk");
    DatastorePath copy = top.resolve("copy.vmdk");
    Operation operation = Operation.unwatched("a test");
    System.out.println("ready");
    while (true) {
      Instance instance = target.instances().create(spec(type, top), operation);
      System.out.println("instance");
      target.instances().destroy(instance);
      System.out.println("destroyed");
      disks.move(here, there);
      System.out.println("moved");
      disks.copy(there, copy, operation);
      System.out.println("copied");
      disks.extend(copy, 2 << 20);
      System.out.println("extended");
      disks.delete(copy);
      System.out.println("deleted");
      disks.move(there, here);
      System.out.println("back");
    }
  }

  static InstanceSpec spec(String type, DatastorePath top) {
    return new InstanceSpec(
        "web-1", type, "img", top.resolve("base.vmdk"), true, 1 << 20, AdapterType.IDE, 1, 64);
  }

  /** Finds the disk under one of its two names. */
  static DatastorePath find(LocalTarget target, String type) throws IOException {
    DatastorePath top = DatastorePath.root(type).resolve("top");
    for (String name : new String[] {"here.vmdk", "there.vmdk"}) {
      Optional<VirtualDisks.Facts> found = target.ports(type).disks().find(top.resolve(name));
      if (found.isPresent()) {
        return top.resolve(name);
      }
    }
    throw new StorageException(CommonError.NOT_FOUND, "the disk is gone", "");
  }
}
