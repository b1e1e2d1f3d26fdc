package org.atomicagents.internal.schema.media;

import java.io.StringWriter;
import java.util.ArrayList;
import java.util.List;
import org.atomicagents.internal.json.JsonIo;
import tools.jackson.core.JsonGenerator;

/**
 * A writer of JSON that writes the beginning of an object or a list together with its first
 * content.
 *
 * <p>A container without content can be dropped, together with its name, without being visited
 * twice. Not thread-safe.
 */
final class DeferredJson {
  private final StringWriter text = new StringWriter(128);
  private final JsonGenerator out = JsonIo.generator(text);
  private final List<Runnable> pending = new ArrayList<>();
  private int written;

  /** Returns the generator, for content that is written now. */
  JsonGenerator begin() {
    for (Runnable step : pending) {
      step.run();
    }
    written += pending.size();
    pending.clear();
    return out;
  }

  /** Returns the number of a step that is deferred, for {@link #drop} or {@link #isWritten}. */
  private int defer(Runnable step) {
    pending.add(step);
    return written + pending.size();
  }

  int startObject() {
    return defer(out::writeStartObject);
  }

  int startArray() {
    return defer(out::writeStartArray);
  }

  int name(String name) {
    return defer(() -> out.writeName(name));
  }

  /** Returns whether a deferred step was written. */
  boolean isWritten(int step) {
    return step <= written;
  }

  /** Removes the last deferred step. */
  void drop() {
    pending.removeLast();
  }

  /** Returns the text; empty if no content was written. */
  String text() {
    out.close();
    return text.toString();
  }
}
