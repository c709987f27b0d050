package org.stowage.runtime.vsphere.wire;

import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a server says to a {@link StreamedRequest} (RFC 9112, 4).
 *
 * @param status of HTTP
 * @param text as much of the body as a person would read
 */
public record StreamedAnswer(int status, String text) {

  private static final int LONGEST = 64 << 10;
  private static final int EARLY_ANSWER_MILLIS = 2000;
  private static final Pattern HEAD =
      Pattern.compile("HTTP/1\\.[01] (?<status>\\d{3})[^\\n]*\\n.*?\\r?\\n\\r?\\n", Pattern.DOTALL);

  /** Reads until the server ends the connection. */
  static StreamedAnswer read(InputStream in) throws IOException {
    return parse(new String(in.readNBytes(LONGEST), StandardCharsets.ISO_8859_1));
  }

  /**
   * A server that refuses a body answers, and hears no more.
   *
   * @throws IOException the failure, if it did not answer
   */
  static StreamedAnswer given(Socket socket, IOException failure) throws IOException {
    try {
      socket.setSoTimeout(EARLY_ANSWER_MILLIS);
      return read(socket.getInputStream());
    } catch (IOException e) {
      failure.addSuppressed(e);
      throw failure;
    }
  }

  private static StreamedAnswer parse(String answer) throws IOException {
    Matcher head = HEAD.matcher(answer);
    int from = 0;
    while (head.find(from) && head.start() == from) {
      from = head.end();
      int status = Integer.parseInt(head.group("status"));
      // "100 Continue" and the like come before the answer.
      if (status >= 200) {
        return new StreamedAnswer(status, answer.substring(from));
      }
    }
    throw new SocketException(
        answer.isEmpty()
            ? "the server ended the connection without an answer"
            : "the server did not answer in HTTP/1.1");
  }
}
