package org.stowage.plugin.scaleio.gateway;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What the gateway, or something in front of it, said.
 *
 * @param json null also when the body was no JSON
 * @param isJson false for pages of proxies and the like
 */
record Answer(int status, @Nullable Object json, boolean isJson) {

  /** The longest text of others that is shown. */
  private static final int LONGEST_TEXT = 300;

  static Answer of(int status, byte[] body) {
    if (body.length == 0) {
      return new Answer(status, Map.of(), true);
    }
    try {
      return new Answer(status, Json.read(body), true);
    } catch (IOException e) {
      return new Answer(status, null, false);
    }
  }

  boolean succeeded() {
    return status >= 200 && status < 300;
  }

  /** Whether it is worth a call that the login is renewed. */
  boolean wantsLogin() {
    return status == 401 || status == 403;
  }

  /** Whether the same call may succeed a moment later. */
  boolean isPassing() {
    return status == 429
        || status == 502
        || status == 503
        || status == 504
        || status >= 500 && !isJson
        || !succeeded() && arrayCode() == ArrayCode.BUSY;
  }

  /** What the array's error means; the first of its details says more than the whole. */
  ArrayCode arrayCode() {
    if (!(json instanceof Map<?, ?> error)) {
      return ArrayCode.OTHER;
    }
    if (error.get("details") instanceof List<?> details) {
      for (Object detail : details) {
        if (detail instanceof Map<?, ?> each) {
          ArrayCode code = ArrayCode.of(number(each.get("rc")), text(each.get("errorMessage")));
          if (code != ArrayCode.OTHER) {
            return code;
          }
        }
      }
    }
    return ArrayCode.of(number(error.get("errorCode")), text(error.get("message")));
  }

  /** What went wrong, for people. */
  String explanation() {
    if (!(json instanceof Map<?, ?> error) || text(error.get("message")).isEmpty()) {
      return "HTTP status " + status;
    }
    StringBuilder said = new StringBuilder(text(error.get("message")));
    int number = number(error.get("errorCode"));
    if (error.get("details") instanceof List<?> details) {
      for (Object detail : details) {
        if (detail instanceof Map<?, ?> each) {
          said.append("; ").append(text(each.get("errorMessage")));
          said.append(" (error ").append(number(each.get("rc"))).append(')');
        }
      }
    } else if (number != 0) {
      said.append(" (error ").append(number).append(')');
    } else {
      said.append(" (HTTP status ").append(status).append(')');
    }
    return shown(said.toString());
  }

  private static String shown(String text) {
    String plain = text.replaceAll("\\p{Cntrl}+", " ");
    return plain.length() <= LONGEST_TEXT ? plain : plain.substring(0, LONGEST_TEXT) + "…";
  }

  private static String text(@Nullable Object value) {
    return value == null ? "" : value.toString();
  }

  /** Numbers are texts of digits at times. */
  private static int number(@Nullable Object value) {
    if (value instanceof Number number) {
      return number.intValue();
    }
    String digits = text(value);
    return digits.matches("[0-9]{1,9}") ? Integer.parseInt(digits) : 0;
  }
}
