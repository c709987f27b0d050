package org.stowage.runtime.vsphere.soap;

/** Appends text to XML 1.0, so that a reader gets it back as it was. */
final class XmlText {

  private XmlText() {}

  /**
   * For the content of an element, and for an attribute's value between double quotes.
   *
   * @throws IllegalArgumentException for a character that XML 1.0 cannot carry (section 2.2)
   */
  static void append(StringBuilder xml, String text) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      switch (c) {
        case '<' -> xml.append("&lt;");
        case '>' -> xml.append("&gt;");
        case '&' -> xml.append("&amp;");
        case '"' -> xml.append("&quot;");
        // Readers turn these into spaces in attributes, and the last one into a line feed anywhere.
        case '\t' -> xml.append("&#9;");
        case '\n' -> xml.append("&#10;");
        case '\r' -> xml.append("&#13;");
        default -> {
          if (Character.isHighSurrogate(c)
              && i + 1 < text.length()
              && Character.isLowSurrogate(text.charAt(i + 1))) {
            xml.append(c).append(text.charAt(++i));
          } else if (c < ' ' || Character.isSurrogate(c) || c > '\uFFFD') {
            throw new IllegalArgumentException(
                "a text has the character U+%04X, which XML cannot carry".formatted((int) c));
          } else {
            xml.append(c);
          }
        }
      }
    }
  }
}
