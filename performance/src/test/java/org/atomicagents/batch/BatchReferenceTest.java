package org.atomicagents.batch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.atomicagents.Agent;
import org.atomicagents.AtomicAgent;
import org.atomicagents.BasicChatInput;
import org.atomicagents.BasicChatOutput;
import org.atomicagents.chat.ChatHistory;
import org.atomicagents.chat.SystemPrompt;
import org.atomicagents.error.ConfigurationException;
import org.atomicagents.metrics.TimedAgent;
import org.atomicagents.model.Model;
import org.atomicagents.model.ModelClient;
import org.atomicagents.model.ModelExchange;
import org.atomicagents.model.ModelRequest;
import org.atomicagents.model.RunContext;
import org.junit.jupiter.api.Test;

/** References of submitted batches, and settings that do not belong to them. */
class BatchReferenceTest {
  private static final List<BasicChatInput> INPUTS = BatchAgents.inputs(10).toList();

  private final InMemoryBatches provider =
      new InMemoryBatches(4, 5, BatchAgents.responder(name -> name));
  private final AtomicAgent<BasicChatInput, BasicChatOutput> agent =
      BatchAgents.agent(name -> "live " + name);
  private final Batch<BasicChatInput, BasicChatOutput> batch = Batch.of(agent);

  @Test
  void aChangedInputIsNamed() {
    SubmittedBatch submitted = batch.submit(INPUTS, provider);
    var changed = new ArrayList<>(INPUTS);
    changed.set(6, BatchAgents.input("other"));

    assertThatThrownBy(() -> batch.resume(submitted, changed, provider).outcomes())
        .isInstanceOf(ConfigurationException.class)
        .hasMessage(
            "Item 6 is not the input that was submitted: it, or its history, has changed since %s.\nPass the same inputs in the same order, or submit them again."
                .formatted(submitted.created()));
  }

  @Test
  void anotherNumberOfInputsIsAnError() {
    SubmittedBatch submitted = batch.submit(INPUTS, provider);
    List<BasicChatInput> more = BatchAgents.inputs(11).toList();

    assertThatThrownBy(() -> batch.resume(submitted, INPUTS.subList(0, 9), provider).outcomes())
        .isInstanceOf(ConfigurationException.class)
        .hasMessage(
            "The batch was submitted with 10 inputs, found 9.\n"
                + "Pass the inputs that were submitted.");
    assertThatThrownBy(() -> batch.resume(submitted, more, provider).outcomes())
        .isInstanceOf(ConfigurationException.class)
        .hasMessage(
            "The batch was submitted with 10 inputs, found more: item 10.\n"
                + "Pass the inputs that were submitted.");
  }

  @Test
  void anotherPromptIsNamed() {
    SubmittedBatch submitted = batch.submit(INPUTS, provider);
    var other = agent.withSystemPrompt(SystemPrompt.text("Be brief."));

    assertThatThrownBy(() -> Batch.of(other).resume(submitted, INPUTS, provider).outcomes())
        .isInstanceOf(ConfigurationException.class)
        .hasMessageMatching(
            """
            The batch was submitted with another agent, model or prompt:
              system prompt: expected sha256:[0-9a-f]{12}, found sha256:[0-9a-f]{12}
            Use the same settings, or submit the inputs again.
            Context that changes between runs, such as a clock, has to be volatile.\
            """);
  }

  @Test
  void anotherModelIsNamed() {
    SubmittedBatch submitted = batch.submit(INPUTS, provider);
    var other = agent.withModel(BatchAgents.model(name -> name).model("gpt-6"));

    assertThatThrownBy(() -> Batch.of(other).resume(submitted, INPUTS, provider).outcomes())
        .hasMessageContaining("\n  model: expected scripted:gpt-5-mini, found scripted:gpt-6\n");
  }

  @Test
  void aWrappedAgentIsRejected() {
    assertThatThrownBy(() -> Batch.of(TimedAgent.of(agent)).submit(INPUTS, provider))
        .isInstanceOf(ConfigurationException.class)
        .hasMessage(
            """
            A batch is submitted for an AtomicAgent or a DecisionAgent, found a TimedAgent: an agent around another one decides at each run whether and which requests to send.
            Pass the agent inside, or run the batch live.\
            """);
    Agent<BasicChatInput, BasicChatOutput> own = (input, options) -> agent.prepare(input, options);
    assertThatThrownBy(() -> Batch.of(own).submit(INPUTS, provider))
        .isInstanceOf(ConfigurationException.class);
  }

  @Test
  void settingsThatABatchCannotHaveAreRejected() {
    assertThatThrownBy(() -> batch.withMaxCost(BigDecimal.TEN).submit(INPUTS, provider))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageStartingWith("The cost of a submitted batch cannot be limited");
    assertThatThrownBy(() ->
            batch.withConversations(input -> ChatHistory.latestTurns(1)).submit(INPUTS, provider))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageStartingWith("The items of a submitted batch cannot belong to conversations");
    assertThat(provider.created()).isZero();
  }

  @Test
  void aModelOfAnotherProviderIsRejected() {
    ModelClient client =
        new ModelClient() {
          @Override
          public ModelExchange open(ModelRequest request, RunContext context) {
            return ModelExchange.of();
          }

          @Override
          public String provider() {
            return "other";
          }
        };
    var other = agent.withModel(Model.of(client, "m"));

    assertThatThrownBy(() -> Batch.of(other).submit(INPUTS, provider))
        .isInstanceOf(ConfigurationException.class)
        .hasMessage(
            "The batches are those of scripted, but the model is other:m.\n"
                + "Use the batches of the provider of the model.");
  }

  @Test
  void aReferenceOfAnotherAddressIsRejected() {
    String json =
        batch
            .submit(INPUTS, provider)
            .toJson()
            .replace("\"identity\" : \"scripted\"", "\"identity\" : \"scripted https://other\"");

    assertThatThrownBy(() -> batch.resume(SubmittedBatch.parse(json), INPUTS, provider))
        .isInstanceOf(ConfigurationException.class)
        .hasMessage(
            "The batch was submitted to scripted https://other, but the client is one of"
                + " scripted.\n"
                + "Use a client with the same address.");
  }

  @Test
  void damagedReferencesAreErrors() {
    String json = batch.submit(INPUTS, provider).toJson();

    Stream.of(
            "",
            "[]",
            "{",
            json.substring(0, json.length() / 2),
            json.replace("\"version\" : 1", "\"version\" : 2"),
            json.replace("\"rounds\"", "\"runde\""),
            json.replace("\"items\" : 10", "\"items\" : -1"),
            json.replace("\"first\" : 4", "\"first\" : 1"))
        .forEach(damaged ->
            assertThatThrownBy(() -> SubmittedBatch.parse(damaged))
                .as(damaged)
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("Not a reference to a submitted batch: "));
  }

  @Test
  void aReferenceIsSmallAndHasNoTexts() {
    var large = new InMemoryBatches(100_000, 1, BatchAgents.responder(name -> name));
    List<BasicChatInput> inputs = BatchAgents.inputs(2_000).toList();

    String json = batch.submit(inputs, large).toJson();

    assertThat(json).hasSizeLessThan(2_000).doesNotContain("<1>").doesNotContain("chat_message");
  }
}
