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
   * @param landing what a base disk would be here
   * @param source the datastore whose base disk is used: another one when linked or copied
   * @param neededBytes how much room the deployment may take here
   * @param score of two candidates of one placement, the better one has more
   */
  record Eligible(
      DatastoreInfo datastore,
      Landing.Accepted landing,
      Way way,
      String source,
      long neededBytes,
      long score,
      String reason)
      implements Verdict {

    /** Whether the datastore has the image already. */
    public boolean cached() {
      return way == Way.CACHED;
    }
  }

  /**
   * The datastore cannot take it.
   *
   * @param code which rule forbids it
   * @param remedy what would change that; empty when nothing the user can do would
   */
  record Rejected(DatastoreInfo datastore, ErrorCode code, String reason, String remedy)
      implements Verdict {}
}
