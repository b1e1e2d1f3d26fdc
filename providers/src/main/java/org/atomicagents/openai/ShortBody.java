package org.atomicagents.openai;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import org.atomicagents.internal.http.HttpAnswer;
import org.atomicagents.model.CallContext;
import org.atomicagents.model.Phase;
import org.atomicagents.model.TransportException;

/** A body that should be short, read up to a limit: an error's, a list's. */
record ShortBody(HttpAnswer answer, CallContext call) {
  private static final int LONGEST = 4_000_000;

  /** The text, or its beginning if it is long or breaks off: it explains a failure as it is. */
  String read() {
    long since = call.timings().now();
    var bytes = new ByteArrayOutputStream();
    var buffer = new byte[8192];
    try {
      int count = answer.read(buffer, 0, buffer.length);
      while (count >= 0 && bytes.size() < LONGEST) {
        bytes.write(buffer, 0, count);
        count = answer.read(buffer, 0, buffer.length);
      }
    } catch (TransportException e) {
      // The status alone tells what to do; the reason is then cut short.
      bytes.writeBytes("…".getBytes(StandardCharsets.UTF_8));
    } finally {
      call.timings().addSince(Phase.STREAM, since);
    }
    return bytes.toString(StandardCharsets.UTF_8);
  }
}
