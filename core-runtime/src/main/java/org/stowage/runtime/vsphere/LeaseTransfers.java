package org.stowage.runtime.vsphere;

import com.vmware.vim25.HttpNfcLeaseDeviceUrl;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.time.Duration;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;
import org.stowage.api.Transfer;
import org.stowage.runtime.tls.ServerTrust;
import org.stowage.runtime.tls.Thumbprint;
import org.stowage.runtime.vsphere.wire.HttpConnection;

/** Disks to and from the addresses that a lease gives, which are often those of a host. */
final class LeaseTransfers {

  /** What makes the host take the bytes for a stream that it is to expand. */
  private static final String CONTENT_TYPE = "application/x-vnd.vmware-streamVmdk";

  private final HttpConnection connection;
  private final Duration timeout;

  LeaseTransfers(HttpConnection connection, Duration timeout) {
    this.connection = connection;
    this.timeout = timeout;
  }

  /** Sends a disk. POST, and not PUT, keeps it thin. */
  void post(
      String what,
      HttpNfcLeaseDeviceUrl url,
      InputStream content,
      OptionalLong lengthBytes,
      Transfer transfer)
      throws IOException {
    URI address = address(url.getUrl());
    HttpConnection to = connection(address, url.getSslThumbprint());
    new HttpUpload(to, timeout)
        .send(what, "POST", address, CONTENT_TYPE, content, lengthBytes, transfer);
  }

  /** Receives a disk; the caller closes the stream. */
  InputStream get(String what, HttpNfcLeaseDeviceUrl url, Transfer transfer) throws IOException {
    URI address = address(url.getUrl());
    HttpConnection from = connection(address, url.getSslThumbprint());
    return HttpDownload.open(
        from.client(),
        from.request(address).GET().build(),
        new TransferLimit(what, timeout, transfer));
  }

  /** A host that speaks for itself calls itself {@code *}. */
  private URI address(String url) {
    return URI.create(url.replaceFirst("^(https?)://\\*(:\\d+)?/", connection.base().toString()));
  }

  /**
   * The server's own connection, or one to a host, which is believed by the thumbprint that the
   * vCenter gives for it.
   */
  private HttpConnection connection(URI address, @Nullable String thumbprint) throws IOException {
    URI base = connection.base();
    if (address.getHost().equals(base.getHost()) && address.getPort() == base.getPort()) {
      return connection;
    }
    return thumbprint == null || thumbprint.isEmpty()
        ? connection
        : new HttpConnection(
            address.resolve("/"), ServerTrust.pinned(Thumbprint.parse(thumbprint)));
  }
}
