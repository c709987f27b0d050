package org.stowage.api;

/** The version of the contract in this artifact, which is not the version of the product. */
public final class StowageApi {

  /**
   * Semantic version of the API. A plugin states the range it works with in its manifest ({@code
   * Plugin-Requires}); the runtime refuses a plugin whose range does not contain this version.
   */
  public static final String VERSION = "1.0.0";

  private StowageApi() {}
}
