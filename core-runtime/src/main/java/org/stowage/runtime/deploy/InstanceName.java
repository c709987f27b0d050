package org.stowage.runtime.deploy;

import org.stowage.api.CommonError;
import org.stowage.api.StorageException;

/** The rule for instance names: they name a folder on a datastore and a virtual machine. */
public final class InstanceName {

  private static final String PATTERN = "[A-Za-z0-9][A-Za-z0-9._-]{0,79}";

  private InstanceName() {}

  /**
   * Returns a name that can be an instance's.
   *
   * @throws StorageException {@code usage} for others
   */
  public static String checked(String name) throws StorageException {
    if (!name.matches(PATTERN)) {
      throw new StorageException(
          CommonError.USAGE,
          "'" + name + "' cannot be an instance's name",
          "Use 1 to 80 letters, digits, dots, dashes and underscores, the first a letter"
              + " or digit.");
    }
    return name;
  }
}
