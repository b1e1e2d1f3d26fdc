package org.atomicagents.benchmarks.economy;

import dev.langchain4j.model.openai.OpenAiTokenCountEstimator;
import java.util.function.ToIntFunction;
import org.atomicagents.tokenizers.Tokenizers;

/** Prints the milliseconds and the megabytes of heap of the first count in a new JVM. */
public final class ColdCountMain {
  private static final String TEXT = "Why is the sky blue?";

  private ColdCountMain() {}

  /** Counts with the library that the argument names. */
  public static void main(String[] args) {
    long heapBefore = usedHeap();
    long start = System.nanoTime();
    ToIntFunction<String> counter = counter(args[0]);
    int tokens = counter.applyAsInt(TEXT);
    double millis = (System.nanoTime() - start) / 1e6;
    double megabytes = (usedHeap() - heapBefore) / 1e6;
    // The counter is used after the measurement, so that its vocabulary is not collected before.
    if (counter.applyAsInt(TEXT) != tokens) {
      throw new IllegalStateException("expected equal counts of equal texts");
    }
    System.out.println(millis + " " + megabytes);
  }

  private static ToIntFunction<String> counter(String library) {
    if (library.equals("langchain4j")) {
      return new OpenAiTokenCountEstimator("gpt-4o")::estimateTokenCountInText;
    }
    return Tokenizers.forModel("gpt-4o")::count;
  }

  private static long usedHeap() {
    Runtime runtime = Runtime.getRuntime();
    // The second collection also frees what the first one made unreachable.
    runtime.gc();
    runtime.gc();
    return runtime.totalMemory() - runtime.freeMemory();
  }
}
