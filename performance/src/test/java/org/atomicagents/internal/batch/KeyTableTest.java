package org.atomicagents.internal.batch;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class KeyTableTest {

  @Test
  void equalsAMapAfterRandomChanges() {
    long seed = System.nanoTime();
    System.out.println("KeyTableTest seed " + seed);
    var random = new Random(seed);
    var table = new KeyTable();
    Map<ItemKey, Long> expected = new HashMap<>();
    for (int i = 0; i < 20_000; i++) {
      ItemKey key = key(random.nextInt(5_000));
      if (random.nextBoolean()) {
        long number = random.nextLong(Long.MAX_VALUE);
        table.put(key, number);
        expected.put(key, number);
      }
      assertThat(table.get(key))
          .as("seed %d", seed)
          .isEqualTo(expected.getOrDefault(key, KeyTable.ABSENT));
    }

    var numbers = new TreeSet<Long>();
    table.forEachNumber(numbers::add);
    assertThat(numbers).as("seed %d", seed).isEqualTo(new TreeSet<>(expected.values()));
    assertThat(table.size()).as("seed %d", seed).isEqualTo(expected.size());
  }

  @Test
  void keysOfDifferentTextsDiffer() {
    assertThat(ItemKey.of("a", "bc")).isNotEqualTo(ItemKey.of("ab", "c"));
    assertThat(ItemKey.of("abc").hex())
        .hasSize(64)
        .isEqualTo(ItemKey.of("abc").hex())
        .isNotEqualTo(ItemKey.of("abd").hex());
  }

  /** Returns a key; many share a slot. */
  private static ItemKey key(int number) {
    return new ItemKey(number % 7, number, 0, 0);
  }
}
