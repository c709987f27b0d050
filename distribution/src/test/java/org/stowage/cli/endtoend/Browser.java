package org.stowage.cli.endtoend;

import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.stowage.testkit.RealPeers;

/**
 * Chromium without a screen. Spoken to over its driver in the few words of W3C WebDriver that are
 * needed here, for which the usual library brings 27 jars.
 */
final class Browser implements AutoCloseable {

  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final Pattern STARTED = Pattern.compile("started successfully on port (\\d+)");
  private static final ObjectMapper JSON = new ObjectMapper();

  private final HttpClient client = HttpClient.newHttpClient();
  private final Process driver;
  private String session;

  private Browser(Process driver) {
    this.driver = driver;
    this.session = "";
  }

  /**
   * Starts one.
   *
   * @param profile an empty folder for what it keeps
   */
  static Browser start(Path profile) throws Exception {
    Path program = RealPeers.require("chromedriver");
    Process driver =
        new ProcessBuilder(program.toString(), "--port=0").redirectErrorStream(true).start();
    Browser browser = new Browser(driver);
    try {
      String port = port(driver.inputReader());
      browser.session = "http://127.0.0.1:" + port + "/session";
      JsonNode made = browser.post("", Map.of("capabilities", capabilities(profile)));
      browser.session += "/" + made.get("sessionId").textValue();
      return browser;
    } catch (Exception e) {
      browser.close();
      throw e;
    }
  }

  private static String port(BufferedReader output) throws IOException {
    StringBuilder said = new StringBuilder();
    for (String line = output.readLine(); line != null; line = output.readLine()) {
      Matcher started = STARTED.matcher(line);
      if (started.find()) {
        return started.group(1);
      }
      said.append(line).append('\n');
    }
    throw new IOException("chromedriver did not start: " + said);
  }

  private static Map<String, Object> capabilities(Path profile) {
    List<String> arguments =
        new ArrayList<>(
            List.of("--headless", "--window-size=1100,1000", "--user-data-dir=" + profile));
    if (System.getProperty("user.name").equals("root")) {
      arguments.add("--no-sandbox");
    }
    return Map.of("alwaysMatch", Map.of("goog:chromeOptions", Map.of("args", arguments)));
  }

  void open(String address) throws Exception {
    post("/url", Map.of("url", address));
  }

  /** Types into what a CSS selector names, in place of what is there. */
  void type(String selector, String text) throws Exception {
    post("/element/" + element(selector) + "/clear", Map.of());
    post("/element/" + element(selector) + "/value", Map.of("text", text));
  }

  void click(String selector) throws Exception {
    post("/element/" + element(selector) + "/click", Map.of());
  }

  private String element(String selector) throws Exception {
    return post("/element", Map.of("using", "css selector", "value", selector))
        .elements()
        .next()
        .textValue();
  }

  /** What a JavaScript expression is on the page. */
  JsonNode value(String expression) throws Exception {
    return post("/execute/sync", Map.of("script", "return " + expression, "args", List.of()));
  }

  /** Waits until a JavaScript expression is true on the page. */
  void await(String expression) throws Exception {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    while (!value("!!(" + expression + ")").booleanValue()) {
      assertTrue(
          System.nanoTime() < deadline,
          () -> "in vain for " + PATIENCE.toSeconds() + " s: " + expression + "\n" + text());
      LockSupport.parkNanos(20_000_000);
    }
  }

  private String text() {
    try {
      return value("document.body.innerText").textValue();
    } catch (Exception e) {
      return e.toString();
    }
  }

  /** Keeps what can be seen, as a PNG. */
  void photograph(Path file) throws Exception {
    HttpRequest request = HttpRequest.newBuilder(URI.create(session + "/screenshot")).build();
    Files.write(file, Base64.getDecoder().decode(answer(request).textValue()));
  }

  private JsonNode post(String path, Map<String, ?> body) throws Exception {
    return answer(
        HttpRequest.newBuilder(URI.create(session + path))
            .POST(BodyPublishers.ofByteArray(JSON.writeValueAsBytes(body)))
            .build());
  }

  private JsonNode answer(HttpRequest request) throws Exception {
    JsonNode value =
        JSON.readTree(client.send(request, BodyHandlers.ofString()).body()).get("value");
    if (value.has("error")) {
      throw new IOException(request.uri() + ": " + value.get("message").textValue());
    }
    return value;
  }

  @Override
  public void close() throws IOException {
    try {
      HttpRequest quit = HttpRequest.newBuilder(URI.create(session)).DELETE().build();
      client.send(quit, BodyHandlers.discarding());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      driver.destroy();
    }
  }
}
