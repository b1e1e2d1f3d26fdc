package org.atomicagents.internal.http.pool;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.atomicagents.error.AgentException;
import org.atomicagents.internal.http.ResponseHead;

/**
 * An answer that has begun: its status, its headers, and a body to be read as it comes.
 *
 * <p>Read by one thread at a time. {@link #close()} may be called from any thread and any number of
 * times. It holds its place in the pool until the body has been read to its end or it is closed.
 */
public final class HttpResponse implements AutoCloseable {
  private final PooledCall exchange;
  private final ResponseHead head;

  HttpResponse(PooledCall exchange, ResponseHead head) {
    this.exchange = exchange;
    this.head = head;
  }

  /** The HTTP status. */
  public int status() {
    return head.status();
  }

  /** Returns whether the connection carries other calls at the same time. */
  public boolean isConnectionShared() {
    return head.sharedConnection();
  }

  /** The headers, names in lower case. */
  public Map<String, List<String>> headers() {
    return head.headers();
  }

  /** The first value of a header whose name is given in lower case. */
  public Optional<String> header(String name) {
    List<String> values = head.headers().get(name);
    return values == null ? Optional.empty() : Optional.of(values.getFirst());
  }

  /**
   * Waits for more of the body.
   *
   * @return how many bytes were put into {@code target}, at least 1; or -1 at the end
   * @throws AgentException if the answer breaks off, takes too long, or is closed or interrupted
   */
  public int read(byte[] target, int offset, int length) {
    return exchange.read(target, offset, length);
  }

  /**
   * Ends the exchange when nothing more of interest can come: like {@link #close()}, but the
   * connection is kept for the next call if the body's end is at hand.
   */
  public void finish() {
    exchange.finish();
  }

  /** Ends the exchange; before the end of the body it cuts the connection at once. */
  @Override
  public void close() {
    exchange.close();
  }
}
