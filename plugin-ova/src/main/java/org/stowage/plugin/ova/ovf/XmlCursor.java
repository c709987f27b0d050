package org.stowage.plugin.ova.ovf;

import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;
import org.jspecify.annotations.Nullable;
import org.stowage.api.DiskFormatException;
import org.stowage.plugin.ova.error.OvaError;

/**
 * Goes through the elements of a document, each once, parents before children. Reads nothing but
 * the document: document types are refused, entities with them, and no schema is looked up.
 */
final class XmlCursor {

  /** Real descriptors nest to about 12. */
  static final int MAX_DEPTH = 64;

  /** A stress fixture of 4 MB has some 60 000. */
  static final int MAX_ELEMENTS = 400_000;

  private final XMLStreamReader reader;
  private final String where;
  private int depth;
  private int elements;

  /** At the start of the document; the first {@link #enter} goes to its root. */
  static XmlCursor over(byte[] document, String where) throws DiskFormatException {
    try {
      XMLInputFactory factory = XMLInputFactory.newDefaultFactory();
      factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
      factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
      factory.setXMLResolver(
          (publicId, systemId, base, namespace) -> {
            throw new XMLStreamException("external entities are refused");
          });
      return new XmlCursor(
          factory.createXMLStreamReader(XmlEncoding.decode(document, where)), where);
    } catch (XMLStreamException e) {
      throw malformed(where, e);
    }
  }

  private XmlCursor(XMLStreamReader reader, String where) {
    this.reader = reader;
    this.where = where;
  }

  /** How many elements are open here: a loop over children hands it to {@link #nextChild}. */
  int depth() {
    return depth;
  }

  /**
   * Goes to the next child of an element, past whatever was left unread; false at its end.
   *
   * @param parentDepth the {@link #depth()} inside the element; 0 for the document
   */
  boolean nextChild(int parentDepth) throws DiskFormatException {
    while (true) {
      switch (next()) {
        case XMLStreamConstants.START_ELEMENT -> {
          if (depth == parentDepth + 1) {
            return true;
          }
        }
        case XMLStreamConstants.END_ELEMENT -> {
          if (depth < parentDepth) {
            return false;
          }
        }
        case XMLStreamConstants.END_DOCUMENT -> {
          return false;
        }
        default -> {
          // Text between elements means nothing.
        }
      }
    }
  }

  /** The text of the current element without blanks around it; goes to the element's end. */
  String text() throws DiskFormatException {
    int here = depth;
    StringBuilder text = new StringBuilder();
    while (true) {
      int event = next();
      if (event == XMLStreamConstants.END_ELEMENT && depth < here) {
        return text.toString().strip();
      }
      if (reader.hasText() && event != XMLStreamConstants.COMMENT && depth == here) {
        text.append(reader.getText());
      }
    }
  }

  String localName() {
    return reader.getLocalName();
  }

  /** Null or empty for none. */
  @Nullable String namespace() {
    return reader.getNamespaceURI();
  }

  /**
   * What a section is, whichever way it is written: as an element of its own name, or in OVF 0.9 as
   * a {@code Section} or {@code Content} with a type. Empty for elements that are not of OVF.
   */
  String sectionName() {
    if (!OvfNamespaces.isOvf(namespace())) {
      return "";
    }
    String name = localName();
    if (!name.equals("Section") && !name.equals("Content")) {
      return name;
    }
    String type = reader.getAttributeValue(OvfNamespaces.SCHEMA_INSTANCE, "type");
    if (type == null) {
      return name;
    }
    String local = type.strip().substring(type.strip().indexOf(':') + 1);
    return local.endsWith("_Type") ? local.substring(0, local.length() - 5) : local;
  }

  /** An attribute of OVF, with its prefix or, as some tools write it, without. */
  @Nullable String attribute(String localName) {
    String bare = null;
    for (int i = 0; i < reader.getAttributeCount(); i++) {
      String namespace = reader.getAttributeNamespace(i);
      if (reader.getAttributeLocalName(i).equals(localName) && OvfNamespaces.isOvf(namespace)) {
        if (namespace != null && !namespace.isEmpty()) {
          return reader.getAttributeValue(i).strip();
        }
        bare = reader.getAttributeValue(i).strip();
      }
    }
    return bare;
  }

  private int next() throws DiskFormatException {
    try {
      int event = reader.next();
      if (event == XMLStreamConstants.DTD) {
        throw OvaError.refused(
            OvaError.DOCTYPE,
            where,
            "it has a document type (DOCTYPE), which could pull in files and entities",
            "Remove the DOCTYPE from the descriptor; OVF needs none.");
      }
      if (event == XMLStreamConstants.START_ELEMENT) {
        depth++;
        elements++;
        checkLimits();
      } else if (event == XMLStreamConstants.END_ELEMENT) {
        depth--;
      }
      return event;
    } catch (XMLStreamException e) {
      throw malformed(where, e);
    }
  }

  private void checkLimits() throws DiskFormatException {
    if (depth > MAX_DEPTH || elements > MAX_ELEMENTS) {
      throw OvaError.damaged(
          OvaError.DESCRIPTOR,
          where,
          "its elements nest deeper than %d, or are more than %d"
              .formatted(MAX_DEPTH, MAX_ELEMENTS));
    }
  }

  private static DiskFormatException malformed(String where, XMLStreamException cause) {
    String detail = cause.getMessage() == null ? "" : cause.getMessage();
    return new DiskFormatException(
        OvaError.DESCRIPTOR,
        "cannot read %s: it is no well-formed XML: %s"
            .formatted(OvaError.shown(where), OvaError.shown(detail)),
        "Export the appliance again, or mend its descriptor.",
        cause);
  }
}
