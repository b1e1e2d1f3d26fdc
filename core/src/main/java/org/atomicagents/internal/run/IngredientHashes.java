package org.atomicagents.internal.run;

import java.util.List;
import org.atomicagents.RunIngredients;
import org.atomicagents.chat.ChatEntry;
import org.atomicagents.internal.request.EntryHashes;
import org.atomicagents.internal.request.MessageHash;
import org.atomicagents.internal.request.RequestDigest;
import org.atomicagents.message.Message;
import org.atomicagents.model.Model;
import org.atomicagents.model.OutputFormat;
import org.atomicagents.model.Sampling;

/** Computes the ingredients of planned runs. */
public final class IngredientHashes {
  private IngredientHashes() {}

  /** Returns the ingredients of a run. */
  public static RunIngredients of(RunPlan<?> plan) {
    List<ChatEntry> entries = plan.entries();
    ChatEntry input = plan.turn().input();
    List<ChatEntry> history =
        input == null ? entries : entries.subList(0, Math.max(0, entries.size() - 1));
    return new RunIngredients(
        plan.config().agent(),
        model(plan.config().model()),
        plan.format().mode().name(),
        sampling(plan),
        hash("prompt", plan.prompt().fingerprintText()),
        hash("schema", plan.input().jsonSchema()),
        output(plan),
        history.isEmpty() ? "" : hash(plan, history),
        input == null ? "" : hash(plan, List.of(input)));
  }

  // The name of the class of a lambda ends with an address, which differs between processes.
  private static String model(Model model) {
    String name = model.toString();
    return model.client().getClass().isHidden() ? name.replaceFirst("/0x[0-9a-f]++", "") : name;
  }

  private static String sampling(RunPlan<?> plan) {
    Sampling sampling = plan.config().sampling();
    if (plan.config().limits().tokenBudget() == null) {
      return RunIngredients.describe(sampling);
    }
    // The maximum depends on the input.
    var withoutMaximum =
        new Sampling(
            sampling.temperature(),
            sampling.topP(),
            null,
            sampling.stop(),
            sampling.seed(),
            sampling.reasoningEffort(),
            sampling.extra());
    return RunIngredients.describe(withoutMaximum) + ", maxTokens by a rule";
  }

  private static String output(RunPlan<?> plan) {
    var digest = new RequestDigest();
    OutputFormat format = plan.format();
    digest.add("name", format.name());
    digest.add("description", format.description());
    digest.add("schema", format.schema());
    digest.add("prompt", format.prompt().toString());
    digest.add("strictness", plan.output().strictness().name());
    plan.output().checks().forEach(check -> digest.add("check " + check.path(), check.message()));
    return digest.hex();
  }

  private static String hash(String label, String text) {
    var digest = new RequestDigest();
    digest.add(label, text);
    return digest.hex();
  }

  private static String hash(RunPlan<?> plan, List<ChatEntry> entries) {
    var digest = new RequestDigest();
    List<Message> messages = entries.stream().map(ChatEntry::message).toList();
    digest.add(new EntryHashes(entries, messages, MessageHash.of(plan.input())));
    return digest.hex();
  }
}
