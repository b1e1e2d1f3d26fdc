package org.atomicagents.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class RunContextTest {
  private final RunContext call = RunContext.standalone();
  private final List<String> ended = new ArrayList<>();

  @Test
  void cancellingEndsAllWaitsOnce() {
    call.onCancel(() -> ended.add("one"));
    call.onCancel(() -> ended.add("other"));

    call.cancel();
    call.cancel();

    assertThat(ended).containsExactly("one", "other");
  }

  @Test
  void aWaitThatIsOverIsNotEnded() {
    call.onCancel(() -> ended.add("over")).run();

    call.cancel();

    assertThat(ended).isEmpty();
  }

  @Test
  void aWaitOfACancelledRunEndsAtOnce() {
    call.cancel();

    call.onCancel(() -> ended.add("late"));

    assertThat(ended).containsExactly("late");
  }

  @Test
  void oneThatFailsToEndKeepsNoOtherWaiting() {
    var first = new IllegalStateException("first");
    var second = new IllegalStateException("second");
    call.onCancel(() -> fail(first));
    call.onCancel(() -> fail(second));
    call.onCancel(() -> ended.add("other"));

    assertThatThrownBy(call::cancel).isSameAs(first).hasSuppressedException(second);

    assertThat(ended).containsExactly("other");
    assertThat(call.isCancelled()).isTrue();
  }

  private static void fail(RuntimeException failure) {
    throw failure;
  }
}
