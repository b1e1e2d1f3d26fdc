package org.atomicagents;

import java.util.ArrayList;
import java.util.List;
import org.atomicagents.model.Violation;
import org.atomicagents.schema.IncrementalDecoder;
import org.atomicagents.schema.PartState;
import org.atomicagents.schema.Schema;
import org.atomicagents.schema.Snapshot;
import org.atomicagents.schema.Strictness;
import org.jspecify.annotations.Nullable;

/**
 * The answer that is being written, as one document that all who read it share.
 *
 * <p>Not thread-safe: its stream guards it.
 */
final class PartialDocument<O> {
  private final Schema<O> schema;
  private final Strictness strictness;
  private final boolean checked;
  private IncrementalDecoder<O> decoder;
  private @Nullable FinalSnapshot<O> ending;
  private final List<AppendOnlyText> texts = new ArrayList<>(1);
  private int source = ResponseChunk.TEXT;
  private boolean begun;
  private int begunAnew;

  /**
   * Nothing yet.
   *
   * @param checked whether parts are checked as soon as they are whole
   */
  PartialDocument(Schema<O> schema, Strictness strictness, boolean checked) {
    this.schema = schema;
    this.strictness = strictness;
    this.checked = checked;
    this.decoder = newDecoder();
  }

  private IncrementalDecoder<O> newDecoder() {
    return checked ? schema.incrementalChecked(strictness) : schema.incremental(strictness);
  }

  void add(ResponseChunk piece) {
    if (piece.attempt() != texts.size()) {
      restart(ResponseChunk.TEXT);
    }
    while (texts.size() < piece.attempt()) {
      texts.add(new AppendOnlyText());
    }
    texts.getLast().add(piece.text());
    // What was said before a call is no part of the answer that the call is.
    if (piece.isAsked() && piece.call() != ResponseChunk.TEXT && source == ResponseChunk.TEXT) {
      begunAnew += decoder.snapshot().state("$") == PartState.PENDING ? 0 : 1;
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
  AppendOnlyText text(int attempt) {
    return texts.get(attempt - 1);
  }

  /** Says what the answer came to. */
  void end(FinalSnapshot<O> known) {
    ending = known;
    begunAnew += known.isNewDraft() ? 1 : 0;
  }

  /** The output as far as it is known. */
  Snapshot<O> snapshot() {
    return ending == null ? decoder.snapshot() : ending.whole();
  }

  /** The same for those who read on in a part of it. */
  Snapshot<O> parts() {
    return ending == null ? decoder.snapshot() : ending.parts();
  }

  /** What is wrong with the first whole part that breaks a constraint; nothing if none does. */
  List<Violation> violations() {
    return decoder.violations();
  }
}
