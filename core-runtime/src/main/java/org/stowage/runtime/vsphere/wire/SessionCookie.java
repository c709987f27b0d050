package org.stowage.runtime.vsphere.wire;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The cookie by which a server knows a session. What the server says while the session begins is
 * taken; when it has begun, nothing is any more, so that calls which run at the same time cannot
 * take each other's session away. Safe for use by several threads.
 */
public final class SessionCookie {

  private static final String NAME = "vmware_soap_session";

  private volatile @Nullable String pair;
  private volatile boolean begun;

  /** For the header {@code Cookie}; null before the server gave one. */
  public @Nullable String header() {
    return pair;
  }

  /** From now on the cookie stays what it is. */
  public void seal() {
    begun = true;
  }

  /** Takes what an answer's headers {@code Set-Cookie} say. */
  void offer(List<String> setCookies) {
    if (begun) {
      return;
    }
    for (String setCookie : setCookies) {
      if (setCookie.startsWith(NAME + "=")) {
        pair = setCookie.split(";", 2)[0].strip();
      }
    }
  }

  /** Whoever has the value has the session. */
  @Override
  public String toString() {
    return NAME;
  }
}
