package org.atomicagents.internal.submission;

import java.util.Objects;
import org.atomicagents.error.ConfigurationException;
import org.atomicagents.internal.batch.BatchSettings;
import org.atomicagents.model.Model;
import org.atomicagents.model.batch.BatchClient;

/** The agents and settings that can be used with the batch APIs of providers. */
final class SubmissionRules {
  private SubmissionRules() {}

  /** Checks the settings of a batch that is about to be submitted. */
  static void requireSubmittable(BatchSettings<?, ?> settings, BatchClient client) {
    requireModel(settings, client);
    if (settings.limits().maxCost() != null) {
      throw ConfigurationException.of(
          """
          The cost of a submitted batch cannot be limited: a provider processes all requests.
          Remove withMaxCost, or submit fewer inputs.\
          """);
    }
  }

  /**
   * Returns the model of the runs.
   *
   * @throws ConfigurationException if the agent, its model or its conversations cannot be used
   */
  static Model requireModel(BatchSettings<?, ?> settings, BatchClient client) {
    if (settings.atomicAgent() == null) {
      throw ConfigurationException.of(
          """
          A batch is submitted for an AtomicAgent or a DecisionAgent, found a %s: an agent around another one decides at each run whether and which requests to send.
          Pass the agent inside, or run the batch live.\
          """
              .formatted(settings.agent().getClass().getSimpleName()));
    }
    if (settings.conversations() != null) {
      throw ConfigurationException.of(
          """
          The items of a submitted batch cannot belong to conversations: each prompt would need the responses to the items before it.
          Remove withConversations, or run the batch live.\
          """);
    }
    Model model = Objects.requireNonNull(settings.model());
    if (!model.client().provider().equals(client.provider())) {
      throw ConfigurationException.of(
          "The batches are those of %s, but the model is %s.\nUse the batches of the provider of the model."
              .formatted(client.provider(), model));
    }
    return model;
  }

  /** Checks that a submission can be continued with a client. */
  static void requireSameProvider(Submission submission, BatchClient client) {
    boolean isSame =
        submission.provider().equals(client.provider())
            && submission.identity().equals(client.identity());
    if (!isSame) {
      throw ConfigurationException.of(
          "The batch was submitted to %s, but the client is one of %s.\nUse a client with the same address."
              .formatted(submission.identity(), client.identity()));
    }
  }
}
