package org.stowage.runtime.http;

import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.http.HttpRequest;
import java.util.Map;
import java.util.Set;
import org.stowage.api.CommonError;
import org.stowage.api.StorageException;
import org.stowage.api.Transfer;

/** A file at an address that anybody may read, or whoever knows the address. */
public final class WebFile implements RemoteFile {

  private static final int MOST_REDIRECTIONS = 10;
  private static final Set<Integer> REDIRECTIONS = Set.of(301, 302, 303, 307, 308);

  private final HttpAccess access;
  private final URI address;

  private WebFile(HttpAccess access, URI address) {
    this.access = access;
    this.address = address;
  }

  /** Whether this is an address of a file on the web. */
  public static boolean isAddress(String image) {
    return image.regionMatches(true, 0, "http://", 0, 7)
        || image.regionMatches(true, 0, "https://", 0, 8);
  }

  /**
   * Understands an address. Nothing is asked yet.
   *
   * @throws StorageException {@code usage} when it is none, or holds a password
   */
  public static WebFile at(String address, HttpAccess access) throws StorageException {
    URI parsed;
    try {
      parsed = new URI(address);
    } catch (URISyntaxException e) {
      // The exception repeats the address, which may be secret.
      throw wrong("character " + e.getIndex() + " is wrong: " + e.getReason());
    }
    if (parsed.getHost() == null) {
      throw wrong("it names no host");
    }
    if (parsed.getUserInfo() != null) {
      throw wrong("it has a user name or password in it, which others would see");
    }
    return new WebFile(access, parsed);
  }

  private static StorageException wrong(String why) {
    return new StorageException(
        CommonError.USAGE,
        "the address of the image cannot be used: " + why,
        "Write https://HOST/PATH, with %20 for a space; where a login is needed, download the"
            + " image and name the file.");
  }

  @Override
  public String name() {
    String path = address.getPath();
    return path.substring(path.lastIndexOf('/') + 1);
  }

  /** Without the query: signed addresses have their signature there. */
  @Override
  public String shown() {
    return shown(address);
  }

  private static String shown(URI address) {
    return address.getScheme() + "://" + address.getRawAuthority() + address.getRawPath();
  }

  @Override
  public boolean immutable() {
    return false;
  }

  @Override
  public Answer ask(Map<String, String> headers, Transfer transfer) throws IOException {
    URI at = address;
    for (int count = 0; count <= MOST_REDIRECTIONS; count++) {
      HttpRequest.Builder request = HttpRequest.newBuilder(at);
      headers.forEach(request::header);
      Answer answer = send(request.build(), transfer);
      if (!REDIRECTIONS.contains(answer.status())) {
        return answer;
      }
      try (answer) {
        at = next(answer);
      }
    }
    throw redirected("the server leads elsewhere more than " + MOST_REDIRECTIONS + " times");
  }

  private Answer send(HttpRequest request, Transfer transfer) throws IOException {
    try {
      return access.send(request, transfer);
    } catch (StorageException e) {
      throw e;
    } catch (IOException e) {
      throw new FailedThereException(request.uri(), e);
    }
  }

  private URI next(Answer answer) throws StorageException {
    URI next;
    try {
      next = answer.address().resolve(new URI(answer.header("Location").orElse("")));
    } catch (URISyntaxException | IllegalArgumentException e) {
      throw redirected("the server leads to an address that is none");
    }
    boolean secured = "https".equalsIgnoreCase(next.getScheme());
    if (next.getHost() == null || !secured && !"http".equalsIgnoreCase(next.getScheme())) {
      throw redirected("the server leads to " + next.getScheme() + ", where nobody follows");
    }
    if (!secured && "https".equalsIgnoreCase(answer.address().getScheme())) {
      throw redirected(
          "the server leads from https to %s, where anybody on the way could change it"
              .formatted(shown(next)));
    }
    return next;
  }

  private StorageException redirected(String why) {
    return new StorageException(
        HttpError.REDIRECTED,
        "reading " + shown() + ": " + why,
        "Name the address that the image has in the end, if you trust it.");
  }

  @Override
  public StorageException explain(IOException failure) {
    return failure instanceof FailedThereException there
        ? access.explain("reading " + shown(), there.address, there.getCause())
        : access.explain("reading " + shown(), address, failure);
  }

  @Override
  public StorageException refused(Answer answer) {
    String what =
        "reading %s: the server answers with status %d".formatted(shown(), answer.status());
    return switch (answer.status()) {
      case 404, 410 ->
          new StorageException(
              CommonError.NOT_FOUND, what + ": there is no such file", "Check the address.");
      case 401, 403, 407 ->
          new StorageException(
              CommonError.AUTHENTICATION,
              what + ": not everybody may read it",
              "Use an address that is signed, or has not run out yet; or download the image, and"
                  + " name the file.");
      default ->
          answer.status() >= 500 || answer.status() == 429
              ? new StorageException(
                  HttpError.SERVER_FAILED,
                  what,
                  "Run the command again later; if it recurs, tell whoever runs the server.")
              : new StorageException(
                  HttpError.ANSWER, what + ", which is no file", "Check the address.");
    };
  }

  /** A failure at an address that the server of the file led to. */
  private static final class FailedThereException extends IOException {

    private static final long serialVersionUID = 1L;

    private final transient URI address;

    FailedThereException(URI address, IOException cause) {
      super(cause);
      this.address = address;
    }

    @Override
    public synchronized IOException getCause() {
      return (IOException) super.getCause();
    }
  }
}
