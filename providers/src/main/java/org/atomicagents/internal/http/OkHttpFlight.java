package org.atomicagents.internal.http;

import java.io.IOException;
import java.io.InputStream;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import okhttp3.Call;
import okhttp3.Protocol;
import okhttp3.Response;
import org.jspecify.annotations.Nullable;

/** One call of OkHttp. */
final class OkHttpFlight implements Flight {
  private static final String WRONG_LOGIN = "Failed to authenticate with proxy";

  private final Call call;
  private final boolean secure;
  private final Runnable whenOver;
  private boolean over;
  private @Nullable Response response;
  private InputStream body = InputStream.nullInputStream();

  /**
   * A call that is yet to be sent.
   *
   * @param secure whether it goes over TLS, where HTTP/2 may be spoken
   * @param whenOver done once, when it is released
   */
  OkHttpFlight(Call call, boolean secure, Runnable whenOver) {
    this.call = call;
    this.secure = secure;
    this.whenOver = whenOver;
  }

  /** Returns the call of the library. */
  Call call() {
    return call;
  }

  @Override
  public Head send() throws IOException {
    Response answer = call.execute();
    response = answer;
    body = answer.body().byteStream();
    return new Head(answer.code(), headers(answer), answer.protocol() == Protocol.HTTP_2);
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
    return Unprocessed.isReportedBy(failure)
        ? TransportFailure.UNPROCESSED
        : TransportFailure.OTHER;
  }

  @Override
  public boolean mayShare() {
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
      if (!over) {
        over = true;
        whenOver.run();
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
