package org.stowage.runtime.doctor;

import java.util.List;

/** Names in a line, however many there are. */
public final class NameList {

  private static final int SHOWN = 8;

  private NameList() {}

  /** {@code "a, b, c"}; of many the first ones, and how many more there are. */
  public static String of(List<String> names) {
    return names.size() <= SHOWN
        ? String.join(", ", names)
        : String.join(", ", names.subList(0, SHOWN - 1))
            + " and "
            + (names.size() - SHOWN + 1)
            + " more";
  }
}
