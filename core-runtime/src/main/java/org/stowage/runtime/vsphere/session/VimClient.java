package org.stowage.runtime.vsphere.session;

import com.vmware.vim25.ws.Argument;
import com.vmware.vim25.ws.Client;
import java.io.InputStream;
import java.net.MalformedURLException;
import java.net.URI;
import java.net.URL;
import java.util.List;
import javax.net.ssl.TrustManager;
import org.jspecify.annotations.Nullable;
import org.stowage.api.StorageException;
import org.stowage.runtime.vsphere.soap.SoapCall;

/**
 * yavijava's door to the wire. Of its many handles only the one that calls leads anywhere: address,
 * trust, cookie and timeouts belong to the session.
 */
final class VimClient implements Client {

  private final URI server;
  private final Caller caller;

  VimClient(URI server, Caller caller) {
    this.server = server;
    this.caller = caller;
  }

  /** Carries out a call. */
  @FunctionalInterface
  interface Caller {
    @Nullable Object call(SoapCall call) throws StorageException;
  }

  @Override
  public @Nullable Object invoke(String methodName, Argument[] paras, @Nullable String returnType)
      throws CallFailedException {
    try {
      return caller.call(new SoapCall(methodName, List.of(paras), returnType));
    } catch (StorageException e) {
      throw new CallFailedException(e);
    }
  }

  @Override
  public URL getBaseUrl() {
    try {
      return server.toURL();
    } catch (MalformedURLException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public String getVimNameSpace() {
    return "urn:vim25";
  }

  @Override
  public StringBuffer invokeAsString(String methodName, Argument[] paras) {
    throw notOffered();
  }

  @Override
  public String marshall(String methodName, Argument[] paras) {
    throw notOffered();
  }

  @Override
  public Object unMarshall(String returnType, InputStream is) {
    throw notOffered();
  }

  @Override
  public StringBuffer readStream(InputStream stream) {
    throw notOffered();
  }

  @Override
  public void setBaseUrl(URL baseUrl) {
    throw notOffered();
  }

  @Override
  public String getCookie() {
    throw notOffered();
  }

  @Override
  public void setCookie(String cookie) {
    throw notOffered();
  }

  @Override
  public void setVimNameSpace(String vimNameSpace) {
    throw notOffered();
  }

  @Override
  public int getConnectTimeout() {
    throw notOffered();
  }

  @Override
  public void setConnectTimeout(int timeoutMilliSec) {
    throw notOffered();
  }

  @Override
  public int getReadTimeout() {
    throw notOffered();
  }

  @Override
  public void setReadTimeout(int timeoutMilliSec) {
    throw notOffered();
  }

  @Override
  public TrustManager getTrustManager() {
    throw notOffered();
  }

  @Override
  public void setSoapActionOnApiVersion(String apiVersion) {
    throw notOffered();
  }

  private static UnsupportedOperationException notOffered() {
    return new UnsupportedOperationException("the session decides on that");
  }
}
