package org.stowage.runtime.placement;

import org.stowage.api.ErrorCode;
import org.stowage.api.datastore.DatastoreInfo;
import org.stowage.api.datastore.Landing;

/** What placement says of one datastore. */
public sealed interface Verdict {

  DatastoreInfo datastore();

  /** One sentence for people. */
  String reason();

  /**
   * The datastore could take the instance.
   *
   * @param cached whether the image's base disk is there already
   * @param neededBytes how much room the deployment may take there
   */
  record Eligible(
      DatastoreInfo datastore,
      Landing.Accepted landing,
      boolean cached,
      long neededBytes,
      String reason)
      implements Verdict {}

  /**
   * The datastore cannot take it.
   *
   * @param code which rule forbids it
   * @param remedy what would change that; empty when nothing the user can do would
   */
  record Rejected(DatastoreInfo datastore, ErrorCode code, String reason, String remedy)
      implements Verdict {}
}
