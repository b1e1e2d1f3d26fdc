package org.atomicagents.internal.provider;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import org.atomicagents.error.AgentException;
import org.atomicagents.error.TimedOutException;
import org.atomicagents.error.TimedOutException.Limit;
import org.atomicagents.error.TransportException;
import org.atomicagents.internal.http.pool.HttpResponse;
import org.atomicagents.model.RunContext;
import org.atomicagents.time.Phase;

/** Reads the body of a short response, such as an error or a list, up to a limit. */
record BoundedBodyReader(HttpResponse response, RunContext call) {
  private static final int MAX_BYTES = 4_000_000;

  /**
   * Returns the text of an error body, truncated if it is too long, incomplete or stalled.
   *
   * <p>An incomplete body does not fail the call, because the status alone determines the
   * exception.
   */
  String readError() {
    return read(true);
  }

  /** Returns the text of the body, truncated if it is too long. */
  String read() {
    return read(false);
  }

  private String read(boolean lenient) {
    long start = call.timings().now();
    var bytes = new ByteArrayOutputStream();
    var buffer = new byte[8192];
    try {
      int count = response.read(buffer, 0, buffer.length);
      while (count >= 0 && bytes.size() < MAX_BYTES) {
        bytes.write(buffer, 0, count);
        count = response.read(buffer, 0, buffer.length);
      }
    } catch (TransportException | TimedOutException e) {
      if (!lenient || isEndOfRun(e)) {
        throw e;
      }
      bytes.writeBytes("…".getBytes(StandardCharsets.UTF_8));
    } finally {
      call.timings().addSince(Phase.STREAM, start);
    }
    return bytes.toString(StandardCharsets.UTF_8);
  }

  private static boolean isEndOfRun(AgentException e) {
    return e instanceof TimedOutException time && time.limit() == Limit.DEADLINE;
  }
}
