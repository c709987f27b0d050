package org.stowage.runtime.vsphere;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.stowage.runtime.vsphere.ScriptedVcenter.fault;
import static org.stowage.runtime.vsphere.ScriptedVcenter.returns;

import com.vmware.vim25.ManagedObjectReference;
import com.vmware.vim25.UserSession;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.stowage.runtime.config.TargetConfig;
import org.stowage.runtime.vsphere.session.TestSessions;
import org.stowage.testkit.lab.ServerIdentity;

class GrantsTest {

  private static final List<String> ASKED = List.of("VApp.Import", "VApp.Export");

  @TempDir Path folder;

  private ScriptedVcenter server;
  private Vim vim;

  @BeforeEach
  void start() throws Exception {
    ServerIdentity identity = ServerIdentity.selfSigned(folder, "vc", "ip:127.0.0.1");
    server = ScriptedVcenter.start(identity);
    server.always(
        "RetrieveServiceContent",
        returns(
            Answers.SERVICE_CONTENT.replace(
                "<sessionManager",
                "<authorizationManager type=\"AuthorizationManager\">a</authorizationManager>"
                    + "<sessionManager")));
    vim = new Vim(TestSessions.open(server.port(), identity.pem()), TargetConfig.Patience.USUAL);
  }

  @AfterEach
  void stop() {
    vim.close();
    server.close();
  }

  @Test
  void asksForAllObjectsInOneCall() throws Exception {
    server.once(
        "HasPrivilegeOnEntities",
        returns(
            """
            <returnval><entity type="ResourcePool">pool-1</entity>
            <privAvailability><privId>VApp.Import</privId><isGranted>true</isGranted></privAvailability>
            <privAvailability><privId>VApp.Export</privId><isGranted>false</isGranted></privAvailability>
            </returnval><returnval><entity type="ResourcePool">pool-2</entity>
            <privAvailability><privId>VApp.Import</privId><isGranted>false</isGranted></privAvailability>
            </returnval>"""));

    Map<ManagedObjectReference, Set<String>> granted =
        grants().on(List.of(pool("pool-1"), pool("pool-2")), ASKED);

    assertEquals(Map.of(pool("pool-1"), Set.of("VApp.Import"), pool("pool-2"), Set.of()), granted);
    String body = server.received("HasPrivilegeOnEntities").get(0).body();
    assertTrue(body.contains("<sessionId>key-1</sessionId>"), body);
  }

  @Test
  void worksOutFromRolesWhatAServerCannotTell() throws Exception {
    server.once("HasPrivilegeOnEntities", fault("NotSupported", "not here", ""));
    server.once(
        "RetrievePropertiesEx",
        returns(
            """
            <returnval><objects><obj type="AuthorizationManager">a</obj><propSet><name>roleList</name>
            <val xsi:type="ArrayOfAuthorizationRole">
            <AuthorizationRole><roleId>7</roleId><system>false</system><name>deployer</name>
            <info><label>d</label><summary>d</summary></info>
            <privilege>VApp.Import</privilege><privilege>System.View</privilege></AuthorizationRole>
            </val></propSet></objects></returnval>"""));
    server.once(
        "RetrievePropertiesEx",
        returns(
            """
            <returnval><objects><obj type="ResourcePool">pool-1</obj><propSet><name>effectiveRole</name>
            <val xsi:type="ArrayOfInt"><int>7</int></val></propSet></objects></returnval>"""));

    assertEquals(
        Map.of(pool("pool-1"), Set.of("VApp.Import", "System.View")),
        grants().on(List.of(pool("pool-1")), ASKED));
  }

  private Grants grants() {
    UserSession session = new UserSession();
    session.setKey("key-1");
    session.setUserName("ann");
    return new Grants(vim, session);
  }

  private static ManagedObjectReference pool(String id) {
    ManagedObjectReference reference = new ManagedObjectReference();
    reference.setType("ResourcePool");
    reference.setVal(id);
    return reference;
  }
}
