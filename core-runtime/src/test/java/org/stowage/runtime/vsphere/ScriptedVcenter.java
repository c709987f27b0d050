package org.stowage.runtime.vsphere;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import java.io.Closeable;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.stowage.testkit.lab.ServerIdentity;

/**
 * A server that answers with what it was told to, call by call, and notes what it was asked. A call
 * that it was not told of ends in an error of its own.
 */
public final class ScriptedVcenter implements Closeable {

  private static final Pattern METHOD =
      Pattern.compile("<soapenv:Body><(\\w+) xmlns=\"urn:vim25\">");

  /** How to answer one call. */
  @FunctionalInterface
  public interface Reply {
    void to(HttpExchange exchange) throws IOException;
  }

  /** A call as it came in. */
  public record Received(String method, String cookie, String soapAction, String body) {}

  private final HttpsServer server;
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final Map<String, Deque<Reply>> once = new HashMap<>();
  private final Map<String, Reply> always = new HashMap<>();
  private final List<Received> received = new ArrayList<>();

  private ScriptedVcenter(ServerIdentity identity) throws IOException {
    server = HttpsServer.create(new InetSocketAddress(InetAddress.getByName("127.0.0.1"), 0), 0);
    server.setHttpsConfigurator(new HttpsConfigurator(identity.context()));
    server.createContext("/", this::answer);
    server.setExecutor(threads);
    server.start();
  }

  /** Starts one that lets everybody log in. */
  public static ScriptedVcenter start(ServerIdentity identity) throws IOException {
    ScriptedVcenter server = new ScriptedVcenter(identity);
    server.always("RetrieveServiceContent", returns(Answers.SERVICE_CONTENT));
    server.always("Login", loggedInAs("session-1"));
    server.always("Logout", returns(""));
    return server;
  }

  public int port() {
    return server.getAddress().getPort();
  }

  /** Answers the next call of a method, for which nothing else is said before. */
  public synchronized ScriptedVcenter once(String method, Reply reply) {
    once.computeIfAbsent(method, m -> new ArrayDeque<>()).add(reply);
    return this;
  }

  /** Answers all calls of a method for which nothing else is said. */
  public synchronized ScriptedVcenter always(String method, Reply reply) {
    always.put(method, reply);
    return this;
  }

  public synchronized List<Received> received() {
    return List.copyOf(received);
  }

  /** The methods that were called, in their order. */
  public List<String> methods() {
    return received().stream().map(Received::method).toList();
  }

  /** The calls of one method. */
  public List<Received> received(String method) {
    return received().stream().filter(call -> call.method().equals(method)).toList();
  }

  private void answer(HttpExchange exchange) throws IOException {
    try (exchange) {
      String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
      Matcher matcher = METHOD.matcher(body);
      String method = matcher.find() ? matcher.group(1) : "no call";
      reply(exchange, method, body).to(exchange);
    }
  }

  private synchronized Reply reply(HttpExchange exchange, String method, String body) {
    received.add(
        new Received(
            method,
            exchange.getRequestHeaders().getOrDefault("Cookie", List.of("")).get(0),
            exchange.getRequestHeaders().getFirst("SOAPAction"),
            body));
    Deque<Reply> next = once.get(method);
    if (next != null && !next.isEmpty()) {
      return next.remove();
    }
    return always.getOrDefault(
        method, fault("NotScripted", "nobody said how to answer " + method, ""));
  }

  /** Succeeds with elements, of which the outermost are {@code returnval}. */
  public static Reply returns(String elements) {
    return exchange -> send(exchange, 200, "text/xml; charset=utf-8", Answers.success(elements));
  }

  /** Succeeds with a whole message. */
  public static Reply says(String message) {
    return exchange -> send(exchange, 200, "text/xml; charset=utf-8", message);
  }

  public static Reply loggedInAs(String session) {
    return exchange -> {
      exchange
          .getResponseHeaders()
          .add("Set-Cookie", "vmware_soap_session=\"" + session + "\"; Path=/; HttpOnly; Secure;");
      returns("<returnval><key>" + session + "</key><userName>root</userName></returnval>")
          .to(exchange);
    };
  }

  public static Reply fault(String type, String message, String fields) {
    return exchange ->
        send(exchange, 500, "text/xml; charset=utf-8", Answers.fault(type, message, fields));
  }

  public static Reply status(int status, String contentType, String text) {
    return exchange -> send(exchange, status, contentType, text);
  }

  /** Ends the connection without a word. */
  public static Reply hangsUp() {
    return exchange -> {};
  }

  /** Ends the connection within the answer. */
  public static Reply breaksOff(String elements) {
    return exchange -> {
      byte[] all = Answers.success(elements).getBytes(StandardCharsets.UTF_8);
      exchange.getResponseHeaders().add("Content-Type", "text/xml");
      exchange.sendResponseHeaders(200, all.length);
      exchange.getResponseBody().write(all, 0, all.length / 2);
      exchange.getResponseBody().flush();
    };
  }

  static void send(HttpExchange exchange, int status, String contentType, String text)
      throws IOException {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    exchange.getResponseHeaders().add("Content-Type", contentType);
    exchange.sendResponseHeaders(status, bytes.length);
    exchange.getResponseBody().write(bytes);
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }
}
