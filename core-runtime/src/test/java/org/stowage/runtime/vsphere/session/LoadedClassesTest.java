package org.stowage.runtime.vsphere.session;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.vmware.vim25.ManagedObjectReference;
import java.io.File;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.stowage.runtime.vsphere.ScriptedVcenter;
import org.stowage.testkit.lab.ServerIdentity;

/** yavijava's own connections change the JVM's TLS as soon as their classes are there. */
class LoadedClassesTest {

  @TempDir Path folder;

  @Test
  void noneOfYavijavasOwnConnectionsIsEverLoaded() throws Exception {
    List<URL> urls = new ArrayList<>();
    for (String entry : System.getProperty("java.class.path").split(File.pathSeparator)) {
      urls.add(Path.of(entry).toUri().toURL());
    }
    try (Watched classes = new Watched(urls.toArray(URL[]::new))) {
      classes.loadClass(Work.class.getName()).getMethod("run", Path.class).invoke(null, folder);

      assertTrue(classes.isLoaded("com.vmware.vim25.ws.VimStub"));
      for (String name :
          List.of(
              "com.vmware.vim25.ws.SoapClient",
              "com.vmware.vim25.ws.WSClient",
              "com.vmware.vim25.ws.ApacheHttpClient",
              "com.vmware.vim25.ws.ApacheTrustSelfSigned",
              "com.vmware.vim25.ws.ClientCreator",
              "com.vmware.vim25.ws.CustomSSLTrustContextCreator",
              "com.vmware.vim25.ws.TrustAllSSL",
              "com.vmware.vim25.ws.XmlGen",
              "com.vmware.vim25.ws.XmlGenDom",
              "com.vmware.vim.rest.RestClient")) {
        assertFalse(classes.isLoaded(name), name);
      }
    }
  }

  /** What is loaded while it runs is looked at. */
  public static final class Work {

    private Work() {}

    /** Logs in, makes a call, logs out. */
    public static void run(Path folder) throws Exception {
      ServerIdentity identity = ServerIdentity.selfSigned(folder, "vc", "ip:127.0.0.1");
      try (ScriptedVcenter server = ScriptedVcenter.start(identity);
          Session session = TestSessions.open(server.port(), identity.pem())) {
        server.always(
            "CreateFolder", ScriptedVcenter.returns("<returnval type=\"Folder\">f-2</returnval>"));
        ManagedObjectReference made =
            session.call(
                "create a folder",
                stub -> stub.createFolder(session.content().getRootFolder(), "web"));
        assertEquals("Folder:f-2", made.toString());
      }
    }
  }

  /** Loads all but the JDK by itself. */
  private static final class Watched extends URLClassLoader {

    Watched(URL[] urls) {
      super(urls, getPlatformClassLoader());
    }

    boolean isLoaded(String name) {
      return findLoadedClass(name) != null;
    }
  }
}
