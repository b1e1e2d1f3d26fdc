package org.atomicagents.benchmarks.documents;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import org.atomicagents.schema.IncrementalDecoder;
import org.atomicagents.schema.Schema;
import org.atomicagents.schema.Strictness;

/**
 * A document that is decoded incrementally in deltas of four characters, with a typed value after
 * each delta that changes it.
 */
public final class StreamedDocument<T> {
  private static final int DELTA_LENGTH = 4;
  private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

  private final Schema<T> schema;
  private final T expected;
  private final List<String> deltas;
  private final int valueEvery;
  private final String textPath;
  // A volatile write of every value prevents dead-code elimination.
  private volatile Object lastValue;

  private StreamedDocument(Schema<T> schema, T expected, int valueEvery, String textPath) {
    this.schema = schema;
    this.expected = expected;
    this.deltas = split(schema.encode(expected));
    this.valueEvery = valueEvery;
    this.textPath = textPath;
    this.lastValue = expected;
  }

  /** Returns a mixed document: sections with texts of up to 2 KB, numbers, enums and lists. */
  public static StreamedDocument<ReportDocument.Report> mixed(int size) {
    return new StreamedDocument<>(
        Schema.of(ReportDocument.Report.class), ReportDocument.of(size), DELTA_LENGTH, "");
  }

  /** Returns a document of many small items. */
  public static StreamedDocument<TreeDocuments.Items> items(int size) {
    return new StreamedDocument<>(
        Schema.of(TreeDocuments.Items.class), TreeDocuments.items(size), DELTA_LENGTH, "");
  }

  /** Returns a document of deeply nested records. */
  public static StreamedDocument<TreeDocuments.Forest> deep(int size) {
    return new StreamedDocument<>(
        Schema.of(TreeDocuments.Forest.class), TreeDocuments.forest(size), DELTA_LENGTH, "");
  }

  /** Returns a document of one long text, read as text deltas with a value every 64 KB. */
  public static StreamedDocument<TreeDocuments.Essay> text(int size) {
    return new StreamedDocument<>(
        Schema.of(TreeDocuments.Essay.class), TreeDocuments.essay(size), 65_536, "$.text");
  }

  private static List<String> split(String json) {
    var pieces = new ArrayList<String>();
    for (int i = 0; i < json.length(); i += DELTA_LENGTH) {
      pieces.add(json.substring(i, Math.min(json.length(), i + DELTA_LENGTH)));
    }
    return pieces;
  }

  /** Returns the deltas of the document's JSON. */
  public List<String> deltas() {
    return deltas;
  }

  /** Reads all deltas and returns the elapsed nanoseconds. */
  public long nanos() {
    long start = System.nanoTime();
    IncrementalDecoder<T> decoder = read();
    long time = System.nanoTime() - start;
    if (!expected.equals(decoder.snapshot().value())) {
      throw new IllegalStateException(
          "expected the complete document as the last value, found another");
    }
    return time;
  }

  private IncrementalDecoder<T> read() {
    IncrementalDecoder<T> decoder = schema.incremental(Strictness.LENIENT);
    var position = new ReadPosition();
    for (String delta : deltas) {
      feed(decoder, delta, position);
    }
    return decoder;
  }

  private static final class ReadPosition {
    private int read;
    private int sinceValue;
  }

  private void feed(IncrementalDecoder<T> decoder, String delta, ReadPosition position) {
    decoder.feed(delta);
    if (!decoder.hasChanged()) {
      return;
    }
    if (!textPath.isEmpty()) {
      CharSequence text = decoder.snapshot().text(textPath);
      if (text != null) {
        lastValue = text.subSequence(position.read, text.length()).toString();
        position.read = text.length();
      }
    }
    position.sinceValue += delta.length();
    if (position.sinceValue >= valueEvery) {
      position.sinceValue = 0;
      Object value = decoder.snapshot().value();
      lastValue = value == null ? "no value yet" : value;
    }
  }

  /** Returns the bytes allocated per delta for {@code count} deltas starting at {@code from}. */
  public double bytesPerDelta(int from, int count) {
    IncrementalDecoder<T> decoder = schema.incremental(Strictness.LENIENT);
    var position = new ReadPosition();
    for (int i = 0; i < from; i++) {
      feed(decoder, deltas.get(i), position);
    }
    long thread = Thread.currentThread().threadId();
    long before = THREADS.getThreadAllocatedBytes(thread);
    for (int i = from; i < from + count; i++) {
      feed(decoder, deltas.get(i), position);
    }
    return (double) (THREADS.getThreadAllocatedBytes(thread) - before) / count;
  }

  @Override
  public String toString() {
    return schema.name() + " in " + deltas.size() + " deltas, last value " + lastValue;
  }
}
