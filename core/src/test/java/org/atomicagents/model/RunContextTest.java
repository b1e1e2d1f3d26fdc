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

  @Test
  void aBranchIsCancelledAlone() {
    RunContext branch = context.branch();
    context.onCancel(() -> ended.add("run"));
    branch.onCancel(() -> ended.add("branch"));

    branch.cancel();

    assertThat(ended).containsExactly("branch");
    assertThat(branch.isCancelled()).isTrue();
    assertThat(context.isCancelled()).isFalse();
  }

  @Test
  void aBranchIsCancelledWithItsRunOnce() {
    RunContext branch = context.branch();
    branch.onCancel(() -> ended.add("branch"));
    branch.onCancel(() -> ended.add("removed")).run();

    context.cancel();
    branch.cancel();

    assertThat(ended).containsExactly("branch");
    assertThat(branch.isCancelled()).isTrue();
  }

  @Test
  void anAttachmentBelongsToTheRunAndItsBranches() {
    StringBuilder first = context.attachment("key", StringBuilder.class, StringBuilder::new);

    assertThat(context.branch().attachment("key", StringBuilder.class, StringBuilder::new))
        .isSameAs(first);
    assertThat(context.attachment("other", StringBuilder.class, StringBuilder::new))
        .isNotSameAs(first);
    assertThat(RunContext.standalone().attachment("key", StringBuilder.class, StringBuilder::new))
        .isNotSameAs(first);
  }

  private static void fail(RuntimeException failure) {
    throw failure;
  }
}
