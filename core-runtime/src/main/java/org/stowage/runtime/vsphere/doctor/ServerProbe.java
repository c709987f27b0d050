package org.stowage.runtime.vsphere.doctor;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.net.UnknownHostException;
import java.time.Duration;
import org.stowage.api.StorageException;
import org.stowage.runtime.tls.ServerTrust;
import org.stowage.runtime.tls.ShownIdentity;
import org.stowage.runtime.vsphere.fault.VsphereError;
import org.stowage.runtime.vsphere.wire.ConnectionFailure;

/** Reaches for a server as transfers would, as far as the TLS handshake, and lets go. */
final class ServerProbe {

  private final ServerTrust trust;
  private final Duration patience;

  /**
   * @param patience for the connection, and again for each answer of the handshake
   */
  ServerProbe(ServerTrust trust, Duration patience) {
    this.trust = trust;
    this.patience = patience;
  }

  /**
   * A server that was reached.
   *
   * @param took from connecting to being connected
   */
  record Reached(InetAddress address, Duration took, ShownIdentity identity) {}

  /**
   * @param host a name or an address, IPv6 ones in brackets
   * @throws StorageException that says how far it got
   */
  Reached reach(String host, int port) throws StorageException {
    String server = host + ":" + port;
    try (Socket socket = new Socket()) {
      InetAddress address = InetAddress.getByName(host);
      long start = System.nanoTime();
      connect(socket, new InetSocketAddress(address, port), server);
      Duration took = Duration.ofNanos(System.nanoTime() - start);
      socket.setSoTimeout(Math.toIntExact(patience.toMillis()));
      String name = host.replaceAll("^\\[|]$", "");
      return new Reached(address, took, trust.see(socket, name, port));
    } catch (SocketTimeoutException e) {
      throw new StorageException(
          VsphereError.ANSWER,
          "%s takes connections, but did not answer the TLS handshake within %d s"
              .formatted(server, patience.toSeconds()),
          "Check that the port is the one for HTTPS, and what is between here and there.",
          e);
    } catch (UnknownHostException e) {
      throw new StorageException(
          VsphereError.UNREACHABLE,
          "no address is known for " + host,
          "Check the spelling of the name, and the name service of this machine.",
          e);
    } catch (IOException e) {
      throw ConnectionFailure.explain("the TLS handshake", URI.create("https://" + server), e);
    }
  }

  private void connect(Socket socket, InetSocketAddress address, String server) throws IOException {
    try {
      socket.connect(address, Math.toIntExact(patience.toMillis()));
    } catch (SocketTimeoutException e) {
      throw new StorageException(
          VsphereError.UNREACHABLE,
          "%s (%s) did not take the connection within %d s"
              .formatted(server, address.getAddress().getHostAddress(), patience.toSeconds()),
          "Check address and port, and whether a firewall drops packets on the way there.",
          e);
    } catch (IOException e) {
      throw new StorageException(
          VsphereError.UNREACHABLE,
          "%s (%s) cannot be connected to: %s"
              .formatted(server, address.getAddress().getHostAddress(), e.getMessage()),
          "Check the port, whether the server runs, and the network between here and there.",
          e);
    }
  }
}
