package org.atomicagents.internal.run;

import java.util.List;
import java.util.TreeMap;
import java.util.TreeSet;
import org.atomicagents.message.Message;
import org.atomicagents.model.ModelRequest;
import org.atomicagents.model.OutputFormat;
import org.atomicagents.model.ParameterRules;
import org.atomicagents.model.Sampling;

/** A SHA-256 of everything that determines a response. */
public final class RequestFingerprint {
  private final RequestDigest digest;

  private RequestFingerprint(RequestDigest digest) {
    this.digest = digest;
  }

  /** Returns the fingerprint of a run, in hexadecimal digits. */
  public static String of(RunPlan<?> plan) {
    var fingerprint = new RequestFingerprint(RequestDigest.of(plan.input()));
    ModelRequest request = plan.request();
    fingerprint.digest.add("client", plan.config().model().client().identity());
    fingerprint.digest.add("model", plan.config().model().name());
    fingerprint.addRules(request.rules());
    fingerprint.addTypes(plan);
    fingerprint.addSampling(request.sampling());
    fingerprint.addMessages(plan, request.messages());
    return fingerprint.digest.hex();
  }

  private void addRules(ParameterRules rules) {
    digest.add("refused", new TreeSet<>(rules.unsupported()).toString());
    digest.add("renamed", new TreeMap<>(rules.renamed()).toString());
    digest.add("systemRole", rules.systemRole());
    ParameterRules.Reasoning reasoning = rules.reasoning();
    if (reasoning.supported()) {
      digest.add("efforts", reasoning.efforts() + " " + reasoning.defaultEffort());
      digest.add("refusedByEffort", new TreeSet<>(reasoning.unsupported()).toString());
      digest.add("functionTools", String.valueOf(reasoning.functionTools()));
    }
  }

  private void addTypes(RunPlan<?> plan) {
    OutputFormat output = plan.format();
    digest.add("input", plan.input().type().getTypeName());
    digest.add("output", plan.output().schema().type().getTypeName());
    digest.add("strictness", plan.output().strictness().name());
    plan.output().checks().forEach(check -> digest.add("check " + check.path(), check.message()));
    digest.add("mode", output.mode().name());
    digest.add("name", output.name());
    digest.add("description", output.description());
    digest.add("schema", output.schema());
    digest.add("strict", String.valueOf(output.strictSchema()));
  }

  private void addSampling(Sampling sampling) {
    digest.add("temperature", String.valueOf(sampling.temperature()));
    digest.add("topP", String.valueOf(sampling.topP()));
    digest.add("maxTokens", String.valueOf(sampling.maxTokens()));
    sampling.stop().forEach(stop -> digest.add("stop", stop));
    digest.add("seed", String.valueOf(sampling.seed()));
    digest.add("reasoningEffort", String.valueOf(sampling.reasoningEffort()));
    new TreeMap<>(sampling.extra()).forEach((name, json) -> digest.add("extra " + name, json));
  }

  private void addMessages(RunPlan<?> plan, List<Message> messages) {
    boolean prompted = !plan.prompt().text().isEmpty();
    for (int i = 0; i < messages.size(); i++) {
      Message message =
          i == 0 && prompted ? Message.system(plan.prompt().fingerprintText()) : messages.get(i);
      digest.add(message);
    }
  }
}
