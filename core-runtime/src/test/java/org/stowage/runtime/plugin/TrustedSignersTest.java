package org.stowage.runtime.plugin;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.OutputStream;
import java.net.URI;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.KeyStore;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.zip.ZipFile;
import jdk.security.jarsigner.JarSigner;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.stowage.api.CommonError;
import org.stowage.api.StorageException;
import org.stowage.runtime.plugin.fence.PluginMeters;

/** Jars signed by the JDK's own signer of jars, with keys of the JDK's own keytool. */
class TrustedSignersTest {

  private static final String PASSWORD = "changeit";

  @TempDir static Path keys;
  @TempDir Path folder;

  @BeforeAll
  static void makeKeys() throws Exception {
    key("acme");
    key("mallory");
    key("late", "-startdate", "2001/01/01", "-validity", "365");
    key("root", "-ext", "bc:c");
    key("vendor", "-signer", "root");
  }

  @BeforeEach
  void makePlugin() throws IOException {
    PluginSources.fit("acme").writeTo(folder.resolve("acme.jar"));
  }

  private static void tool(String name, String... arguments) throws Exception {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", name).toString());
    command.addAll(List.of(arguments));
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String said = new String(process.getInputStream().readAllBytes());
    assertEquals(0, process.waitFor(), said);
  }

  private static void keytool(String... arguments) throws Exception {
    List<String> all = new ArrayList<>(List.of(arguments));
    all.addAll(List.of("-keystore", keys.resolve("keys.p12").toString(), "-storepass", PASSWORD));
    tool("keytool", all.toArray(String[]::new));
  }

  private static void key(String alias, String... more) throws Exception {
    List<String> all =
        new ArrayList<>(
            List.of("-genkeypair", "-alias", alias, "-keyalg", "EC", "-dname", "CN=" + alias));
    all.addAll(List.of(more));
    keytool(all.toArray(String[]::new));
  }

  private static KeyStore store() throws Exception {
    return KeyStore.getInstance(keys.resolve("keys.p12").toFile(), PASSWORD.toCharArray());
  }

  private static Path certificate(String alias) throws Exception {
    String base64 =
        Base64.getMimeEncoder().encodeToString(store().getCertificate(alias).getEncoded());
    return Files.writeString(
        keys.resolve(alias + ".pem"),
        "-----BEGIN CERTIFICATE-----\n" + base64 + "\n-----END CERTIFICATE-----\n");
  }

  private void sign(String alias) throws Exception {
    KeyStore.PrivateKeyEntry key =
        (KeyStore.PrivateKeyEntry)
            store().getEntry(alias, new KeyStore.PasswordProtection(PASSWORD.toCharArray()));
    Path jar = folder.resolve("acme.jar");
    Path signed = folder.resolve("signed");
    try (ZipFile unsigned = new ZipFile(jar.toFile());
        OutputStream out = Files.newOutputStream(signed)) {
      new JarSigner.Builder(key).build().sign(unsigned, out);
    }
    Files.move(signed, jar, StandardCopyOption.REPLACE_EXISTING);
  }

  private List<PluginReport.Fault> faults(Path trusted) throws IOException {
    PluginRules rules = PluginRules.of(folder).withTrustedSigners(trusted);
    try (PluginHost host = PluginHost.open(rules, new PluginMeters(calls -> {}))) {
      assertEquals(host.plugins().get(0).faults().isEmpty(), host.distrust().isEmpty());
      return host.plugins().get(0).faults();
    }
  }

  private void assertRefused(String why, Path trusted) throws IOException {
    List<PluginReport.Fault> faults = faults(trusted);
    assertEquals(1, faults.size(), faults.toString());
    assertEquals(PluginError.NOT_SIGNED, faults.get(0).code());
    assertTrue(faults.get(0).message().contains(why), faults.get(0).message());
  }

  @Test
  void takesAJarThatATrustedKeySigned() throws Exception {
    sign("acme");

    assertEquals(List.of(), faults(certificate("acme")));
  }

  @Test
  void takesAJarWhoseSignerHasATrustedIssuer() throws Exception {
    sign("vendor");

    assertEquals(List.of(), faults(certificate("root")));
    assertEquals(List.of(), faults(certificate("vendor")));
  }

  @Test
  void refusesAJarThatNobodySigned() throws Exception {
    assertRefused(" is not signed", certificate("acme"));
  }

  @Test
  void refusesAJarOfAStranger() throws Exception {
    sign("mallory");

    assertRefused("is signed by CN=mallory, which is not trusted", certificate("acme"));
  }

  @Test
  void refusesAJarOfAnExpiredSigner() throws Exception {
    sign("late");

    assertRefused("CN=late", certificate("late"));
  }

  @Test
  void refusesAFileThatWasSlippedInAfterSigning() throws Exception {
    sign("acme");
    change("acme/Extra.class", "not signed");

    assertRefused("acme/Extra.class is not signed", certificate("acme"));
  }

  @Test
  void refusesAFileThatWasChangedAfterSigning() throws Exception {
    sign("acme");
    change("META-INF/extensions.idx", "acme.Other\n");

    List<PluginReport.Fault> faults = faults(certificate("acme"));

    assertTrue(
        faults.stream().anyMatch(fault -> fault.code().equals(PluginError.NOT_SIGNED)),
        faults.toString());
  }

  @Test
  void aFileWithoutCertificatesIsAnErrorOfTheConfiguration() throws Exception {
    Path empty = Files.writeString(keys.resolve("empty.pem"), "");

    StorageException e = assertThrows(StorageException.class, () -> faults(empty));

    assertEquals(CommonError.CONFIGURATION, e.code());
    assertTrue(e.getMessage().contains(empty.toString()), e.getMessage());
  }

  private void change(String entry, String content) throws IOException {
    URI jar = URI.create("jar:" + folder.resolve("acme.jar").toUri());
    try (FileSystem zip = FileSystems.newFileSystem(jar, Map.of())) {
      Files.writeString(zip.getPath(entry), content);
    }
  }
}
