package org.stowage.cli;

import java.io.IOException;
import org.stowage.cli.output.Result;

/** A command that does something; the other commands only group these. */
public interface Action {

  /**
   * Does it. What is returned goes to the standard output; everything else a user should see on the
   * way goes through the session.
   *
   * @throws org.stowage.api.StorageException with what the user can do about it
   */
  Result run(Session session) throws IOException;
}
