package org.stowage.runtime.vsphere.soap;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.vmware.vim25.DatastoreSummary;
import com.vmware.vim25.DynamicProperty;
import com.vmware.vim25.FileNotFound;
import com.vmware.vim25.HttpNfcLeaseInfo;
import com.vmware.vim25.ManagedObjectReference;
import com.vmware.vim25.MethodFault;
import com.vmware.vim25.NoPermission;
import com.vmware.vim25.ServiceContent;
import com.vmware.vim25.VirtualDevice;
import com.vmware.vim25.VirtualDisk;
import com.vmware.vim25.VirtualDiskFlatVer2BackingInfo;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import javax.xml.stream.XMLStreamException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SoapResponseTest {

  @Test
  void passesOverWhatANewerServerAdds() throws Exception {
    ServiceContent content =
        (ServiceContent)
            answer(
                """
                <returnval>
                  <rootFolder type="Folder">group-d1</rootFolder>
                  <vStorageObjectManager type="VcenterVStorageObjectManager">m</vStorageObjectManager>
                  <later><deep><deeper a="b">x</deeper></deep></later>
                  <sessionManager type="SessionManager">SessionManager</sessionManager>
                </returnval>
                """,
                "ServiceContent");

    assertEquals("group-d1", content.getRootFolder().getVal());
    assertEquals("SessionManager", content.getSessionManager().getType());
  }

  @Test
  void readsAnUnknownSubtypeAsWhatIsDeclared() throws Exception {
    DynamicProperty property =
        (DynamicProperty)
            answer(
                """
                <returnval><name>config.hardware.device</name>
                <val xsi:type="ArrayOfVirtualDevice">
                  <VirtualDevice xsi:type="VirtualQuantumDevice"><key>7</key><spin>up</spin></VirtualDevice>
                  <VirtualDevice xsi:type="vim:VirtualDisk"><key>2000</key>
                    <backing xsi:type="VirtualDiskFlatVer2BackingInfo"><fileName>[ds] a.vmdk</fileName>
                      <parent><fileName>[ds] b.vmdk</fileName></parent></backing>
                    <capacityInBytes>1024</capacityInBytes></VirtualDevice>
                </val></returnval>
                """,
                "DynamicProperty");

    VirtualDevice[] devices = assertInstanceOf(VirtualDevice[].class, property.getVal());
    assertEquals(7, devices[0].getKey());
    VirtualDisk disk = assertInstanceOf(VirtualDisk.class, devices[1]);
    assertEquals(1024, disk.getCapacityInBytes());
    assertEquals(
        "[ds] b.vmdk",
        ((VirtualDiskFlatVer2BackingInfo) disk.getBacking()).getParent().getFileName());
  }

  @Test
  void leavesAnUnknownConstantOut() throws Exception {
    var task =
        (com.vmware.vim25.TaskInfo)
            answer("<returnval><key>k</key><state>dreaming</state></returnval>", "TaskInfo");

    assertEquals("k", task.getKey());
    assertNull(task.getState());
  }

  @Test
  void readsValuesThatMayBeOfAnyType() throws Exception {
    assertEquals(5, any("<val xsi:type=\"xsd:int\">5</val>"));
    assertEquals(5L, any("<val xsi:type=\"xsd:long\"> 5 </val>"));
    assertEquals(true, any("<val xsi:type=\"xsd:boolean\">true</val>"));
    assertEquals("a<b", any("<val xsi:type=\"xsd:string\">a&lt;b</val>"));
    assertArrayEquals(
        new String[] {"a", "b"},
        (Object[])
            any("<val xsi:type=\"ArrayOfString\"><string>a</string><string>b</string></val>"));
    assertEquals(
        "datastore-1",
        ((ManagedObjectReference)
                any(
                    "<val type=\"Datastore\" xsi:type=\"ManagedObjectReference\">datastore-1</val>"))
            .getVal());
    assertEquals(
        2,
        ((ManagedObjectReference[])
                any(
                    """
                    <val xsi:type="ArrayOfManagedObjectReference">
                    <ManagedObjectReference type="Datastore">a</ManagedObjectReference>
                    <ManagedObjectReference type="Datastore">b</ManagedObjectReference></val>
                    """))
            .length);
    assertNull(any("<val xsi:type=\"UnheardOf\"><x>1</x></val>"));
  }

  private @Nullable Object any(String val) throws Exception {
    Object property = answer("<returnval><name>n</name>" + val + "</returnval>", "DynamicProperty");
    return ((DynamicProperty) property).getVal();
  }

  @Test
  void readsArraysAndNothing() throws Exception {
    assertEquals(
        2,
        ((DatastoreSummary[])
                answer(
                    "<returnval><name>a</name></returnval><returnval><name>b</name></returnval>",
                    "DatastoreSummary[]"))
            .length);
    assertNull(SoapResponse.decode(stream(body("<XResponse/>")), "HttpNfcLeaseInfo"));
    assertNull(SoapResponse.decode(stream(body("<XResponse/>")), null));
    HttpNfcLeaseInfo info =
        (HttpNfcLeaseInfo)
            answer("<returnval><leaseTimeout>300</leaseTimeout></returnval>", "HttpNfcLeaseInfo");
    assertEquals(300, info.getLeaseTimeout());
  }

  @Test
  void throwsAFaultWithItsNameAndFields() {
    ServerFault fault =
        fault(
            """
            <faultstring>Permission was denied.</faultstring>
            <detail><NoPermissionFault xsi:type="NoPermission">
              <object type="Folder">group-v3</object><privilegeId>VApp.Import</privilegeId>
            </NoPermissionFault></detail>
            """);

    assertEquals("NoPermission", fault.name());
    assertEquals("Permission was denied.", fault.text());
    NoPermission fields = assertInstanceOf(NoPermission.class, fault.fault().orElseThrow());
    assertEquals("VApp.Import", fields.getPrivilegeId());
  }

  @Test
  void keepsTheNameOfAFaultThatItDoesNotKnow() {
    ServerFault fault =
        fault(
            """
            <faultstring>no</faultstring>
            <detail><QuantumFlawFault xsi:type="vim25:QuantumFlaw"><faultCause>
              <fault xsi:type="FileNotFound"><file>[ds] x</file></fault>
              <localizedMessage>gone</localizedMessage></faultCause></QuantumFlawFault></detail>
            """);

    assertEquals("QuantumFlaw", fault.name());
    MethodFault fields = fault.fault().orElseThrow();
    assertEquals("[ds] x", ((FileNotFound) fields.getFaultCause().getFault()).getFile());
  }

  private static ServerFault fault(String inside) {
    return assertThrows(
        ServerFault.class,
        () ->
            SoapResponse.decode(
                stream(
                    body(
                        "<soapenv:Fault><faultcode>ServerFaultCode</faultcode>"
                            + inside
                            + "</soapenv:Fault>")),
                "String"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "<html><body>503 Service Unavailable</body></html>",
        "not XML at all",
        "<!DOCTYPE x [<!ENTITY e SYSTEM 'file:///etc/passwd'>]><x>&e;</x>",
        "<Envelope/>",
        "<Envelope><Body/></Envelope>",
        "<Envelope><Body><XResponse><returnval>1</returnval>"
      })
  void refusesWhatIsNoAnswer(String answer) {
    assertThrows(XMLStreamException.class, () -> SoapResponse.decode(stream(answer), "String"));
  }

  @Test
  void refusesEntitiesOfADocumentType() {
    String bomb =
        "<!DOCTYPE x [<!ENTITY a 'aaaaaaaaaa'><!ENTITY b '&a;&a;&a;&a;&a;&a;&a;&a;'>]>"
            + body("<XResponse><returnval>&b;</returnval></XResponse>");

    assertThrows(XMLStreamException.class, () -> SoapResponse.decode(stream(bomb), "String"));
  }

  @Test
  void refusesNumbersThatAreNone() {
    assertThrows(
        XMLStreamException.class,
        () -> answer("<returnval><capacity>many</capacity></returnval>", "DatastoreSummary"));
  }

  @Test
  void refusesWhatIsNestedTooDeeply() {
    String deep = "<parent>".repeat(300) + "</parent>".repeat(300);

    assertThrows(
        XMLStreamException.class,
        () -> answer("<returnval>" + deep + "</returnval>", "VirtualDiskFlatVer2BackingInfo"));
  }

  private static Object answer(String returnValues, String type) throws Exception {
    return Objects.requireNonNull(
        SoapResponse.decode(
            stream(body("<XResponse xmlns=\"urn:vim25\">" + returnValues + "</XResponse>")), type));
  }

  private static String body(String inside) {
    return "<soapenv:Envelope xmlns:soapenv=\"http://schemas.xmlsoap.org/soap/envelope/\""
        + " xmlns:xsi=\"http://www.w3.org/2001/XMLSchema-instance\""
        + " xmlns:xsd=\"http://www.w3.org/2001/XMLSchema\" xmlns:vim=\"urn:vim25\""
        + " xmlns:vim25=\"urn:vim25\"><soapenv:Body>"
        + inside
        + "</soapenv:Body></soapenv:Envelope>";
  }

  private static ByteArrayInputStream stream(String text) {
    return new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8));
  }
}
