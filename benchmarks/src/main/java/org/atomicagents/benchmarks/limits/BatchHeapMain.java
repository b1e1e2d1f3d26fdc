package org.atomicagents.benchmarks.limits;

import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.atomicagents.AtomicAgent;
import org.atomicagents.BasicChatInput;
import org.atomicagents.BasicChatOutput;
import org.atomicagents.batch.Batch;
import org.atomicagents.batch.BatchRun;
import org.atomicagents.batch.JsonLinesReader;
import org.atomicagents.batch.JsonLinesWriter;
import org.atomicagents.batch.Outcome;
import org.atomicagents.limit.RateLimit;
import org.atomicagents.message.FinishReason;
import org.atomicagents.message.Usage;
import org.atomicagents.model.Model;
import org.atomicagents.model.ModelClient;
import org.atomicagents.model.ModelEvent;
import org.atomicagents.model.ModelExchange;
import org.atomicagents.schema.Schema;

/** Runs a batch against a stub model and prints the megabytes of heap that it uses. */
final class BatchHeapMain {
  private static final String QUESTION = "Which color has the sky above place number %d, and why? ";
  private static final int INPUT_REPEATS = 18;
  private static final int LINES_PER_SAMPLE = 20_000;
  private static final int LINE_CONCURRENCY = 100;
  private static final List<ModelEvent> RESPONSE =
      List.of(
          new ModelEvent.Started("chatcmpl-1", "stub", Map.of()),
          new ModelEvent.TextDelta("{\"chat_message\":\"Blue, by the scattering of light.\"}"),
          new ModelEvent.UsageReport(Usage.of(90, 80)),
          new ModelEvent.Finished(FinishReason.STOP, "stop"));

  private BatchHeapMain() {}

  /** Prints the heap of a kind of batch, {@code in-flight} or {@code lines}, and its size. */
  public static void main(String[] args) throws Exception {
    int count = Integer.parseInt(args[1]);
    System.out.println(args[0].equals("in-flight") ? inFlight(count) : lines(count));
  }

  private static double inFlight(int items) throws InterruptedException {
    var arrived = new CountDownLatch(items);
    var released = new CountDownLatch(1);
    ModelClient client =
        (request, call) -> {
          arrived.countDown();
          await(released);
          return ModelExchange.of(RESPONSE);
        };
    // Each input is a kilobyte of its own.
    Stream<BasicChatInput> inputs =
        IntStream.range(0, items)
            .mapToObj(i -> new BasicChatInput(QUESTION.formatted(i).repeat(INPUT_REPEATS)));
    try (BatchRun<BasicChatOutput> run = batch(client, items).withWindow(items).start(inputs)) {
      awaitArrivals(arrived, run);
      double megabytes = usedMegabytes();
      released.countDown();
      requireSuccesses(run.inCompletionOrder(), items);
      return megabytes;
    }
  }

  private static void awaitArrivals(CountDownLatch arrived, BatchRun<?> run)
      throws InterruptedException {
    while (!arrived.await(1, TimeUnit.SECONDS)) {
      if (run.progress().failed() > 0) {
        throw new IllegalStateException(
            "An item failed: " + run.inCompletionOrder().iterator().next());
      }
    }
  }

  private static double lines(int lines) throws IOException {
    Path folder = Files.createTempDirectory("batch-lines");
    Path in = folder.resolve("in.jsonl");
    Path out = folder.resolve("out.jsonl");
    try {
      write(in, lines);
      return run(in, out, lines);
    } finally {
      Files.deleteIfExists(in);
      Files.deleteIfExists(out);
      Files.delete(folder);
    }
  }

  private static double run(Path in, Path out, int lines) {
    ModelClient client = (request, call) -> ModelExchange.of(RESPONSE);
    // A short file has a sample too, at its end.
    int linesPerSample = Math.min(LINES_PER_SAMPLE, lines);
    double max = 0;
    int successes = 0;
    try (var reader = JsonLinesReader.open(in, Schema.of(BasicChatInput.class));
        var writer = JsonLinesWriter.create(out, Schema.of(BasicChatOutput.class));
        BatchRun<BasicChatOutput> run = batch(client, LINE_CONCURRENCY).start(reader)) {
      for (Outcome<BasicChatOutput> outcome : run.inInputOrder()) {
        writer.write(outcome);
        if (outcome instanceof Outcome.Success<?>) {
          successes++;
        }
        if (successes % linesPerSample == 0) {
          max = Math.max(max, usedMegabytes());
        }
      }
    }
    requireEqual(lines, successes);
    return max;
  }

  private static Batch<BasicChatInput, BasicChatOutput> batch(ModelClient client, int concurrency) {
    var limit = RateLimit.perMinute(1_000_000_000).tokens(1_000_000_000_000L).build();
    Model model = Model.of(client, "stub").with(limit);
    return Batch.of(AtomicAgent.of(model)).withMaxConcurrency(concurrency);
  }

  private static void write(Path file, int lines) throws IOException {
    try (BufferedWriter writer = Files.newBufferedWriter(file)) {
      for (int line = 0; line < lines; line++) {
        writer.write("{\"chat_message\":\"" + QUESTION.formatted(line) + "\"}\n");
      }
    }
  }

  private static void requireSuccesses(Iterable<Outcome<BasicChatOutput>> outcomes, int expected) {
    int successes = 0;
    for (Outcome<BasicChatOutput> outcome : outcomes) {
      if (outcome instanceof Outcome.Success<?>) {
        successes++;
      }
    }
    requireEqual(expected, successes);
  }

  private static void requireEqual(int expected, int successes) {
    if (successes != expected) {
      throw new IllegalStateException("expected " + expected + " successes, found " + successes);
    }
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new IllegalStateException("The batch was cancelled", e);
    }
  }

  /** Returns the heap in use after a collection. */
  private static double usedMegabytes() {
    Runtime runtime = Runtime.getRuntime();
    runtime.gc();
    return (runtime.totalMemory() - runtime.freeMemory()) / 1e6;
  }
}
