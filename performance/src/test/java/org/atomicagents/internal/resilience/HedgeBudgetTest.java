package org.atomicagents.internal.resilience;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class HedgeBudgetTest {

  @Test
  void permitsTheShareAndOneMore() {
    var budget = new HedgeBudget(0.05);
    int taken = 0;

    for (int i = 0; i < 1_000; i++) {
      budget.add();
      taken += budget.tryTake() ? 1 : 0;
    }

    assertThat(taken).isEqualTo(51);
  }

  @Test
  void savesTenAtMost() {
    var budget = new HedgeBudget(0.5);
    for (int i = 0; i < 1_000; i++) {
      budget.add();
    }
    int taken = 0;

    while (budget.tryTake()) {
      taken++;
    }

    assertThat(taken).isEqualTo(10);
  }

  @Test
  void takesBackARequestThatWasNotSent() {
    var budget = new HedgeBudget(0);
    assertThat(budget.tryTake()).isTrue();
    assertThat(budget.tryTake()).isFalse();

    budget.giveBack();

    assertThat(budget.tryTake()).isTrue();
  }
}
