package org.stowage.testkit.datastore;

/** How a fake says that its user broke a contract: never an exception that the user may catch. */
final class Broken {

  private Broken() {}

  static void unless(boolean held, String contract, Object... arguments) {
    if (!held) {
      throw new AssertionError("broken contract: " + contract.formatted(arguments));
    }
  }
}
