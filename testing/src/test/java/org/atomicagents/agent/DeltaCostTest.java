package org.atomicagents.agent;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.Arrays;
import java.util.List;
import java.util.function.IntFunction;
import org.atomicagents.schema.Description;
import org.atomicagents.schema.IncrementalDecoder;
import org.atomicagents.schema.Schema;
import org.atomicagents.schema.Strictness;
import org.junit.jupiter.api.Test;

/**
 * The cost of a chunk: as many bytes are allocated for the 60,000th as for the 1,000th.
 *
 * <p>Measured in a separate JVM whose compiler eliminates no allocations.
 */
class DeltaCostTest {

  @Test
  void allocatesTheSameForEarlyAndLateChunks() throws Exception {
    List<String> lines =
        MeasurementProcess.run("-XX:TieredStopAtLevel=1", Measurement.class).lines().toList();

    assertThat(lines).hasSize(12);
    for (String line : lines) {
      String[] parts = line.split(" ", 3);
      assertThat(Long.parseLong(parts[2])).as(line).isEqualTo(Long.parseLong(parts[1]));
    }
  }

  static final class Measurement {
    private static final int EARLY = 1_000;
    private static final int LATE = 60_000;
    private static final int SAMPLES = 200;

    private Measurement() {}

    @Description("A note")
    record Note(String text) {}

    @Description("Items")
    record Items(List<Item> items) {}

    @Description("An item")
    record Item(String name, int count) {}

    @Description("Words")
    record Words(List<String> words) {}

    public static void main(String[] arguments) {
      for (Strictness strictness : Strictness.values()) {
        measure("text", Note.class, strictness, "{\"text\":\"", i -> "word", false);
        measure("escapes", Note.class, strictness, "{\"text\":\"", i -> "\\n\\u00e9", false);
        for (boolean withValue : new boolean[] {false, true}) {
          String kind = withValue ? "-with-value" : "";
          measure(
              "words" + kind,
              Words.class,
              strictness,
              "{\"words\":[\"",
              i -> "abcd\",\"",
              withValue);
          measure(
              "items" + kind,
              Items.class,
              strictness,
              "{\"items\":[",
              i -> "{\"name\":\"abc\",\"count\":7},",
              withValue);
        }
      }
    }

    /** Prints the median bytes of an early and a late chunk; some chunks also double an array. */
    private static void measure(
        String name,
        Class<?> type,
        Strictness strictness,
        String start,
        IntFunction<String> chunks,
        boolean withValue) {
      var threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
      IncrementalDecoder<?> decoder = Schema.of(type).incremental(strictness);
      decoder.feed(start);
      char[] chunk = chunks.apply(0).toCharArray();
      var source = new char[chunk.length];
      var bytes = new long[LATE + SAMPLES];
      for (int i = 0; i < bytes.length; i++) {
        System.arraycopy(chunk, 0, source, 0, chunk.length);
        long before = threads.getCurrentThreadAllocatedBytes();
        decoder.feed(source, 0, source.length);
        Object snapshot = withValue ? decoder.snapshot().value() : decoder.snapshot();
        bytes[i] = threads.getCurrentThreadAllocatedBytes() - before;
        Arrays.fill(source, snapshot == null ? '?' : '!');
      }
      System.out.println(
          strictness + "-" + name + " " + median(bytes, EARLY) + " " + median(bytes, LATE));
    }

    private static long median(long[] bytes, int from) {
      long[] samples = Arrays.copyOfRange(bytes, from, from + SAMPLES);
      Arrays.sort(samples);
      return samples[SAMPLES / 2];
    }
  }
}
