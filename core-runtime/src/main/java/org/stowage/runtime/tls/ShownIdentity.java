package org.stowage.runtime.tls;

import java.security.cert.X509Certificate;
import org.jspecify.annotations.Nullable;

/**
 * What a server showed of itself to somebody who only wanted to see that.
 *
 * @param certificate the server's own
 * @param protocol the version of TLS that was agreed on, as the JDK names it: {@code TLSv1.3}
 * @param distrust why the server is not to be believed; null when it is
 */
public record ShownIdentity(
    X509Certificate certificate, String protocol, @Nullable UntrustedServerException distrust) {}
