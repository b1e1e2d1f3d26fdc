package org.atomicagents.usage;

import java.io.File;
import java.io.IOException;
import java.math.BigDecimal;
import java.net.URI;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A process that settles usage in a file with several threads.
 *
 * <p>Its arguments are the file and the maximum delay in milliseconds. It prints how many requests
 * are durable: without a delay after each settlement, otherwise after each flush.
 */
final class CountingProcess {
  static final int THREADS = 4;
  static final UsageBucket BUCKET = new UsageBucket("limit/acme", null);
  static final UsageAmount AMOUNT =
      new UsageAmount(1, 10, 20, new BigDecimal("0.125"), Duration.ofMillis(5));
  private static final int MAX_REQUESTS = 500_000_000;

  private CountingProcess() {}

  public static void main(String[] arguments) {
    Duration delay = Duration.ofMillis(Long.parseLong(arguments[1]));
    FileUsageStore store = FileUsageStore.open(Path.of(arguments[0]), delay);
    var settled = new AtomicLong();
    for (int thread = 0; thread < THREADS; thread++) {
      Thread.ofPlatform().start(() -> count(store, settled, delay.isZero()));
    }
    if (!delay.isZero()) {
      Thread.ofPlatform().start(() -> flush(store, settled));
    }
  }

  private static void count(FileUsageStore store, AtomicLong settled, boolean prints) {
    while (settled.get() < MAX_REQUESTS) {
      store.tryReserve(BUCKET, AMOUNT, UsageLimits.none(), UsageClock.START);
      store.settle(BUCKET, AMOUNT, AMOUNT, UsageClock.START);
      long count = settled.incrementAndGet();
      if (prints) {
        System.out.println(count);
      }
    }
  }

  private static void flush(FileUsageStore store, AtomicLong settled) {
    while (settled.get() < MAX_REQUESTS) {
      long count = settled.get();
      store.flush();
      System.out.println(count);
    }
  }

  static Process start(Path file, long delayMillis) throws IOException {
    return new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-XX:TieredStopAtLevel=1",
            "-cp",
            classPath(),
            CountingProcess.class.getName(),
            file.toString(),
            Long.toString(delayMillis))
        .redirectErrorStream(true)
        .start();
  }

  // Maven runs the tests on the module path, patched with the classes of the tests; other runners
  // load them with a class loader of their own.
  private static String classPath() {
    Stream<String> loaded =
        CountingProcess.class.getClassLoader() instanceof URLClassLoader loader
            ? Arrays.stream(loader.getURLs())
                .map(url -> Path.of(URI.create(url.toString())).toString())
            : Stream.of(Path.of("target", "test-classes").toAbsolutePath().toString());
    return Stream.concat(
            loaded,
            Stream.of(System.getProperty("java.class.path"), System.getProperty("jdk.module.path")))
        .filter(Objects::nonNull)
        .collect(Collectors.joining(File.pathSeparator));
  }
}
