package org.stowage.vmdk.descriptor;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Map;

/** Writes descriptors in the order and with the headings that VMware's tools use. */
final class DescriptorPrinter {

  private DescriptorPrinter() {}

  static byte[] print(Descriptor descriptor) {
    StringBuilder text = new StringBuilder("# Disk DescriptorFile\nversion=");
    text.append(descriptor.otherKeys().getOrDefault("version", "1")).append('\n');
    // Whatever the text was read in, it is written in this one.
    text.append("encoding=\"UTF-8\"\n");
    text.append("CID=").append(Descriptor.hex(descriptor.contentId())).append('\n');
    text.append("parentCID=").append(Descriptor.hex(descriptor.parentContentId())).append('\n');
    quoted(text, "createType", descriptor.createType());
    String hint = descriptor.parentFileNameHint();
    if (hint != null) {
      quoted(text, "parentFileNameHint", hint);
    }
    for (Map.Entry<String, String> entry : descriptor.otherKeys().entrySet()) {
      if (!entry.getKey().equalsIgnoreCase("version")
          && !entry.getKey().equalsIgnoreCase("encoding")) {
        quoted(text, entry.getKey(), entry.getValue());
      }
    }
    text.append("\n# Extent description\n");
    for (ExtentLine extent : descriptor.extents()) {
      text.append(extent.text()).append('\n');
    }
    text.append("\n# The Disk Data Base\n#DDB\n\n");
    descriptor.database().forEach((key, value) -> quoted(text, key, value));
    return text.toString().getBytes(UTF_8);
  }

  private static void quoted(StringBuilder text, String key, String value) {
    text.append(key).append("=\"").append(value).append("\"\n");
  }
}
