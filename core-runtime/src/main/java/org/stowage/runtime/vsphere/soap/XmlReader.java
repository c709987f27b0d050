package org.stowage.runtime.vsphere.soap;

import static javax.xml.stream.XMLStreamConstants.CDATA;
import static javax.xml.stream.XMLStreamConstants.CHARACTERS;
import static javax.xml.stream.XMLStreamConstants.DTD;
import static javax.xml.stream.XMLStreamConstants.END_DOCUMENT;
import static javax.xml.stream.XMLStreamConstants.END_ELEMENT;
import static javax.xml.stream.XMLStreamConstants.ENTITY_REFERENCE;
import static javax.xml.stream.XMLStreamConstants.SPACE;
import static javax.xml.stream.XMLStreamConstants.START_ELEMENT;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import javax.xml.XMLConstants;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;
import org.jspecify.annotations.Nullable;

/**
 * Walks through the elements of a message, forwards only. There are no document types, no entities
 * of the message's own, and nothing is without bounds.
 */
final class XmlReader {

  /** The inventory of 5000 datastores takes some 20 MiB. */
  private static final long MOST_BYTES = 128L << 20;

  private static final int MOST_CHARACTERS = 8 << 20;
  private static final long MOST_BYTES_AT_ONCE = 8L << 20;

  /** Snapshots, the deepest of what the API has, go 32 deep. */
  private static final int DEEPEST = 200;

  private final BoundedStream bytes;
  private final XMLStreamReader xml;
  private int depth;

  XmlReader(InputStream in) throws IOException {
    bytes = new BoundedStream(in, MOST_BYTES, MOST_BYTES_AT_ONCE);
    XMLInputFactory factory = XMLInputFactory.newDefaultFactory();
    factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
    factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
    factory.setProperty(XMLInputFactory.IS_COALESCING, false);
    try {
      xml = factory.createXMLStreamReader(bytes);
    } catch (XMLStreamException e) {
      throw explained(e);
    }
  }

  /** Enters the element at the top. */
  void enterRoot() throws IOException {
    if (!enterChild()) {
      throw new MalformedAnswerException("it is empty");
    }
  }

  /**
   * Goes on to the next child of the element that was entered last, and enters it; or leaves that
   * element when it has no more children.
   *
   * @return whether a child was entered
   */
  boolean enterChild() throws IOException {
    while (true) {
      switch (next()) {
        case START_ELEMENT -> {
          return true;
        }
        case END_ELEMENT, END_DOCUMENT -> {
          return false;
        }
        default -> {
          // Text between elements.
        }
      }
    }
  }

  /** The name of the element that was entered last, without its namespace. */
  String name() {
    return xml.getLocalName();
  }

  /** An attribute without namespace; null when the element lacks it. */
  @Nullable String attribute(String name) {
    return xml.getAttributeValue("", name);
  }

  /** The type that the element says it is of, without namespace; null when it says nothing. */
  @Nullable String type() {
    String type = xml.getAttributeValue(XMLConstants.W3C_XML_SCHEMA_INSTANCE_NS_URI, "type");
    return type == null ? null : type.substring(type.indexOf(':') + 1).strip();
  }

  /** Whether the element says that it stands for nothing. */
  boolean isNil() {
    String nil = xml.getAttributeValue(XMLConstants.W3C_XML_SCHEMA_INSTANCE_NS_URI, "nil");
    return "true".equals(nil) || "1".equals(nil);
  }

  /** Leaves the element, whatever is in it. */
  void skip() throws IOException {
    int outside = depth - 1;
    while (depth > outside) {
      next();
    }
  }

  /** The text of the element, which is left. Elements in it are passed over. */
  String text() throws IOException {
    StringBuilder text = new StringBuilder();
    while (true) {
      switch (next()) {
        case START_ELEMENT -> skip();
        case END_ELEMENT -> {
          return text.toString();
        }
        case CHARACTERS, CDATA, SPACE -> {
          if (text.length() + xml.getTextLength() > MOST_CHARACTERS) {
            throw new MalformedAnswerException(
                "a text in it has more than " + MOST_CHARACTERS + " characters");
          }
          text.append(xml.getTextCharacters(), xml.getTextStart(), xml.getTextLength());
        }
        default -> {
          // A comment.
        }
      }
    }
  }

  /** Sees to it that the message is whole. */
  void readToEnd() throws IOException {
    while (next() != END_DOCUMENT) {
      // Nothing counts any more.
    }
  }

  private int next() throws IOException {
    int event;
    try {
      event = xml.next();
    } catch (XMLStreamException e) {
      throw explained(e);
    }
    bytes.recognised();
    switch (event) {
      case START_ELEMENT -> {
        if (++depth > DEEPEST) {
          throw new MalformedAnswerException("its elements are more than " + DEEPEST + " deep");
        }
      }
      case END_ELEMENT -> depth--;
      case DTD, ENTITY_REFERENCE ->
          throw new MalformedAnswerException("it declares, or refers to, XML entities");
      default -> {
        // Nothing that counts.
      }
    }
    return event;
  }

  private IOException explained(XMLStreamException e) {
    IOException failure = bytes.failure();
    if (failure != null) {
      return failure;
    }
    if (bytes.ended()) {
      return new EOFException("the answer broke off");
    }
    String message = String.valueOf(e.getMessage()).replaceAll("\\s+", " ");
    return new MalformedAnswerException("it is not XML: " + message, e);
  }
}
