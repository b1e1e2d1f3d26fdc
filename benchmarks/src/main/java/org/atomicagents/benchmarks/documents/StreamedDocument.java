package org.atomicagents.benchmarks.documents;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import org.atomicagents.schema.IncrementalDecoder;
import org.atomicagents.schema.Schema;
import org.atomicagents.schema.Strictness;

/**
 * A document that is read while it is written, in deltas of four characters, as a live view would:
 * with a typed value at each delta that brings something to see.
 */
public final class StreamedDocument<T> {
  private static final int LENGTH = 4;
  private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

  private final Schema<T> schema;
  private final T expected;
  private final List<String> deltas;
  private final int valueEvery;
  private final String textPath;
  // Every value is written here, so that none can be optimised away.
  private volatile Object seen;

  private StreamedDocument(Schema<T> schema, T expected, int valueEvery, String textPath) {
    this.schema = schema;
    this.expected = expected;
    this.deltas = split(schema.encode(expected));
    this.valueEvery = valueEvery;
    this.textPath = textPath;
    this.seen = expected;
  }

  /** The mixed one: sections with texts of up to 2 KB, numbers, enums and lists. */
  public static StreamedDocument<ReportDocument.Report> mixed(int size) {
    return new StreamedDocument<>(
        Schema.of(ReportDocument.Report.class), ReportDocument.of(size), LENGTH, "");
  }

  public static StreamedDocument<TreeDocuments.Items> items(int size) {
    return new StreamedDocument<>(
        Schema.of(TreeDocuments.Items.class), TreeDocuments.items(size), LENGTH, "");
  }

  public static StreamedDocument<TreeDocuments.Forest> deep(int size) {
    return new StreamedDocument<>(
        Schema.of(TreeDocuments.Forest.class), TreeDocuments.forest(size), LENGTH, "");
  }

  /** One long text, read as what is added to it, with a value every 64 KB. */
  public static StreamedDocument<TreeDocuments.Essay> text(int size) {
    return new StreamedDocument<>(
        Schema.of(TreeDocuments.Essay.class), TreeDocuments.essay(size), 65_536, "$.text");
  }

  private static List<String> split(String json) {
    var pieces = new ArrayList<String>();
    for (int i = 0; i < json.length(); i += LENGTH) {
      pieces.add(json.substring(i, Math.min(json.length(), i + LENGTH)));
    }
    return pieces;
  }

  public List<String> pieces() {
    return deltas;
  }

  /** Reads all of it; gives back the nanoseconds. */
  public long nanos() {
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
    var at = new ReadPosition();
    for (String delta : deltas) {
      take(decoder, delta, at);
    }
    return decoder;
  }

  private static final class ReadPosition {
    private int read;
    private int sinceValue;
  }

  private void take(IncrementalDecoder<T> decoder, String delta, ReadPosition at) {
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
  public double bytesPerDelta(int from, int count) {
    IncrementalDecoder<T> decoder = schema.incremental(Strictness.LENIENT);
    var at = new ReadPosition();
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
