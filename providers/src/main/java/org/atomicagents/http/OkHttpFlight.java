package org.atomicagents.http;

import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import okhttp3.Call;
import okhttp3.Response;
import org.jspecify.annotations.Nullable;

/** One call of OkHttp. */
final class OkHttpFlight implements Flight {
  private final Call call;
  private final Duration betweenChunks;
  private @Nullable Response response;
  private InputStream body = InputStream.nullInputStream();

  OkHttpFlight(Call call, Duration betweenChunks) {
    this.call = call;
    this.betweenChunks = betweenChunks;
  }

  @Override
  public Head send() throws IOException {
    Response answer = call.execute();
    response = answer;
    answer.body().source().timeout().timeout(betweenChunks.toNanos(), TimeUnit.NANOSECONDS);
    body = answer.body().byteStream();
    return new Head(answer.code(), headers(answer));
  }

  @Override
  public int read(byte[] target, int offset, int length) throws IOException {
    return body.read(target, offset, length);
  }

  @Override
  public void release() {
    Response answer = response;
    if (answer != null) {
      answer.close();
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
