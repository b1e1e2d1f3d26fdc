package org.atomicagents.internal.stream;

import org.atomicagents.Partial;
import org.atomicagents.internal.schema.CompiledSchema;
import org.atomicagents.internal.schema.PartialSnapshot;
import org.atomicagents.schema.PartState;
import org.atomicagents.schema.Schema;
import org.atomicagents.schema.Snapshot;
import org.atomicagents.schema.TextPatchMode;
import org.jspecify.annotations.Nullable;

/**
 * A partial value of a {@link RunStream}.
 *
 * <p>Shares the texts of the document, so that creating one copies nothing. Immutable.
 */
public final class StreamedPartial<O> implements Partial<O> {
  private final int attempt;
  private final int draft;
  private final Snapshot<O> snapshot;
  private final O value;
  private final AppendOnlyText.Span newText;

  StreamedPartial(
      int attempt, int draft, Snapshot<O> snapshot, O value, AppendOnlyText.Span newText) {
    this.attempt = attempt;
    this.draft = draft;
    this.snapshot = snapshot;
    this.value = value;
    this.newText = newText;
  }

  /**
   * Returns the partial value of a part; null if it cannot be constructed yet.
   *
   * @param path the path of the part
   * @param type the schema of the part
   * @param attemptsBefore the number to add to the number of the attempt
   * @param draftsBefore the number to add to the number of the draft
   */
  public static <S, P> @Nullable Partial<P> part(
      Partial<S> partial, String path, Schema<P> type, int attemptsBefore, int draftsBefore) {
    var whole = (StreamedPartial<S>) partial;
    Snapshot<P> snapshot = PartialSnapshot.of(whole.snapshot).part(path, CompiledSchema.of(type));
    P value = snapshot == null ? null : snapshot.value();
    return snapshot == null || value == null
        ? null
        : new StreamedPartial<>(
            attemptsBefore + whole.attempt,
            draftsBefore + whole.draft,
            snapshot,
            value,
            whole.newText);
  }

  @Override
  public O value() {
    return value;
  }

  @Override
  public int attempt() {
    return attempt;
  }

  @Override
  public int draft() {
    return draft;
  }

  @Override
  public PartState state(String path) {
    return snapshot.state(path);
  }

  @Override
  public String newText() {
    return newText.toString();
  }

  @Override
  public String json() {
    return snapshot.json();
  }

  @Override
  public String patchSince(@Nullable Partial<O> before, TextPatchMode texts) {
    return snapshot.patchSince(
        before instanceof StreamedPartial<O> other && other.draft == draft ? other.snapshot : null,
        texts);
  }

  @Override
  public String toString() {
    return "Partial[attempt=" + attempt + ", draft=" + draft + ", " + json() + "]";
  }
}
