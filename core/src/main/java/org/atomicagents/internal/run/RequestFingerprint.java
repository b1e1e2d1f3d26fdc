package org.atomicagents.internal.run;

import java.util.List;
import java.util.TreeMap;
import java.util.TreeSet;
import org.atomicagents.internal.request.EntryHashes;
import org.atomicagents.internal.request.MessageHash;
import org.atomicagents.internal.request.RequestDigest;
import org.atomicagents.message.Message;
import org.atomicagents.model.Model;
import org.atomicagents.model.ModelClient;
import org.atomicagents.model.ModelRequest;
import org.atomicagents.model.OutputFormat;
import org.atomicagents.model.ParameterRules;
import org.atomicagents.model.Sampling;
import org.atomicagents.model.ToolSpec;
import org.atomicagents.schema.Schema;
import org.jspecify.annotations.Nullable;

/**
 * A SHA-256 of everything that determines a response.
 *
 * <p>Contains the hash of each message. Those of the conversation are cached in its entries, so
 * that the texts of a long conversation are hashed once.
 */
public final class RequestFingerprint {
  private final RequestDigest digest = new RequestDigest();

  private RequestFingerprint() {}

  /** Returns the fingerprint of a run, in hexadecimal digits. */
  public static String of(RunPlan<?> plan) {
    var fingerprint = new RequestFingerprint();
    ModelRequest request = plan.request();
    fingerprint.digest.add(plan.memo().hash(StableParts.of(plan), () -> hashOfStableParts(plan)));
    fingerprint.addSampling(request.sampling());
    fingerprint.addTools(request.tools());
    fingerprint.addMessages(plan);
    return fingerprint.digest.hex();
  }

  /** The parts that are equal for most runs of an agent. */
  private record StableParts(
      ModelClient client,
      String model,
      ParameterRules rules,
      Schema<?> input,
      OutputSpec<?> output,
      OutputFormat format,
      String prompt) {

    static StableParts of(RunPlan<?> plan) {
      Model model = plan.config().model();
      return new StableParts(
          model.client(),
          model.name(),
          plan.request().rules(),
          plan.input(),
          plan.output(),
          plan.format(),
          plan.prompt().fingerprintText());
    }
  }

  private static byte[] hashOfStableParts(RunPlan<?> plan) {
    var fingerprint = new RequestFingerprint();
    fingerprint.digest.add("client", plan.config().model().client().identity());
    fingerprint.digest.add("model", plan.config().model().name());
    fingerprint.addRules(plan.request().rules());
    fingerprint.addTypes(plan);
    fingerprint.digest.add("system", plan.prompt().fingerprintText());
    return fingerprint.digest.finish();
  }

  private void addRules(ParameterRules rules) {
    new TreeSet<>(rules.unsupported()).forEach(name -> digest.add("refused", name));
    new TreeMap<>(rules.renamed()).forEach((name, other) -> digest.add("renamed " + name, other));
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
    digest.add("prompt", output.prompt().toString());
    digest.add("promptSchema", output.promptSchema());
  }

  private void addTools(List<ToolSpec> tools) {
    for (ToolSpec tool : tools) {
      digest.add("tool " + tool.name(), tool.description());
      digest.add("parameters", tool.schema());
    }
  }

  private void addSampling(Sampling sampling) {
    addIfSet("temperature", sampling.temperature());
    addIfSet("topP", sampling.topP());
    addIfSet("maxTokens", sampling.maxTokens());
    sampling.stop().forEach(stop -> digest.add("stop", stop));
    addIfSet("seed", sampling.seed());
    addIfSet("reasoningEffort", sampling.reasoningEffort());
    if (!sampling.extra().isEmpty()) {
      new TreeMap<>(sampling.extra()).forEach((name, json) -> digest.add("extra " + name, json));
    }
  }

  // The label distinguishes a set parameter from all others, so that those without a value add
  // none.
  private void addIfSet(String label, @Nullable Object value) {
    if (value != null) {
      digest.add(label, value.toString());
    }
  }

  private void addMessages(RunPlan<?> plan) {
    List<Message> messages = plan.request().messages();
    if (!plan.prompt().text().isEmpty()) {
      messages = messages.subList(1, messages.size());
    }
    digest.add(new EntryHashes(plan.entries(), messages, MessageHash.of(plan.input())));
  }
}
