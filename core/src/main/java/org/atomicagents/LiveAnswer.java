package org.atomicagents;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.atomicagents.internal.json.JsonTree;
import org.atomicagents.model.Violation;
import org.atomicagents.schema.IncrementalDecoder;
import org.atomicagents.schema.PartState;
import org.atomicagents.schema.Schema;
import org.atomicagents.schema.Snapshot;
import org.atomicagents.schema.Strictness;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * The answer that is being written, as one document that all who read it share.
 *
 * <p>Not thread-safe: its stream guards it.
 */
final class LiveAnswer<O> {
  private final Schema<O> schema;
  private final Strictness strictness;
  private final boolean checked;
  private IncrementalDecoder<O> decoder;
  private @Nullable Snapshot<O> whole;
  private final List<TextLog> texts = new ArrayList<>(1);
  private int source = Piece.TEXT;
  private boolean begun;
  private int begunAnew;

  /**
   * Nothing yet.
   *
   * @param checked whether parts are checked as soon as they are whole
   */
  LiveAnswer(Schema<O> schema, Strictness strictness, boolean checked) {
    this.schema = schema;
    this.strictness = strictness;
    this.checked = checked;
    this.decoder = newDecoder();
  }

  private IncrementalDecoder<O> newDecoder() {
    return checked ? schema.incrementalChecked(strictness) : schema.incremental(strictness);
  }

  void add(Piece piece) {
    if (piece.attempt() != texts.size()) {
      restart(Piece.TEXT);
    }
    while (texts.size() < piece.attempt()) {
      texts.add(new TextLog());
    }
    texts.getLast().add(piece.text());
    // What was said before a call is no part of the answer that the call is.
    if (piece.isAsked() && piece.call() != Piece.TEXT && source == Piece.TEXT) {
      begunAnew += begun ? 1 : 0;
      restart(piece.call());
    }
    if (piece.isAsked() && piece.call() == source) {
      begun = true;
      decoder.feed(piece.text());
    }
  }

  private void restart(int newSource) {
    if (begun) {
      begunAnew += decoder.restarts();
      decoder = newDecoder();
    }
    begun = false;
    source = newSource;
  }

  /** Which attempt at the output is being written, from 1; 0 before the first text. */
  int attempt() {
    return texts.size();
  }

  /** Which draft is being written, from 1: an attempt may have several. 0 before the first text. */
  int draft() {
    return texts.size() + begunAnew + decoder.restarts();
  }

  /** The text of an attempt, from 1. */
  TextLog text(int attempt) {
    return texts.get(attempt - 1);
  }

  /** Says what the answer came to, which may be more than could be seen while it was written. */
  void end(O output) {
    Snapshot<O> last = decoder.snapshot();
    String json = schema.encode(output);
    if (last.state("$") == PartState.COMPLETE && last.json().equals(json)) {
      whole = last;
      return;
    }
    if (last.state("$") != PartState.PENDING && !isMadeOf(last, json)) {
      begunAnew++;
    }
    whole = schema.snapshotOf(output);
  }

  /** Whether an output goes on with what was seen, but for what constructors make of it. */
  private boolean isMadeOf(Snapshot<O> seen, String json) {
    O value = seen.value();
    return goesOn(JsonTree.read(seen.json()), JsonTree.read(json))
        || (value != null && schema.encode(value).equals(json));
  }

  private static boolean goesOn(JsonNode seen, JsonNode now) {
    if (seen.isString() && now.isString()) {
      return now.stringValue().startsWith(seen.stringValue());
    }
    if (seen.isArray() && now.isArray()) {
      return seen.size() <= now.size()
          && IntStream.range(0, seen.size()).allMatch(i -> goesOn(seen.get(i), now.get(i)));
    }
    if (seen.isObject() && now.isObject()) {
      return seen.properties().stream()
          .allMatch(each -> goesOn(each.getValue(), now.path(each.getKey())));
    }
    return seen.equals(now);
  }

  Snapshot<O> snapshot() {
    return whole == null ? decoder.snapshot() : whole;
  }

  /** What is wrong with the first whole part that breaks a constraint; nothing if none does. */
  List<Violation> violations() {
    return decoder.violations();
  }
}
