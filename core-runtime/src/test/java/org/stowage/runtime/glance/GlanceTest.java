package org.stowage.runtime.glance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.stowage.api.CancelledException;
import org.stowage.api.CommonError;
import org.stowage.api.StorageException;
import org.stowage.api.disk.ImageProperties;
import org.stowage.runtime.http.HttpError;
import org.stowage.testkit.TestTransfer;

/** What is made of rare answers; the usual ones come from a real Glance, in GlanceIT. */
class GlanceTest {

  private static final String ID = "00000000-0000-4000-8000-000000000001";
  private static final String SHOW = "GET /v2/images/" + ID;
  private static final String LIST = "GET /v2/images";
  private static final String CREATE = "POST /v2/images";
  private static final String PUT = "PUT /v2/images/" + ID + "/file";
  private static final String DELETE = "DELETE /v2/images/" + ID;
  private static final ImageProperties NONE = new ImageProperties(Map.of());
  private static final byte[] CONTENT = new byte[100_000];

  private final TestTransfer transfer = new TestTransfer(1);
  private ScriptedCloud server;
  private Glance glance;

  @BeforeEach
  void start() throws IOException {
    server = new ScriptedCloud();
    glance = server.glance();
  }

  @AfterEach
  void end() {
    server.close();
  }

  @Test
  void aTokenThatHasRunOutIsReplacedOnce() throws IOException {
    server.answer(SHOW, 200, image("active")).answer(SHOW, 401, "");
    server.answer(SHOW, 200, image("active"));
    glance.find(ID, transfer);

    glance.find(ID, transfer);

    assertEquals(List.of("token-1", "token-1", "token-2"), server.tokens(SHOW));
  }

  @Test
  void aTokenThatIsNotTakenWhenItIsNewIsARefusal() {
    server.answer(SHOW, 401, "");

    refused(CommonError.AUTHENTICATION, () -> glance.find(ID, transfer));

    assertEquals(List.of("token-1", "token-2"), server.tokens(SHOW));
  }

  @ParameterizedTest
  @CsvSource({
    "400, http-answer",
    "403, authentication",
    "404, not-found",
    "409, http-answer",
    "500, http-server-failed",
    "503, http-server-failed"
  })
  void aRefusalSaysWhy(int status, String code) {
    server.answer(SHOW, status, "<html>proxy</html>").answer(LIST, status, "");

    for (String image : List.of(ID, "a name")) {
      StorageException refused =
          assertThrows(StorageException.class, () -> glance.find(image, transfer));
      assertEquals(code, refused.code().name(), refused::toString);
    }
  }

  @Test
  void aServiceThatIsAwayForAMomentIsAskedAgain() throws IOException {
    server.answer(SHOW, 503, "").answer(SHOW, 200, image("active"));

    assertEquals(ID, glance.find(ID, transfer).id());
  }

  @ParameterizedTest
  @CsvSource({"queued", "saving", "deactivated", "importing"})
  void anImageThatIsNotActiveIsNotRead(String status) {
    server.answer(SHOW, 200, image(status));

    StorageException refused = refused(CommonError.NOT_ALLOWED, () -> glance.find(ID, transfer));

    assertTrue(refused.getMessage().contains(status), refused::toString);
  }

  @Test
  void oldImagesHaveAnMd5Only() throws IOException {
    ImageProperties old = properties("{\"checksum\":\"0cc175b9c0f1b6a831c399e269772661\"}");
    ImageProperties rare =
        properties("{\"os_hash_algo\":\"blake2b\",\"os_hash_value\":\"00\",\"checksum\":\"0cc1\"}");

    assertEquals("md5", old.value(ImageProperties.HASH_ALGORITHM).orElseThrow());
    assertEquals(
        "0cc175b9c0f1b6a831c399e269772661", old.value(ImageProperties.HASH_VALUE).orElseThrow());
    assertEquals("0cc1", rare.value(ImageProperties.HASH_VALUE).orElseThrow());
    assertFalse(properties("{}").value(ImageProperties.HASH_VALUE).isPresent());
  }

  @Test
  void aCatalogWithoutGlanceSaysWhatToSet() {
    server.withoutCatalog();

    StorageException refused = refused(CommonError.CONFIGURATION, () -> glance.find(ID, transfer));

    assertTrue(refused.remedy().contains("OS_IMAGE_ENDPOINT_OVERRIDE"), refused::toString);
  }

