package org.stowage.runtime.libvirt;

import java.io.IOException;
import java.io.StringReader;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.List;
import javax.xml.XMLConstants;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import javax.xml.transform.OutputKeys;
import javax.xml.transform.Transformer;
import javax.xml.transform.TransformerException;
import javax.xml.transform.TransformerFactory;
import javax.xml.transform.dom.DOMSource;
import javax.xml.transform.stream.StreamResult;
import org.jspecify.annotations.Nullable;
import org.stowage.api.CommonError;
import org.stowage.api.StorageException;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.Node;
import org.xml.sax.InputSource;
import org.xml.sax.SAXException;

/** XML trees of a few kilobytes, without document types. */
final class Xml {

  private static final String NO_DOCTYPE = "http://apache.org/xml/features/disallow-doctype-decl";

  private Xml() {}

  static Document empty() {
    try {
      return factory().newDocumentBuilder().newDocument();
    } catch (ParserConfigurationException e) {
      throw new IllegalStateException(e);
    }
  }

  /**
   * @param what names it in messages
   */
  static Document parse(String what, String text) throws IOException {
    try {
      var builder = factory().newDocumentBuilder();
      builder.setErrorHandler(null);
      return builder.parse(new InputSource(new StringReader(text)));
    } catch (ParserConfigurationException e) {
      throw new IllegalStateException(e);
    } catch (SAXException e) {
      throw malformed(what, String.valueOf(e.getMessage()), e);
    }
  }

  static StorageException malformed(String what, String how, @Nullable Exception cause) {
    return new StorageException(
        CommonError.MALFORMED, "reading " + what + ": " + how, "See where it is from.", cause);
  }

  private static DocumentBuilderFactory factory() throws ParserConfigurationException {
    DocumentBuilderFactory factory = DocumentBuilderFactory.newInstance();
    factory.setNamespaceAware(true);
    factory.setFeature(XMLConstants.FEATURE_SECURE_PROCESSING, true);
    factory.setFeature(NO_DOCTYPE, true);
    return factory;
  }

  static String text(Document document) {
    try {
      Transformer transformer = TransformerFactory.newInstance().newTransformer();
      transformer.setOutputProperty(OutputKeys.OMIT_XML_DECLARATION, "yes");
      transformer.setOutputProperty(OutputKeys.INDENT, "yes");
      StringWriter text = new StringWriter();
      transformer.transform(new DOMSource(document), new StreamResult(text));
      return text.toString();
    } catch (TransformerException e) {
      throw new IllegalStateException(e);
    }
  }

  /**
   * Adds an element.
   *
   * @param attributes names and values, in turn
   */
  static Element add(Node parent, String name, String... attributes) {
    Document document = parent instanceof Document itself ? itself : parent.getOwnerDocument();
    Element element = document.createElement(name);
    for (int i = 0; i < attributes.length; i += 2) {
      element.setAttribute(attributes[i], attributes[i + 1]);
    }
    parent.appendChild(element);
    return element;
  }

  /** Adds an element that holds a text. */
  static void addText(Node parent, String name, String text) {
    add(parent, name).setTextContent(text);
  }

  /** The elements of a name below another one, at any depth. */
  static List<Element> all(Node parent, String name) {
    List<Element> found = new ArrayList<>();
    for (Node next = parent.getFirstChild(); next != null; next = next.getNextSibling()) {
      if (next instanceof Element element) {
        if (name.equals(element.getLocalName())) {
          found.add(element);
        }
        found.addAll(all(element, name));
      }
    }
    return found;
  }
}
