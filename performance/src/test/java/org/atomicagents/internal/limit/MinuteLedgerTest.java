package org.atomicagents.internal.limit;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class MinuteLedgerTest {
  private static final long START = -3_000_000_000L;
  private static final long SECOND = 1_000_000_000L;
  private static final long SLOT = MinuteLedger.MINUTE / 1_200;

  @Test
  void permitsLeaveAfterAMinute() {
    var ledger = new MinuteLedger(START);
    ledger.take(START, 60);
    ledger.take(START + SECOND, 40);

    assertThat(ledger.waitNanos(START + 2 * SECOND, 1, 100)).isEqualTo(58 * SECOND);
    assertThat(ledger.waitNanos(START + 2 * SECOND, 61, 100)).isEqualTo(59 * SECOND);
    assertThat(ledger.sum(START + 60 * SECOND)).isEqualTo(40);
    assertThat(ledger.sum(START + 61 * SECOND)).isZero();
  }

  @Test
  void moreThanTheLimitFitsIntoAnEmptyMinute() {
    var ledger = new MinuteLedger(START);

    assertThat(ledger.waitNanos(START, 500, 100)).isZero();
    ledger.take(START, 1);
    assertThat(ledger.waitNanos(START, 500, 100)).isEqualTo(60 * SECOND);
  }

  @Test
  void settlesPermitsWithinTheMinuteOnly() {
    var ledger = new MinuteLedger(START);
    long slot = ledger.take(START, 60);

    ledger.settle(START + SECOND, slot, -50);
    assertThat(ledger.sum(START + SECOND)).isEqualTo(10);

    ledger.settle(START + 61 * SECOND, slot, 500);
    assertThat(ledger.sum(START + 61 * SECOND)).isZero();
  }

  /** Permits of the reference model. */
  private static final class Entry {
    final long nanos;
    final long slot;
    long permits;

    Entry(long nanos, long slot, long permits) {
      this.nanos = nanos;
      this.slot = slot;
      this.permits = permits;
    }
  }

  @Test
  void agreesWithAListOfAllPermits() {
    long seed = System.nanoTime();
    System.out.println("MinuteLedgerTest seed " + seed);
    var random = new Random(seed);
    for (int round = 0; round < 50; round++) {
      compare(random, "seed " + seed + ", round " + round);
    }
  }

  private static void compare(Random random, String name) {
    var ledger = new MinuteLedger(START);
    List<Entry> entries = new ArrayList<>();
    long now = START;
    for (int step = 0; step < 400; step++) {
      String at = name + ", step " + step;
      switch (random.nextInt(10)) {
        case 0, 1, 2 -> {
          long permits = random.nextLong(100);
          entries.add(new Entry(now, ledger.take(now, permits), permits));
        }
        case 3, 4 -> {
          if (!entries.isEmpty()) {
            Entry entry = entries.get(random.nextInt(entries.size()));
            long used = random.nextLong(200);
            ledger.settle(now, entry.slot, used - entry.permits);
            entry.permits = used;
          }
        }
        case 5 -> now += random.nextLong(20) == 0 ? random.nextLong(200 * SECOND) : 0;
        default -> now += random.nextLong(SECOND);
      }
      // Permits may count longer than a minute, by the length of a slot.
      assertThat(ledger.sum(now)).as(at).isGreaterThanOrEqualTo(sum(entries, now, 0));
      assertThat(ledger.sum(now)).as(at).isLessThanOrEqualTo(sum(entries, now, SLOT));
      long needed = random.nextLong(500);
      long wait = ledger.waitNanos(now, needed, 1_000);
      if (wait == 0) {
        assertThat(sum(entries, now, 0) + needed).as(at).isLessThanOrEqualTo(1_000);
      } else {
        assertThat(sum(entries, now + wait, 0) + needed).as(at).isLessThanOrEqualTo(1_000);
        assertThat(sum(entries, now + wait - SLOT - 1, SLOT) + needed).as(at).isPositive();
      }
    }
  }

  private static long sum(List<Entry> entries, long now, long more) {
    long sum = 0;
    for (Entry entry : entries) {
      if (now - entry.nanos < MinuteLedger.MINUTE + more) {
        sum += entry.permits;
      }
    }
    return sum;
  }
}
