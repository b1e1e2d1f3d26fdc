package org.atomicagents.batch;

import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.atomicagents.AtomicAgent;
import org.atomicagents.BasicChatInput;
import org.atomicagents.BasicChatOutput;
import org.atomicagents.model.Model;
import org.atomicagents.model.ResponseMode;

/**
 * A process that runs a batch with a journal, and prints each outcome when it is handed out; its
 * arguments are the URL of the provider, the file, the number of items and the concurrency.
 */
final class JournalProcess {
  /** The first word of a line with a result that was replayed. */
  static final String REPLAYED = "replayed";

  /** The first word of a line with a result of this process. */
  static final String NEW = "new";

  private JournalProcess() {}

  public static void main(String[] arguments) {
    try (var journal = BatchJournal.open(Path.of(arguments[1]));
        BatchRun<BasicChatOutput> run =
            Batch.of(agent(URI.create(arguments[0])))
                .withMaxConcurrency(Integer.parseInt(arguments[3]))
                .withJournal(journal)
                .start(inputs(Integer.parseInt(arguments[2])))) {
      for (Outcome<BasicChatOutput> outcome : run.inCompletionOrder()) {
        System.out.println(line(outcome));
      }
    } catch (RuntimeException e) {
      System.out.println(e);
      System.exit(1);
    }
    System.exit(0);
  }

  static AtomicAgent<BasicChatInput, BasicChatOutput> agent(URI provider) {
    Model model = Model.of(new LoopbackClient(provider), "gpt-5-mini");
    return AtomicAgent.of(model.withModes(ResponseMode.JSON_SCHEMA));
  }

  static List<BasicChatInput> inputs(int count) {
    return IntStream.range(0, count)
        .mapToObj(i -> new BasicChatInput("What is the story of number <" + i + ">?"))
        .toList();
  }

  private static String line(Outcome<BasicChatOutput> outcome) {
    return switch (outcome) {
      case Outcome.Success<BasicChatOutput> success ->
          (success.isReplayed() ? REPLAYED : NEW) + " " + success.index() + " " + text(success);
      case Outcome.Failure<BasicChatOutput> failure ->
          "failed " + failure.index() + " " + failure.failure();
    };
  }

  /** Returns the output and the metrics that a replay repeats. */
  static String text(Outcome.Success<BasicChatOutput> success) {
    return success.output().chatMessage().replace('\n', ' ')
        + " "
        + success.result().usage()
        + " "
        + success.result().requests();
  }

  static Process start(URI provider, Path journal, int items, int concurrency) throws IOException {
    return new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-XX:TieredStopAtLevel=1",
            "-XX:+UseSerialGC",
            "-cp",
            classPath(),
            JournalProcess.class.getName(),
            provider.toString(),
            journal.toString(),
            Integer.toString(items),
            Integer.toString(concurrency))
        .redirectErrorStream(true)
        .start();
  }

  // Maven runs the tests on the module path, patched with the classes of the tests; other runners
  // load them with a class loader of their own.
  private static String classPath() {
    Stream<String> loaded =
        JournalProcess.class.getClassLoader() instanceof URLClassLoader loader
            ? Arrays.stream(loader.getURLs())
                .map(url -> Path.of(URI.create(url.toString())).toString())
            : Stream.of(Path.of("target", "test-classes").toAbsolutePath().toString());
    return Stream.concat(
            loaded,
            Stream.of(System.getProperty("java.class.path"), System.getProperty("jdk.module.path")))
        .filter(Objects::nonNull)
        .collect(Collectors.joining(File.pathSeparator));
  }
}
