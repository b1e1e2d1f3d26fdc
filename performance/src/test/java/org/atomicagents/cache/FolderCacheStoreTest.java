package org.atomicagents.cache;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.atomicagents.AtomicAgent;
import org.atomicagents.CacheState;
import org.atomicagents.cache.CacheTypes.Inquiry;
import org.atomicagents.error.StoreException;
import org.atomicagents.limit.DrivenClock;
import org.atomicagents.testing.ScriptedModel;
import org.atomicagents.testing.ScriptedResponse;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FolderCacheStoreTest {
  private static final CacheKey KEY = new CacheKey("acme", "0123");
  private static final byte[] VALUE = "value".getBytes(StandardCharsets.UTF_8);
  private static final Instant NOW = Instant.parse("2026-11-30T10:00:00Z");
  private static final Instant LATER = NOW.plus(Duration.ofDays(7));

  @TempDir private Path folder;

  @Test
  void returnsValuesOfOtherStoresOfTheFolder() {
    open().put(KEY, VALUE, LATER);

    assertThat(open().get(KEY, NOW)).isEqualTo(VALUE);
    assertThat(open().get(new CacheKey("other", "0123"), NOW)).isNull();
  }

  @Test
  void separatesTenantsAndHashesOfAnyText() {
    var store = open();
    List<CacheKey> keys =
        List.of(
            new CacheKey("a", "bc"),
            new CacheKey("ab", "c"),
            new CacheKey("", ""),
            new CacheKey("../..", "/etc/passwd"),
            new CacheKey("ä\n", "x".repeat(5_000)));

    for (int i = 0; i < keys.size(); i++) {
      store.put(keys.get(i), new byte[] {(byte) i}, LATER);
    }

    for (int i = 0; i < keys.size(); i++) {
      assertThat(store.get(keys.get(i), NOW)).containsExactly(i);
    }
    assertThat(files()).hasSize(keys.size()).allMatch(file -> file.startsWith(folder));
  }

  @Test
  void replacesAndRemovesValues() {
    var store = open();
    store.put(KEY, VALUE, LATER);
    store.put(KEY, new byte[0], LATER);

    assertThat(store.get(KEY, NOW)).isEmpty();
    store.remove(KEY);
    store.remove(KEY);
    assertThat(store.get(KEY, NOW)).isNull();
    assertThat(files()).isEmpty();
  }

  @Test
  void returnsNoExpiredValues() {
    open().put(KEY, VALUE, LATER);

    assertThat(open().get(KEY, LATER.minusMillis(1))).isEqualTo(VALUE);
    assertThat(open().get(KEY, LATER)).isNull();
  }

  @Test
  void removesExpiredValuesAndAbandonedDraftsOnly() throws IOException {
    var store = open();
    store.put(KEY, VALUE, LATER);
    store.put(new CacheKey("acme", "short"), VALUE, NOW);
    Path foreign = Files.writeString(folder.resolve("README"), "of the user");
    Path parent = files().getFirst().getParent();
    Path oldDraft = Files.writeString(parent.resolve(".tmp-1"), "part");
    Files.setLastModifiedTime(oldDraft, FileTime.from(NOW.minus(Duration.ofHours(25))));
    Path draft = Files.writeString(parent.resolve(".tmp-2"), "part");
    Files.setLastModifiedTime(draft, FileTime.from(NOW.minus(Duration.ofHours(23))));
    Path text = Files.writeString(parent.resolve("notes"), "of the user");

    store.removeExpired(NOW);

    assertThat(store.get(KEY, NOW)).isEqualTo(VALUE);
    assertThat(files()).hasSize(4).contains(foreign, draft, text).doesNotContain(oldDraft);
  }

  @Test
  void countsDamagedFilesAsAbsentAndReplacesThem() throws IOException {
    long seed = System.nanoTime();
    System.out.println("FolderCacheStoreTest seed " + seed);
    var random = new Random(seed);
    var store = open();
    store.put(KEY, VALUE, LATER);
    Path file = files().getFirst();
    byte[] whole = Files.readAllBytes(file);

    for (int length = 0; length < whole.length; length += 3) {
      Files.write(file, Arrays.copyOf(whole, length));
      assertThat(store.get(KEY, NOW)).as("length %d", length).isNull();
    }
    for (int i = 0; i < whole.length * 8; i += 1 + random.nextInt(15)) {
      byte[] damaged = whole.clone();
      damaged[i / 8] ^= (byte) (1 << i % 8);
      Files.write(file, damaged);
      assertThat(store.get(KEY, NOW)).as("seed %d, bit %d", seed, i).isNull();
    }
    for (int i = 0; i < 50; i++) {
      var garbage = new byte[random.nextInt(200)];
      random.nextBytes(garbage);
      Files.write(file, garbage);
      assertThat(store.get(KEY, NOW)).as("seed %d, round %d", seed, i).isNull();
    }

    store.put(KEY, VALUE, LATER);
    assertThat(store.get(KEY, NOW)).isEqualTo(VALUE);
  }

  @Test
  void ignoresTheFileOfAnotherKey() throws IOException {
    var store = open();
    store.put(KEY, VALUE, LATER);
    Path file = files().getFirst();
    var other = new CacheKey("other", "0123");
    store.put(other, VALUE, LATER);
    Path copy = files().stream().filter(path -> !path.equals(file)).findFirst().orElseThrow();

    Files.write(copy, Files.readAllBytes(file));

    assertThat(store.get(other, NOW)).isNull();
  }

  @Test
  void boundsTheSizeOfValues() {
    var store = open().withMaxValueBytes(5);
    store.put(KEY, VALUE, LATER);
    open().put(new CacheKey("acme", "large"), new byte[6], LATER);

    assertThat(store.get(KEY, NOW)).isEqualTo(VALUE);
    assertThat(store.get(new CacheKey("acme", "large"), NOW)).isNull();
    assertThatThrownBy(() -> store.put(KEY, new byte[6], LATER))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "FolderCacheStore %s: expected a value of at most 5 bytes, found 6. Raise it with"
                + " withMaxValueBytes.",
            folder);
    assertThat(store.get(KEY, NOW)).isEqualTo(VALUE);
    assertThatThrownBy(() -> store.withMaxValueBytes(0))
        .hasMessage("maxValueBytes: expected 1 or more, found 0");
  }

  @Test
  void keepsAnInterruptAndStoresTheValue() {
    Thread.currentThread().interrupt();
    try {
      open().put(KEY, VALUE, LATER);
      assertThat(open().get(KEY, NOW)).isEqualTo(VALUE);
    } finally {
      assertThat(Thread.interrupted()).isTrue();
    }
  }

  @Test
  void rejectsAFileAndReportsAFailedWrite() throws IOException {
    Path file = Files.writeString(folder.resolve("file"), "");
    assertThatThrownBy(() -> FolderCacheStore.open(file))
        .isInstanceOf(StoreException.class)
        .hasMessageContainingAll("Cannot open the cache folder " + file, "it is a file", "mounted");

    var store = open();
    store.put(KEY, VALUE, LATER);
    Path stored = files().stream().filter(path -> !path.equals(file)).findFirst().orElseThrow();
    Files.delete(stored);
    Files.createDirectories(stored.resolve("obstacle"));

    assertThatThrownBy(() -> store.put(KEY, VALUE, LATER))
        .isInstanceOf(StoreException.class)
        .hasMessageContainingAll("Cannot write to the cache folder " + folder, "has space");
    assertThat(files()).containsExactly(file);
  }

  @Test
  void createsItsFoldersAgain() throws IOException {
    var store = open();
    store.put(KEY, VALUE, LATER);
    Path stored = files().getFirst();
    Files.delete(stored);
    Files.delete(stored.getParent());

    store.put(KEY, VALUE, LATER);

    assertThat(store.get(KEY, NOW)).isEqualTo(VALUE);
  }

  /** Readers see a whole value while others replace it, and cleaning loses no fresh value. */
  @Test
  void isConsistentForConcurrentStores() throws Exception {
    Set<Object> wrong = ConcurrentHashMap.newKeySet();
    open().put(KEY, value(0), LATER);
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int writer = 0; writer < 4; writer++) {
        int first = writer * 1_000;
        Future<?> unusedWrites =
            threads.submit(() -> {
              var store = open();
              for (int i = 0; i < 100; i++) {
                store.put(KEY, value(first + i), LATER);
                store.put(new CacheKey("acme", "own-" + (first + i)), value(i), LATER);
              }
            });
        Future<?> unusedReads =
            threads.submit(() -> {
              var store = open();
              for (int i = 0; i < 200; i++) {
                byte[] read = store.get(KEY, NOW);
                if (read == null || !Arrays.equals(read, value(numberOf(read)))) {
                  wrong.add(read == null ? "absent" : numberOf(read));
                }
              }
            });
      }
      Future<?> unusedRemovals =
          threads.submit(() -> {
            for (int i = 0; i < 10; i++) {
              open().removeExpired(NOW);
            }
          });
    }

    assertThat(wrong).isEmpty();
    var found = new HashSet<Integer>();
    for (int i = 0; i < 4_000; i++) {
      if (open().get(new CacheKey("acme", "own-" + i), NOW) != null) {
        found.add(i);
      }
    }
    assertThat(found).hasSize(400);
    assertThat(files()).hasSize(401);
  }

  @Test
  void isTheSecondLevelOfACache() {
    DrivenClock clock = DrivenClock.stopped();
    var agent =
        AtomicAgent.of(
            Inquiry.class,
            CacheTypes.Plan.class,
            ScriptedModel.by(request -> ScriptedResponse.text(CacheTypes.PLAN_JSON)).model());
    var input = new Inquiry("How do I bake bread?");
    CachedAgent.of(agent, ResponseCache.builder().timeSource(clock).store(open()).build())
        .run(input);
    GatedResponses.awaitThat(this::hasValue);

    var other =
        CachedAgent.of(agent, ResponseCache.builder().timeSource(clock).store(open()).build());

    assertThat(other.call(input).cacheState()).isEqualTo(CacheState.HIT);
  }

  private boolean hasValue() {
    try {
      return files().stream().anyMatch(file -> !file.getFileName().toString().startsWith("."));
    } catch (UncheckedIOException e) {
      // The store has renamed a draft that was found just before.
      return false;
    }
  }

  private static byte[] value(int number) {
    return (number + ",").repeat(2_000).getBytes(StandardCharsets.UTF_8);
  }

  private static int numberOf(byte[] value) {
    String text = new String(value, StandardCharsets.UTF_8);
    return Integer.parseInt(text.substring(0, text.indexOf(',')));
  }

  private List<Path> files() {
    try (Stream<Path> all = Files.walk(folder)) {
      return all.filter(Files::isRegularFile).toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private FolderCacheStore open() {
    return FolderCacheStore.open(folder);
  }
}
