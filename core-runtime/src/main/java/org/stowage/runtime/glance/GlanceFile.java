package org.stowage.runtime.glance;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.util.Map;
import org.stowage.api.CommonError;
import org.stowage.api.StorageException;
import org.stowage.api.Transfer;
import org.stowage.runtime.http.Answer;
import org.stowage.runtime.http.HttpAccess;
import org.stowage.runtime.http.HttpError;
import org.stowage.runtime.http.RemoteFile;

/** The bytes of an image of Glance, which never change once it is active. */
final class GlanceFile implements RemoteFile {

  private final Session session;
  private final HttpAccess access;
  private final GlanceImage image;

  GlanceFile(Session session, HttpAccess access, GlanceImage image) {
    this.session = session;
    this.access = access;
    this.image = image;
  }

  @Override
  public String name() {
    return image.name();
  }

  @Override
  public String shown() {
    return "image " + image.name() + " (" + image.id() + ") of Glance";
  }

  @Override
  public boolean immutable() {
    return true;
  }

  @Override
  public Answer ask(Map<String, String> headers, Transfer transfer) throws IOException {
    for (boolean renewed = false; ; renewed = true) {
      Map<String, String> ours = session.headers(transfer);
      URI address = URI.create(session.images(transfer) + "/images/" + image.id() + "/file");
      HttpRequest.Builder request = HttpRequest.newBuilder(address);
      headers.forEach(request::header);
      ours.forEach(request::header);
      Answer answer = access.send(request.build(), transfer);
      if (answer.status() != 401 || renewed) {
        return answer;
      }
      try (answer) {
        session.renew(ours);
      }
    }
  }

  @Override
  public StorageException explain(IOException failure) {
    return access.explain("reading " + shown(), server(), failure);
  }

  private URI server() {
    return session.known();
  }

  @Override
  public StorageException refused(Answer answer) {
    String what = "reading %s: Glance answers with status %d".formatted(shown(), answer.status());
    return switch (answer.status()) {
      case 204, 404, 410 ->
          new StorageException(
              CommonError.NOT_FOUND,
              what + ": the image, or its data, is not there any more",
              "See what there is with: openstack image list");
      case 401, 403 ->
          new StorageException(
              CommonError.AUTHENTICATION,
              what + ": " + session.origin() + " may not read it",
              "Use the cloud of a user who may; an image that is deactivated nobody but an"
                  + " administrator may read.");
      default ->
          new StorageException(
              answer.status() >= 500 ? HttpError.SERVER_FAILED : HttpError.ANSWER,
              what,
              "Run the command again later; if it recurs, look into Glance's log.");
    };
  }
}
