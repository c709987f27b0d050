package org.stowage.runtime.vsphere;

/** Messages as vCenters send them. */
public final class Answers {

  /** Of a version 8, which has managers and fields that yavijava never heard of. */
  public static final String SERVICE_CONTENT =
      """
      <returnval><rootFolder type="Folder">group-d1</rootFolder>
      <propertyCollector type="PropertyCollector">propertyCollector</propertyCollector>
      <viewManager type="ViewManager">ViewManager</viewManager>
      <about><name>VMware vCenter Server</name><fullName>VMware vCenter Server 8.0.3</fullName>
      <vendor>VMware, Inc.</vendor><version>8.0.3</version><build>24022515</build>
      <osType>linux-x64</osType><productLineId>vpx</productLineId><apiType>VirtualCenter</apiType>
      <apiVersion>8.0.3.0</apiVersion><patchLevel>00000</patchLevel></about>
      <sessionManager type="SessionManager">SessionManager</sessionManager>
      <vStorageObjectManager type="VcenterVStorageObjectManager">v</vStorageObjectManager>
      <cryptoManager type="CryptoManagerKmip">CryptoManager</cryptoManager>
      <tenantManager type="TenantTenantManager"><deep><er>1</er></deep></tenantManager>
      </returnval>""";

  private static final String HEAD =
      """
      <?xml version="1.0" encoding="UTF-8"?>
      <soapenv:Envelope xmlns:soapenc="http://schemas.xmlsoap.org/soap/encoding/"
       xmlns:soapenv="http://schemas.xmlsoap.org/soap/envelope/"
       xmlns:xsd="http://www.w3.org/2001/XMLSchema"
       xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">
      <soapenv:Body>
      """;

  private static final String TAIL = "\n</soapenv:Body>\n</soapenv:Envelope>";

  private Answers() {}

  public static String success(String elements) {
    return HEAD + "<AnyResponse xmlns=\"urn:vim25\">" + elements + "</AnyResponse>" + TAIL;
  }

  public static String fault(String type, String message, String fields) {
    return HEAD
        + "<soapenv:Fault><faultcode>ServerFaultCode</faultcode><faultstring>"
        + message
        + "</faultstring><detail><"
        + type
        + "Fault xmlns=\"urn:vim25\" xsi:type=\""
        + type
        + "\">"
        + fields
        + "</"
        + type
        + "Fault></detail></soapenv:Fault>"
        + TAIL;
  }
}
