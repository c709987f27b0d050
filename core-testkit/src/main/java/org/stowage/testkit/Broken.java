package org.stowage.testkit;

/**
 * How a fake says that its user broke a contract: an {@link AssertionError}, never an exception
 * that the user may catch.
 */
public final class Broken {

  private Broken() {}

  /**
   * @param contract what was to hold, formatted with the arguments
   */
  public static void unless(boolean held, String contract, Object... arguments) {
    if (!held) {
      throw new AssertionError("broken contract: " + contract.formatted(arguments));
    }
  }
}
