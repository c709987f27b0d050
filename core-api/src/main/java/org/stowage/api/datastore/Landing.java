package org.stowage.api.datastore;

import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.stowage.api.ErrorCode;

/** What a datastore type says to an image: taken, and how, or refused, and why. */
public sealed interface Landing {

  /**
   * The image can land.
   *
   * @param capacityBytes the base disk's capacity: the image's, or more where a rule wants a
   *     multiple
   * @param conversion what is done to the image on its way, for people ({@code "raw is converted to
   *     streamOptimized"}); null when its content lands as it is
   */
  record Accepted(long capacityBytes, @Nullable String conversion) implements Landing {

    public Optional<String> whatIsConverted() {
      return Optional.ofNullable(conversion);
    }
  }

  /**
   * A rule of the type forbids the image.
   *
   * @param rule the rule, with what was observed against what is allowed
   * @param remedy what would make the image fit, as a command where there is one
   */
  record Refused(ErrorCode code, String rule, String remedy) implements Landing {}
}
