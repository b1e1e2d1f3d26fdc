package org.atomicagents.openai;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.List;
import org.atomicagents.message.Message;
import org.atomicagents.model.ModelRequest;
import org.junit.jupiter.api.Test;

/**
 * The memory that the body of a request allocates, as the JVM counts it for the thread of the
 * caller. A JIT compiler only eliminates allocations, so that the bounds hold in every JVM.
 */
class RequestAllocationTest {
  private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();
  private static final int BLOCKS = 10;
  private static final int CALLS = 50;

  @Test
  void boundsTheBytesOfAShortBody() {
    ModelRequest request = request(100);
    int length = RequestWriter.of(request, "any").length;

    long bytes = bytesPerCall(() -> RequestWriter.of(request, "any"));

    // 3,328 in the interpreter of JDK 25.
    assertThat(bytes).isBetween((long) length, 3_400L);
  }

  @Test
  void boundsTheBytesOfABodyOf64Kilobytes() {
    ModelRequest request = request(64 * 1024);
    int length = RequestWriter.of(request, "any").length;

    long bytes = bytesPerCall(() -> RequestWriter.of(request, "any"));

    // 302,360 in the interpreter of JDK 25.
    assertThat(bytes).isBetween((long) length, 310_000L);
  }

  private static ModelRequest request(int characters) {
    String text = "Why is the sky blue? ".repeat(characters / 21 + 1).substring(0, characters);
    return ModelRequest.of("stub", List.of(Message.system("Be brief."), Message.user(text)));
  }

  /** Returns the bytes per call of the best block; the first blocks also load classes. */
  private static long bytesPerCall(Runnable call) {
    long least = Long.MAX_VALUE;
    for (int block = 0; block < BLOCKS; block++) {
      long before = THREADS.getCurrentThreadAllocatedBytes();
      for (int i = 0; i < CALLS; i++) {
        call.run();
      }
      least = Math.min(least, (THREADS.getCurrentThreadAllocatedBytes() - before) / CALLS);
    }
    return least;
  }
}