  @ParameterizedTest
  @CsvSource({"403, authentication", "413, not-allowed", "500, http-server-failed"})
  void anUploadThatIsRefusedLeavesNothing(int status, String code) {
    server.answer(PUT, status, "");
    begin();

    StorageException refused =
        assertThrows(StorageException.class, () -> upload(out -> out.write(CONTENT)));

    assertEquals(code, refused.code().name(), refused::toString);
    assertEquals(1, server.asked(DELETE));
  }

  @Test
  void anUploadThatFailsHereNeverEndsThere() {
    begin();

    IOException failure =
        assertThrows(
            IOException.class,
            () ->
                upload(
                    out -> {
                      out.write(CONTENT);
                      throw new IOException("the disk cannot be read");
                    }));

    assertEquals("the disk cannot be read", failure.getMessage());
    assertEquals(0, server.received(PUT));
    assertEquals(1, server.asked(DELETE));
  }

  @Test
  void anUploadThatIsCancelledLeavesNothing() {
    begin();

    assertThrows(
        CancelledException.class,
        () ->
            upload(
                out -> {
                  out.write(CONTENT);
                  transfer.cancelAfter(0);
                  transfer.checkCancelled();
                }));

    assertEquals(0, server.received(PUT));
    assertEquals(1, server.asked(DELETE));
  }

  @Test
  void anUploadThatGlanceReadsNoFurtherEnds() {
    begin().hang(PUT);

    refused(
        HttpError.TIMED_OUT,
        () ->
            upload(
                out -> {
                  for (int round = 0; round < 1000; round++) {
                    out.write(CONTENT);
                  }
                }));

    assertEquals(1, server.asked(DELETE));
  }

  @Test
  void anUploadOfWhichGlanceHasOtherBytesLeavesNothing() {
    begin()
        .answer(SHOW, 200, image("active", "\"os_hash_algo\":\"sha512\",\"os_hash_value\":\"00\""));

    refused(CommonError.INTEGRITY, () -> upload(out -> out.write(CONTENT)));

    assertEquals(CONTENT.length, server.received(PUT));
    assertEquals(1, server.asked(DELETE));
  }

  @Test
  void whatCannotBeRemovedIsNamed() {
    server.answer(PUT, 413, "").answer(DELETE, 403, "");
    begin();

    StorageException refused =
        refused(CommonError.NOT_ALLOWED, () -> upload(out -> out.write(CONTENT)));

    assertTrue(refused.getMessage().contains("image " + ID + " is left"), refused::toString);
    assertTrue(refused.remedy().contains("openstack image delete " + ID), refused::toString);
  }

  @Test
  void whatAKilledUploadLeftIsNamed() {
    server.answer(LIST, 200, "{\"images\":[" + image("saving") + "]}");

    StorageException refused =
        refused(CommonError.ALREADY_EXISTS, () -> upload(out -> out.write(CONTENT)));

    assertTrue(refused.getMessage().contains("saving"), refused::toString);
    assertTrue(refused.remedy().contains("openstack image delete " + ID), refused::toString);
    assertEquals(0, server.asked(CREATE));
  }

  private ScriptedCloud begin() {
    return server
        .answer(LIST, 200, "{\"images\":[]}")
        .answer(CREATE, 201, image("queued"))
        .answer(PUT, 204, "")
        .answer(DELETE, 204, "");
  }

  private void upload(GlanceUpload.Content content) throws IOException {
    new GlanceUpload(glance, transfer).upload("web-1", NONE, content);
  }

  private static String image(String status) {
    return image(status, "\"checksum\":null");
  }

  private static String image(String status, String more) {
    return "{\"id\":\"%s\",\"name\":\"web-1\",\"status\":\"%s\",%s}".formatted(ID, status, more);
  }

  private static ImageProperties properties(String image) throws IOException {
    return GlanceImage.of(new ObjectMapper().readTree(image)).properties();
  }

  private static StorageException refused(Object code, Executable attempt) {
    StorageException refused = assertThrows(StorageException.class, attempt);
    assertEquals(code, refused.code(), refused::toString);
    return refused;
  }
}
