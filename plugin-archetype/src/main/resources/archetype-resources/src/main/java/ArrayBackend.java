package ${package};

import java.io.IOException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.pf4j.Extension;
import org.stowage.api.CommonError;
import org.stowage.api.StorageException;
import org.stowage.api.ephemeral.EphemeralBackend;
import org.stowage.api.ephemeral.EphemeralVolumes;
import org.stowage.api.ephemeral.InstanceDisk;
import org.stowage.api.ephemeral.VolumeUse;

/** What Stowage finds in the jar. Its one option is the folder that stands for an array. */
@Extension
public final class ArrayBackend implements EphemeralBackend {

  @Override
  public String id() {
    return "${backend}";
  }

  @Override
  public String optionsTable() {
    return "${backend}";
  }

  @Override
  public String volumeName(InstanceDisk disk, VolumeUse use) throws IOException {
    if (!disk.name().matches("disk(\\.[a-z0-9]{1,16})?")) {
      throw new StorageException(
          CommonError.USAGE,
          "naming a volume for " + disk.name() + " of the instance " + disk.instance(),
          "Disks are named disk, or disk. and up to 16 small letters or digits.");
    }
    String mark = use == VolumeUse.DISK ? "" : "_" + use.name().toLowerCase(Locale.ROOT);
    return disk.instance() + "_" + disk.name() + mark;
  }

  @Override
  public EphemeralVolumes open(Map<String, Object> options) throws IOException {
    if (!options.keySet().equals(Set.of("folder"))
        || !(options.get("folder") instanceof String folder)) {
      throw new StorageException(
          CommonError.CONFIGURATION,
          "["
              + optionsTable()
              + "] must have the option folder and no other, not "
              + options.keySet(),
          "Set folder to the path of a folder.");
    }
    return new ArrayVolumes(Path.of(folder));
  }
}
