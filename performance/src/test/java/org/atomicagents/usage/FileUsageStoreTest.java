package org.atomicagents.usage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.atomicagents.usage.StoredUsage.BUCKET;
import static org.atomicagents.usage.StoredUsage.NOW;
import static org.atomicagents.usage.StoredUsage.use;
import static org.atomicagents.usage.UsageRuns.PRICES;
import static org.atomicagents.usage.UsageRuns.priced;
import static org.atomicagents.usage.UsageRuns.responding;
import static org.atomicagents.usage.UsageRuns.run;
import static org.atomicagents.usage.UsageRuns.send;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.ZoneOffset;
import org.atomicagents.error.LimitExceededException;
import org.atomicagents.error.StoreException;
import org.atomicagents.price.Money;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileUsageStoreTest {
  @TempDir private Path folder;
  private final UsageClock clock = new UsageClock();

  @Test
  void limitsSurviveARestart() {
    try (FileUsageStore store = open(Duration.ofHours(1))) {
      send(priced(responding(7, 8), PRICES).with(limiter(store, 2)), run(clock));
    }
    try (FileUsageStore store = open(Duration.ZERO)) {
      UsageLimiter limiter = limiter(store, 2);
      assertThat(limiter.report().used().inputTokens()).isEqualTo(7);
      assertThat(limiter.report().used().outputTokens()).isEqualTo(8);
      assertThat(limiter.report().used().cost()).isEqualByComparingTo("23");
      send(priced(responding(7, 8), PRICES).with(limiter), run(clock));
    }
    try (FileUsageStore store = open(Duration.ZERO)) {
      assertThatThrownBy(
              () -> send(priced(responding(7, 8), PRICES).with(limiter(store, 2)), run(clock)))
          .isInstanceOf(LimitExceededException.class)
          .hasMessageContaining("2 used");
    }
  }

  @Test
  void expiredUsageIsNotRestored() {
    try (FileUsageStore store = open(Duration.ZERO)) {
      send(priced(responding(7, 8), PRICES).with(limiter(store, 2)), run(clock));
    }
    clock.advance(Duration.ofDays(2));
    try (FileUsageStore store = open(Duration.ZERO)) {
      assertThat(limiter(store, 2).report().used()).isEqualTo(UsageAmount.NONE);
    }
  }

  @Test
  void aResetSurvivesARestart() {
    try (FileUsageStore store = open(Duration.ofHours(1))) {
      UsageLimiter limiter = limiter(store, 1);
      send(priced(responding(7, 8), PRICES).with(limiter), run(clock));
      limiter.reset();
    }
    try (FileUsageStore store = open(Duration.ZERO)) {
      send(priced(responding(7, 8), PRICES).with(limiter(store, 1)), run(clock));
    }
  }

  @Test
  void aFlushMakesUsageDurable() throws IOException {
    Path copy = folder.resolve("copy.log");
    try (FileUsageStore store = open(Duration.ofHours(1))) {
      use(store, BUCKET, NOW);
      store.flush();
      Files.copy(path(), copy);
    }
    try (FileUsageStore store = FileUsageStore.open(copy)) {
      assertThat(store.balance(BUCKET, NOW).used().requests()).isEqualTo(1);
    }
  }

  @Test
  void aSecondStoreOfTheFileIsRejected() {
    try (FileUsageStore store = open(Duration.ZERO)) {
      assertThatThrownBy(() -> open(Duration.ZERO))
          .isInstanceOf(StoreException.class)
          .hasMessageStartingWith("Cannot open the usage file " + path() + ": ");
      use(store, BUCKET, NOW);
    }
  }

  @Test
  void aDamagedFileIsRejected() throws IOException {
    try (FileUsageStore store = open(Duration.ZERO)) {
      use(store, BUCKET, NOW);
      use(store, BUCKET, NOW);
    }
    byte[] bytes = Files.readAllBytes(path());
    bytes[100] ^= 1;
    Files.write(path(), bytes);

    assertThatThrownBy(() -> open(Duration.ZERO))
        .isInstanceOf(StoreException.class)
        .hasMessageContaining("checksum");
  }

  @Test
  void anIncompleteRecordAtTheEndIsDropped() throws IOException {
    try (FileUsageStore store = open(Duration.ZERO)) {
      use(store, BUCKET, NOW);
    }
    Files.write(path(), new byte[] {0, 0, 0, 50, 1, 2}, StandardOpenOption.APPEND);

    try (FileUsageStore store = open(Duration.ZERO)) {
      assertThat(store.balance(BUCKET, NOW).used().requests()).isEqualTo(1);
    }
  }

  @Test
  void aClosedStoreRefusesReservations() {
    FileUsageStore store = open(Duration.ZERO);
    use(store, BUCKET, NOW);
    store.close();
    store.close();

    assertThatThrownBy(
            () -> send(priced(responding(1, 1), PRICES).with(limiter(store, 5)), run(clock)))
        .isInstanceOf(StoreException.class)
        .hasMessage(
            "Cannot write the usage file "
                + path()
                + ": the store is closed.\n"
                + "Without it, usage limits would begin at zero after a restart.");
  }

  @Test
  void theFileIsRewrittenWhenItHasDoubled() throws IOException {
    try (FileUsageStore store = open(Duration.ofHours(1))) {
      for (int i = 0; i < 40; i++) {
        for (int tenant = 0; tenant < 1_000; tenant++) {
          use(store, new UsageBucket("tenant-" + tenant, null), NOW);
        }
        store.flush();
      }
    }

    // Without rewriting, the file has 40,000 records of 80 bytes.
    assertThat(Files.size(path())).isLessThan(1_300_000);
    try (FileUsageStore store = open(Duration.ZERO)) {
      for (int tenant = 0; tenant < 1_000; tenant++) {
        var bucket = new UsageBucket("tenant-" + tenant, null);
        assertThat(store.balance(bucket, NOW).used().requests()).isEqualTo(40);
      }
    }
  }

  @Test
  void anInterruptDoesNotCloseTheFile() {
    try (FileUsageStore store = open(Duration.ZERO)) {
      Thread.currentThread().interrupt();
      use(store, BUCKET, NOW);
      assertThat(Thread.interrupted()).isTrue();

      use(store, BUCKET, NOW);
    }
    try (FileUsageStore store = open(Duration.ZERO)) {
      assertThat(store.balance(BUCKET, NOW).used().requests()).isEqualTo(2);
    }
  }

  @Test
  void aNegativeDelayIsRejected() {
    assertThatThrownBy(() -> open(Duration.ofMillis(-1)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("maxDelay: expected 0 or more, found PT-0.001S");
  }

  private UsageLimiter limiter(UsageStore store, long requests) {
    UsageLimits limits = UsageLimits.ofRequests(requests).withMoney(Money.of("USD", "1000"));
    return UsageLimiter.builder("m", limits)
        .window(UsageWindow.day(ZoneOffset.UTC))
        .store(store)
        .timeSource(clock)
        .build();
  }

  private FileUsageStore open(Duration maxDelay) {
    return FileUsageStore.open(path(), maxDelay, clock);
  }

  private Path path() {
    return folder.resolve("usage.log");
  }
}
