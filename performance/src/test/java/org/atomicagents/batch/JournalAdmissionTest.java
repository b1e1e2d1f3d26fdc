package org.atomicagents.batch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.atomicagents.Agent;
import org.atomicagents.AtomicAgent;
import org.atomicagents.AtomicAgentBuilder;
import org.atomicagents.BasicChatInput;
import org.atomicagents.BasicChatOutput;
import org.atomicagents.RunOptions;
import org.atomicagents.chat.ContextProvider;
import org.atomicagents.chat.SystemPrompt;
import org.atomicagents.error.ConfigurationException;
import org.atomicagents.model.Model;
import org.atomicagents.model.ResponseMode;
import org.atomicagents.model.Sampling;
import org.atomicagents.schema.Schema;
import org.atomicagents.testing.ScriptedModel;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Journals of another agent, model, prompt or schema. */
class JournalAdmissionTest {
  private static final List<BasicChatInput> INPUTS =
      Stream.of("a", "b", "c", "d").map(BatchAgents::input).toList();

  @TempDir private Path folder;
  private final ScriptedModel script = BatchAgents.model(name -> name);
  private final AtomicAgent<BasicChatInput, BasicChatOutput> agent =
      AtomicAgent.builder(script.model()).name("chat").build();
  private Path file;

  @BeforeEach
  void recordTwoItems() {
    file = folder.resolve("batch.journal");
    run(agent, INPUTS.subList(0, 2));
  }

  @Test
  void modelThatDiffersIsNamed() {
    assertThatThrownBy(() -> run(agent.withModel(script.model("gpt-5")), INPUTS))
        .isInstanceOf(ConfigurationException.class)
        .hasMessage(
            """
            The journal %s has results of another agent, model or prompt:
              model: expected %s, found %s
            Run the batch with the same settings, or use another journal.\
            """
                .formatted(file, script.model(), script.model("gpt-5")));
    assertNothingSentOrLost();
  }

  @Test
  void newInputsDoNotHideAnotherModel() {
    assertThatThrownBy(() -> run(agent.withModel(script.model("gpt-5")), INPUTS.subList(2, 4)))
        .hasMessageContaining("\n  model: expected ");
    assertNothingSentOrLost();
  }

  @Test
  void everyIngredientIsCompared() {
    assertRejected("agent: expected chat, found other", builder -> builder.name("other"));
    assertRejected("response mode: expected ", builder -> builder.mode(ResponseMode.PROMPTED_JSON));
    assertRejected(
        "sampling: expected default, found temperature=0.5",
        builder -> builder.sampling(Sampling.defaults().withTemperature(0.5)));
    assertRejected(
        "system prompt: expected sha256:",
        builder -> builder.systemPrompt(SystemPrompt.text("Be brief.")));
    assertNothingSentOrLost();
  }

  @Test
  void anotherPromptMayBeOneWithContextThatChanges() {
    var tick = new AtomicInteger();
    var clock = ContextProvider.of("Time", () -> "t" + tick.incrementAndGet());
    var ticking = agent.withSystemPrompt(SystemPrompt.defaults().withProvider("clock", clock));

    assertThatThrownBy(() -> run(ticking, INPUTS))
        .hasMessageEndingWith(
            "\nContext that changes between runs, such as a clock, has to be volatile.");
  }

  @Test
  void otherSchemasAreNamed() {
    var other =
        AtomicAgent.builder(
                Schema.of(BasicChatInput.class),
                Schema.listOf(BasicChatOutput.class),
                script.model())
            .name("chat")
            .build();

    assertThatThrownBy(() -> run(other, INPUTS))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining("\n  output schema: expected sha256:");
    assertNothingSentOrLost();
  }

  @Test
  void volatileContextAndTheAddressOfTheProviderDoNotMatter() {
    var tick = new AtomicInteger();
    var clock = ContextProvider.ofVolatile("Time", () -> "t" + tick.incrementAndGet());
    var ticking = agent.withSystemPrompt(SystemPrompt.defaults().withProvider("clock", clock));
    file = folder.resolve("ticking.journal");
    run(ticking, INPUTS);

    assertThat(run(ticking, INPUTS)).allMatch(BatchJournalTest::isReplayed);
  }

  @Test
  void journalWithoutResultsFitsAnyAgent() {
    file = folder.resolve("failed.journal");
    var failing =
        BatchAgents.agent(name -> {
          throw new IllegalStateException("no key");
        });
    run(failing, INPUTS);

    assertThat(run(agent.withModel(script.model("gpt-5")), INPUTS))
        .extracting(BatchAgents::describe)
        .containsExactly("a", "b", "c", "d");
  }

  @Test
  void agentMayChooseAModelByTheInput() {
    Model large = script.model("gpt-5");
    file = folder.resolve("routed.journal");
    Agent<BasicChatInput, BasicChatOutput> routed =
        (input, options) ->
            agent.prepare(
                input, input.equals(INPUTS.getFirst()) ? options : options.withModel(large));
    run(routed, INPUTS.subList(0, 1));

    run(routed, INPUTS);

    assertThat(run(routed, INPUTS)).allMatch(BatchJournalTest::isReplayed);
    assertThat(script.requests()).hasSize(2 + 4);
    Agent<BasicChatInput, BasicChatOutput> changed =
        (input, options) ->
            agent.prepare(
                input,
                input.equals(INPUTS.getFirst())
                    ? options
                    : options.withModel(script.model("gpt-6")));
    assertThatThrownBy(() -> run(changed, INPUTS))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining("\n  model: expected %s, found ".formatted(large));
  }

