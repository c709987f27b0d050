package org.stowage.runtime.vsphere;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.OptionalLong;
import org.stowage.api.CommonError;
import org.stowage.api.StorageException;
import org.stowage.api.Transfer;
import org.stowage.api.datastore.DatastorePath;
import org.stowage.runtime.vsphere.fault.VsphereError;
import org.stowage.runtime.vsphere.wire.HttpConnection;

/**
 * Files of datastores by HTTP: {@code /folder/PATH?dcPath=…&dsName=…} (vSphere Web Services SDK
 * Programming Guide, "Datastore access by HTTP").
 */
final class FolderTransfers {

  private final HttpConnection connection;
  private final Place place;
  private final Duration timeout;

  FolderTransfers(HttpConnection connection, Place place, Duration timeout) {
    this.connection = connection;
    this.place = place;
    this.timeout = timeout;
  }

  /**
   * Opens a file.
   *
   * @throws StorageException {@code not-found} when there is none
   */
  InputStream get(DatastorePath file) throws IOException {
    HttpRequest request = connection.request(address(file)).GET().build();
    HttpResponse<InputStream> response = connection.send("download " + file, request);
    if (response.statusCode() == 200) {
      return response.body();
    }
    response.body().close();
    if (response.statusCode() == 404) {
      throw new StorageException(
          CommonError.NOT_FOUND, "download " + file + ": there is no such file", "");
    }
    throw new StorageException(
        switch (response.statusCode()) {
          case 401 -> CommonError.AUTHENTICATION;
          case 403 -> VsphereError.NO_PERMISSION;
          default -> CommonError.TRANSFER;
        },
        "download %s: the server answered with status %d".formatted(file, response.statusCode()),
        "Look whether the user may browse the datastore: Datastore.Browse.");
  }

  /** Sends a file. */
  void put(DatastorePath file, InputStream content, long lengthBytes, Transfer transfer)
      throws IOException {
    String what = "upload " + file;
    new HttpUpload(connection, timeout)
        .send(
            what,
            "PUT",
            address(file),
            "application/octet-stream",
            new AnnouncedInput(what, content, lengthBytes),
            OptionalLong.of(lengthBytes),
            transfer);
  }

  URI address(DatastorePath file) {
    StringBuilder path = new StringBuilder("/folder");
    for (String segment : file.path().split("/")) {
      path.append('/').append(encoded(segment));
    }
    return connection
        .base()
        .resolve(
            path
                + "?dcPath="
                + encoded(place.datacenterPath())
                + "&dsName="
                + encoded(file.datastore()));
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
  }
}
