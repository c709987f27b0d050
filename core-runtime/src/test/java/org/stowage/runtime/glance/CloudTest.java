package org.stowage.runtime.glance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.stowage.api.CommonError;
import org.stowage.api.StorageException;
import org.stowage.runtime.config.OpenstackVariables;

class CloudTest {

  @TempDir private Path working;
  @TempDir private Path home;

  private final Map<String, String> environment = new HashMap<>();

  @BeforeEach
  void knowNothing() {
    environment.clear();
  }

  @Test
  void isWhatAnRcFileSets() throws IOException {
    environment.putAll(
        Map.of(
            "OS_AUTH_URL", "https://keystone.example:5000",
            "OS_USERNAME", "ann",
            "OS_PASSWORD", "it's #1: \"secret\"",
            "OS_PROJECT_NAME", "images",
            "OS_USER_DOMAIN_NAME", "Default",
            "OS_PROJECT_DOMAIN_ID", "d1",
            "OS_REGION_NAME", "here",
            "OS_INTERFACE", "internalURL",
            "OS_CACERT", "/etc/ssl/company.pem"));

    Cloud cloud = find();

    assertEquals(URI.create("https://keystone.example:5000/v3"), cloud.identity());
    assertEquals("here", cloud.region());
    assertEquals("internal", cloud.networkInterface());
    assertEquals(List.of(Path.of("/etc/ssl/company.pem")), cloud.trust().caFiles());
    assertEquals(
        json(
            """
            {"auth":{"identity":{"methods":["password"],"password":{"user":{"name":"ann",
            "domain":{"name":"Default"},"password":"it's #1: \\"secret\\""}}},
            "scope":{"project":{"name":"images","domain":{"id":"d1"}}}}}
            """),
        login(cloud));
    assertFalse(cloud.toString().contains("secret"), cloud::toString);
  }

  @ParameterizedTest
  @CsvSource({
    "https://k:5000, https://k:5000/v3",
    "https://k:5000/, https://k:5000/v3",
    "https://k/identity/v3/, https://k/identity/v3",
    "https://k/identity/v2.0, https://k/identity/v3"
  })
  void speaksVersion3WhicheverTheAddressNames(String given, URI spoken) throws IOException {
    environment.putAll(Map.of("OS_AUTH_URL", given, "OS_TOKEN", "t"));

    assertEquals(spoken, find().identity());
  }

  @Test
  void isTheOneThatIsNamedWithThePasswordFromBeside() throws IOException {
    Path folder = Files.createDirectories(home.resolve(".config/openstack"));
    Files.writeString(
        folder.resolve("clouds.yaml"),
        """
        clouds:
          one:
            auth: {auth_url: "http://one", username: ann, project_id: p1}
            verify: false
          two:
            auth: {auth_url: "http://two", application_credential_id: c2}
            auth_type: v3applicationcredential
        """);
    Files.writeString(
        folder.resolve("secure.yaml"),
        "clouds: {two: {auth: {application_credential_secret: 's2'}}}");
    environment.put("OS_PASSWORD", "p");
    environment.put("OS_USERNAME", "not asked for");

    environment.put("OS_CLOUD", "one");
    Cloud one = find();
    environment.put("OS_CLOUD", "two");
    Cloud two = find();

    assertTrue(one.trust().insecure());
    assertEquals("ann", login(one).at("/auth/identity/password/user/name").textValue());
    assertEquals("default", login(one).at("/auth/identity/password/user/domain/id").textValue());
    assertEquals("p", login(one).at("/auth/identity/password/user/password").textValue());
    assertEquals("p1", login(one).at("/auth/scope/project/id").textValue());
    assertEquals(
        json(
            """
            {"auth":{"identity":{"methods":["application_credential"],
            "application_credential":{"secret":"s2","id":"c2"}}}}
            """),
        login(two));
  }

  @Test
  void prefersTheFileInTheWorkingFolderAndTheOneThatIsNamed() throws IOException {
    write(home.resolve(".config/openstack"), "http://home");
    assertEquals(URI.create("http://home/v3"), find().identity());

    write(working, "http://working");
    assertEquals(URI.create("http://working/v3"), find().identity());

    Path named = write(working.resolve("elsewhere"), "http://named");
    environment.put("OS_CLIENT_CONFIG_FILE", named.toString());
    assertEquals(URI.create("http://named/v3"), find().identity());
  }

  @Test
  void isTheOnlyOneOrHasToBeNamed() throws IOException {
    Files.writeString(working.resolve("clouds.yaml"), "clouds: {one: {}, two: {}}");

    assertTrue(refused().remedy().contains("one, two"));

    environment.put("OS_CLOUD", "three");
    StorageException unknown = refused();
    assertTrue(unknown.getMessage().endsWith("knows no cloud 'three'"), unknown::getMessage);
    assertTrue(unknown.remedy().contains("one, two"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "clouds: {one: {auth: {password: \"s3cret}}}",
        "clouds: [s3cret]",
        "s3cret",
        "",
        "clouds: {one: {auth: {auth_url: 'ftp://s3cret'}}}",
        "clouds: {one: {auth: {auth_url: 'https://me:s3cret@host'}}}",
        "clouds: {one: {auth: {auth_url: 'https://host', username: s3cret}}}"
      })
  void refusesWhatIsWrongWithoutRepeatingIt(String text) throws IOException {
    Files.writeString(working.resolve("clouds.yaml"), text);

    StorageException refused = refused();

    assertFalse((refused + refused.remedy()).contains("s3cret"), refused::toString);
  }

  @Test
  void needsToBeNamedAnywhere() {
    assertTrue(refused().remedy().contains("OS_CLOUD"));
  }

  private StorageException refused() {
    StorageException refused = assertThrows(StorageException.class, this::find);
    assertEquals(CommonError.CONFIGURATION, refused.code());
    return refused;
  }

  private Cloud find() throws IOException {
    return Cloud.find(OpenstackVariables.of(environment), working, home);
  }

  private static Path write(Path folder, String url) throws IOException {
    return Files.writeString(
        Files.createDirectories(folder).resolve("clouds.yaml"),
        "clouds: {one: {auth: {auth_url: '" + url + "', token: t}}}");
  }

  private static JsonNode login(Cloud cloud) throws IOException {
    return json(cloud.login().orElseThrow().body());
  }

  private static JsonNode json(String text) throws IOException {
    return new ObjectMapper().readTree(text);
  }
}
