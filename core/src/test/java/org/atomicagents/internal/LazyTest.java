package org.atomicagents.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

class LazyTest {

  @Test
  void computesTheValueOnce() {
    var computations = new AtomicInteger();
    var lazy = new Lazy<>(computations::incrementAndGet);

    assertThat(List.of(lazy.get(), lazy.get())).containsExactly(1, 1);
  }

  @Test
  void computesAgainAfterAFailure() {
    Queue<String> values = new ArrayDeque<>(List.of("a"));
    var attempts = new AtomicInteger();
    var lazy =
        new Lazy<>(() -> {
          if (attempts.incrementAndGet() == 1) {
            throw new IllegalArgumentException("first");
          }
          return values.remove();
        });

    assertThatThrownBy(lazy::get).hasMessage("first");
    assertThat(List.of(lazy.get(), lazy.get())).containsExactly("a", "a");
  }

  @Test
  void rejectsAComputationThatReadsItsOwnValue() {
    var computations = new AtomicInteger();
    var self = new AtomicReference<Lazy<String>>();
    var lazy = new Lazy<>(() -> computations.incrementAndGet() < 3 ? self.get().get() + "x" : "a");
    self.set(lazy);

    assertThatThrownBy(lazy::get)
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("The computation of a value reads the value itself");

    assertThat(computations).hasValue(1);
  }
}
