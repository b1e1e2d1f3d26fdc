package org.atomicagents.internal.http.okhttp;

import java.io.IOException;
import java.net.ProtocolException;
import okhttp3.Connection;
import okhttp3.Headers;
import okhttp3.Interceptor;
import okhttp3.Protocol;
import okhttp3.Response;
import org.jspecify.annotations.Nullable;

/**
 * Checks the head of each response, and limits the input of its connection to the response.
 *
 * <p>The HTTP library throws unchecked exceptions for some malformed heads, and does not release
 * the connection then. Thread-safe.
 */
final class ResponseFraming implements Interceptor {
  private static final String TRANSFER_ENCODING = "Transfer-Encoding";
  private static final String CONTENT_LENGTH = "Content-Length";

  @Override
  public Response intercept(Chain chain) throws IOException {
    FramedInputStream input = framedInput(chain.connection());
    if (input != null) {
      input.beginHead();
    }
    Response response = proceed(chain);
    requireValidHead(response);
    if (input != null) {
      beginBody(input, response);
    }
    return response;
  }

  private static @Nullable FramedInputStream framedInput(@Nullable Connection connection) {
    return connection == null || connection.protocol() == Protocol.HTTP_2
        ? null
        : FramedConnection.inputOf(connection.socket());
  }

  private static Response proceed(Chain chain) throws IOException {
    try {
      return chain.proceed(chain.request());
    } catch (IllegalStateException | IllegalArgumentException e) {
      throw (IOException) new ProtocolException("malformed response head").initCause(e);
    }
  }

  // Over HTTP/1.1 the input has checked the same already.
  private static void requireValidHead(Response response) throws ProtocolException {
    if (response.code() < 100 || response.code() > 999) {
      throw new ProtocolException("malformed status code");
    }
    Headers headers = response.headers();
    String first = null;
    for (int i = 0; i < headers.size(); i++) {
      if (CONTENT_LENGTH.equalsIgnoreCase(headers.name(i))) {
        String length = headers.value(i);
        if (!BodyLength.isLength(length) || !(first == null || first.equals(length))) {
          throw new ProtocolException("malformed Content-Length");
        }
        first = length;
      }
    }
  }

  // The same decisions as in the library, which determine how much of the input it reads.
  private static void beginBody(FramedInputStream input, Response response) {
    if (response.header(TRANSFER_ENCODING) != null && response.header(CONTENT_LENGTH) != null) {
      // A sign of an attempt to separate requests and responses wrongly (RFC 9112, 6.3).
      input.preventReuse();
    }
    long length = response.body().contentLength();
    if (length >= 0) {
      input.beginBody(length);
    } else if ("chunked".equalsIgnoreCase(response.header(TRANSFER_ENCODING))) {
      input.beginChunks();
    } else {
      input.beginUnlimited();
    }
  }
}
