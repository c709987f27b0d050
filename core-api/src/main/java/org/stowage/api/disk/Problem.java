package org.stowage.api.disk;

import org.stowage.api.ErrorCode;

/**
 * Something about an image that its owner should know, though it can be used.
 *
 * @param code what it is
 * @param severity how bad it is
 * @param message what was observed, on which object
 * @param fix what to do about it; empty when nothing needs to be done
 */
public record Problem(ErrorCode code, Severity severity, String message, String fix) {

  /** How bad a {@link Problem} is. */
  public enum Severity {
    /** Worth knowing. */
    INFO,
    /** Works here, may fail elsewhere or hide damage. */
    WARNING,
    /** The image cannot be used as it is. */
    ERROR
  }
}
