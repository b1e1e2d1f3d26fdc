package org.atomicagents.gemini;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.atomicagents.model.AgentEvent;
import org.atomicagents.model.Budget;
import org.atomicagents.model.Deadline;
import org.atomicagents.model.Listeners;
import org.atomicagents.model.Model;
import org.atomicagents.model.ModelRequest;
import org.atomicagents.model.RunContext;
import org.atomicagents.time.TimeSource;
import org.atomicagents.time.Timings;

/** Request bodies of the Gemini API, checked by {@link GeminiRequestChecker}. */
final class CheckedGeminiRequest {
  static final String NEWEST = "gemini-3.8-flash";
  static final GeminiOptions DEFAULTS = GeminiOptions.ofDefaults();

  private CheckedGeminiRequest() {}

  static String body(String model, ModelRequest request) {
    return body(model, request, DEFAULTS, new ArrayList<>());
  }

  /** Returns the body of a request, which is checked by the rules of the documentation. */
  static String body(
      String name, ModelRequest request, GeminiOptions options, List<AgentEvent> events) {
    try (var client = Gemini.at(URI.create("http://localhost"))) {
      Model model = client.model(name, options);
      var context =
          new RunContext(
              "test",
              Deadline.none(),
              Budget.unlimited(),
              1,
              Listeners.of(events::add),
              new Timings.Recorder(TimeSource.system()));
      ModelRequest checked =
          ((GenerateContentClient) model.client()).check(request.withModel(model), context);
      String body = new String(GenerateContentWriter.of(checked, options), StandardCharsets.UTF_8);
      assertThat(GeminiRequestChecker.violations(name, body)).as(body).isEmpty();
      return body;
    }
  }
}
