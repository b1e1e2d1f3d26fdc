package org.atomicagents.internal.schema;

import java.util.List;
import org.atomicagents.internal.json.incremental.IncrementalJsonParser;
import org.atomicagents.internal.json.incremental.IncrementalUtf8Decoder;
import org.atomicagents.internal.schema.partial.PartialDecoder;
import org.atomicagents.internal.schema.type.RecordNode;
import org.atomicagents.internal.schema.type.RootWrapper;
import org.atomicagents.internal.schema.type.TypeNode;
import org.atomicagents.message.Violation;
import org.atomicagents.schema.IncrementalDecoder;
import org.atomicagents.schema.Snapshot;
import org.jspecify.annotations.Nullable;

/** An incremental decoder that feeds a JSON parser and creates snapshots of its partial values. */
public final class IncrementalSchemaDecoder<T> implements IncrementalDecoder<T> {
  private final CompiledSchema<T> schema;
  private final PartialDecoder partial;
  private final IncrementalJsonParser parser;
  // Streams feed characters; the buffers of a decoder would take 2 KB of each.
  private @Nullable IncrementalUtf8Decoder utf8Decoder;
  private PartialSnapshot<T> latest;
  private long changesAtLatest;

  IncrementalSchemaDecoder(
      CompiledSchema<T> schema, TypeNode root, boolean isLenient, boolean checksConstraints) {
    this.schema = schema;
    this.partial = new PartialDecoder(root, isLenient, checksConstraints);
    boolean mayBeList =
        isLenient && root instanceof RecordNode record && RootWrapper.acceptsArray(record);
    this.parser = new IncrementalJsonParser(partial, isLenient, mayBeList);
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
    IncrementalUtf8Decoder decoder = utf8Decoder;
    if (decoder == null) {
      decoder = new IncrementalUtf8Decoder(parser);
      utf8Decoder = decoder;
    }
    decoder.feed(source, from, to);
  }

  @Override
  public Snapshot<T> snapshot() {
    if (hasChanged()) {
      changesAtLatest = partial.changeCount();
      latest = new PartialSnapshot<>(schema, partial.snapshot(), false);
    }
    return latest;
  }

  @Override
  public boolean hasChanged() {
    return partial.changeCount() != changesAtLatest;
  }

  @Override
  public List<Violation> violations() {
    // In prose, a later value may replace the one that was decoded so far.
    return parser.isInProse() ? List.of() : partial.violations();
  }

  @Override
  public int restarts() {
    return partial.restartCount();
  }
}
