package org.atomicagents.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class RunContextTest {
  private final RunContext context = RunContext.standalone();
  private final List<String> ended = new ArrayList<>();

  @Test
  void cancellingRunsAllActionsOnce() {
    context.onCancel(() -> ended.add("one"));
    context.onCancel(() -> ended.add("other"));

    context.cancel();
    context.cancel();

    assertThat(ended).containsExactly("one", "other");
  }

  @Test
  void doesNotRunARemovedAction() {
    context.onCancel(() -> ended.add("over")).run();

    context.cancel();

    assertThat(ended).isEmpty();
  }

  @Test
  void runsAnActionOfACancelledRunAtOnce() {
    context.cancel();

    context.onCancel(() -> ended.add("late"));

    assertThat(ended).containsExactly("late");
  }

  @Test
  void aFailingActionDoesNotPreventTheOthers() {
    var first = new IllegalStateException("first");
    var second = new IllegalStateException("second");
    context.onCancel(() -> fail(first));
    context.onCancel(() -> fail(second));
    context.onCancel(() -> ended.add("other"));

    assertThatThrownBy(context::cancel).isSameAs(first).hasSuppressedException(second);

    assertThat(ended).containsExactly("other");
    assertThat(context.isCancelled()).isTrue();
  }

  private static void fail(RuntimeException failure) {
    throw failure;
  }
}
