package org.atomicagents.redis;

import jakarta.validation.constraints.Size;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Scanner;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.atomicagents.AgentStream;
import org.atomicagents.AtomicAgent;
import org.atomicagents.Partial;
import org.atomicagents.RunOptions;
import org.atomicagents.RunResult;
import org.atomicagents.model.AgentEvent;
import org.atomicagents.model.Model;
import org.atomicagents.openai.OpenAi;
import org.atomicagents.schema.Description;

/**
 * A process with an agent whose requests are shared.
 *
 * <p>Each line of its input is an order: a mode, a number of concurrent runs, a tenant and a
 * question. It prints the question with {@code sent} for each request, with {@code partial} for the
 * first partial of each run that shares a response, and with a {@link SharingReport} at the end.
 */
final class SharingProcess {
  /** A question. */
  @Description("A question.")
  record Question(@Description("The text.") String text) {}

  /** An answer that takes some time. */
  @Description("An answer.")
  record Answer(@Description("The steps.") @Size(min = 6, max = 6) List<String> steps) {}

  private final RedisStores redis;
  private final Model model;

  private SharingProcess(String redis, String provider) {
    // The first calls of a process are slow while others start, too.
    this.redis = RedisStores.connect(redis).withTimeout(Duration.ofSeconds(20));
    this.model = OpenAi.at(URI.create(provider)).model("gpt-5-mini");
  }

  public static void main(String[] arguments) {
    var process = new SharingProcess(arguments[0], arguments[1]);
    print("ready");
    try (var orders = new Scanner(System.in, StandardCharsets.UTF_8);
        var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      while (orders.hasNext()) {
        boolean isStream = orders.next().equals("stream");
        int runs = orders.nextInt();
        String tenant = orders.next();
        String question = orders.next();
        Future<?> unused = threads.submit(() -> process.execute(isStream, runs, tenant, question));
      }
    }
    System.exit(0);
  }

  private void execute(boolean isStream, int runs, String tenant, String question) {
    // A machine that stops for a second or two is no reason for another request.
    var sharing = redis.requestSharing().forTenant(tenant).withLease(Duration.ofSeconds(5));
    var agent = AtomicAgent.of(Question.class, Answer.class, model.with(sharing));
    var report = new Counts();
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int i = 0; i < runs; i++) {
        Future<?> unused = threads.submit(() -> run(agent, isStream, question, report));
      }
    }
    print(question + " " + report.toReport().line());
  }

  private static void run(
      AtomicAgent<Question, Answer> agent, boolean isStream, String text, Counts counts) {
    var isSent = new AtomicInteger();
    RunOptions options =
        RunOptions.defaults()
            .withListener(event -> {
              if (event instanceof AgentEvent.RequestSent) {
                isSent.incrementAndGet();
                print(text + " sent");
              }
            });
    try {
      RunResult<Answer> result =
          isStream
              ? read(agent, text, options, isSent, counts)
              : agent.call(new Question(text), options);
      counts.add(result);
    } catch (RuntimeException e) {
      counts.failures.add(e.toString());
    }
  }

  private static RunResult<Answer> read(
      AtomicAgent<Question, Answer> agent,
      String text,
      RunOptions options,
      AtomicInteger isSent,
      Counts counts) {
    try (AgentStream<Answer> stream = agent.stream(new Question(text), options)) {
      boolean isFirst = true;
      for (Partial<Answer> partial : stream) {
        if (isFirst && isSent.get() == 0) {
          counts.firstPartial.accumulateAndGet(System.currentTimeMillis(), Math::min);
          print(text + " partial");
        }
        isFirst = false;
      }
      return stream.runResult();
    }
  }

  private static void print(String line) {
    System.out.println(line);
  }

  /** The counts of the runs of one order. */
  private static final class Counts {
    final Set<String> failures = ConcurrentHashMap.newKeySet();
    final Set<String> outputs = ConcurrentHashMap.newKeySet();
    final AtomicInteger completed = new AtomicInteger();
    final AtomicInteger requests = new AtomicInteger();
    final AtomicLong tokens = new AtomicLong();
    final AtomicLong firstPartial = new AtomicLong(Long.MAX_VALUE);

    void add(RunResult<Answer> result) {
      completed.incrementAndGet();
      requests.addAndGet(result.requests());
      tokens.addAndGet(result.usage().totalTokens());
      outputs.add(Integer.toHexString(result.output().hashCode()));
    }

    SharingReport toReport() {
      return new SharingReport(
          completed.get(),
          requests.get(),
          tokens.get(),
          firstPartial.get(),
          System.currentTimeMillis(),
          List.copyOf(outputs),
          String.join("; ", failures).replace(' ', '_').replace('\n', '_'));
    }
  }
}
