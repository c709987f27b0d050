package org.stowage.runtime.http;

import java.io.IOException;
import java.util.Map;
import org.stowage.api.StorageException;
import org.stowage.api.Transfer;

/** A file that a server gives out. Safe for use by several threads. */
public interface RemoteFile {

  /** The file's name, without folders; may be empty. */
  String name();

  /** What it is called in messages: without anything that gives access. */
  String shown();

  /**
   * Whether the server never has other bytes under this address. Otherwise what it says of them
   * (ETag, Last-Modified) decides whether they are the same.
   */
  boolean immutable();

  /**
   * Asks for it, once.
   *
   * @param headers such as {@code Range}
   * @return of whatever status, but no redirection; closed by the caller
   * @throws StorageException where asking again is of no use
   * @throws IOException where it may be; {@link HttpAccess#explain} explains it
   */
  Answer ask(Map<String, String> headers, Transfer transfer) throws IOException;

  /** Explains a failure of {@link #ask}, or of the body it returned. */
  StorageException explain(IOException failure);

  /** Explains an answer that is no file. */
  StorageException refused(Answer answer);
}
