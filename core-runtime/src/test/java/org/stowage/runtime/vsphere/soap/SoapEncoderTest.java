package org.stowage.runtime.vsphere.soap;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.vmware.vim25.ManagedObjectReference;
import com.vmware.vim25.OptionValue;
import com.vmware.vim25.VirtualDeviceConfigSpec;
import com.vmware.vim25.VirtualDeviceConfigSpecOperation;
import com.vmware.vim25.VirtualDisk;
import com.vmware.vim25.ws.Argument;
import java.nio.charset.StandardCharsets;
import java.util.Calendar;
import java.util.GregorianCalendar;
import java.util.List;
import java.util.TimeZone;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class SoapEncoderTest {

  private final SoapEncoder encoder = new SoapEncoder("stowage-<1>");

  @Test
  void sendsTheOperationIdWithEveryCall() {
    String message = message(new SoapCall("CurrentTime", List.of(), "Calendar"));

    assertTrue(
        message.contains(
            "<soapenv:Header><operationID>stowage-&lt;1&gt;</operationID></soapenv:Header>"
                + "<soapenv:Body><CurrentTime xmlns=\"urn:vim25\"></CurrentTime></soapenv:Body>"),
        message);
  }

  @Test
  void namesTheTypeOnlyWhereTheSchemaLeavesItOpen() {
    assertEquals("<a>x</a>", written("String", "x"));
    assertEquals("<a>5</a>", written("int", 5));
    assertEquals(
        "<a type=\"Folder\">group-v3</a>", written("ManagedObjectReference", folder("group-v3")));
    OptionValue option = new OptionValue();
    option.setKey("k");
    option.setValue(5);
    assertEquals(
        "<a><key>k</key><value xsi:type=\"xsd:int\">5</value></a>", written("OptionValue", option));
    option.setValue(folder("f"));
    assertEquals(
        "<a><key>k</key><value xsi:type=\"ManagedObjectReference\" type=\"Folder\">f</value></a>",
        written("OptionValue", option));
    option.setValue(new int[] {1, 2});
    assertEquals(
        "<a><key>k</key><value xsi:type=\"ArrayOfInt\"><int>1</int><int>2</int></value></a>",
        written("OptionValue", option));
  }

  @Test
  void writesInheritedFieldsFirstAndSubtypesByName() {
    VirtualDisk disk = new VirtualDisk();
    disk.setKey(-1);
    disk.setUnitNumber(0);
    disk.setCapacityInKB(1024);
    VirtualDeviceConfigSpec spec = new VirtualDeviceConfigSpec();
    spec.setOperation(VirtualDeviceConfigSpecOperation.add);
    spec.setDevice(disk);

    assertEquals(
        "<a><operation>add</operation><device xsi:type=\"VirtualDisk\"><key>-1</key>"
            + "<unitNumber>0</unitNumber><capacityInKB>1024</capacityInKB></device></a>",
        written("VirtualDeviceConfigSpec", spec));
  }

  @Test
  void writesDatesInUtc() {
    Calendar date = new GregorianCalendar(TimeZone.getTimeZone("Europe/Berlin"));
    date.setTimeInMillis(1_790_000_000_123L);

    assertEquals("<a>2026-09-21T14:13:20.123Z</a>", written("Calendar", date));
  }

  @Test
  void writesArraysOneAfterAnotherAndNothingForNull() {
    assertEquals("<a>x</a><a>y</a>", written("String[]", new String[] {"x", null, "y"}));
    assertEquals("", written("String", null));
  }

  @Test
  void escapesWhatXmlKeepsForItself() {
    assertEquals(
        "<a>&lt;&amp;&gt;&quot;'&#9;&#10;&#13;\uD83D\uDCBF</a>",
        written("String", "<&>\"'\t\n\r\uD83D\uDCBF"));
    assertEquals(
        "<a type=\"&quot;x\">&lt;</a>", written("ManagedObjectReference", reference("\"x", "<")));
  }

  @Test
  void refusesWhatXmlCannotCarry() {
    for (String text : List.of("a\u0000b", "\u0007", "\uD83D", "\uDCBF\uD83D", "\uFFFE")) {
      IllegalArgumentException e =
          assertThrows(IllegalArgumentException.class, () -> written("String", text));
      assertTrue(e.getMessage().startsWith("a text has the character U+"), e.getMessage());
    }
  }

  @Test
  void refusesWhatIsNoDataOfTheApi() {
    assertThrows(IllegalArgumentException.class, () -> written("String", new Object()));
  }

  @Test
  void doesNotTellArgumentsToPeople() {
    SoapCall call =
        SoapCall.on(
            folder("group-v3"), "Login", null, new Argument("password", "String", "s3cret"));

    assertEquals("Login on Folder:group-v3", call.toString());
  }

  private String written(String type, @Nullable Object value) {
    String message = message(new SoapCall("M", List.of(new Argument("a", type, value)), null));
    return message.substring(
        message.indexOf("\"urn:vim25\">") + "\"urn:vim25\">".length(), message.indexOf("</M>"));
  }

  private String message(SoapCall call) {
    return new String(encoder.encode(call), StandardCharsets.UTF_8);
  }

  private static ManagedObjectReference folder(String value) {
    return reference("Folder", value);
  }

  private static ManagedObjectReference reference(String type, String value) {
    ManagedObjectReference reference = new ManagedObjectReference();
    reference.setType(type);
    reference.setVal(value);
    return reference;
  }
}
