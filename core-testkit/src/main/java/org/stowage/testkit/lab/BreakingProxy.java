package org.stowage.testkit.lab;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicReference;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Stands between a client and a server that speaks HTTP, passes everything on, and can end a
 * connection after so many bytes of what either side sends.
 */
public final class BreakingProxy implements AutoCloseable {

  private static final Pattern TOKEN = Pattern.compile("(?i)X-Auth-Token: (?<token>\\S+)");

  private final ServerSocket listening;
  private final URI server;
  private final AtomicReference<@Nullable Break> next = new AtomicReference<>();
  private volatile String token = "";

  private record Break(boolean answers, long afterBytes, Runnable before) {}

  private BreakingProxy(ServerSocket listening, URI server) {
    this.listening = listening;
    this.server = server;
  }

  /** Starts one before a server. */
  public static BreakingProxy before(String server) throws IOException {
    BreakingProxy proxy =
        new BreakingProxy(
            new ServerSocket(0, 50, InetAddress.getLoopbackAddress()), URI.create(server));
    start(proxy::accept);
    return proxy;
  }

  /**
   * Ends one connection, the first over which the server sends more than this.
   *
   * @param before what happens at that moment
   */
  public void breakAfter(long bytes, Runnable before) {
    next.set(new Break(true, bytes, before));
  }

  /** As {@link #breakAfter}, but for what the client sends. */
  public void breakSendingAfter(long bytes, Runnable before) {
    next.set(new Break(false, bytes, before));
  }

  /** The proxy's address. */
  public String url() {
    return "http://127.0.0.1:" + listening.getLocalPort();
  }

  /** Whether a connection was ended as was asked for. */
  public boolean hasBroken() {
    return next.get() == null;
  }

  /** The last token that a client has shown; empty when none has. */
  public String token() {
    return token;
  }

  private void accept() {
    while (!listening.isClosed()) {
      try {
        Socket client = listening.accept();
        Socket to = new Socket(server.getHost(), server.getPort());
        start(() -> pass(client, to, false));
        start(() -> pass(to, client, true));
      } catch (IOException e) {
        // Closed, or a client that has gone.
      }
    }
  }

  private void pass(Socket from, Socket to, boolean answers) {
    try (from;
        to) {
      InputStream in = from.getInputStream();
      OutputStream out = to.getOutputStream();
      byte[] chunk = new byte[8192];
      long passed = 0;
      for (int count = in.read(chunk); count >= 0; count = in.read(chunk)) {
        Break planned = next.get();
        if (planned != null
            && planned.answers() == answers
            && passed + count > planned.afterBytes()
            && next.compareAndSet(planned, null)) {
          planned.before().run();
          return;
        }
        if (!answers) {
          notice(new String(chunk, 0, count, StandardCharsets.ISO_8859_1));
        }
        out.write(chunk, 0, count);
        passed += count;
      }
    } catch (IOException e) {
      // Either side has ended the connection; the other one is told so.
    }
  }

  private void notice(String request) {
    Matcher found = TOKEN.matcher(request);
    if (found.find()) {
      token = found.group("token");
    }
  }

  private static void start(Runnable work) {
    Thread thread = new Thread(work, "breaking-proxy");
    thread.setDaemon(true);
    thread.start();
  }

  @Override
  public void close() throws IOException {
    listening.close();
  }
}
