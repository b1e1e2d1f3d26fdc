package org.atomicagents.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.atomicagents.Agent;
import org.atomicagents.AtomicAgent;
import org.atomicagents.Decision;
import org.atomicagents.DecisionAgent;
import org.atomicagents.DecisionDistribution;
import org.atomicagents.RunOptions;
import org.atomicagents.cache.CachedAgent;
import org.atomicagents.cache.ResponseCache;
import org.atomicagents.http.ApiKey;
import org.atomicagents.model.AgentEvent;
import org.atomicagents.model.Model;
import org.atomicagents.model.ResponseMode;
import org.atomicagents.openai.OpenAi;
import org.atomicagents.routing.CascadeAgent;
import org.atomicagents.schema.Description;
import org.atomicagents.testing.SimulatedProvider;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class DecisionPageSnippets {
  @Description("A mail")
  record Mail(@Description("The text") String text) {}

  enum Category {
    ADVERT,
    WORK,
    PRIVATE
  }

  @Description("An assessment of a mail")
  record Assessment(
      @Description("Whether it is spam") boolean isSpam,
      @Description("The category") Category category) {}

  private final SimulatedProvider provider = SimulatedProvider.start();
  private final OpenAi client =
      OpenAi.builder().baseUrl(provider.baseUrl()).apiKey(ApiKey.of("key")).build();
  private final Model small = client.model("gpt-4.1-mini");
  private final Model large = client.model("gpt-4.1");
  private final AtomicAgent<Mail, Assessment> assessor =
      AtomicAgent.of(Mail.class, Assessment.class, small);
  private final Mail mail = new Mail("You won a prize! Click here.");

  @AfterEach
  void close() {
    client.close();
    provider.close();
  }

  @Test
  void read() {
    Decision<Assessment> decision = DecisionAgent.of(assessor).run(mail);
    // @start region="read"
    double isSpam = decision.probability("isSpam").orElse(0);
    DecisionDistribution category = decision.distribution("category").orElseThrow();
    double advert = category.probability("ADVERT"); // at least
    double most = category.upperBound("ADVERT"); // at most
    double lowest = decision.minProbability(); // of all components
    // @end
    assertThat(List.of(isSpam, advert, most, lowest)).allMatch(p -> p >= 0 && p <= 1);
    assertThat(most).isGreaterThanOrEqualTo(advert);
  }

  @Test
  void cascade() {
    // @start region="cascade"
    Agent<Mail, Decision<Assessment>> cascade =
        CascadeAgent.of(DecisionAgent.of(assessor), small, large)
            .withMinConfidence(Decision::minProbability, 0.9);
    // One component, and models without probabilities are trusted:
    Agent<Mail, Decision<Assessment>> spam =
        CascadeAgent.of(DecisionAgent.of(assessor), small, large)
            .withMinConfidence(decision -> decision.probability("isSpam").orElse(1), 0.9);
    // @end
    assertThat(cascade.run(mail).hasProbabilities()).isTrue();
    assertThat(spam.run(mail).hasProbabilities()).isTrue();
  }

  @Test
  void cache() {
    // @start region="cache"
    DecisionAgent<Mail, Assessment> agent = DecisionAgent.of(assessor);
    var cached = CachedAgent.of(agent, agent.output().orElseThrow(), ResponseCache.create());
    // @end
    cached.run(mail);
    cached.run(mail);
    assertThat(provider.requests()).hasSize(1);
  }

  @Test
  void missing() {
    var reasons = new ArrayList<String>();
    Model model = small.withModes(ResponseMode.JSON_SCHEMA);
    // @start region="missing"
    var options =
        RunOptions.defaults()
            .withListener(event -> {
              if (event instanceof AgentEvent.ProbabilitiesMissing missing) {
                reasons.add(missing.reason());
              }
            });
    // @end
    DecisionAgent.of(assessor.withModel(model)).run(mail, options);
    assertThat(reasons).containsExactly("the response modes of the model do not contain DECISION");
  }

  @Test
  void server() {
    // @start region="server"
    Model local = small.withModes(ResponseMode.JSON_SCHEMA, ResponseMode.DECISION);
    // @end
    assertThat(DecisionAgent.of(assessor.withModel(local)).run(mail).hasProbabilities()).isTrue();
  }
}
