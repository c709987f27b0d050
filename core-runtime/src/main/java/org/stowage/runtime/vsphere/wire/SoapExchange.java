package org.stowage.runtime.vsphere.wire;

import com.vmware.vim25.MethodFault;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.stowage.api.CancelledException;
import org.stowage.api.StorageException;
import org.stowage.runtime.http.Cancellation;
import org.stowage.runtime.http.ConnectionTrouble;
import org.stowage.runtime.vsphere.fault.VsphereError;
import org.stowage.runtime.vsphere.fault.VsphereFaultException;
import org.stowage.runtime.vsphere.soap.MalformedAnswerException;
import org.stowage.runtime.vsphere.soap.SoapAnswer;
import org.stowage.runtime.vsphere.soap.SoapCall;
import org.stowage.runtime.vsphere.soap.SoapDecoder;

/** One try of a call: a request, and its answer. */
final class SoapExchange {

  /** The oldest version of the API that is served; newer servers speak it, too. */
  private static final String VERSION = "urn:vim25/6.5";

  private static final int UNAVAILABLE = 503;
  private static final int FAULT = 500;

  /** How proxies before the API say that a request did not get through to it. */
  private static final List<String> NOT_PASSED_ON =
      List.of("failed to connect to endpoint", "connection failure", "no healthy upstream");

  private static final int QUOTED_CHARACTERS = 300;

  private final URI server;
  private final HttpClient http;
  private final SoapDecoder decoder = new SoapDecoder();

  SoapExchange(URI server, HttpClient http) {
    this.server = server;
    this.http = http;
  }

  /**
   * @param patience from now to the last byte of the answer
   */
  @Nullable Object run(
      String attempted,
      SoapCall call,
      byte[] message,
      SessionCookie cookie,
      Duration patience,
      Cancellation cancellation)
      throws FailedTry, StorageException {
    Deadline deadline = new Deadline(patience);
    HttpResponse<InputStream> response;
    try {
      response = PendingResponse.of(http, request(message, cookie)).await(deadline, cancellation);
    } catch (CancelledException e) {
      throw e;
    } catch (IOException e) {
      throw failed(attempted, e, deadline, false);
    }
    cookie.offer(response.headers().allValues("Set-Cookie"));
    try (InputStream body = response.body()) {
      return deadline.bound(body, () -> read(call, attempted, response, body));
    } catch (VsphereFaultException e) {
      throw e;
    } catch (IOException e) {
      throw failed(attempted, e, deadline, true);
    }
  }

  private @Nullable Object read(
      SoapCall call, String attempted, HttpResponse<InputStream> response, InputStream body)
      throws IOException, FailedTry {
    int status = response.statusCode();
    if ((status != 200 && status != FAULT) || !isXml(response)) {
      throw noAnswer(attempted, status, body);
    }
    return value(attempted, decoder.decode(body, call.returnType()));
  }

  private HttpRequest request(byte[] message, SessionCookie cookie) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(server)
            .header("Content-Type", "text/xml; charset=utf-8")
            .header("SOAPAction", VERSION)
            .header("User-Agent", "stowage")
            .POST(HttpRequest.BodyPublishers.ofByteArray(message));
    String session = cookie.header();
    if (session != null) {
      request.header("Cookie", session);
    }
    return request.build();
  }

  private static @Nullable Object value(String attempted, SoapAnswer answer)
      throws VsphereFaultException, FailedTry {
    if (answer instanceof SoapAnswer.Returned returned) {
      return returned.value();
    }
    SoapAnswer.Faulted faulted = (SoapAnswer.Faulted) answer;
    MethodFault fault = faulted.detail();
    VsphereFaultException error =
        VsphereFaultException.of(attempted, faulted.name(), faulted.message(), fault);
    if (error.code().equals(VsphereError.OVERLOADED)) {
      throw new FailedTry(error, true, false);
    }
    throw error;
  }

  private FailedTry failed(String attempted, IOException e, Deadline deadline, boolean answered) {
    if (deadline.isOver()) {
      return new FailedTry(
          ConnectionFailure.timedOut(attempted, server, deadline.patience()), answered, true);
    }
    if (e instanceof MalformedAnswerException) {
      return new FailedTry(
          new StorageException(
              VsphereError.ANSWER,
              attempted
                  + ": the answer of "
                  + server.getAuthority()
                  + " is of no use: "
                  + e.getMessage(),
              notTheApi(),
              e),
          answered,
          true);
    }
    return new FailedTry(
        ConnectionFailure.explain(attempted, server, e),
        answered,
        !ConnectionTrouble.isBeforeSending(e));
  }

  private String notTheApi() {
    return "Check that " + server + " is a vCenter or an ESXi host, and no proxy is in between.";
  }

  private static boolean isXml(HttpResponse<?> response) {
    String type = response.headers().firstValue("Content-Type").orElse("text/xml");
    return type.toLowerCase(Locale.ROOT).contains("xml") && !type.contains("xhtml");
  }

  /** Something answered that is not the API: a proxy, a web server, a portal. */
  private FailedTry noAnswer(String attempted, int status, InputStream body) throws IOException {
    String text = new String(body.readNBytes(8 * QUOTED_CHARACTERS), StandardCharsets.UTF_8);
    String plain =
        text.replaceAll("(?s)<(script|style)[^>]*>.*?</\\1>|<[^>]*>", " ")
            .replaceAll("[\\s\\p{Cntrl}]+", " ")
            .strip();
    String quoted = plain.substring(0, Math.min(plain.length(), QUOTED_CHARACTERS));
    String message =
        attempted
            + ": "
            + server.getAuthority()
            + " answered with HTTP status "
            + status
            + " instead of the vSphere API"
            + (quoted.isEmpty() ? "" : ": " + quoted);
    boolean notPassedOn = NOT_PASSED_ON.stream().anyMatch(text.toLowerCase(Locale.ROOT)::contains);
    StorageException error =
        status == UNAVAILABLE
            ? new StorageException(
                VsphereError.OVERLOADED,
                message,
                "The server is starting, stopping or overloaded; run the command again later.")
            : new StorageException(VsphereError.ANSWER, message, notTheApi());
    return new FailedTry(error, true, status >= 500 && !notPassedOn);
  }
}
