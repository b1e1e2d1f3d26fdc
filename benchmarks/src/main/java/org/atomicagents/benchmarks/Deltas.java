package org.atomicagents.benchmarks;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import org.atomicagents.benchmarks.growing.Reports;
import org.atomicagents.benchmarks.growing.Trees;
import org.atomicagents.schema.IncrementalDecoder;
import org.atomicagents.schema.Schema;
import org.atomicagents.schema.Strictness;

/**
 * A document that is read while it is written, in deltas of four characters, as a live view would:
 * with a typed value at each delta that brings something to see.
 */
final class Deltas<T> {
  private static final int LENGTH = 4;
  private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

  private final Schema<T> schema;
  private final T expected;
  private final List<String> deltas;
  private final int valueEvery;
  private final String textPath;
  // Every value is written here, so that none can be optimised away.
  private volatile Object seen;

  private Deltas(Schema<T> schema, T expected, int valueEvery, String textPath) {
    this.schema = schema;
    this.expected = expected;
    this.deltas = split(schema.encode(expected));
    this.valueEvery = valueEvery;
    this.textPath = textPath;
    this.seen = expected;
  }

  /** The mixed one: sections with texts of up to 2 KB, numbers, enums and lists. */
  static Deltas<Reports.Report> mixed(int size) {
    return new Deltas<>(Schema.of(Reports.Report.class), Reports.of(size), LENGTH, "");
  }

  static Deltas<Trees.Items> items(int size) {
    return new Deltas<>(Schema.of(Trees.Items.class), Trees.items(size), LENGTH, "");
  }

  static Deltas<Trees.Forest> deep(int size) {
    return new Deltas<>(Schema.of(Trees.Forest.class), Trees.forest(size), LENGTH, "");
  }

  /** One long text, read as what is added to it, with a value every 64 KB. */
  static Deltas<Trees.Essay> text(int size) {
    return new Deltas<>(Schema.of(Trees.Essay.class), Trees.essay(size), 65_536, "$.text");
  }

  private static List<String> split(String json) {
    var pieces = new ArrayList<String>();
    for (int i = 0; i < json.length(); i += LENGTH) {
      pieces.add(json.substring(i, Math.min(json.length(), i + LENGTH)));
    }
    return pieces;
  }

  List<String> pieces() {
    return deltas;
  }

  /** Reads all of it; gives back the nanoseconds. */
  long nanos() {
    long start = System.nanoTime();
    IncrementalDecoder<T> decoder = read();
    long time = System.nanoTime() - start;
    if (!expected.equals(decoder.snapshot().value())) {
      throw new IllegalStateException("the last value is not the whole one");
    }
    return time;
  }

  private IncrementalDecoder<T> read() {
    IncrementalDecoder<T> decoder = schema.incremental(Strictness.LENIENT);
    var at = new Position();
    for (String delta : deltas) {
      take(decoder, delta, at);
    }
    return decoder;
  }

  private static final class Position {
    private int read;
    private int sinceValue;
  }

  private void take(IncrementalDecoder<T> decoder, String delta, Position at) {
    decoder.feed(delta);
    if (!decoder.hasChanged()) {
      return;
    }
    if (!textPath.isEmpty()) {
      CharSequence text = decoder.snapshot().text(textPath);
      if (text != null) {
        seen = text.subSequence(at.read, text.length()).toString();
        at.read = text.length();
      }
    }
    at.sinceValue += delta.length();
    if (at.sinceValue >= valueEvery) {
      at.sinceValue = 0;
      Object value = decoder.snapshot().value();
      seen = value == null ? "nothing yet" : value;
    }
  }

  /** Bytes allocated for each of some deltas, in the middle of a reading. */
  double bytesPerDelta(int from, int count) {
    IncrementalDecoder<T> decoder = schema.incremental(Strictness.LENIENT);
    var at = new Position();
    for (int i = 0; i < from; i++) {
      take(decoder, deltas.get(i), at);
    }
    long thread = Thread.currentThread().threadId();
    long before = THREADS.getThreadAllocatedBytes(thread);
    for (int i = from; i < from + count; i++) {
      take(decoder, deltas.get(i), at);
    }
    return (double) (THREADS.getThreadAllocatedBytes(thread) - before) / count;
  }

  @Override
  public String toString() {
    return schema.name() + " in " + deltas.size() + " deltas, last seen " + seen;
  }
}
