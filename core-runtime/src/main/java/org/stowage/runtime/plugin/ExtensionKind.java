package org.stowage.runtime.plugin;

/** The extension points. */
public enum ExtensionKind {
  DISK_FORMAT("disk-format"),
  DATASTORE_TYPE("datastore-type"),
  EPHEMERAL_BACKEND("ephemeral-backend");

  private final String label;

  ExtensionKind(String label) {
    this.label = label;
  }

  /** The name that is printed, lowercase-kebab. */
  public String label() {
    return label;
  }
}
