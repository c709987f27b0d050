package org.stowage.runtime.vsphere.session;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.stowage.runtime.vsphere.ScriptedVcenter.fault;
import static org.stowage.runtime.vsphere.ScriptedVcenter.loggedInAs;
import static org.stowage.runtime.vsphere.ScriptedVcenter.returns;

import com.vmware.vim25.ManagedObjectReference;
import com.vmware.vim25.PropertyFilterSpec;
import com.vmware.vim25.RetrieveOptions;
import com.vmware.vim25.RetrieveResult;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.http.HttpRequest;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.stowage.api.ExitStatus;
import org.stowage.api.StorageException;
import org.stowage.runtime.http.Cancellation;
import org.stowage.runtime.vsphere.ScriptedVcenter;
import org.stowage.runtime.vsphere.fault.VsphereFaultException;
import org.stowage.runtime.vsphere.soap.SoapCall;
import org.stowage.testkit.lab.ServerIdentity;

class SessionTest {

  private static final String DATE = "<returnval>2026-01-01T00:00:00Z</returnval>";

  @TempDir static Path folder;

  private static ServerIdentity identity;

  private ScriptedVcenter server;
  private Session session;

  @BeforeAll
  static void makeCertificate() throws Exception {
    identity = ServerIdentity.selfSigned(folder, "vc", "ip:127.0.0.1");
  }

  @BeforeEach
  void start() throws Exception {
    server = ScriptedVcenter.start(identity);
    session = TestSessions.open(server.port(), identity.pem());
  }

  @AfterEach
  void stop() {
    session.close();
    server.close();
  }

  @Test
  void sendsNothingBeforeItIsUsed() {
    assertEquals(server.port(), session.connection().base().getPort());
    session.close();

    assertEquals(List.of(), server.methods());
  }

  @Test
  void logsInAtItsFirstUseAndLogsOutOnceWhenClosed() throws Exception {
    server.always("CurrentTime", returns(DATE));

    currentTime();
    currentTime();
    session.close();
    session.close();

    assertEquals(
        List.of("RetrieveServiceContent", "Login", "CurrentTime", "CurrentTime", "Logout"),
        server.methods());
    String login = server.received("Login").get(0).body();
    assertTrue(
        login.contains(
            "<userName>root</userName><password>s3cret&amp;&lt;pass&gt;</password>"
                + "<locale>en</locale>"),
        login);
  }

  @Test
  void logsOutAgainWhenTheServerFailsAtThat() {
    server.once("Logout", fault("HostCommunication", "", ""));
    server.always("CurrentTime", returns(DATE));

    assertDoesNotThrow(this::currentTime);
    session.close();

    assertEquals(2, server.received("Logout").size());
  }

  @Test
  void doesNotWaitInANewSessionForChangesOfWhatWentWithTheOldOne() throws Exception {
    server.always("WaitForUpdatesEx", fault("NotAuthenticated", "", ""));
    SoapCall wait =
        SoapCall.on(session.content().getPropertyCollector(), "WaitForUpdatesEx", "UpdateSet");

    assertNull(session.call("wait", wait, null, Cancellation.NEVER));

    assertEquals(1, server.received("WaitForUpdatesEx").size());
    assertEquals(2, server.received("Login").size());
  }

  @Test
  void sendsCookieVersionAndOperationIdWithEveryCall() throws Exception {
    server.always("CurrentTime", returns(DATE));
    currentTime();
    session.close();

    for (ScriptedVcenter.Received call : server.received()) {
      assertTrue(
          call.body().contains("<operationID>" + TestSessions.OPERATION + "</operationID>"),
          call.method());
      assertEquals("urn:vim25/6.5", call.soapAction());
    }
    String cookie = "vmware_soap_session=\"session-1\"";
    assertEquals(
        List.of("", "", cookie, cookie),
        server.received().stream().map(ScriptedVcenter.Received::cookie).toList());
  }

  @Test
  void keepsTheSessionItBeganWhateverOtherAnswersSay() throws Exception {
    server.always("CurrentTime", loggedInAs("of-somebody-else"));
    assertThrows(StorageException.class, this::currentTime);
    assertThrows(StorageException.class, this::currentTime);

    assertEquals(
        "vmware_soap_session=\"session-1\"", server.received("CurrentTime").get(1).cookie());
    HttpRequest request = session.connection().request(session.connection().base()).build();
    assertEquals(
        List.of("vmware_soap_session=\"session-1\""), request.headers().allValues("Cookie"));
  }

  @Test
  void endsWithStatus4AndWithoutTellingThePasswordWhenItIsWrong() {
    server.always(
        "Login",
        fault(
            "InvalidLogin",
            "Cannot complete login due to an incorrect user name or password.",
            ""));

    VsphereFaultException e = assertThrows(VsphereFaultException.class, this::currentTime);

    assertEquals(ExitStatus.AUTHENTICATION, e.code().exit());
    assertEquals(
        "log in to 127.0.0.1:"
            + server.port()
            + " as root, with the password of the test: InvalidLogin: Cannot complete login due to"
            + " an incorrect user name or password.",
        e.getMessage());
    StringWriter trace = new StringWriter();
    e.printStackTrace(new PrintWriter(trace));
    assertFalse((trace + e.remedy() + session).contains("s3cret"), trace.toString());
    assertEquals(1, server.received("Login").size());
  }