  @Test
  void killedBatchContinuesWhereTheFirstItemHasAModelWithoutAResult() throws IOException {
    file = folder.resolve("routed.journal");
    Path killed = folder.resolve("killed.journal");
    var isHanging = new CountDownLatch(1);
    var mayEnd = new CountDownLatch(1);
    var gated =
        BatchAgents.model(name -> {
          if (name.equals("a") && mayEnd.getCount() > 0) {
            isHanging.countDown();
            BatchAgents.pass(mayEnd);
          }
          return name;
        });
    Agent<BasicChatInput, BasicChatOutput> routed =
        (input, options) ->
            agent.prepare(
                input,
                options.withModel(gated.model(input.equals(INPUTS.getFirst()) ? "big" : "small")));
    try (var journal = BatchJournal.open(file);
        BatchRun<BasicChatOutput> run =
            Batch.of(routed).withMaxConcurrency(2).withJournal(journal).start(INPUTS)) {
      Iterator<Outcome<BasicChatOutput>> outcomes = run.inCompletionOrder().iterator();
      BatchAgents.pass(isHanging);
      for (int i = 0; i < 3; i++) {
        outcomes.next();
      }
      Files.copy(file, killed);
      mayEnd.countDown();
      outcomes.next();
    }
    file = killed;

    assertThat(run(routed, INPUTS))
        .extracting(BatchJournalTest::isReplayed)
        .containsExactly(false, true, true, true);
  }

  @Test
  void modelWithoutAResultIsRejectedForAnItemWithAResultOfAnother() {
    var failing =
        ScriptedModel.by(request -> {
          throw new IllegalStateException("no key");
        });
    file = folder.resolve("failed.journal");
    run(agent.withModel(failing.model("gpt-5")), INPUTS);
    run(agent, INPUTS.subList(0, 2));

    assertThatThrownBy(() -> run(agent.withModel(failing.model("gpt-5")), INPUTS))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining("\n  model: expected %s, found ".formatted(script.model()));
  }

  @Test
  void firstItemThatCanBePreparedAdmitsOthers() {
    Agent<BasicChatInput, BasicChatOutput> routed =
        (input, options) -> {
          if (input.equals(INPUTS.get(2))) {
            throw new IllegalStateException("no context");
          }
          return agent.prepare(
              input,
              input.equals(INPUTS.get(3)) ? options.withModel(script.model("gpt-5")) : options);
        };

    List<Outcome<BasicChatOutput>> outcomes =
        run(routed, List.of(INPUTS.get(2), INPUTS.get(0), INPUTS.get(3)));

    assertThat(outcomes)
        .extracting(BatchAgents::describe)
        .containsExactly("IllegalStateException", "a", "d");
  }

  @Test
  void firstItemThatCannotBePreparedDoesNotAdmitOthers() {
    Agent<BasicChatInput, BasicChatOutput> other =
        (input, options) -> {
          if (input.equals(INPUTS.getFirst())) {
            throw new IllegalStateException("no context");
          }
          return agent.prepare(input, options.withModel(script.model("gpt-5")));
        };

    assertThatThrownBy(() -> run(other, INPUTS)).isInstanceOf(ConfigurationException.class);
    assertNothingSentOrLost();
  }

  @Test
  void invalidFirstItemDoesNotAdmitOthers() {
    Agent<BasicChatInput, BasicChatOutput> other = agent.withModel(script.model("gpt-5"));
    Iterator<BatchItem<BasicChatInput>> items =
        Stream.concat(
                Stream.of(
                    BatchItem.<BasicChatInput>invalid(new IllegalArgumentException("line 1"))),
                INPUTS.stream().map(BatchItem::of))
            .iterator();

    try (var journal = BatchJournal.open(file);
        BatchRun<BasicChatOutput> run =
            Batch.of(other)
                .withJournal(journal)
                .start(() -> items.hasNext() ? Optional.of(items.next()) : Optional.empty())) {
      assertThatThrownBy(() -> run.inInputOrder().forEach(outcome -> {}))
          .isInstanceOf(ConfigurationException.class);
    }
    assertNothingSentOrLost();
  }

  private void assertRejected(
      String difference,
      UnaryOperator<AtomicAgentBuilder<BasicChatInput, BasicChatOutput>> change) {
    assertThatThrownBy(() -> run(change.apply(agent.toBuilder()).build(), INPUTS))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining("another agent, model or prompt:\n  " + difference);
  }

  private void assertNothingSentOrLost() {
    assertThat(script.requests()).hasSize(2);
    assertThat(run(agent, INPUTS.subList(0, 2))).allMatch(BatchJournalTest::isReplayed);
  }

  private <O> List<Outcome<O>> run(Agent<BasicChatInput, O> other, List<BasicChatInput> inputs) {
    try (var journal = BatchJournal.open(file)) {
      return Batch.of(other).withOptions(RunOptions.defaults()).withJournal(journal).run(inputs);
    }
  }
}
