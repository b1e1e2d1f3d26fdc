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
 * The baseline of incremental decoding: at each delta, the complete received text is closed and
 * parsed again, here with Jackson's parser and data binding. Unlike other implementations, it omits
 * an incomplete string.
 */
public final class ReparsingBaseline {
  private final JsonMapper mapper = JsonMapper.shared();
  private final List<String> deltas;
  // A volatile write of every value prevents dead-code elimination.
  private volatile Object lastValue = "";

  public ReparsingBaseline(List<String> deltas) {
    this.deltas = deltas;
  }

  /** Reads all deltas and returns the elapsed nanoseconds. */
  public long nanos() {
    long start = System.nanoTime();
    var text = new StringBuilder();
    for (String delta : deltas) {
      text.append(delta);
      String closed = close(text.toString());
      if (closed != null) {
        lastValue = mapper.readValue(closed, ReportDocument.Report.class);
      }
    }
    return System.nanoTime() - start;
  }

  /**
   * Returns the text up to its last complete value, with closing brackets; null if there is none.
   */
  private @Nullable String close(String text) {
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
      // The text ends inside a token.
    }
    return end == 0 ? null : text.substring(0, end) + closers;
  }

  @Override
  public String toString() {
    return "ReparsingBaseline, last value " + lastValue;
  }
}
