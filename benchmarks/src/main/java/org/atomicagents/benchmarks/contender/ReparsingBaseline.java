package org.atomicagents.benchmarks.contender;

import java.util.ArrayDeque;
import java.util.List;
import org.atomicagents.benchmarks.documents.ReportDocument;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.exc.StreamReadException;
import tools.jackson.databind.json.JsonMapper;

/**
 * How others show a value while it is written: at each delta all that has come is read again, with
 * the missing ends put to it, here by Jackson's parser and data binding. A text that is open is
 * left out, which others show, too.
 */
public final class ReparsingBaseline {
  private final JsonMapper mapper = JsonMapper.shared();
  private final List<String> deltas;
  // Every value is written here, so that none can be optimised away.
  private volatile Object seen = "";

  public ReparsingBaseline(List<String> deltas) {
    this.deltas = deltas;
  }

  /** Reads all of it; gives back the nanoseconds. */
  public long nanos() {
    long start = System.nanoTime();
    var text = new StringBuilder();
    for (String delta : deltas) {
      text.append(delta);
      String closed = closed(text.toString());
      if (closed != null) {
        seen = mapper.readValue(closed, ReportDocument.Report.class);
      }
    }
    return System.nanoTime() - start;
  }

  /** The text up to its last whole value, closed; null if there is none. */
  private @Nullable String closed(String text) {
    var open = new ArrayDeque<String>();
    int end = 0;
    String closers = "";
    try (JsonParser parser = mapper.createParser(text)) {
      for (JsonToken token = parser.nextToken(); token != null; token = parser.nextToken()) {
        switch (token) {
          case START_OBJECT -> open.push("}");
          case START_ARRAY -> open.push("]");
          case END_OBJECT, END_ARRAY -> open.pop();
          default -> {}
        }
        if (token != JsonToken.PROPERTY_NAME) {
          parser.finishToken();
          end = (int) parser.currentLocation().getCharOffset();
          closers = String.join("", open);
        }
      }
    } catch (StreamReadException e) {
      // It ends in the middle of something.
    }
    return end == 0 ? null : text.substring(0, end) + closers;
  }

  @Override
  public String toString() {
    return "Reparse, last seen " + seen;
  }
}
