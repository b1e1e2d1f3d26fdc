package org.atomicagents.internal.limit;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.atomicagents.internal.limit.TurnQueue.Turn;
import org.junit.jupiter.api.Test;

class TurnQueueTest {
  private final TurnQueue queue = new TurnQueue();
  private final Map<Turn, String> names = new LinkedHashMap<>();

  @Test
  void servesOneTenantInTheOrderOfArrival() {
    join("a", "a1");
    join("a", "a2");
    join("a", "a3");

    assertThat(drain()).containsExactly("a1", "a2", "a3");
  }

  @Test
  void tenantsTakeTurns() {
    join("a", "a1");
    join("a", "a2");
    join("a", "a3");
    join("b", "b1");
    join("c", "c1");
    join("b", "b2");

    assertThat(drain()).containsExactly("a1", "a2", "b1", "c1", "a3", "b2");
  }

  @Test
  void skipsARequestThatLeft() {
    join("a", "a1");
    Turn second = join("a", "a2");
    join("b", "b1");

    queue.leave(second);
    names.remove(second);

    assertThat(drain()).containsExactly("a1", "b1");
    assertThat(queue.size()).isZero();
  }

  @Test
  void agreesWithAReferenceModel() {
    long seed = System.nanoTime();
    System.out.println("TurnQueueTest seed " + seed);
    var random = new Random(seed);
    for (int round = 0; round < 200; round++) {
      var model = new LinkedHashMap<String, Deque<Turn>>();
      names.clear();
      var expected = new ArrayList<String>();
      Turn current = join("first", "first");
      for (int i = 0; i < 40; i++) {
        String tenant = "t" + random.nextInt(4);
        Turn turn = join(tenant, tenant + ":" + i);
        model.computeIfAbsent(tenant, key -> new ArrayDeque<>()).add(turn);
        if (random.nextInt(4) == 0) {
          Deque<Turn> turns = model.get(tenant);
          Turn leaving = random.nextBoolean() ? turns.getFirst() : turns.getLast();
          turns.remove(leaving);
          if (turns.isEmpty()) {
            model.remove(tenant);
          }
          queue.leave(leaving);
          names.remove(leaving);
        }
      }
      expected.add(names.get(current));
      while (!model.isEmpty()) {
        var tenant = model.pollFirstEntry();
        expected.add(names.get(tenant.getValue().removeFirst()));
        if (!tenant.getValue().isEmpty()) {
          model.put(tenant.getKey(), tenant.getValue());
        }
      }

      assertThat(drain()).as("seed %d, round %d", seed, round).isEqualTo(expected);
    }
  }

  private Turn join(String tenant, String name) {
    Turn turn = queue.join(tenant, new WakeUp());
    names.put(turn, name);
    return turn;
  }

  /** Ends the requests that have the turn, one after the other; returns their names. */
  private List<String> drain() {
    var served = new ArrayList<String>();
    while (true) {
      var current = names.keySet().stream().filter(Turn::isCurrent).findFirst();
      if (current.isEmpty()) {
        return served;
      }
      served.add(names.remove(current.get()));
      queue.leave(current.get());
    }
  }
}
