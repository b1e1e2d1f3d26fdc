package org.atomicagents.schema;

import java.util.List;
import org.atomicagents.internal.json.incremental.IncrementalJsonParser;
import org.atomicagents.internal.json.incremental.IncrementalUtf8Decoder;
import org.atomicagents.message.Violation;

/** Feeds an incremental JSON parser, and takes snapshots of the partial values that result. */
public final class IncrementalSchemaDecoder<T> implements IncrementalDecoder<T> {
  private final CompiledSchema<T> schema;
  private final Growth partial;
  private final IncrementalJsonParser parser;
  private final IncrementalUtf8Decoder bytes;
  private PartialSnapshot<T> latest;
  private long changesAtLatest;

  IncrementalSchemaDecoder(
      CompiledSchema<T> schema, TypeNode root, boolean isLenient, boolean checksConstraints) {
    this.schema = schema;
    this.partial = new Growth(root, isLenient, checksConstraints);
    boolean mayBeList = isLenient && root instanceof RecordNode record && Wrapping.isOfList(record);
    this.parser = new IncrementalJsonParser(partial, isLenient, mayBeList);
    this.bytes = new IncrementalUtf8Decoder(parser);
    this.latest = new PartialSnapshot<>(schema, null, false);
  }

  @Override
  public void feed(String chunk) {
    parser.feed(chunk);
  }

  @Override
  public void feed(char[] source, int from, int to) {
    parser.feed(source, from, to);
  }

  @Override
  public void feed(byte[] source, int from, int to) {
    bytes.feed(source, from, to);
  }

  @Override
  public Snapshot<T> snapshot() {
    if (hasChanged()) {
      changesAtLatest = partial.changes();
      latest = new PartialSnapshot<>(schema, partial.freeze(), false);
    }
    return latest;
  }

  @Override
  public boolean hasChanged() {
    return partial.changes() != changesAtLatest;
  }

  @Override
  public List<Violation> violations() {
    // While prose is being read, another value may follow, and that one counts.
    return parser.isInProse() ? List.of() : partial.violations();
  }

  @Override
  public int restarts() {
    return partial.restarts();
  }
}
