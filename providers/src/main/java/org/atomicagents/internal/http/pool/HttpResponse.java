package org.atomicagents.internal.http.pool;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.atomicagents.error.AgentException;
import org.atomicagents.internal.http.ResponseHead;

/**
 * A response: its status, its headers and a body that is read as it arrives.
 *
 * <p>Holds its permit in the pool until the body has been read to its end or the response is
 * closed.
 *
 * <p>Not thread-safe, except {@link #close()}, which may be called from any thread.
 */
public final class HttpResponse implements AutoCloseable {
  private final PooledCall call;
  private final ResponseHead head;

  HttpResponse(PooledCall call, ResponseHead head) {
    this.call = call;
    this.head = head;
  }

  /** Returns the HTTP status. */
  public int status() {
    return head.status();
  }

  /** Returns whether the connection carries other calls at the same time. */
  public boolean isConnectionShared() {
    return head.sharedConnection();
  }

  /** Returns the headers, with names in lower case. */
  public Map<String, List<String>> headers() {
    return head.headers();
  }

  /** Returns the first value of a header, whose name must be in lower case. */
  public Optional<String> header(String name) {
    List<String> values = head.headers().get(name);
    return values == null ? Optional.empty() : Optional.of(values.getFirst());
  }

  /**
   * Reads a part of the body; blocks until at least one byte is available.
   *
   * @return the number of bytes read into {@code target}, or -1 at the end of the body
   * @throws AgentException if the connection breaks, a time limit passes, the response is closed or
   *     the thread is interrupted
   */
  public int read(byte[] target, int offset, int length) {
    return call.read(target, offset, length);
  }

  /**
   * Ends the call when the rest of the body does not matter. Unlike {@link #close()}, this keeps
   * the connection for the next call if the end of the body arrives promptly.
   */
  public void finish() {
    call.finish();
  }

  /** Ends the call; aborts it immediately if the body has not been read to its end. Idempotent. */
  @Override
  public void close() {
    call.close();
  }
}
