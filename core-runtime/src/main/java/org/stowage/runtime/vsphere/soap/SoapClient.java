package org.stowage.runtime.vsphere.soap;

import com.vmware.vim25.ws.Argument;
import com.vmware.vim25.ws.Client;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.URL;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.rmi.RemoteException;
import java.time.Duration;
import javax.net.ssl.TrustManager;
import javax.xml.stream.XMLStreamException;
import org.jspecify.annotations.Nullable;

/**
 * The client through which yavijava's stubs speak, over an {@link HttpConnection}. Sends each call
 * once and never repeats one; what fails on the way comes as a {@link RemoteException} whose cause
 * says why. Safe for use by several threads.
 */
public final class SoapClient implements Client {

  /** The oldest version whose calls are used; a newer server speaks it. */
  private static final String SOAP_ACTION = "urn:vim25/6.5";

  /** Longer than the server lets {@code WaitForUpdatesEx} wait. */
  private static final Duration ANSWER_TIMEOUT = Duration.ofMinutes(5);

  private final HttpConnection connection;
  private final URI sdk;
  private final String operationId;

  /**
   * @param operationId sent with every call, for the server's log
   */
  public SoapClient(HttpConnection connection, String operationId) {
    this.connection = connection;
    this.sdk = connection.base().resolve("/sdk");
    this.operationId = operationId;
  }

  @Override
  public @Nullable Object invoke(String method, Argument[] arguments, @Nullable String returns)
      throws RemoteException {
    byte[] call = SoapRequest.encode(method, arguments, operationId);
    HttpRequest request =
        connection
            .request(sdk)
            .timeout(ANSWER_TIMEOUT)
            .header("Content-Type", "text/xml; charset=utf-8")
            .header("SOAPAction", SOAP_ACTION)
            .POST(HttpRequest.BodyPublishers.ofByteArray(call))
            .build();
    try {
      HttpResponse<InputStream> response = connection.send(request);
      try (InputStream answer = response.body()) {
        return decode(method, response.statusCode(), answer, returns);
      }
    } catch (ServerFault e) {
      throw e;
    } catch (IOException e) {
      throw new RemoteException(method + ": " + e.getMessage(), e);
    }
  }

  private @Nullable Object decode(
      String method, int status, InputStream answer, @Nullable String returns) throws IOException {
    try {
      return SoapResponse.decode(answer, returns);
    } catch (XMLStreamException e) {
      // A proxy's page, or a server that is starting: 503 says more than the XML error.
      throw new IOException(
          "the server answered with status %d and no SOAP (%s)".formatted(status, e.getMessage()),
          e);
    }
  }

  @Override
  public StringBuffer invokeAsString(String method, Argument[] arguments) {
    throw new UnsupportedOperationException("answers are decoded as they come");
  }

  @Override
  public URL getBaseUrl() {
    try {
      return sdk.toURL();
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void setBaseUrl(URL url) {
    throw new UnsupportedOperationException("a connection stays with its server");
  }

  @Override
  public @Nullable String getCookie() {
    return connection.cookie();
  }

  @Override
  public void setCookie(String cookie) {
    throw new UnsupportedOperationException("the connection keeps its cookie");
  }

  @Override
  public String getVimNameSpace() {
    return "urn:vim25";
  }

  @Override
  public void setVimNameSpace(String namespace) {
    throw new UnsupportedOperationException("there is one namespace");
  }

  @Override
  public int getConnectTimeout() {
    return 0;
  }

  @Override
  public void setConnectTimeout(int millis) {
    throw new UnsupportedOperationException("the connection has its timeouts");
  }

  @Override
  public int getReadTimeout() {
    return Math.toIntExact(ANSWER_TIMEOUT.toMillis());
  }

  @Override
  public void setReadTimeout(int millis) {
    throw new UnsupportedOperationException("the connection has its timeouts");
  }

  @Override
  public @Nullable TrustManager getTrustManager() {
    return null;
  }

  /** The stubs tell the server's version here; one version is spoken with all. */
  @Override
  public void setSoapActionOnApiVersion(String version) {}

  @Override
  public String marshall(String method, Argument[] arguments) {
    throw new UnsupportedOperationException("calls are encoded as they go");
  }

  @Override
  public Object unMarshall(String returns, InputStream answer) {
    throw new UnsupportedOperationException("answers are decoded as they come");
  }

  @Override
  public StringBuffer readStream(InputStream stream) {
    throw new UnsupportedOperationException("answers are decoded as they come");
  }
}
