package org.stowage.runtime.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.stowage.api.CommonError;
import org.stowage.api.StorageException;

class GovcEnvironmentTest {

  private final Config config = ConfigFile.defaults(Path.of("home"));

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          vc.example.org | vc.example.org | 443 | u | p
          https://vc.example.org/sdk | vc.example.org | 443 | u | p
          https://127.0.0.1:8989/sdk | 127.0.0.1 | 8989 | u | p
          https://[::1]:8989/sdk | [::1] | 8989 | u | p
          """)
  void takesAddressesAsGovcDoes(String url, String host, int port, String user, String password)
      throws IOException {
    check(
        Map.of("GOVC_URL", url, "GOVC_USERNAME", "u", "GOVC_PASSWORD", "p"),
        host,
        port,
        user,
        password);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          me:secret@vc | me | secret
          https://me:secret@vc:443/sdk | me | secret
          me@vsphere.local:a#b?c!d\\e@f%g/h+@vc | me@vsphere.local | a#b?c!d\\e@f%g/h+
          me:a%40b%2525c%zz@vc/sdk | me | a@b%25c%zz
          """)
  void keepsEveryCharacterOfAPasswordInTheUrl(String url, String user, String password)
      throws IOException {
    check(Map.of("GOVC_URL", url), "vc", 443, user, password);
  }

  @Test
  void prefersTheVariablesToTheUrl() throws IOException {
    check(
        Map.of("GOVC_URL", "a:b@vc", "GOVC_USERNAME", "u", "GOVC_PASSWORD", "p"),
        "vc",
        443,
        "u",
        "p");
  }

  private void check(
      Map<String, String> environment, String host, int port, String user, String password)
      throws IOException {
    TargetConfig.Endpoint endpoint = govc(environment).endpoint();
    assertEquals(host, endpoint.host());
    assertEquals(port, endpoint.port());
    assertEquals(user, endpoint.username());
    assertEquals(password, endpoint.password().read());
  }

  @Test
  void takesTheTrustThatGovcWouldHave() throws IOException {
    assertEquals(TargetConfig.Trust.USUAL, with("GOVC_INSECURE", "false").endpoint().trust());
    assertEquals(
        new TargetConfig.Trust(List.of(), null, true),
        with("GOVC_INSECURE", "1").endpoint().trust());
    assertEquals(
        List.of(Path.of("a.pem"), Path.of("b.pem")),
        with("GOVC_TLS_CA_CERTS", "a.pem:b.pem").endpoint().trust().caFiles());
  }

  @Test
  void narrowsTheInventoryAsGovcWould() throws IOException {
    assertEquals("DC0", with("GOVC_DATACENTER", "/DC0").datacenter());
    assertEquals("c1", with("GOVC_CLUSTER", "/DC0/host/c1").cluster());
    var only = with("GOVC_DATASTORE", "/DC0/datastore/ds.1").rules().datastoreRegex();
    assertEquals(true, only != null && only.matcher("ds.1").lookingAt());
    assertEquals(false, only != null && only.matcher("ds.10").lookingAt());
    assertEquals(false, only != null && only.matcher("ds_1").lookingAt());
  }

  @Test
  void addsNothingWithoutAnAddress() throws IOException {
    assertSame(config, GovcEnvironment.added(config, Map.of("GOVC_USERNAME", "u")));
  }

  @Test
  void leavesTheDefaultTargetAsItIs() throws IOException {
    Config added =
        GovcEnvironment.added(
            config, Map.of("GOVC_URL", "vc", "GOVC_USERNAME", "u", "GOVC_PASSWORD", "p"));

    assertEquals("local", added.target(null).name());
    assertEquals(List.of("local", "govc"), added.targets().stream().map(t -> t.name()).toList());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          http://vc/sdk  | GOVC_URL has the scheme http; only https is spoken
          vc/a b@c d     | GOVC_URL is no address of a vCenter
          vc             | GOVC_URL is set, and GOVC_USERNAME is not
          me@vc          | GOVC_URL is set, and GOVC_PASSWORD is not
          """)
  void saysWhatIsWrong(String url, String message) {
    StorageException wrong =
        assertThrows(
            StorageException.class, () -> GovcEnvironment.added(config, Map.of("GOVC_URL", url)));

    assertEquals(CommonError.CONFIGURATION, wrong.code());
    assertEquals(message, wrong.getMessage());
  }

  private TargetConfig.Vsphere with(String variable, String value) throws IOException {
    Map<String, String> environment = new HashMap<>();
    environment.put("GOVC_URL", "u:p@vc");
    environment.put(variable, value);
    return govc(environment);
  }

  private TargetConfig.Vsphere govc(Map<String, String> environment) throws IOException {
    return (TargetConfig.Vsphere) GovcEnvironment.added(config, environment).target("govc");
  }
}
