package org.atomicagents.internal.stream;

import java.util.ArrayList;
import java.util.List;
import org.atomicagents.internal.run.ResponseChunk;
import org.atomicagents.internal.schema.CompiledSchema;
import org.atomicagents.message.Violation;
import org.atomicagents.schema.IncrementalDecoder;
import org.atomicagents.schema.PartState;
import org.atomicagents.schema.Schema;
import org.atomicagents.schema.Snapshot;
import org.atomicagents.schema.Strictness;
import org.jspecify.annotations.Nullable;

/**
 * The content of a partially received output: the text of each attempt, and the output decoded from
 * it so far.
 *
 * <p>Not thread-safe: guarded by its {@link PartialDocument}.
 */
final class PartialDocumentState<O> {
  private final Schema<O> schema;
  private final Strictness strictness;
  private final boolean checked;
  private final List<AppendOnlyText> texts = new ArrayList<>(1);
  private IncrementalDecoder<O> decoder;
  private @Nullable FinalSnapshot<O> finalSnapshot;
  private int source = ResponseChunk.NO_CALL;
  private boolean isDecoding;
  private int discardedDrafts;

  /**
   * Creates an empty content.
   *
   * @param checked whether each part is checked as soon as it is complete
   */
  PartialDocumentState(Schema<O> schema, Strictness strictness, boolean checked) {
    this.schema = schema;
    this.strictness = strictness;
    this.checked = checked;
    this.decoder = newDecoder();
  }

  private IncrementalDecoder<O> newDecoder() {
    return checked
        ? CompiledSchema.of(schema).incrementalChecked(strictness)
        : schema.incremental(strictness);
  }

  /** Appends a chunk of the response. */
  void append(ResponseChunk chunk) {
    if (chunk.attempt() != texts.size()) {
      restart(ResponseChunk.NO_CALL);
    }
    while (texts.size() < chunk.attempt()) {
      texts.add(new AppendOnlyText());
    }
    texts.getLast().append(chunk.text());
    // Text before a call is not part of the output, which is the arguments of the call.
    boolean isFirstOfCall =
        chunk.isOutput()
            && chunk.callIndex() != ResponseChunk.NO_CALL
            && source == ResponseChunk.NO_CALL;
    if (isFirstOfCall) {
      discardedDrafts += decoder.snapshot().state("$") == PartState.PENDING ? 0 : 1;
      restart(chunk.callIndex());
    }
    if (chunk.isOutput() && chunk.callIndex() == source) {
      isDecoding = true;
      decoder.feed(chunk.text());
    }
  }

  private void restart(int newSource) {
    if (isDecoding) {
      discardedDrafts += decoder.restarts();
      decoder = newDecoder();
    }
    isDecoding = false;
    source = newSource;
  }

  /** Returns the number of the current attempt, from 1; 0 before the first text. */
  int attempt() {
    return texts.size();
  }

  /** Returns the number of the current draft, from 1; 0 before the first text. */
  int draft() {
    return texts.size() + discardedDrafts + decoder.restarts();
  }

  /** Returns the text of an attempt, from 1. */
  AppendOnlyText text(int attempt) {
    return texts.get(attempt - 1);
  }

  /** Replaces the decoded output by the final one. */
  void complete(FinalSnapshot<O> output) {
    finalSnapshot = output;
    discardedDrafts += output.isNewDraft() ? 1 : 0;
  }

  /** Returns the output received so far. */
  Snapshot<O> snapshot() {
    return finalSnapshot == null ? decoder.snapshot() : finalSnapshot.output();
  }

  /** Returns the output received so far, for iterators over one of its parts. */
  Snapshot<O> parts() {
    return finalSnapshot == null ? decoder.snapshot() : finalSnapshot.parts();
  }

  /** Returns the violations of the first complete part that violates a constraint. */
  List<Violation> violations() {
    return decoder.violations();
  }
}
