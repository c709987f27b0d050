package org.stowage.runtime.doctor;

import org.jspecify.annotations.Nullable;
import org.stowage.api.ErrorCode;
import org.stowage.api.StorageException;

/**
 * What one check found out.
 *
 * @param check the check's name, lowercase-kebab; stable, because scripts look for it
 * @param subject what was looked at: a server, a datastore, a user
 * @param observed what was seen of it; one line
 * @param remedy what to do about it; empty when there is nothing to do about it
 * @param code the kind of failure; null unless it is {@link Status#FAILED}
 */
public record Finding(
    String check,
    String subject,
    Status status,
    String observed,
    String remedy,
    @Nullable ErrorCode code) {

  /** How good it is; in order, the worst last. */
  public enum Status {
    /** As it should be. */
    OK,
    /** Not looked at, because something else has to be put right first. */
    NOT_CHECKED,
    /** Something that works, or that may never matter, but that somebody should know. */
    WARNING,
    /** Something that makes commands fail. */
    FAILED
  }

  public Finding {
    observed = observed.replaceAll("\\s+", " ").strip();
    if ((status == Status.FAILED) == (code == null)) {
      throw new IllegalArgumentException("a failed check, and no other, has a code: " + check);
    }
  }

  public static Finding ok(String check, String subject, String observed) {
    return new Finding(check, subject, Status.OK, observed, "", null);
  }

  public static Finding warning(String check, String subject, String observed, String remedy) {
    return new Finding(check, subject, Status.WARNING, observed, remedy, null);
  }

  public static Finding failed(
      String check, String subject, ErrorCode code, String observed, String remedy) {
    return new Finding(check, subject, Status.FAILED, observed, remedy, code);
  }

  /** What kept a check from its end is what it found. */
  public static Finding failed(String check, String subject, StorageException failure) {
    String message = failure.getMessage();
    return failed(
        check,
        subject,
        failure.code(),
        message == null ? failure.code().name() : message,
        failure.remedy());
  }

  /**
   * @param why what has to be put right first
   */
  public static Finding notChecked(String check, String subject, String why) {
    return new Finding(check, subject, Status.NOT_CHECKED, why, "", null);
  }
}
