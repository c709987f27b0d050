package org.stowage.plugin.ova.ovf;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_16;
import static java.nio.charset.StandardCharsets.UTF_16LE;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.stowage.api.DiskFormatException;
import org.stowage.api.ErrorCode;
import org.stowage.plugin.ova.error.OvaError;

class XmlSafetyTest {

  private static final String GOOD =
      Ovf.envelope(Ovf.files("\u00e4"), Ovf.disks(Ovf.disk("A", "\u00e4", "")));

  @TempDir Path folder;

  private static DiskFormatException refusal(ErrorCode code, byte[] document) {
    DiskFormatException refusal =
        assertThrows(DiskFormatException.class, () -> RootDisk.find(document, "", "test.ovf"));
    assertEquals(code, refusal.code(), refusal.getMessage());
    return refusal;
  }

  private static DiskFormatException refusal(ErrorCode code, String document) {
    return refusal(code, document.getBytes(UTF_8));
  }

  private static void assertRead(byte[] document) throws IOException {
    assertEquals("\u00e4.vmdk", RootDisk.find(document, "", "test.ovf").memberName());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "<!DOCTYPE Envelope>",
        "<!DOCTYPE Envelope [<!ENTITY a \"b\">]>",
        "<!DOCTYPE Envelope SYSTEM \"http://127.0.0.1:1/x.dtd\">",
        "<!DOCTYPE Envelope PUBLIC \"x\" \"http://127.0.0.1:1/x.dtd\">"
      })
  void refusesDocumentTypes(String doctype) {
    refusal(OvaError.DOCTYPE, doctype + GOOD);
  }

  @Test
  void readsNoFileForAnEntity() throws IOException {
    Path secret = Files.writeString(folder.resolve("secret"), "s3cret");
    String document =
        "<!DOCTYPE Envelope [<!ENTITY s SYSTEM \"%s\">]>".formatted(secret.toUri())
            + Ovf.envelope("<References><File ovf:id=\"&s;\" ovf:href=\"&s;\"/></References>");

    DiskFormatException refusal = refusal(OvaError.DOCTYPE, document);

    assertFalse(refusal.getMessage().contains("s3cret"));
  }

  @Test
  void refusesEntitiesThatExpandToTooMuch() {
    StringBuilder doctype = new StringBuilder("<!DOCTYPE Envelope [<!ENTITY l0 \"lol\">");
    for (int i = 1; i < 10; i++) {
      doctype.append("<!ENTITY l%d \"%s\">".formatted(i, ("&l" + (i - 1) + ";").repeat(10)));
    }

    refusal(OvaError.DOCTYPE, doctype + "]>" + Ovf.envelope("<Info>&l9;</Info>"));
  }

  @Test
  void asksNoServerForASchema() throws IOException {
    try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      server.setSoTimeout(1);
      String document =
          GOOD.replaceFirst(
              "<Envelope",
              "<Envelope xmlns:xsi=\"http://www.w3.org/2001/XMLSchema-instance\" xsi:schemaLocation=\"x http://127.0.0.1:%d/x.xsd\""
                  .formatted(server.getLocalPort()));

      assertRead(document.getBytes(UTF_8));

      assertThrows(java.net.SocketTimeoutException.class, server::accept);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "no xml",
        "<Envelope>",
        "<Envelope></Enveloppe>",
        "<Envelope a=1/>",
        "<Envelope>&undefined;</Envelope>",
        "<Envelope/><Envelope/>",
        "<Envelope/>junk",
        "\u0000",
      })
  void refusesWhatIsNoXml(String document) {
    refusal(OvaError.DESCRIPTOR, document);
  }

  @ParameterizedTest
  @ValueSource(strings = {"<Envelope xmlns=\"urn:other\"/>", "<html/>"})
  void refusesOtherDocuments(String document) {
    refusal(OvaError.NAMESPACE, document);
  }

  @Test
  void refusesDeepNesting() {
    refusal(
        OvaError.DESCRIPTOR,
        Ovf.envelope(
            "<VirtualSystemCollection>".repeat(70) + "</VirtualSystemCollection>".repeat(70)));
    refusal(OvaError.DESCRIPTOR, Ovf.envelope("<a>".repeat(100_000)));
  }

  @Test
  void refusesMoreElementsThanAnyDescriptorHas() {
    refusal(OvaError.DESCRIPTOR, Ovf.envelope("<a/>".repeat(500_000)));
    refusal(
        OvaError.DESCRIPTOR,
        Ovf.envelope("<References>" + "<File/>".repeat(110_000) + "</References>"));
  }

  @Test
  void readsEveryEncodingThatIsDeclaredTruly() throws IOException {
    assertRead(GOOD.getBytes(UTF_8));
    assertRead(("\uFEFF" + GOOD).getBytes(UTF_8));
    assertRead(("<?xml version=\"1.0\" encoding=\"UTF-16\"?>" + GOOD).getBytes(UTF_16));
    assertRead(("\uFEFF<?xml version=\"1.0\" encoding=\"UTF-16\"?>" + GOOD).getBytes(UTF_16LE));
    assertRead(("<?xml version=\"1.0\" encoding=\"ISO-8859-1\"?>" + GOOD).getBytes(ISO_8859_1));
  }

  @Test
  void readsUtf8ThatIsDeclaredAsUtf16() throws IOException {
    assertRead(("<?xml version=\"1.0\" encoding=\"utf-16\"?>" + GOOD).getBytes(UTF_8));
  }

  @Test
  void refusesBytesThatAreNotOfTheirEncoding() {
    refusal(OvaError.DESCRIPTOR, GOOD.getBytes(ISO_8859_1));
    refusal(
        OvaError.DESCRIPTOR,
        ("<?xml version=\"1.0\" encoding=\"no-such\"?>" + GOOD).getBytes(UTF_8));
  }
}
