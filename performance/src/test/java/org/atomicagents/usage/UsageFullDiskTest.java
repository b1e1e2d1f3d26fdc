package org.atomicagents.usage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.atomicagents.error.StoreException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A usage file on a disk of 256 KB. */
class UsageFullDiskTest {
  @TempDir private Path folder;
  private boolean isMounted;

  @BeforeEach
  void mountSmallDisk() throws Exception {
    isMounted = run("mount", "-t", "tmpfs", "-o", "size=256k", "tmpfs", folder.toString());
    assumeTrue(isMounted, "A small disk cannot be mounted: that needs root on Linux");
  }

  @AfterEach
  void unmount() throws Exception {
    if (isMounted) {
      assertThat(run("umount", folder.toString())).isTrue();
    }
  }

  @Test
  void refusesReservationsUntilThereIsSpaceAgain() throws Exception {
    Path file = folder.resolve("usage.log");
    Path ballast = Files.write(folder.resolve("ballast"), new byte[150_000]);
    long settled = 0;
    try (FileUsageStore store = FileUsageStore.open(file, Duration.ZERO)) {
      try {
        while (true) {
          StoredUsage.use(store, StoredUsage.BUCKET, StoredUsage.NOW);
          settled++;
          assertThat(settled).isLessThan(100_000);
        }
      } catch (StoreException e) {
        assertThat(e).hasMessageStartingWith("Cannot write the usage file " + file);
      }
      Files.delete(ballast);
      store.flush();

      StoredUsage.use(store, StoredUsage.BUCKET, StoredUsage.NOW);
      settled++;
    }

    try (FileUsageStore store = FileUsageStore.open(file)) {
      assertThat(store.balance(StoredUsage.BUCKET, StoredUsage.NOW).used().requests())
          .isEqualTo(settled);
    }
  }

  @Test
  void closingReportsUsageThatIsNotDurable() throws Exception {
    Path file = folder.resolve("usage.log");
    FileUsageStore store = FileUsageStore.open(file, Duration.ofHours(1));
    Files.write(folder.resolve("ballast"), new byte[240_000]);
    for (int i = 0; i < 1_000; i++) {
      StoredUsage.use(store, new UsageBucket("tenant-" + i, null), StoredUsage.NOW);
    }

    assertThatThrownBy(store::close).isInstanceOf(StoreException.class);
  }

  private static boolean run(String... command) throws Exception {
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    process.getInputStream().readAllBytes();
    return process.waitFor(60, TimeUnit.SECONDS) && process.exitValue() == 0;
  }
}
