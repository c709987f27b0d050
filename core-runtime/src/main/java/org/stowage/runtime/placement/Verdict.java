package org.stowage.runtime.placement;

import static org.stowage.runtime.config.ByteSize.show;

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
   * @param says what people are told of the way; may be empty
   */
  record Eligible(
      DatastoreInfo datastore,
      Landing.Accepted landing,
      Way way,
      String source,
      long neededBytes,
      long score,
      String says)
      implements Verdict {

    /** Put together when somebody asks: nobody reads those of ten thousand datastores. */
    @Override
    public String reason() {
      String room = show(datastore.freeBytes()) + " free, needs " + show(neededBytes);
      return says.isEmpty() ? room : says + "; " + room;
    }

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
