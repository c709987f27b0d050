package org.stowage.plugin.scaleio.gateway;

/**
 * A storage pool.
 *
 * @param padded whether blocks never written read as zero
 */
public record Pool(String id, String name, String domainId, String domain, boolean padded) {

  /** As people name it. */
  @Override
  public String toString() {
    return domain + "/" + name;
  }
}
