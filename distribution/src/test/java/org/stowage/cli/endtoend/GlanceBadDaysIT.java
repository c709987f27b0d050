package org.stowage.cli.endtoend;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.stowage.cli.endtoend.InstalledStowage.Outcome;
import org.stowage.cli.endtoend.InstalledStowage.Running;
import org.stowage.testkit.lab.BreakingProxy;
import org.stowage.testkit.lab.LabOpenstack;

/** What goes wrong between the command and a real Glance while an image passes. */
class GlanceBadDaysIT {

  private static final int SIZE = 8 << 20;
  private static final long LARGEST = SIZE * 2L;

  @TempDir private static Path folder;
  private static LabOpenstack lab;
  private static GlanceClient glance;

  @TempDir private Path home;
  private InstalledStowage stowage;
  private BreakingProxy proxy;
  private String image;

  @BeforeAll
  static void start() throws Exception {
    lab = LabOpenstack.start("--largest-image-bytes=" + LARGEST);
    glance = GlanceClient.of(lab, "ann");
    byte[] content = new byte[SIZE];
    new Random(3).nextBytes(content);
    Files.write(folder.resolve("disk.raw"), content);
  }

  @AfterAll
  static void end() throws IOException {
    if (lab != null) {
      lab.close();
    }
  }

  @BeforeEach
  void register() throws Exception {
    image = glance.register("disk", folder.resolve("disk.raw"), "raw", "bare");
    proxy = BreakingProxy.before(lab.image());
    stowage = InstalledStowage.on(home);
    lab.environment("ann").forEach(stowage::with);
    stowage.with("OS_IMAGE_ENDPOINT_OVERRIDE", proxy.url());
  }

  @AfterEach
  void close() throws IOException {
    proxy.close();
  }

  @Test
  void aConnectionThatBreaksAtNinetyNinePercentIsTakenUpAgain() throws Exception {
    proxy.breakAfter(SIZE * 99L / 100, () -> {});

    deploysTheWholeDisk();
  }

  @Test
  void aTokenThatIsNotTakenAnyMoreIsReplaced() throws Exception {
    proxy.breakAfter(SIZE / 2, () -> revoke(proxy.token()));

    deploysTheWholeDisk();
  }

  @Test
  void anImageThatIsRemovedMeanwhileLeavesNothing() throws Exception {
    proxy.breakAfter(SIZE / 2, () -> remove(image));

    Outcome outcome = deploy();

    assertTrue(proxy.hasBroken(), "the connection did not break");
    assertEquals(3, outcome.status(), outcome::toString);
    assertEquals("not-found", outcome.error().get("name").textValue());
    assertTrue(outcome.error().get("message").textValue().contains(image), outcome::toString);
    assertEquals(List.of(), stowage.unfinished());
    assertEquals(0, stowage.json("cache", "list").get("images").size());
  }

  @Test
  void anUploadWhoseConnectionBreaksLeavesNoImage() throws Exception {
    source(SIZE);
    proxy.breakSendingAfter(SIZE * 99L / 100, () -> {});

    Outcome outcome = upload("broken");

    assertTrue(proxy.hasBroken(), "the connection did not break");
    assertEquals(7, outcome.status(), outcome::toString);
    assertEquals("http-connection-lost", outcome.error().get("name").textValue());
    assertEquals(0, glance.named("broken").size());
  }

  @Test
  void anUploadThatGlanceHasNoRoomForLeavesNoImage() throws Exception {
    source(LARGEST + SIZE);

    Outcome outcome = upload("large");

    assertEquals(1, outcome.status(), outcome::toString);
    assertEquals("not-allowed", outcome.error().get("name").textValue());
    assertTrue(outcome.error().get("message").textValue().contains("413"), outcome::toString);
    assertEquals(0, glance.named("large").size());
  }

  @Test
  void anUploadThatIsInterruptedLeavesNoImage() throws Exception {
    source(SIZE);

    Outcome outcome = endHalfway("ended", "INT");

    assertEquals(130, outcome.status(), outcome::toString);
    assertTrue(outcome.err().contains("what was half-done has been removed"), outcome::toString);
    assertEquals(0, glance.named("ended").size());
  }

  @Test
  void theNextUploadNamesWhatAKilledOneLeft() throws Exception {
    source(SIZE);
    assertEquals(137, endHalfway("killed", "KILL").status());
    JsonNode left = glance.named("killed");
    assertEquals(1, left.size(), "the killed run was to leave something");
    assertNotEquals("active", left.get(0).get("status").textValue());

    Outcome outcome = upload("killed");

    assertEquals("already-exists", outcome.error().get("name").textValue(), outcome::toString);
    assertTrue(
        outcome
            .error()
            .get("fix")
            .textValue()
            .contains("openstack image delete " + left.get(0).get("id").textValue()),
        outcome::toString);
  }

  @Test
  void noSecretIsShownHoweverMuchIsToBeSaid() throws Exception {
    source(SIZE);
    proxy.breakAfter(SIZE / 2, () -> revoke(proxy.token()));
    Outcome read = stowage.succeed("image", "verify", "glance://" + image, "-v", "-v", "-v");
    String first = proxy.token();
    Outcome written =
        stowage.succeed("snapshot", "source", "--to", "glance://quiet", "-v", "-v", "-v");

    for (String secret : List.of(first, proxy.token(), lab.password("ann"))) {
      assertFalse(secret.isEmpty());
      for (Outcome outcome : List.of(read, written)) {
        assertFalse((outcome.out() + outcome.err()).contains(secret), outcome::toString);
      }
    }
  }

  /** An instance whose disk, as a snapshot, is about as large as this. */
  private void source(long bytes) throws Exception {
    byte[] content = new byte[Math.toIntExact(bytes)];
    new Random(4).nextBytes(content);
    Path file = Files.write(home.resolve("source.raw"), content);
    stowage.succeed("deploy", file.toString(), "--name", "source");
  }

  private Outcome upload(String name) throws Exception {
    return stowage.run("snapshot", "source", "--to", "glance://" + name, "-o", "json");
  }

  /** Sends a signal when half of an upload has passed, and lets nothing pass any more. */
  private Outcome endHalfway(String name, String signal) throws Exception {
    CompletableFuture<Running> started = new CompletableFuture<>();
    proxy.breakSendingAfter(SIZE / 2, () -> end(started.join(), signal));
    started.complete(stowage.start("snapshot", "source", "--to", "glance://" + name));
    Outcome outcome = started.join().outcome();
    assertTrue(proxy.hasBroken(), "the run ended by itself");
    return outcome;
  }

  private static void end(Running running, String signal) {
    try {
      running.signal(signal);
      running.process().waitFor();
    } catch (IOException | InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private void deploysTheWholeDisk() throws Exception {
    Outcome outcome = deploy();

    assertTrue(proxy.hasBroken(), "the connection did not break");
    assertEquals(0, outcome.status(), outcome::toString);
    JsonNode json = outcome.json();
    SameDisk.assertSame(
        Path.of(json.at("/disk/path").textValue()), "vmdk", folder.resolve("disk.raw"), "raw");
  }

  private Outcome deploy() throws Exception {
    return stowage.run("deploy", "glance://" + image, "--name", "one", "-o", "json");
  }

  private static void revoke(String token) {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(lab.identity() + "/auth/tokens"))
            .DELETE()
            .header("X-Auth-Token", token)
            .header("X-Subject-Token", token)
            .build();
    try {
      assertEquals(
          204,
          HttpClient.newHttpClient()
              .send(request, HttpResponse.BodyHandlers.discarding())
              .statusCode());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private static void remove(String image) {
    try {
      glance.delete(image);
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }
}
