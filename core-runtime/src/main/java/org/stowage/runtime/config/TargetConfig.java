package org.stowage.runtime.config;

import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** One named target of the configuration. */
public sealed interface TargetConfig {

  String name();

  /** What holds for deployments to this target. */
  Rules rules();

  /**
   * Folders as datastores.
   *
   * @param datastores not empty
   */
  record Local(String name, Rules rules, List<Datastore> datastores) implements TargetConfig {

    public Local {
      datastores = List.copyOf(datastores);
    }
  }

  /**
   * A folder that serves as a datastore.
   *
   * @param typeName as vSphere spells it: VMFS, NFS, NFS41, vsan, VVOL
   * @param capacityBytes null when the file system alone sets the limit
   */
  record Datastore(
      String name,
      String typeName,
      Path folder,
      @Nullable Long capacityBytes,
      boolean maintenance) {}

  /**
   * Rules of placement and landing.
   *
   * @param convertImages whether an image that does not fit a datastore's rule is converted on its
   *     way; when false, the rule refuses it
   * @param datastoreRegex which datastores are used, matched from the start of the name; null for
   *     all
   * @param linkedClone whether instances stand on the cached base disk rather than on a copy of it
   */
  record Rules(boolean convertImages, @Nullable Pattern datastoreRegex, boolean linkedClone) {

    /** What holds when nothing is configured. */
    public static final Rules USUAL = new Rules(true, null, true);
  }
}
