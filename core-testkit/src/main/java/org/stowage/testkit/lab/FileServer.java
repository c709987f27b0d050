package org.stowage.testkit.lab;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.channels.Channels;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Gives out files over HTTP on the loopback interface, with the habits and the faults that servers
 * have. By itself it gives out parts of files (RFC 9110, 14) and an entity tag.
 */
public final class FileServer implements AutoCloseable {

  private static final Pattern RANGE = Pattern.compile("bytes=(\\d+)-(\\d*)");

  private final HttpServer server;
  private final String scheme;
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final Map<String, Path> files = new ConcurrentHashMap<>();
  private final Map<String, String> tags = new ConcurrentHashMap<>();
  private final Map<String, String> redirections = new ConcurrentHashMap<>();
  private final Queue<Integer> failures = new ConcurrentLinkedQueue<>();
  private final Queue<Long> breaks = new ConcurrentLinkedQueue<>();
  private final Queue<Runnable> atBreaks = new ArrayDeque<>();
  private final List<String> requests = new CopyOnWriteArrayList<>();
  private volatile boolean ranges = true;
  private volatile boolean validators = true;

  private FileServer(HttpServer server, String scheme) {
    this.server = server;
    this.scheme = scheme;
    server.setExecutor(threads);
    server.createContext("/", this::handle);
    server.start();
  }

  /** Starts one that speaks HTTP. */
  public static FileServer start() throws IOException {
    return new FileServer(HttpServer.create(loopback(), 0), "http");
  }

  /** Starts one that speaks HTTPS. */
  public static FileServer start(ServerIdentity identity) throws IOException {
    HttpsServer server = HttpsServer.create(loopback(), 0);
    server.setHttpsConfigurator(new HttpsConfigurator(identity.context()));
    return new FileServer(server, "https");
  }

  private static InetSocketAddress loopback() {
    return new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
  }

  /** Gives out a file from now on. */
  public FileServer serve(String path, Path file) {
    files.put(path, file);
    tags.put(path, "\"" + System.identityHashCode(file) + "-" + path.hashCode() + "\"");
    return this;
  }

  /** Leads from a path to an address. */
  public FileServer redirect(String path, String location) {
    redirections.put(path, location);
    return this;
  }

  /** Gives out whole files only. */
  public FileServer withoutRanges() {
    ranges = false;
    return this;
  }

  /** Tells nothing by which two contents of a file could be told apart. */
  public FileServer withoutValidators() {
    validators = false;
    return this;
  }

  /** Answers the next requests with this status, so many of them. */
  public FileServer fail(int status, int times) {
    for (int count = 0; count < times; count++) {
      failures.add(status);
    }
    return this;
  }

  /** Ends the connection the next time that this byte of a file is to be sent. */
  public FileServer breakAt(long position) {
    breaks.add(position);
    return this;
  }

  /** Does something before it {@linkplain #breakAt breaks} a connection. */
  public FileServer breakAt(long position, Runnable before) {
    synchronized (atBreaks) {
      atBreaks.add(before);
    }
    return breakAt(position);
  }

  public String url(String path) {
    return scheme + "://127.0.0.1:" + server.getAddress().getPort() + path;
  }

  /** What was asked for, in order: method, path, and range if any. */
  public List<String> requests() {
    return List.copyOf(requests);
  }

  private void handle(HttpExchange exchange) throws IOException {
    try (exchange) {
      String path = exchange.getRequestURI().getPath();
      String range = exchange.getRequestHeaders().getFirst("Range");
      requests.add(exchange.getRequestMethod() + " " + path + (range == null ? "" : " " + range));
      Integer failure = failures.poll();
      Path file = files.get(path);
      if (failure != null) {
        exchange.sendResponseHeaders(failure, -1);
      } else if (redirections.containsKey(path)) {
        exchange.getResponseHeaders().set("Location", redirections.get(path));
        exchange.sendResponseHeaders(302, -1);
      } else if (file == null) {
        exchange.sendResponseHeaders(404, -1);
      } else {
        give(exchange, path, file);
      }
    }
  }

  private void give(HttpExchange exchange, String path, Path file) throws IOException {
    long size = Files.size(file);
    String tag = tags.get(path);
    if (validators) {
      exchange.getResponseHeaders().set("ETag", tag);
    }
    Matcher range = RANGE.matcher(header(exchange, "Range"));
    String condition = header(exchange, "If-Range");
    boolean part = ranges && range.matches() && (condition.isEmpty() || condition.equals(tag));
    long from = part ? Long.parseLong(range.group(1)) : 0;
    long last = size - 1;
    if (part && !range.group(2).isEmpty()) {
      last = Math.min(last, Long.parseLong(range.group(2)));
    }
    if (part && from >= size) {
      exchange.getResponseHeaders().set("Content-Range", "bytes */" + size);
      exchange.sendResponseHeaders(416, -1);
      return;
    }
    if (part) {
      exchange.getResponseHeaders().set("Content-Range", "bytes " + from + "-" + last + "/" + size);
    }
    exchange.sendResponseHeaders(part ? 206 : 200, last < from ? -1 : last - from + 1);
    send(exchange, file, from, last + 1);
  }

  private static String header(HttpExchange exchange, String name) {
    String value = exchange.getRequestHeaders().getFirst(name);
    return value == null ? "" : value;
  }

  private void send(HttpExchange exchange, Path file, long from, long to) throws IOException {
    Long breakAt = breaks.peek();
    boolean breaks = breakAt != null && breakAt >= from && breakAt < to;
    OutputStream out = exchange.getResponseBody();
    try (SeekableByteChannel channel = Files.newByteChannel(file).position(from)) {
      InputStream in = Channels.newInputStream(channel);
      byte[] chunk = new byte[1 << 16];
      long left = (breaks ? breakAt : to) - from;
      while (left > 0) {
        int count = in.read(chunk, 0, (int) Math.min(left, chunk.length));
        if (count < 0) {
          throw new IOException(file + " became shorter");
        }
        out.write(chunk, 0, count);
        left -= count;
      }
      out.flush();
    }
    if (breaks) {
      end(breakAt);
    }
  }

  private void end(Long position) throws IOException {
    breaks.remove(position);
    synchronized (atBreaks) {
      Runnable before = atBreaks.poll();
      if (before != null) {
        before.run();
      }
    }
    // What is closed before its promised end ends the connection.
    throw new IOException("the connection ends here, as was asked for");
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }
}
