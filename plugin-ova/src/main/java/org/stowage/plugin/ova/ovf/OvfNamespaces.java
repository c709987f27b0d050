package org.stowage.plugin.ova.ovf;

import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The namespaces descriptors are written in. Names are matched together with one of these, never
 * alone: an element of the same name in a vendor's own section is something else.
 */
final class OvfNamespaces {

  static final String SCHEMA_INSTANCE = "http://www.w3.org/2001/XMLSchema-instance";

  private static final String RESOURCE_PREFIX =
      "http://schemas.dmtf.org/wbem/wscim/1/cim-schema/2/CIM_";

  private static final Set<String> ENVELOPES =
      Set.of(
          "http://schemas.dmtf.org/ovf/envelope/1",
          "http://schemas.dmtf.org/ovf/envelope/1/", // oVirt
          "http://schemas.dmtf.org/ovf/envelope/2",
          "http://www.vmware.com/schema/ovf/1/envelope"); // OVF 0.9

  private OvfNamespaces() {}

  /** Whether a name is of OVF: in its namespace, or in none as OVF 0.9 and oVirt write. */
  static boolean isOvf(@Nullable String namespace) {
    return namespace == null || namespace.isEmpty() || ENVELOPES.contains(namespace);
  }

  /** Whether a name is a property of a hardware item: CIM's rasd, sasd, epasd or vssd, or OVF's. */
  static boolean isProperty(@Nullable String namespace) {
    return isOvf(namespace) || namespace.startsWith(RESOURCE_PREFIX);
  }
}
