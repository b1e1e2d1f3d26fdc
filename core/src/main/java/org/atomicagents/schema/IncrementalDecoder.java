package org.atomicagents.schema;

import java.util.List;
import org.atomicagents.internal.json.IncrementalReader;
import org.atomicagents.internal.json.Utf8Pieces;
import org.atomicagents.model.Violation;

/**
 * Reads a value out of JSON that comes in pieces, cut anywhere.
 *
 * <p>Each character is read once, and nothing of what came before is read or copied again: a piece
 * costs what it brings. What it shows on the way are previews; the value itself comes out of {@link
 * Schema#decode} of the whole text.
 *
 * {@snippet :
 * IncrementalDecoder<Ticket> decoder = schema.incremental(Strictness.LENIENT);
 * decoder.feed(delta.text());
 * Ticket soFar = decoder.snapshot().value();
 * }
 *
 * <p>Used by one thread at a time; what it hands out is thread-safe.
 */
public final class IncrementalDecoder<T> {
  private final Schema<T> schema;
  private final Growth growth;
  private final IncrementalReader reader;
  private final Utf8Pieces bytes;
  private Snapshot<T> latest;
  private long seen;

  IncrementalDecoder(Schema<T> schema, TypeNode root, boolean lenient, boolean checked) {
    this.schema = schema;
    this.growth = new Growth(root, lenient, checked);
    boolean mayBeList = lenient && root instanceof RecordNode record && Wrapping.isOfList(record);
    this.reader = new IncrementalReader(growth, lenient, mayBeList);
    this.bytes = new Utf8Pieces(reader);
    this.latest = new Snapshot<>(schema, null, false);
  }

  /** Reads on. */
  public void feed(String piece) {
    reader.feed(piece);
  }

  /** Reads on; the array may be used again afterwards. */
  public void feed(char[] source, int from, int to) {
    reader.feed(source, from, to);
  }

  /** Reads on in UTF-8, cut anywhere; the array may be used again afterwards. */
  public void feed(byte[] source, int from, int to) {
    bytes.feed(source, from, to);
  }

  /** What there is now; the same as before if nothing has come that can be seen. */
  public Snapshot<T> snapshot() {
    if (growth.changes() != seen) {
      seen = growth.changes();
      latest = new Snapshot<>(schema, growth.freeze(), false);
    }
    return latest;
  }

  /** Whether something has come that can be seen since the last {@link #snapshot()}. */
  public boolean hasChanged() {
    return growth.changes() != seen;
  }

  /**
   * What is wrong with the first whole part whose constraints don't hold; nothing as long as all is
   * well, or if that isn't checked.
   */
  public List<Violation> violations() {
    // Behind words of another kind there may yet be another value, which is the one that counts.
    return reader.isInProse() ? List.of() : growth.violations();
  }

  /**
   * How often what could be seen was dropped since it wasn't the value after all, as where a model
   * turns out to have thought aloud.
   */
  public int restarts() {
    return growth.restarts();
  }
}
