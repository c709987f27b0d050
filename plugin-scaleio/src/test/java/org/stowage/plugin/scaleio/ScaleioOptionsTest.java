package org.stowage.plugin.scaleio;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.URI;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.stowage.api.CommonError;
import org.stowage.api.StorageException;

class ScaleioOptionsTest {

  private static final Map<String, Object> LEAST =
      Map.of(
          "rest_server_ip", "gateway.example",
          "rest_server_username", "admin",
          "rest_server_password", "very-secret",
          "default_protection_domain_name", "domain1",
          "default_storage_pool_name", "pool1");

  private static Map<String, Object> with(String option, Object value) {
    Map<String, Object> options = new HashMap<>(LEAST);
    options.put(option, value);
    return options;
  }

  @Test
  void hasTheDefaultsOfTheDesign() throws StorageException {
    ScaleioOptions options = ScaleioOptions.read(LEAST);

    assertEquals(URI.create("https://gateway.example:443"), options.gateway());
    assertEquals(new ScaleioOptions.Place("domain1", "pool1", false), options.place());
    assertFalse(options.verifyCertificate());
    assertNull(options.certificates());
    assertNull(options.sdcGuid());
    assertEquals(Path.of("/opt/emc/scaleio/sdc/bin/drv_cfg"), options.drvCfg());
    assertEquals(Path.of("/dev/disk/by-id"), options.deviceFolder());
    assertFalse(options.allowNonPadded());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "rest_server_ip",
        "rest_server_username",
        "rest_server_password",
        "default_protection_domain_name",
        "default_storage_pool_name"
      })
  void saysWhichOptionIsMissing(String option) {
    Map<String, Object> options = new HashMap<>(LEAST);
    options.remove(option);
    assertRefused(options, option);
  }

  @ParameterizedTest
  @CsvSource({
    "rest_server_ip, 'not a host'",
    "default_provisioning_type, medium",
    "default_sdcguid, 1234",
    "server_certificate_path, relative.pem",
    "verify_server_certificate, yes",
    "rest_server_port, 443",
    "rest_server_pasword, x"
  })
  void saysWhichOptionIsWrong(String option, String value) {
    assertRefused(with(option, value), option);
  }

  @Test
  void neverShowsThePassword() throws StorageException {
    assertFalse(ScaleioOptions.read(LEAST).toString().contains("very-secret"));
    assertRefused(with("rest_server_password", 42L), "rest_server_password");
  }

  private static void assertRefused(Map<String, Object> options, String option) {
    StorageException refusal =
        assertThrows(StorageException.class, () -> ScaleioOptions.read(options));
    assertEquals(CommonError.CONFIGURATION, refusal.code());
    assertTrue(refusal.getMessage().contains(option), refusal.getMessage());
    assertFalse(refusal.getMessage().contains("very-secret"), refusal.getMessage());
  }

  @Test
  void theFlavorChoosesWhatItNames() throws StorageException {
    ScaleioOptions.Place usual = new ScaleioOptions.Place("d", "p", false);

    assertEquals(usual, usual.chosenBy(Map.of("hw:cpu_policy", "dedicated")));
    assertEquals(
        new ScaleioOptions.Place("d2", "p", true),
        usual.chosenBy(Map.of("disk:domain", "d2", "disk:provisioning_type", "Thin")));
    assertEquals(
        new ScaleioOptions.Place("d", "p2", false), usual.chosenBy(Map.of("disk:pool", "p2")));
    StorageException refusal =
        assertThrows(
            StorageException.class,
            () -> usual.chosenBy(Map.of("disk:provisioning_type", "medium")));
    assertTrue(refusal.getMessage().contains("disk:provisioning_type"), refusal.getMessage());
  }
}
