package org.atomicagents.internal.resilience;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.LinkedBlockingQueue;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class HedgeQueueTest {
  private final HedgeQueue queue = new HedgeQueue(0.5);
  private final LinkedBlockingQueue<String> started = new LinkedBlockingQueue<>();

  @Test
  void startsTheOldestSecondRequestAsSoonAsFurtherRequestsPermitIt() throws Exception {
    takeTheFirst();
    queue.add(() -> started.add("oldest"));
    queue.add(() -> started.add("newest"));
    queue.countRequest();
    assertThat(started).isEmpty();

    queue.countRequest();

    assertThat(started.take()).isEqualTo("oldest");
    assertThat(started).isEmpty();
    queue.countRequest();
    queue.countRequest();
    assertThat(started.take()).isEqualTo("newest");
  }

  @Test
  void permitsNoOtherRequestBeforeThoseThatWait() throws Exception {
    takeTheFirst();
    Runnable remove = queue.add(() -> started.add("removed"));
    queue.countRequest();

    assertThat(queue.tryTake()).isFalse();
    remove.run();
    queue.countRequest();

    assertThat(queue.tryTake()).isTrue();
    assertThat(started).isEmpty();
  }

  @Test
  void startsAWaitingRequestInsteadOfOneThatWasNotSent() throws Exception {
    takeTheFirst();
    queue.add(() -> started.add("waiting"));

    queue.giveBack();

    assertThat(started.take()).isEqualTo("waiting");
    assertThat(queue.tryTake()).isFalse();
  }

  @Test
  void startsARequestThatIsPermittedWhenItIsAdded() throws Exception {
    queue.add(() -> started.add("permitted"));

    assertThat(started.take()).isEqualTo("permitted");
    assertThat(queue.tryTake()).isFalse();
  }

  private void takeTheFirst() {
    assertThat(queue.tryTake()).isTrue();
    assertThat(queue.tryTake()).isFalse();
  }
}
