package org.atomicagents.benchmarks;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.Stream;
import org.atomicagents.benchmarks.harness.BenchmarkProfile;
import org.atomicagents.benchmarks.harness.BenchmarkReport;
import org.atomicagents.corpus.hostile.HostileReading;
import org.atomicagents.corpus.hostile.HostileText;
import org.atomicagents.corpus.hostile.HostileTexts;
import org.atomicagents.testing.internal.generate.SeededRandom;
import tools.jackson.databind.node.ObjectNode;

/** Measures how the time to read adversarial texts grows with their length, on a small stack. */
final class HostileReadingBenchmark implements Benchmark {
  private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();
  private static final int STACK_BYTES = 512 * 1024;
  // A text that is rejected at its beginning takes a constant time, whose ratio has no meaning.
  private static final long MIN_NANOS = 2_000_000;
  private static final int MAX_REPEATS = 4;
  private static final double SUSPECT = 2.15;

  /**
   * The size of the measurement.
   *
   * @param length the number of characters of the shorter text
   * @param screened the number of characters of the texts among which the slowest are selected
   * @param mixed the number of random compositions
   * @param repeats the number of times that each text is read; the fastest counts
   */
  private record HostileScale(int length, int screened, int mixed, int repeats) {
    static final HostileScale FULL = new HostileScale(400_000, 20_000, 600, 7);
    static final HostileScale QUICK = new HostileScale(400_000, 4_000, 100, 3);
    static final HostileScale SMOKE = new HostileScale(4_000, 500, 5, 1);
  }

  /** How a text is read. */
  private enum ReadingForm {
    TEXT("entire text"),
    DELTAS("single characters");

    private final String label;

    ReadingForm(String label) {
      this.label = label;
    }

    long nanos(HostileText text, int length) {
      HostileReading prepared = HostileReading.of(text, length);
      long start = THREADS.getCurrentThreadCpuTime();
      read(prepared);
      return THREADS.getCurrentThreadCpuTime() - start;
    }

    double bytesPerCharacter(HostileText text, int length) {
      HostileReading prepared = HostileReading.of(text, length);
      long before = THREADS.getCurrentThreadAllocatedBytes();
      read(prepared);
      return (THREADS.getCurrentThreadAllocatedBytes() - before) / (double) prepared.length();
    }

    private void read(HostileReading prepared) {
      switch (this) {
        case TEXT -> prepared.readText();
        case DELTAS -> prepared.readDeltas();
      }
    }
  }

  /** The measured times of one text. */
  private record GrowthMeasurement(HostileText text, ReadingForm form, long once, long twice) {
    double growth() {
      return twice < MIN_NANOS ? 0 : (double) twice / once;
    }

    String label() {
      return text.kind() + ", " + form.label;
    }
  }

  @Override
  public String name() {
    return "hostile";
  }

  @Override
  public List<String> figures() {
    return List.of(
        "worstGrowth",
        "worstClass",
        "worstText",
        "bytesPerCharacter",
        "nanosPerCharacter",
        "deltaNanosPerCharacter",
        "seed",
        "growths");
  }

  @Override
  public void run(BenchmarkProfile profile, BenchmarkReport report) {
    HostileScale scale = profile.pick(HostileScale.FULL, HostileScale.QUICK, HostileScale.SMOKE);
    long seed = Long.getLong("atomic.seed", ThreadLocalRandom.current().nextInt(Integer.MAX_VALUE));
    var thread = new Thread(null, () -> measure(scale, seed, report), "small stack", STACK_BYTES);
    Throwable[] failure = new Throwable[1];
    thread.setUncaughtExceptionHandler((ignored, e) -> failure[0] = e);
    thread.start();
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    if (failure[0] != null) {
      throw new IllegalStateException("reading a hostile text failed", failure[0]);
    }
  }

  private static void measure(HostileScale scale, long seed, BenchmarkReport report) {
    Map<String, List<HostileText>> classes = classes(scale, seed);
    var bytes = 0.0;
    var measured = new ArrayList<GrowthMeasurement>();
    for (List<HostileText> texts : classes.values()) {
      for (ReadingForm form : ReadingForm.values()) {
        HostileText slowest = slowest(texts, form, scale);
        measured.add(growth(slowest, form, scale));
        System.err.println("  " + describe(measured.getLast()));
      }
      for (HostileText text : texts) {
        bytes = Math.max(bytes, ReadingForm.TEXT.bytesPerCharacter(text, scale.screened()));
      }
    }
    GrowthMeasurement worst =
        measured.stream().max(Comparator.comparingDouble(GrowthMeasurement::growth)).orElseThrow();
    report.put("worstGrowth", worst.growth());
    report.put("worstClass", worst.label());
    report.put("worstText", worst.text().toString());
    report.put("bytesPerCharacter", bytes);
    report.put("nanosPerCharacter", slowestNanos(measured, ReadingForm.TEXT, scale));
    report.put("deltaNanosPerCharacter", slowestNanos(measured, ReadingForm.DELTAS, scale));
    report.putExactly("seed", seed);
    ObjectNode growths = report.putObject("growths");
    measured.forEach(found -> growths.put(found.label(), BenchmarkReport.rounded(found.growth())));
    report.count("texts", classes.values().stream().mapToInt(List::size).sum());
    report.count("characters", 2L * scale.length());
  }

  private static Map<String, List<HostileText>> classes(HostileScale scale, long seed) {
    var classes = new LinkedHashMap<String, List<HostileText>>();
    HostileTexts.kinds().forEach(kind -> classes.put(kind, HostileTexts.of(kind)));
    var random = new SeededRandom(seed);
    classes.put(
        "mixed", Stream.generate(() -> HostileTexts.mixed(random)).limit(scale.mixed()).toList());
    return classes;
  }

  /** Returns the text that takes the most time for each character; also warms the code up. */
  private static HostileText slowest(
      List<HostileText> texts, ReadingForm form, HostileScale scale) {
    HostileText slowest = texts.getFirst();
    long slowestNanos = 0;
    for (HostileText text : texts) {
      long nanos = Math.min(form.nanos(text, scale.screened()), form.nanos(text, scale.screened()));
      if (nanos > slowestNanos) {
        slowestNanos = nanos;
        slowest = text;
      }
    }
    return slowest;
  }

  private static GrowthMeasurement growth(HostileText text, ReadingForm form, HostileScale scale) {
    long once = Long.MAX_VALUE;
    long twice = Long.MAX_VALUE;
    // Other load only adds to a time, so that a growth by it vanishes with more repeats.
    for (int i = 0;
        i < scale.repeats() || (i < MAX_REPEATS * scale.repeats() && twice > SUSPECT * once);
        i++) {
      once = Math.min(once, form.nanos(text, scale.length()));
      twice = Math.min(twice, form.nanos(text, 2 * scale.length()));
    }
    return new GrowthMeasurement(text, form, Math.max(1, once), twice);
  }

  private static double slowestNanos(
      List<GrowthMeasurement> measured, ReadingForm form, HostileScale scale) {
    return measured.stream()
            .filter(found -> found.form() == form)
            .mapToLong(GrowthMeasurement::twice)
            .max()
            .orElseThrow()
        / (2.0 * scale.length());
  }

  private static String describe(GrowthMeasurement found) {
    return "%s: %.1f ms, growth %.2f, %s"
        .formatted(found.label(), found.twice() * 1e-6, found.growth(), found.text());
  }
}
