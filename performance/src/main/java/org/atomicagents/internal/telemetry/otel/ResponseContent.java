package org.atomicagents.internal.telemetry.otel;

import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import org.atomicagents.message.Content;
import org.atomicagents.message.FinishReason;
import org.atomicagents.model.ModelEvent;
import org.jspecify.annotations.Nullable;

/**
 * The texts of a response in progress. Redaction needs complete texts, so that up to 16 times the
 * exported length are kept. Thread-safe: the end of a request may interrupt its reading thread.
 */
final class ResponseContent {
  private static final int MAX_CALLS = 64;

  private final int max;
  private final StringBuilder text = new StringBuilder();
  private final StringBuilder reasoning = new StringBuilder();
  private final TreeMap<Integer, Call> calls = new TreeMap<>();

  private static final class Call {
    private String id = "";
    private String name = "";
    private final StringBuilder arguments = new StringBuilder();
  }

  /**
   * Creates the content of a response without text.
   *
   * @param maxAttributeLength the maximum length of the exported text
   */
  ResponseContent(int maxAttributeLength) {
    this.max = (int) Math.min(Integer.MAX_VALUE, 16L * maxAttributeLength);
  }

  void add(ModelEvent event) {
    synchronized (this) {
      switch (event) {
        case ModelEvent.TextDelta delta -> append(text, delta.text());
        case ModelEvent.ReasoningDelta delta -> append(reasoning, delta.text());
        case ModelEvent.ToolCallDelta delta -> add(delta);
        case ModelEvent.ModelChanged changed -> clear();
        default -> {}
      }
    }
  }

  private void add(ModelEvent.ToolCallDelta delta) {
    if (calls.size() >= MAX_CALLS && !calls.containsKey(delta.index())) {
      return;
    }
    Call call = calls.computeIfAbsent(delta.index(), index -> new Call());
    if (delta.id() != null) {
      call.id = delta.id();
    }
    if (delta.name() != null) {
      call.name = delta.name();
    }
    append(call.arguments, delta.arguments());
  }

  private void append(StringBuilder all, String added) {
    if (all.length() < max) {
      all.append(added, 0, Math.min(added.length(), max - all.length()));
    }
  }

  private void clear() {
    text.setLength(0);
    reasoning.setLength(0);
    calls.clear();
  }

  String write(ContentWriter writer, @Nullable FinishReason reason) {
    synchronized (this) {
      var parts = new ArrayList<Content>();
      for (Call call : calls.values()) {
        parts.add(new Content.ToolCall(call.id, call.name, call.arguments.toString()));
      }
      return writer.output(text.toString(), reasoning.toString(), List.copyOf(parts), reason);
    }
  }
}
