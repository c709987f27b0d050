package org.stowage.runtime.vsphere.soap;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.vmware.vim25.DatastoreSummary;
import com.vmware.vim25.DynamicProperty;
import com.vmware.vim25.FileNotFound;
import com.vmware.vim25.HostConfigInfo;
import com.vmware.vim25.ManagedObjectReference;
import com.vmware.vim25.NoPermission;
import com.vmware.vim25.ObjectContent;
import com.vmware.vim25.ServiceContent;
import com.vmware.vim25.TaskInfo;
import com.vmware.vim25.TaskInfoState;
import com.vmware.vim25.VirtualDevice;
import com.vmware.vim25.VirtualDisk;
import java.io.ByteArrayInputStream;
import java.io.EOFException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Calendar;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.stowage.runtime.vsphere.Answers;

class SoapDecoderTest {

  @TempDir Path folder;

  private final SoapDecoder decoder = new SoapDecoder();

  @Test
  void passesOverFieldsThatOnlyNewerVersionsHave() throws Exception {
    ServiceContent content = (ServiceContent) returned("ServiceContent", Answers.SERVICE_CONTENT);

    assertEquals("group-d1", content.getRootFolder().getVal());
    assertEquals("8.0.3.0", content.getAbout().getApiVersion());
    assertEquals("SessionManager", content.getSessionManager().getVal());
  }

  @Test
  void readsAnObjectOfAnUnknownTypeAsItsSupertypeAndKeepsTheName() throws Exception {
    VirtualDevice device =
        (VirtualDevice)
            returned(
                "VirtualDevice",
                "<returnval xsi:type=\"VirtualQuantumDevice\"><key>7</key><spin>up</spin>"
                    + "<controllerKey>1000</controllerKey></returnval>");

    assertEquals(VirtualDevice.class, device.getClass());
    assertEquals(7, device.getKey());
    assertEquals(1000, device.getControllerKey());
    assertEquals("VirtualQuantumDevice", device.getDynamicType());
  }

  @Test
  void readsAnObjectAsTheSubtypeItSaysItIsWhateverThePrefix() throws Exception {
    Object device =
        returned(
            "VirtualDevice",
            "<returnval xmlns:vim=\"urn:vim25\" xsi:type=\"vim:VirtualDisk\"><key>2000</key>"
                + "<capacityInKB>1024</capacityInKB></returnval>");

    assertEquals(1024, assertInstanceOf(VirtualDisk.class, device).getCapacityInKB());
  }

  @Test
  void doesNotReadATypeThatMayNotStandThere() throws Exception {
    Object summary =
        returned(
            "DatastoreSummary", "<returnval xsi:type=\"VirtualDisk\"><name>ds1</name></returnval>");

    assertEquals("ds1", assertInstanceOf(DatastoreSummary.class, summary).getName());
  }

  @Test
  void takesAnUnknownConstantForNone() throws Exception {
    TaskInfo info =
        (TaskInfo)
            returned(
                "TaskInfo",
                "<returnval><key>task-1</key><state>hibernating</state><progress>3</progress></returnval>");

    assertNull(info.getState());
    assertEquals(3, info.getProgress());
    assertEquals(
        TaskInfoState.success,
        ((TaskInfo) returned("TaskInfo", "<returnval><state>success</state></returnval>"))
            .getState());
  }

  @Test
  void readsValuesOfAnyType() throws Exception {
    assertEquals("a", any("xsi:type=\"xsd:string\"", "a"));
    assertEquals(5, any("xsi:type=\"xsd:int\"", "5"));
    assertEquals(5L, any("xmlns:s=\"http://www.w3.org/2001/XMLSchema\" xsi:type=\"s:long\"", "5"));
    assertEquals(true, any("xsi:type=\"xsd:boolean\"", "1"));
    assertEquals(
        Instant.parse("2026-02-03T04:05:06.789Z"),
        ((Calendar) any("xsi:type=\"xsd:dateTime\"", "2026-02-03T05:05:06.789123+01:00"))
            .toInstant());
    assertArrayEquals(new byte[] {1, 2, 3}, (byte[]) any("xsi:type=\"xsd:base64Binary\"", "AQID"));
    assertArrayEquals(
        new String[] {"a", "b"},
        (String[]) any("xsi:type=\"ArrayOfString\"", "<string>a</string><string>b</string>"));
    assertArrayEquals(
        new int[] {1, 2}, (int[]) any("xsi:type=\"ArrayOfInt\"", "<int>1</int><int>2</int>"));
    assertArrayEquals(new String[0], (String[]) any("xsi:type=\"ArrayOfString\"", ""));
    ManagedObjectReference[] references =
        (ManagedObjectReference[])
            any(
                "xsi:type=\"ArrayOfManagedObjectReference\"",
                "<ManagedObjectReference type=\"Datastore\" xsi:type=\"ManagedObjectReference\""
                    + " serverGuid=\"x\">datastore-1</ManagedObjectReference>");
    assertEquals("Datastore:datastore-1", references[0].toString());
    assertNull(any("xsi:type=\"ArrayOfQuantumThing\"", "<QuantumThing><x>1</x></QuantumThing>"));
    assertNull(any("xsi:type=\"QuantumThing\"", "<x><string>1</string></x>"));
    assertNull(any("xsi:nil=\"true\"", ""));
  }

