package org.atomicagents.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import org.atomicagents.AtomicAgent;
import org.atomicagents.BasicChatInput;
import org.atomicagents.BasicChatOutput;
import org.atomicagents.RunOptions;
import org.atomicagents.chat.ChatHistory;
import org.atomicagents.chat.ContextProvider;
import org.atomicagents.chat.SystemPrompt;
import org.atomicagents.error.CancelledException;
import org.atomicagents.error.TimedOutException;
import org.atomicagents.error.TimedOutException.Limit;
import org.atomicagents.message.Content;
import org.atomicagents.message.Message;
import org.atomicagents.model.AgentEvent;
import org.atomicagents.model.Deadline;
import org.atomicagents.model.ResponseMode;
import org.atomicagents.testing.ScriptedModel;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ContextProviderTest {
  private static final String ANSWER = "{\"chat_message\":\"a\"}";
  private static final BasicChatInput INPUT = new BasicChatInput("q");

  private final CountDownLatch never = new CountDownLatch(1);

  @Test
  void failsTheRunIfAHangingProviderExceedsItsTimeLimit() {
    var history = ChatHistory.unbounded();
    var interrupted = new CountDownLatch(1);
    ContextProvider hanging =
        ContextProvider.of("Search", () -> hang(interrupted)).withTimeLimit(Duration.ofMillis(20));
    var script = ScriptedModel.answering(ANSWER);

    assertThatThrownBy(() -> agent(script, hanging).run(INPUT, RunOptions.history(history)))
        .isInstanceOfSatisfying(
            TimedOutException.class,
            e -> {
              assertThat(e.limit()).isEqualTo(Limit.CONTEXT);
              assertThat(e)
                  .hasMessage(
                      """
                      Timed out after 20 ms while waiting for the context provider 'Search' (limit CONTEXT).
                      Raise the limit, or ask for less.\
                      """);
            });

    assertThat(script.requests()).isEmpty();
    assertThat(history.messages()).isEmpty();
    await(interrupted);
  }

  @Test
  void endsAHangingProviderAtTheDeadlineOfTheRun() {
    ContextProvider hanging =
        ContextProvider.of("Search", () -> hang(new CountDownLatch(1)))
            .withTimeLimit(Duration.ofHours(1));
    var options = RunOptions.defaults().withDeadline(Deadline.after(Duration.ofMillis(20)));

    assertThatThrownBy(() -> agent(ScriptedModel.answering(ANSWER), hanging).run(INPUT, options))
        .isInstanceOfSatisfying(
            TimedOutException.class, e -> assertThat(e.limit()).isEqualTo(Limit.DEADLINE));
  }

  @Test
  void cancelsTheRunIfItsThreadIsInterruptedDuringAProvider() throws Exception {
    var started = new CountDownLatch(1);
    ContextProvider hanging =
        ContextProvider.of(
                "Search",
                () -> {
                  started.countDown();
                  return hang(new CountDownLatch(1));
                })
            .withTimeLimit(Duration.ofHours(1))
            .withOmissionOnFailure();
    var agent = agent(ScriptedModel.answering(ANSWER), hanging);

    try (var executor = Executors.newVirtualThreadPerTaskExecutor()) {
      var thread = new ArrayList<Thread>();
      Future<BasicChatOutput> run =
          executor.submit(() -> {
            thread.add(Thread.currentThread());
            return agent.run(INPUT);
          });
      await(started);
      thread.getFirst().interrupt();

      assertThatThrownBy(run::get)
          .isInstanceOf(ExecutionException.class)
          .hasCauseInstanceOf(CancelledException.class);
    }
  }

  @Test
  void cancelsTheRunIfAProviderWithoutALimitFailsByItsInterrupt() throws Exception {
    var started = new CountDownLatch(1);
    ContextProvider hanging =
        ContextProvider.of(
                "Search",
                () -> {
                  started.countDown();
                  return hang(new CountDownLatch(1));
                })
            .withOmissionOnFailure();
    var agent = agent(ScriptedModel.answering(ANSWER), hanging);
    var failure = new AtomicReference<Throwable>();
    Thread run =
        Thread.ofVirtual()
            .uncaughtExceptionHandler((thread, e) -> failure.set(e))
            .start(() -> agent.run(INPUT));
    await(started);

    run.interrupt();
    run.join();

    assertThat(failure.get()).isInstanceOf(CancelledException.class);
  }

  @Test
  void omitsTheSectionOfAFailingProviderAndReportsIt() {
    var events = new ArrayList<AgentEvent.ContextOmitted>();
    var failure = new IllegalStateException("The index is being built");
    ContextProvider failing =
        ContextProvider.of(
                "Search",
                () -> {
                  throw failure;
                })
            .withOmissionOnFailure();
    var script = ScriptedModel.answering(ANSWER);
    var options =
        RunOptions.defaults()
            .withListener(event -> {
              if (event instanceof AgentEvent.ContextOmitted omitted) {
                events.add(omitted);
              }
            });

    agent(script, failing).run(INPUT, options);

    assertThat(events)
        .containsExactly(
            new AgentEvent.ContextOmitted("BasicChatOutputSchema", "context", failure));
    assertThat(script.requests().getFirst().messages().getFirst().text())
        .isEqualTo(SystemPrompt.defaults().render().text());
  }

  @Test
  void failsTheRunWithTheExceptionOfAProviderThatIsNotOmitted() {
    var failure = new IllegalStateException("The index is being built");
    ContextProvider failing =
        ContextProvider.of(
                "Search",
                () -> {
                  throw failure;
                })
            .withTimeLimit(Duration.ofHours(1));

    assertThatThrownBy(() -> agent(ScriptedModel.answering(ANSWER), failing).run(INPUT))
        .isSameAs(failure);
  }

  @Test
  void omitsAProviderWhateverTheOrderOfItsSettings() {
    ContextProvider failing =
        ContextProvider.of(
                "Search",
                () -> {
                  throw new IllegalStateException();
                })
            .withOmissionOnFailure()
            .withTimeLimit(Duration.ofHours(1))
            .withCache(Duration.ofHours(1));

    assertThat(SystemPrompt.defaults().withProvider("search", failing).render().omitted())
        .hasSize(1);
  }

  @Test
  void callsACachedProviderAgainAfterItsDuration() {
    var clock = new ManualClock();
    var calls = new AtomicInteger();
    ContextProvider cached =
        ContextProvider.of("Count", () -> "call " + calls.incrementAndGet())
            .withCache(Duration.ofMinutes(5), clock);

    assertThat(cached.info()).isEqualTo("call 1");
    clock.advance(Duration.ofMinutes(4));
    assertThat(cached.info()).isEqualTo("call 1");
    clock.advance(Duration.ofMinutes(1));
    assertThat(cached.info()).isEqualTo("call 2");
  }

  @Test
  void sharesTheCallOfACachedProviderAmongConcurrentRuns() throws Exception {
    var calls = new AtomicInteger();
    var release = new CountDownLatch(1);
    ContextProvider cached =
        ContextProvider.of(
                "Count",
                () -> {
                  await(release);
                  return "call " + calls.incrementAndGet();
                })
            .withCache(Duration.ofMinutes(5));

    try (var executor = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<String>> infos =
          IntStream.range(0, 50).mapToObj(i -> executor.submit(cached::info)).toList();
      release.countDown();
      for (Future<String> info : infos) {
        assertThat(info.get()).isEqualTo("call 1");
      }
    }
    assertThat(calls).hasValue(1);
  }

  @Test
  void doesNotCacheAFailure() {
    var calls = new AtomicInteger();
    ContextProvider cached =
        ContextProvider.of(
                "Count",
                () -> {
                  if (calls.incrementAndGet() == 1) {
                    throw new IllegalStateException("busy");
                  }
                  return "call " + calls;
                })
            .withCache(Duration.ofMinutes(5));

    assertThatThrownBy(cached::info).hasMessage("busy");

    assertThat(cached.info()).isEqualTo("call 2");
  }

  @Test
  void failsAllRunsThatWaitForACallWhenItExceedsItsTimeLimit() throws Exception {
    var calls = new AtomicInteger();
    ContextProvider cached =
        ContextProvider.of(
                "Search",
                () -> {
                  calls.incrementAndGet();
                  return hang(new CountDownLatch(1));
                })
            .withTimeLimit(Duration.ofMillis(500))
            .withCache(Duration.ofMinutes(5));

    List<Future<String>> infos;
    try (var executor = Executors.newVirtualThreadPerTaskExecutor()) {
      infos = IntStream.range(0, 20).mapToObj(i -> executor.submit(cached::info)).toList();
    }

    assertThat(infos)
        .allSatisfy(info ->
            assertThat(info.exceptionNow())
                .isInstanceOfSatisfying(
                    TimedOutException.class, e -> assertThat(e.limit()).isEqualTo(Limit.CONTEXT)));
    assertThat(calls.get()).isLessThan(20);
  }

  @Test
  void callsAProviderAgainIfTheRunThatCalledItWasInterrupted() throws Exception {
    var calls = new AtomicInteger();
    var started = new CountDownLatch(1);
    ContextProvider cached =
        ContextProvider.of(
                "Search",
                () -> {
                  if (calls.incrementAndGet() > 1) {
                    return "found";
                  }
                  started.countDown();
                  return hang(new CountDownLatch(1));
                })
            .withCache(Duration.ofMinutes(5));

    try (var executor = Executors.newVirtualThreadPerTaskExecutor()) {
      Future<String> first = executor.submit(cached::info);
      await(started);
      Future<String> second = executor.submit(cached::info);
      first.cancel(true);

      assertThat(second.get()).isEqualTo("found");
    }
  }

  @Test
  void rendersStableContentBeforeVolatileContentWithACacheBoundary() {
    var prompt =
        SystemPrompt.builder()
            .background("Be brief.")
            .provider("clock", ContextProvider.ofVolatile("Clock", () -> "12:00"))
            .provider("user", ContextProvider.of("User", () -> "Ada"))
            .build();
    var script = ScriptedModel.answering(ANSWER);

    AtomicAgent.builder(script.model().withModes(ResponseMode.JSON_SCHEMA))
        .systemPrompt(prompt)
        .build()
        .run(INPUT);

    Message system = script.requests().getFirst().messages().getFirst();
    assertThat(system.parts()).hasSize(3).element(1).isEqualTo(new Content.CacheBoundary());
    assertThat(((Content.Text) system.parts().getFirst()).text()).endsWith("## User\nAda");
    assertThat(((Content.Text) system.parts().getLast()).text()).isEqualTo("\n\n## Clock\n12:00");
    assertThat(system.text()).isEqualTo(prompt.render().text());
  }

  @Test
  void sendsAPromptWithoutVolatileContentAsOneText() {
    var prompt = SystemPrompt.defaults().withProvider("u", ContextProvider.of("U", () -> "Ada"));

    assertThat(prompt.render().message()).isEqualTo(Message.system(prompt.render().text()));
  }

  @Test
  void providesTheDateAndTheTimeOfAClock() {
    var clock = new ManualClock();
    clock.advance(Duration.between(Instant.EPOCH, Instant.parse("2026-03-14T15:09:26Z")));
    ZoneId zone = ZoneId.of("Europe/Lisbon");

    assertThat(ContextProvider.currentDate(zone, clock).info()).isEqualTo("2026-03-14, Saturday");
    assertThat(ContextProvider.currentTime(zone, clock).info())
        .isEqualTo("2026-03-14, Saturday, 15:09 Europe/Lisbon");
    assertThat(ContextProvider.currentTime(zone, clock).affectsFingerprint()).isFalse();
  }

  @Test
  void readsAFileAgainAfterItChanged(@TempDir Path folder) throws Exception {
    Path file = Files.writeString(folder.resolve("notes.txt"), "Ada likes tea.");
    ContextProvider notes = ContextProvider.file("Notes", file);

    assertThat(notes.info()).isEqualTo("Ada likes tea.");

    Files.writeString(file, "Ada likes rum.");
    Files.setLastModifiedTime(file, FileTime.from(Instant.parse("2030-01-01T00:00:00Z")));
    assertThat(notes.info()).isEqualTo("Ada likes rum.");
  }

  @Test
  void readsAFileAgainThatChangedTwiceAtTheSameTime(@TempDir Path folder) throws Exception {
    // A time that the file system could still give to a later change, however long the machine
    // stops.
    FileTime same = FileTime.from(Instant.now().plus(Duration.ofHours(1)));
    Path file = Files.writeString(folder.resolve("notes.txt"), "Ada likes tea.");
    Files.setLastModifiedTime(file, same);
    ContextProvider notes = ContextProvider.file("Notes", file);

    assertThat(notes.info()).isEqualTo("Ada likes tea.");

    Files.writeString(file, "Ada likes rum.");
    Files.setLastModifiedTime(file, same);
    assertThat(notes.info()).isEqualTo("Ada likes rum.");
  }

  @Test
  void namesTheFileThatCannotBeRead(@TempDir Path folder) throws Exception {
    Path large = Files.write(folder.resolve("large.txt"), new byte[1_000_001]);
    Path binary = Files.write(folder.resolve("binary"), new byte[] {(byte) 0xff});

    assertThatThrownBy(ContextProvider.file("Notes", folder.resolve("none"))::info)
        .isInstanceOf(UncheckedIOException.class)
        .hasMessageContainingAll("'Notes' could not read", "none", "NoSuchFileException");
    assertThatThrownBy(ContextProvider.file("Notes", large)::info)
        .hasMessageContaining("expected at most 1000000 bytes, found 1000001");
    assertThatThrownBy(ContextProvider.file("Notes", binary)::info)
        .hasMessageEndingWith("binary: its text is not UTF-8");
    assertThatThrownBy(ContextProvider.file("Notes", folder)::info)
        .hasMessageContaining("expected a regular file");
  }

  @Test
  void rejectsLimitsThatAreNotPositive() {
    var provider = ContextProvider.of("X", () -> "");

    assertThatThrownBy(() -> provider.withTimeLimit(Duration.ZERO))
        .hasMessage("limit: expected a positive duration, found PT0S");
    assertThatThrownBy(() -> provider.withCache(Duration.ofSeconds(-1)))
        .hasMessage("duration: expected a positive duration, found PT-1S");
  }

  private static AtomicAgent<BasicChatInput, BasicChatOutput> agent(
      ScriptedModel script, ContextProvider provider) {
    return AtomicAgent.builder(script.model())
        .systemPrompt(SystemPrompt.defaults().withProvider("context", provider))
        .build();
  }

  private String hang(CountDownLatch interrupted) {
    try {
      never.await();
      return "";
    } catch (InterruptedException e) {
      interrupted.countDown();
      throw new IllegalStateException(e);
    }
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
