package org.atomicagents.message;

import static org.assertj.core.api.Assertions.assertThat;

import org.atomicagents.model.Budget;
import org.junit.jupiter.api.Test;

class UsageTest {

  @Test
  void negativeCountsAreZero() {
    assertThat(new Usage(-1, -2, -3, -4, -5, -6, Long.MIN_VALUE)).isEqualTo(Usage.NONE);
  }

  @Test
  void sumsDoNotOverflow() {
    Usage max = Usage.of(Long.MAX_VALUE, 1);

    assertThat(max.totalTokens()).isEqualTo(Long.MAX_VALUE);
    assertThat(max.plus(Usage.of(1, 1))).isEqualTo(Usage.of(Long.MAX_VALUE, 2));
  }

  @Test
  void negativeUsageRefundsNoBudget() {
    Budget budget = Budget.ofTokens(10);
    budget.add(Usage.of(6, 4));

    budget.add(Usage.of(-1_000, -1_000));

    assertThat(budget.tokens()).isEqualTo(10);
    assertThat(budget.mayRequest()).isFalse();
  }

  @Test
  void usageOfABudgetDoesNotOverflow() {
    Budget budget = Budget.ofTokens(10);
    budget.add(Usage.of(Long.MAX_VALUE, 0));

    budget.add(Usage.of(Long.MAX_VALUE, 2));

    assertThat(budget.tokens()).isEqualTo(Long.MAX_VALUE);
    assertThat(budget.mayRequest()).isFalse();
  }
}
