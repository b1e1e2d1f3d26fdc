package org.atomicagents.internal.http.okhttp;

import java.io.IOException;
import java.io.InputStream;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import okhttp3.Call;
import okhttp3.Protocol;
import okhttp3.Response;
import org.atomicagents.internal.http.ResponseHead;
import org.atomicagents.internal.http.TransportCall;
import org.atomicagents.internal.http.TransportFailure;
import org.jspecify.annotations.Nullable;

/** One call of OkHttp. */
final class OkHttpCall implements TransportCall {
  private static final String WRONG_LOGIN = "Failed to authenticate with proxy";

  private final Call call;
  private final boolean secure;
  private final Runnable onRelease;
  private boolean released;
  private @Nullable Response response;
  private InputStream body = InputStream.nullInputStream();

  /**
   * A call that is yet to be sent.
   *
   * @param secure whether it goes over TLS, where HTTP/2 may be spoken
   * @param whenOver done once, when it is released
   */
  OkHttpCall(Call call, boolean secure, Runnable whenOver) {
    this.call = call;
    this.secure = secure;
    this.onRelease = whenOver;
  }

  /** Returns the call of the library. */
  Call call() {
    return call;
  }

  @Override
  public ResponseHead send() throws IOException {
    Response answer = call.execute();
    response = answer;
    body = answer.body().byteStream();
    return new ResponseHead(answer.code(), headers(answer), answer.protocol() == Protocol.HTTP_2);
  }

  @Override
  public int read(byte[] target, int offset, int length) throws IOException {
    return body.read(target, offset, length);
  }

  @Override
  public TransportFailure classify(Exception failure) {
    if (WRONG_LOGIN.equals(failure.getMessage())) {
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
    Response answer = response;
    try {
      if (answer != null) {
        answer.close();
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

  private static Map<String, List<String>> headers(Response answer) {
    var headers = new HashMap<String, List<String>>();
    answer.headers().toMultimap().forEach((name, values) -> headers.put(name, List.copyOf(values)));
    return Map.copyOf(headers);
  }
}
