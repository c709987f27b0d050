package org.stowage.runtime.http;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;

/**
 * Finds out why no connection was made. The JDK's HTTP client tries twice by itself, and then tells
 * that its second try used a channel which its first had closed.
 */
final class ConnectionProbe {

  private static final int PATIENCE_MILLIS = 3000;
  private static final int HTTP = 80;
  private static final int HTTPS = 443;

  private ConnectionProbe() {}

  /** The words of the system for what happens when one connects to a server. */
  static String why(URI server) {
    try (Socket socket = new Socket()) {
      int usual = "http".equals(server.getScheme()) ? HTTP : HTTPS;
      int port = server.getPort() < 0 ? usual : server.getPort();
      socket.connect(new InetSocketAddress(server.getHost(), port), PATIENCE_MILLIS);
      return "it can be connected to, but not by " + server.getScheme();
    } catch (IOException e) {
      String message = e.getMessage();
      return message == null ? e.getClass().getSimpleName() : message;
    }
  }
}