  @Test
  void logsInAgainAndRepeatsTheCallWhenTheServerEndedTheSession() throws Exception {
    server.once("Login", loggedInAs("session-1")).once("Login", loggedInAs("session-2"));
    server.once("DeleteDatastoreFile_Task", fault("NotAuthenticated", "no", ""));
    server.once("DeleteDatastoreFile_Task", returns("<returnval type=\"Task\">task-1</returnval>"));

    ManagedObjectReference task =
        session.call(
            "try it",
            vim -> vim.deleteDatastoreFile_Task(reference("FileManager", "f"), "[a] b", null));

    assertEquals("task-1", task.getVal());
    assertEquals(
        List.of("vmware_soap_session=\"session-1\"", "vmware_soap_session=\"session-2\""),
        server.received("DeleteDatastoreFile_Task").stream()
            .map(ScriptedVcenter.Received::cookie)
            .toList());
  }

  @Test
  void givesUpWhenTheNewSessionIsOverAtOnceAsWell() {
    server.always(
        "CurrentTime", fault("NotAuthenticated", "The session is not authenticated.", ""));

    VsphereFaultException e = assertThrows(VsphereFaultException.class, this::currentTime);

    assertEquals(ExitStatus.AUTHENTICATION, e.code().exit());
    assertEquals(2, server.received("Login").size());
  }

  @Test
  void knowsASessionThatIsOverByAnEmptyAnswer() throws Exception {
    server.once("RetrievePropertiesEx", returns(""));
    server.once("CurrentTime", fault("NotAuthenticated", "no", ""));
    server.once(
        "RetrievePropertiesEx",
        returns("<returnval><objects><obj type=\"Task\">t</obj></objects></returnval>"));

    assertEquals("t", retrieve().getObjects()[0].getObj().getVal());
    assertEquals(2, server.received("Login").size());
  }

  @Test
  void takesAnEmptyAnswerOfALiveSessionForWhatItIs() throws Exception {
    server.always("RetrievePropertiesEx", returns(""));
    server.always("CurrentTime", returns(DATE));

    assertNull(retrieve());
    assertEquals(1, server.received("Login").size());
  }

  @Test
  void logsInOnceForAllThreads() throws Exception {
    server.always("CurrentTime", returns(DATE));

    inThreads(16, this::currentTime);

    assertEquals(1, server.received("Login").size());
    assertEquals(16, server.received("CurrentTime").size());
  }

  @Test
  void logsInAgainOnceForAllThreads() throws Exception {
    server.once("Login", loggedInAs("session-1")).once("Login", loggedInAs("session-2"));
    server.always(
        "CurrentTime",
        exchange -> {
          boolean over = exchange.getRequestHeaders().getFirst("Cookie").contains("session-1");
          (over ? fault("NotAuthenticated", "no", "") : returns(DATE)).to(exchange);
        });

    inThreads(16, this::currentTime);

    assertEquals(2, server.received("Login").size());
  }

  @Test
  void doesWorkOnceMoreWhoseObjectsWentAwayWithTheSession() throws Exception {
    server.always("CurrentTime", returns(DATE));
    server.once("DestroyView", fault("NotAuthenticated", "no", ""));
    server.once("DestroyView", fault("ManagedObjectNotFound", "gone", ""));
    server.once("DestroyView", returns(""));
    List<String> runs = new ArrayList<>();

    session.withinOneLogin(
        () -> {
          runs.add("run");
          return session.call(
              "try it",
              vim -> {
                vim.destroyView(reference("View", "v"));
                return null;
              });
        });

    assertEquals(2, runs.size());
  }

  @Test
  void doesWorkOnceWhenItFailsForAnotherReason() {
    server.always("DestroyView", fault("ManagedObjectNotFound", "gone", ""));

    assertThrows(
        VsphereFaultException.class,
        () ->
            session.withinOneLogin(
                () ->
                    session.call(
                        "try it",
                        vim -> {
                          vim.destroyView(reference("View", "v"));
                          return null;
                        })));

    assertEquals(1, server.received("DestroyView").size());
  }

  @Test
  void tellsWhatTheServerSaysOfAFailedCall() {
    server.always(
        "CreateFolder",
        fault(
            "NoPermission",
            "Permission to perform this operation was denied.",
            "<object type=\"Folder\">group-v3</object><privilegeId>Folder.Create</privilegeId>"));

    VsphereFaultException e =
        assertThrows(
            VsphereFaultException.class,
            () ->
                session.call(
                    "try it", vim -> vim.createFolder(reference("Folder", "group-v3"), "x")));

    assertEquals(
        "try it: NoPermission: Permission to perform this"
            + " operation was denied. (object Folder:group-v3, privilegeId Folder.Create)",
        e.getMessage());
    assertEquals("vsphere-no-permission", e.code().name());
    assertEquals(ExitStatus.AUTHENTICATION, e.code().exit());
    assertEquals(
        "Folder.Create",
        e.fault(com.vmware.vim25.NoPermission.class).orElseThrow().getPrivilegeId());
  }

  private Object currentTime() throws StorageException {
    return session.call(
        "try it", vim -> vim.currentTime(reference("ServiceInstance", "ServiceInstance")));
  }

  private RetrieveResult retrieve() throws StorageException {
    return session.call(
        "try it",
        vim ->
            vim.retrievePropertiesEx(
                session.content().getPropertyCollector(),
                new PropertyFilterSpec[0],
                new RetrieveOptions()));
  }

  private static void inThreads(int count, Callable<?> work) throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(count);
    CyclicBarrier start = new CyclicBarrier(count);
    try {
      List<Future<?>> running = new ArrayList<>();
      for (int i = 0; i < count; i++) {
        running.add(
            threads.submit(
                () -> {
                  start.await();
                  return work.call();
                }));
      }
      for (Future<?> one : running) {
        one.get();
      }
    } finally {
      threads.shutdownNow();
    }
  }

  private static ManagedObjectReference reference(String type, String value) {
    ManagedObjectReference reference = new ManagedObjectReference();
    reference.setType(type);
    reference.setVal(value);
    return reference;
  }
}
