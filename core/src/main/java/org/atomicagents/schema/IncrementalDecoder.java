package org.atomicagents.schema;

import java.util.List;
import org.atomicagents.internal.schema.IncrementalSchemaDecoder;
import org.atomicagents.message.Violation;

/**
 * Decodes a value from JSON that is received in chunks, which may be split anywhere.
 *
 * <p>Each character is read once, and nothing is read or copied again: the cost of a chunk depends
 * on its own size only. Snapshots are previews; the value itself is decoded from the complete text,
 * with {@link Schema#read}.
 *
 * {@snippet :
 * IncrementalDecoder<Ticket> decoder = schema.incremental(Strictness.LENIENT);
 * decoder.feed(delta.text());
 * Ticket partial = decoder.snapshot().value();
 * }
 *
 * <p>Not thread-safe; its snapshots are.
 */
public sealed interface IncrementalDecoder<T> permits IncrementalSchemaDecoder {

  /** Decodes the next chunk. */
  void feed(String chunk);

  /** Decodes the next chunk; the array may be reused afterwards. */
  void feed(char[] source, int from, int to);

  /** Decodes the next chunk in UTF-8, split anywhere; the array may be reused afterwards. */
  void feed(byte[] source, int from, int to);

  /** Returns the current snapshot; the same instance as before if nothing visible has changed. */
  Snapshot<T> snapshot();

  /** Returns whether anything visible has changed since the last {@link #snapshot()}. */
  boolean hasChanged();

  /**
   * Returns the violations of the first complete part that violates its constraints; empty if there
   * is none, or if this decoder does not check constraints.
   */
  List<Violation> violations();

  /**
   * Returns how often decoding restarted because earlier text turned out to be reasoning or an
   * example.
   */
  int restarts();
}
