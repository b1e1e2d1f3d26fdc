package org.atomicagents.cache;

import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A process that stores values in a {@link FileCacheStore} with several threads, some of them for
 * the same keys.
 *
 * <p>Its arguments are the file and the number of the first value. It prints the number of each
 * value after it was stored.
 */
final class CacheFillingProcess {
  private static final int THREADS = 4;
  private static final int VALUE_LENGTH = 3_000;
  private static final long MAX_VALUES = 500_000_000;

  private CacheFillingProcess() {}

  public static void main(String[] arguments) {
    FileCacheStore store = FileCacheStore.open(Path.of(arguments[0]));
    var next = new AtomicLong(Long.parseLong(arguments[1]));
    Instant expiry = Instant.now().plus(Duration.ofDays(1));
    for (int thread = 0; thread < THREADS; thread++) {
      Thread.ofPlatform().start(() -> fill(store, next, expiry));
    }
  }

  private static void fill(FileCacheStore store, AtomicLong next, Instant expiry) {
    for (long number = next.getAndIncrement();
        number < MAX_VALUES;
        number = next.getAndIncrement()) {
      store.put(key(number), value(number), expiry);
      System.out.println(number);
      store.put(scratchKey(number), value(number), expiry);
    }
  }

  /** Returns the key of a value. */
  static CacheKey key(long number) {
    return new CacheKey("tenant-" + number % 3, "hash-" + number);
  }

  private static CacheKey scratchKey(long number) {
    return new CacheKey("scratch", "hash-" + number % 7);
  }

  /** Returns a value, which repeats its number. */
  static byte[] value(long number) {
    String text = number + ",";
    return text.repeat(VALUE_LENGTH / text.length()).getBytes(StandardCharsets.UTF_8);
  }

  static Process start(Path file, long first) throws IOException {
    return new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-XX:TieredStopAtLevel=1",
            "-cp",
            classPath(),
            CacheFillingProcess.class.getName(),
            file.toString(),
            Long.toString(first))
        .redirectError(ProcessBuilder.Redirect.DISCARD)
        .start();
  }

  // Maven runs the tests on the module path, patched with the classes of the tests; other runners
  // load them with a class loader of their own.
  private static String classPath() {
    Stream<String> loaded =
        CacheFillingProcess.class.getClassLoader() instanceof URLClassLoader loader
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
