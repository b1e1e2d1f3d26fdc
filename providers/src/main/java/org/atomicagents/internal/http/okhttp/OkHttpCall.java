package org.atomicagents.internal.http.okhttp;

import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import okhttp3.Call;
import okhttp3.Headers;
import okhttp3.Protocol;
import okhttp3.Response;
import org.atomicagents.internal.http.ResponseHead;
import org.atomicagents.internal.http.TransportCall;
import org.atomicagents.internal.http.TransportFailure;
import org.jspecify.annotations.Nullable;

/** A call of OkHttp. Not thread-safe, except {@link #cancel()}. */
final class OkHttpCall implements TransportCall {
  private static final String PROXY_LOGIN_FAILED = "Failed to authenticate with proxy";

  private final Call call;
  private final boolean secure;
  private final Runnable onRelease;
  private boolean released;
  private @Nullable Response response;
  private InputStream body = InputStream.nullInputStream();

  /**
   * Creates a call that is not sent yet.
   *
   * @param secure whether the call uses TLS, and therefore possibly HTTP/2
   * @param onRelease run once, when the call is released
   */
  OkHttpCall(Call call, boolean secure, Runnable onRelease) {
    this.call = call;
    this.secure = secure;
    this.onRelease = onRelease;
  }

  /** Returns the underlying OkHttp call. */
  Call call() {
    return call;
  }

  @Override
  public ResponseHead send() throws IOException {
    Response received = call.execute();
    response = received;
    body = received.body().byteStream();
    return new ResponseHead(
        received.code(), headers(received), received.protocol() == Protocol.HTTP_2);
  }

  @Override
  public int read(byte[] target, int offset, int length) throws IOException {
    return body.read(target, offset, length);
  }

  @Override
  public TransportFailure classify(Exception failure) {
    if (PROXY_LOGIN_FAILED.equals(failure.getMessage())) {
      return TransportFailure.PROXY_LOGIN_REFUSED;
    }
    return UnprocessedRequests.isReportedBy(failure)
        ? TransportFailure.UNPROCESSED
        : TransportFailure.OTHER;
  }

  @Override
  public boolean mayShareConnection() {
    return secure;
  }

  @Override
  public void release() {
    Response received = response;
    try {
      if (received != null) {
        received.close();
      }
    } finally {
      if (!released) {
        released = true;
        onRelease.run();
      }
    }
  }

  @Override
  public void cancel() {
    call.cancel();
  }

  private static Map<String, List<String>> headers(Response response) {
    Headers received = response.headers();
    var headers = new HashMap<String, List<String>>();
    for (int i = 0; i < received.size(); i++) {
      headers.merge(
          received.name(i).toLowerCase(Locale.ROOT),
          List.of(received.value(i)),
          OkHttpCall::concatenate);
    }
    return Collections.unmodifiableMap(headers);
  }

  private static List<String> concatenate(List<String> first, List<String> second) {
    var values = new ArrayList<String>(first);
    values.addAll(second);
    return List.copyOf(values);
  }
}
