package org.stowage.runtime.vsphere.wire;

import java.util.regex.Pattern;

/**
 * Which calls may be sent again when nobody knows whether the server has carried them out.
 *
 * <p>Those that only read, those whose second time finds nothing left to do, and those that make
 * what ends with the session and is in nobody's way. A task that was begun twice is another matter:
 * a call that changes the inventory, a datastore or a lease is sent again only when the server, or
 * what stands before it, has said that it did not carry it out.
 */
final class Replay {

  private static final Pattern HARMLESS =
      Pattern.compile(
          "(Retrieve|ContinueRetrieve|Query|Find|Get|Search|Check|WaitForUpdates|Fetch|Validate)\\w*"
              + "|HttpNfcLease(GetManifest|Progress)"
              + "|ParseDescriptor|CreateImportSpec|CreateDescriptor"
              + "|CurrentTime|SessionIsActive|Login|Logout"
              + "|Create(ContainerView|ListView|Filter|PropertyCollector)"
              + "|Destroy(View|PropertyFilter|PropertyCollector)"
              + "|Cancel(Task|WaitForUpdates|RetrievePropertiesEx)");

  private Replay() {}

  static boolean isHarmless(String method) {
    return HARMLESS.matcher(method).matches();
  }
}
