package org.stowage.cli.output;

import org.stowage.api.ExitStatus;

/**
 * What a command found out. Implemented by records: their components, in order, are the JSON object
 * that {@code -o json} prints, and so part of what docs/json.md promises.
 */
public interface Result {

  /** The same for people: whole lines, the last one without its end. May be empty. */
  String text();

  /** What the command ends with. */
  default ExitStatus exit() {
    return ExitStatus.OK;
  }
}
