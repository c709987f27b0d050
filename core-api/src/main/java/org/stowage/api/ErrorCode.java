package org.stowage.api;

import java.io.Serializable;

/**
 * A kind of failure with a stable number and name, so that people can look it up and scripts can
 * branch on it.
 *
 * <p>Number blocks: 1-999 common ({@link CommonError}); 1000-1999 disk bytes (core-vmdk); 2000-2999
 * OVA; 3000-3999 datastore types (VMFS and NFS 3000, vSAN 3100, VVol 3200); 4000-4999 ScaleIO;
 * 5000-5999 the runtime's own; 10000 and above are free for third parties.
 *
 * @param number stable, unique, positive
 * @param name lowercase-kebab, says what is wrong ({@code grain-table-beyond-end-of-file})
 * @param kind who can do something about it
 * @param exit what the command ends with
 */
public record ErrorCode(int number, String name, ErrorKind kind, ExitStatus exit)
    implements Serializable {

  public ErrorCode {
    if (number < 1) {
      throw new IllegalArgumentException("error number must be positive, not " + number);
    }
    if (!name.matches("[a-z][a-z0-9]*(-[a-z0-9]+)*")) {
      throw new IllegalArgumentException("error name must be lowercase-kebab, not " + name);
    }
  }

  /** How the code is printed: {@code STW-0012}. */
  public String label() {
    return "STW-%04d".formatted(number);
  }
}
