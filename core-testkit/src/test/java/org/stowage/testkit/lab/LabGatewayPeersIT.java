package org.stowage.testkit.lab;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.stowage.testkit.RealPeers;
import org.stowage.testkit.lab.LabGateway.Call;

/** The lab gateway under clients of others: what they expect of a real one, it must do. */
class LabGatewayPeersIT {

  private static final Path SCRIPTS = Path.of("src/lab/peers").toAbsolutePath();

  @TempDir Path folder;

  @ParameterizedTest
  @ValueSource(strings = {"3.5", "4.5", "5.0"})
  void servesTheClientOfCinder(String version) throws Exception {
    try (LabGateway gateway = LabGateway.start(folder, "--version=" + version)) {
      run(gateway, "cinder_client.py", gateway.caFile().toString(), "domain1", "pool1");

      List<String> made = operations(gateway, "createVolume", 200);
      assertEquals(1, made.size());
      assertEquals(1, operations(gateway, "createVolume", 500).size());
      assertEquals(1, operations(gateway, "overwriteVolumeContent", 200).size());
      assertEquals(2, gateway.operations().stream().filter("login"::equals).count());
      assertEquals(List.of(), gateway.volumes());
    }
  }

  @Test
  void servesTheConnectorOfOsBrick() throws Exception {
    Path byId = folder.resolve("by-id");
    Path locks = Files.createDirectory(folder.resolve("locks"));
    try (LabGateway gateway = LabGateway.start(byId)) {
      RawClient client = new RawClient(gateway);
      client.login();
      client.volume("a/b+c==");
      gateway.forgetCalls();

      run(
          gateway,
          "os_brick_connector.py",
          "a/b+c==",
          gateway.thisHost().guid(),
          byId.toString(),
          locks.toString());

      assertEquals(
          List.of(200, 500),
          answers(gateway, "addMappedSdc").stream().filter(status -> status != 401).toList());
      assertEquals(
          List.of(200, 500),
          answers(gateway, "removeMappedSdc").stream().filter(status -> status != 401).toList());
      assertEquals(2, operations(gateway, "setMappedSdcLimits", 200).size());
      assertTrue(answers(gateway, "getByName").contains(401), "a token that is none was taken");
    }
  }

  private static List<Integer> answers(LabGateway gateway, String operation) throws IOException {
    return gateway.calls().stream()
        .filter(call -> call.operation().equals(operation))
        .map(Call::status)
        .toList();
  }

  private static List<String> operations(LabGateway gateway, String operation, int status)
      throws IOException {
    return gateway.calls().stream()
        .filter(call -> call.operation().equals(operation) && call.status() == status)
        .map(Call::path)
        .toList();
  }

  private void run(LabGateway gateway, String script, String... more) throws Exception {
    URI url = gateway.url();
    List<String> command = new ArrayList<>();
    command.add(RealPeers.require("openstack-python").toString());
    command.add(SCRIPTS.resolve(script).toString());
    command.addAll(List.of(url.getHost(), String.valueOf(url.getPort())));
    command.addAll(List.of(gateway.username(), gateway.password()));
    command.addAll(List.of(more));
    Path output = Files.createTempFile("peer", ".output");
    ProcessBuilder builder =
        new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(output.toFile());
    builder.environment().put("REQUESTS_CA_BUNDLE", gateway.caFile().toString());
    Process process = builder.start();
    try {
      assertTrue(process.waitFor(2, TimeUnit.MINUTES), "the client does not end");
      assertEquals(0, process.exitValue(), () -> read(output));
    } finally {
      process.destroyForcibly();
      Files.delete(output);
    }
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      return e.toString();
    }
  }
}
