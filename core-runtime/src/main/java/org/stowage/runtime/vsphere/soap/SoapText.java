package org.stowage.runtime.vsphere.soap;

/** Texts as XML 1.0 can carry them. */
final class SoapText {

  private SoapText() {}

  /**
   * A text that XML can carry.
   *
   * @throws IllegalArgumentException when it has a character that no escape can express (XML 1.0,
   *     2.2)
   */
  static String legal(String text) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c < ' ' && c != '\t' && c != '\n' && c != '\r' || c == '\ufffe' || c == '\uffff') {
        throw new IllegalArgumentException(
            "the character U+%04X cannot be sent to a vCenter".formatted((int) c));
      }
    }
    return text;
  }
}