  @Test
  void readsWhatIsMissingAsNull() throws Exception {
    ObjectContent[] contents =
        (ObjectContent[])
            returned(
                "ObjectContent[]",
                "<returnval><obj type=\"Datastore\">d-1</obj></returnval>"
                    + "<returnval><obj type=\"Datastore\">d-2</obj><propSet><name>name</name>"
                    + "<val xsi:type=\"xsd:string\">x</val></propSet></returnval>");

    assertEquals(2, contents.length);
    assertNull(contents[0].getPropSet());
    assertNull(returned("ObjectContent[]", ""));
    assertNull(returned("UserSession", ""));
    assertNull(returned(null, "<returnval>what nobody asked for</returnval>"));
  }

  @Test
  void readsBytesAsNumbersAndAsBase64() throws Exception {
    byte[] expected = {(byte) 0xC8, 1, -128};
    assertArrayEquals(
        expected,
        ((HostConfigInfo)
                returned(
                    "HostConfigInfo",
                    "<returnval><certificate>-56</certificate><certificate>1</certificate>"
                        + "<certificate>-128</certificate></returnval>"))
            .getCertificate());
    assertArrayEquals(
        expected,
        ((HostConfigInfo)
                returned(
                    "HostConfigInfo", "<returnval><certificate>yAGA</certificate></returnval>"))
            .getCertificate());
  }

  @Test
  void readsAFaultWithItsFields() throws Exception {
    SoapAnswer.Faulted fault =
        faulted(
            Answers.fault(
                "NoPermission",
                "Permission to perform this operation was denied.",
                "<object type=\"Folder\">group-d1</object><privilegeId>System.View</privilegeId>"));

    assertEquals("NoPermission", fault.name());
    assertEquals("Permission to perform this operation was denied.", fault.message());
    NoPermission detail = assertInstanceOf(NoPermission.class, fault.detail());
    assertEquals("System.View", detail.getPrivilegeId());
    assertEquals("group-d1", detail.getObject().getVal());
  }

  @Test
  void readsTheCauseOfAnUnknownFault() throws Exception {
    SoapAnswer.Faulted fault =
        faulted(
            Answers.fault(
                "QuantumFault",
                "no",
                "<faultCause><fault xsi:type=\"FileNotFound\"><file>[a] b</file></fault>"
                    + "<localizedMessage>File [a] b was not found</localizedMessage></faultCause>"));

    assertEquals("QuantumFault", fault.name());
    assertEquals("QuantumFault", fault.detail().getDynamicType());
    assertEquals(
        "[a] b",
        assertInstanceOf(FileNotFound.class, fault.detail().getFaultCause().getFault()).getFile());
  }

  @Test
  void readsAFaultWithoutDetail() throws Exception {
    SoapAnswer.Faulted fault =
        faulted(
            "<e:Envelope xmlns:e=\"http://schemas.xmlsoap.org/soap/envelope/\"><e:Body><e:Fault>"
                + "<faultcode>e:Client</faultcode><faultstring>not understood</faultstring>"
                + "</e:Fault></e:Body></e:Envelope>");

    assertEquals("Client", fault.name());
    assertEquals("not understood", fault.message());
    assertNull(fault.detail());
  }

