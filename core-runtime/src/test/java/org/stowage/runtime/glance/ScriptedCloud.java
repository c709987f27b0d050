package org.stowage.runtime.glance;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import org.stowage.runtime.config.OpenstackVariables;
import org.stowage.runtime.http.Backoff;
import org.stowage.runtime.http.Patience;

/**
 * A Keystone that lets everybody in, and a Glance that answers as it is told: each request with the
 * next of its answers, and on with the last.
 */
final class ScriptedCloud implements AutoCloseable {

  private static final Patience QUICK =
      new Patience(
          Duration.ofSeconds(5),
          Duration.ofSeconds(5),
          Duration.ofSeconds(2),
          new Backoff(1, Duration.ofMillis(2), Duration.ofMillis(4)));

  private final HttpServer server;
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final Map<String, Queue<Reply>> replies = new ConcurrentHashMap<>();
  private final Set<String> hanging = ConcurrentHashMap.newKeySet();
  private final List<Request> requests = new CopyOnWriteArrayList<>();
  private final AtomicInteger logins = new AtomicInteger();
  private final CountDownLatch closed = new CountDownLatch(1);
  private volatile boolean catalog = true;

  private record Reply(int status, String body) {}

  /**
   * @param bytes of the body, if that came to its end
   */
  private record Request(String what, String token, long bytes) {}

  ScriptedCloud() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setExecutor(threads);
    server.createContext("/v3/auth/tokens", this::login);
    server.createContext("/v2", this::handle);
    server.start();
  }

  /** A client of it. */
  Glance glance() throws IOException {
    Map<String, String> variables =
        Map.of("OS_AUTH_URL", url(), "OS_USERNAME", "ann", "OS_PASSWORD", "p");
    return Glance.of(Cloud.of(CloudSettings.of(OpenstackVariables.of(variables))), QUICK);
  }

  ScriptedCloud answer(String request, int status, String body) {
    replies
        .computeIfAbsent(request, key -> new ConcurrentLinkedQueue<>())
        .add(new Reply(status, body));
    return this;
  }

  /** Never reads the body of such a request. */
  ScriptedCloud hang(String request) {
    hanging.add(request);
    return this;
  }

  void withoutCatalog() {
    catalog = false;
  }

  List<String> tokens(String request) {
    return requests.stream()
        .filter(made -> made.what().equals(request))
        .map(Request::token)
        .toList();
  }

  int asked(String request) {
    return tokens(request).size();
  }

  /** How many bytes came with those requests whose body came to its end. */
  long received(String request) {
    return requests.stream()
        .filter(made -> made.what().equals(request))
        .mapToLong(Request::bytes)
        .sum();
  }

  private String url() {
    return "http://127.0.0.1:" + server.getAddress().getPort();
  }

  private void login(HttpExchange exchange) throws IOException {
    exchange.getRequestBody().readAllBytes();
    exchange.getResponseHeaders().add("X-Subject-Token", "token-" + logins.incrementAndGet());
    String services =
        """
        {"type":"image","endpoints":[{"interface":"public","region":"here","url":"%s"}]}
        """
            .formatted(url());
    reply(
        exchange, new Reply(201, "{\"token\":{\"catalog\":[" + (catalog ? services : "") + "]}}"));
  }

  private void handle(HttpExchange exchange) throws IOException {
    String request = exchange.getRequestMethod() + " " + exchange.getRequestURI().getPath();
    String token = exchange.getRequestHeaders().getFirst("X-Auth-Token");
    if (hanging.contains(request)) {
      awaitClose();
      exchange.close();
      return;
    }
    long bytes = exchange.getRequestBody().transferTo(OutputStream.nullOutputStream());
    requests.add(new Request(request, token, bytes));
    Queue<Reply> planned = replies.getOrDefault(request, new ConcurrentLinkedQueue<>());
    Reply next = planned.size() > 1 ? planned.poll() : planned.peek();
    reply(exchange, next == null ? new Reply(404, "") : next);
  }

  private void awaitClose() {
    try {
      closed.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static void reply(HttpExchange exchange, Reply reply) throws IOException {
    byte[] body = reply.body().getBytes(StandardCharsets.UTF_8);
    exchange.sendResponseHeaders(reply.status(), body.length == 0 ? -1 : body.length);
    try (OutputStream out = exchange.getResponseBody()) {
      out.write(body);
    }
  }

  @Override
  public void close() {
    closed.countDown();
    server.stop(0);
    threads.shutdownNow();
  }
}
