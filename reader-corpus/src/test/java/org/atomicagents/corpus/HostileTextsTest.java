package org.atomicagents.corpus;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.List;
import java.util.function.ToLongFunction;
import java.util.stream.Stream;
import org.atomicagents.corpus.hostile.HostileReading;
import org.atomicagents.corpus.hostile.HostileText;
import org.atomicagents.corpus.hostile.HostileTexts;
import org.atomicagents.testing.internal.generate.SeededRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Tests that the reading of adversarial texts takes steps and memory in proportion to their length,
 * on a small stack, as entire texts and as single characters.
 *
 * <p>{@code benchmarks/run hostile} measures the time of the same texts, and of others in each run.
 */
class HostileTextsTest {
  private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();
  private static final int LENGTH = 6_000;
  private static final int MIXED_TEXTS = 300;
  private static final int FIXED_STEPS = 60_000;
  private static final int FIXED_BYTES = 3_000_000;
  private static final int STACK_BYTES = 512 * 1024;

  static Stream<String> kinds() {
    return HostileTexts.kinds().stream();
  }

  @ParameterizedTest
  @MethodSource("kinds")
  void readsTextsOfAClassInLinearTime(String kind) throws InterruptedException {
    requireLinear(HostileTexts.of(kind));
  }

  @Test
  void readsMixedTextsInLinearTime() throws InterruptedException {
    var random = new SeededRandom(TestSeeds.usual("hostile"));

    requireLinear(Stream.generate(() -> HostileTexts.mixed(random)).limit(MIXED_TEXTS).toList());
  }

  private static void requireLinear(List<HostileText> texts) throws InterruptedException {
    Throwable[] failure = new Throwable[1];
    var thread =
        new Thread(
            null,
            () -> {
              for (HostileText text : texts) {
                requireGrowth(text, "steps", HostileReading::steps, FIXED_STEPS);
                requireGrowth(text, "bytes", HostileTextsTest::bytesOfText, FIXED_BYTES);
                requireGrowth(
                    text, "bytes of deltas", HostileTextsTest::bytesOfDeltas, FIXED_BYTES);
              }
            },
            "small stack",
            STACK_BYTES);
    thread.setUncaughtExceptionHandler((ignored, e) -> failure[0] = e);
    thread.start();
    thread.join();

    assertThat(failure[0]).isNull();
  }

  private static void requireGrowth(
      HostileText text, String what, ToLongFunction<HostileReading> measure, int fixed) {
    long once = measure.applyAsLong(HostileReading.of(text, LENGTH));
    long twice = measure.applyAsLong(HostileReading.of(text, 2 * LENGTH));

    assertThat(twice).as("%s of %s", what, text).isLessThan(2 * once + once / 5 + fixed);
  }

  private static long bytesOfText(HostileReading reading) {
    return bytes(reading::readText);
  }

  private static long bytesOfDeltas(HostileReading reading) {
    return bytes(reading::readDeltas);
  }

  private static long bytes(Runnable operation) {
    long before = THREADS.getCurrentThreadAllocatedBytes();
    operation.run();
    return THREADS.getCurrentThreadAllocatedBytes() - before;
  }
}