  @Test
  void refusesDocumentTypesAndEntities() throws Exception {
    Path secret = Files.writeString(folder.resolve("secret"), "TOP SECRET");
    for (String type :
        List.of(
            "<!DOCTYPE r [<!ENTITY x SYSTEM \"" + secret.toUri() + "\">]>",
            "<!DOCTYPE r [<!ENTITY x \"lol\">]>",
            "<!DOCTYPE r SYSTEM \"" + secret.toUri() + "\">")) {
      String message =
          type + Answers.success("<returnval>&x;</returnval>").replaceFirst("<\\?.*\\?>", "");
      MalformedAnswerException e =
          assertThrows(MalformedAnswerException.class, () -> decode(message, "String"));
      assertTrue(!e.getMessage().contains("SECRET"), e.getMessage());
    }
    assertThrows(
        MalformedAnswerException.class,
        () -> decode(Answers.success("<returnval>&x;</returnval>"), "String"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "hello",
        "<html><body>It works</body></html>",
        "<Envelope/>",
        "<Envelope><Header/></Envelope>",
        "<Envelope><Body/></Envelope>",
        "<Envelope><Body><R><returnval>many</returnval></R></Body></Envelope>",
        "<Envelope><Body><R><returnval>99999999999</returnval></R></Body></Envelope>",
        "<Envelope><Body><R></X></Body></Envelope>"
      })
  void saysWhatIsNoAnswer(String message) {
    java.io.IOException e = assertThrows(java.io.IOException.class, () -> decode(message, "int"));
    assertTrue(e instanceof MalformedAnswerException || e instanceof EOFException, e.toString());
  }

  @Test
  void tellsAnAnswerThatBreaksOffFromOneThatIsWrong() {
    String whole = Answers.success("<returnval>5</returnval>");

    for (int length = 1; length < whole.length() - 1; length += 7) {
      String part = whole.substring(0, length);
      assertThrows(EOFException.class, () -> decode(part, "int"), part);
    }
  }

  @Test
  void doesNotKeepWhatHasNoBounds() {
    assertUnbounded("<returnval>", 'x');
    assertUnbounded("<unknown a=\"", 'x');
    assertUnbounded("<!--", 'x');
    assertThrows(MalformedAnswerException.class, () -> decodeEndless("<", 'x'));
  }

  @Test
  void doesNotFollowElementsThatGoTooDeep() {
    String deep = "<a>".repeat(100_000);

    MalformedAnswerException e =
        assertThrows(
            MalformedAnswerException.class, () -> decode(Answers.success(deep), "ServiceContent"));
    assertTrue(e.getMessage().contains("200 deep"), e.getMessage());
  }

  @Test
  void readsLongAnswers() throws Exception {
    String element = "<returnval type=\"Datastore\">" + "x".repeat(1000) + "</returnval>";
    String[] parts = Answers.success("|").split("\\|");
    List<InputStream> message = new ArrayList<>();
    message.add(stream(parts[0]));
    for (int i = 0; i < 60_000; i++) {
      message.add(stream(element));
    }
    message.add(stream(parts[1]));

    SoapAnswer answer =
        decoder.decode(new SequenceInputStream(Collections.enumeration(message)), null);

    assertEquals(new SoapAnswer.Returned(null), answer);
  }

  private void assertUnbounded(String start, char token) {
    MalformedAnswerException e =
        assertThrows(MalformedAnswerException.class, () -> decodeEndless(start, token));
    assertTrue(e.getMessage().contains("has more than 8388608"), e.getMessage());
  }

  /** 100 MB of one token. */
  private void decodeEndless(String start, char token) throws Exception {
    String head = Answers.success("|").split("\\|")[0] + start;
    InputStream endless =
        new InputStream() {
          private long left = 100_000_000;

          @Override
          public int read() {
            return left-- > 0 ? token : -1;
          }
        };
    decoder.decode(new SequenceInputStream(stream(head), endless), "String");
  }

  private static InputStream stream(String text) {
    return new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8));
  }

  private @Nullable Object any(String attributes, String content) throws Exception {
    DynamicProperty property =
        (DynamicProperty)
            returned(
                "DynamicProperty",
                "<returnval><name>n</name><val "
                    + attributes
                    + ">"
                    + content
                    + "</val></returnval>");
    return property.getVal();
  }

  private @Nullable Object returned(@Nullable String type, String elements) throws Exception {
    return assertInstanceOf(SoapAnswer.Returned.class, decode(Answers.success(elements), type))
        .value();
  }

  private SoapAnswer.Faulted faulted(String message) throws Exception {
    return assertInstanceOf(SoapAnswer.Faulted.class, decode(message, "ServiceContent"));
  }

  private SoapAnswer decode(String message, @Nullable String type) throws Exception {
    return decoder.decode(new ByteArrayInputStream(message.getBytes(StandardCharsets.UTF_8)), type);
  }
}
