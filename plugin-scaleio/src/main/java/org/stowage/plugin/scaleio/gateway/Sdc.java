package org.stowage.plugin.scaleio.gateway;

/** A host's client as the array knows it. */
public record Sdc(String id, String guid, boolean approved, String connection) {

  /** Whether volumes that are mapped to it become devices. */
  public boolean isReady() {
    return approved && connection.equals("Connected");
  }
}
