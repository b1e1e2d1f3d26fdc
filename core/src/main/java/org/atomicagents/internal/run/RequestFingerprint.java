package org.atomicagents.internal.run;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.TreeMap;
import java.util.TreeSet;
import org.atomicagents.message.Content;
import org.atomicagents.message.Media;
import org.atomicagents.message.Message;
import org.atomicagents.message.Role;
import org.atomicagents.model.ModelRequest;
import org.atomicagents.model.OutputFormat;
import org.atomicagents.model.ParameterRules;
import org.atomicagents.model.Sampling;

/**
 * A SHA-256 of everything that decides an answer.
 *
 * <p>Each text is preceded by its length, so that no two different requests are the same bytes.
 */
public final class RequestFingerprint {
  private final MessageDigest digest;

  private RequestFingerprint() {
    try {
      digest = MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every Java platform has SHA-256", e);
    }
  }

  public static String of(RunPlan<?> plan) {
    var fingerprint = new RequestFingerprint();
    ModelRequest request = plan.request();
    fingerprint.add("client", plan.config().model().client().identity());
    fingerprint.add("model", plan.config().model().name());
    fingerprint.rules(request.rules());
    fingerprint.types(plan);
    fingerprint.sampling(request.sampling());
    fingerprint.messages(plan, request.messages());
    return HexFormat.of().formatHex(fingerprint.digest.digest());
  }

  private void rules(ParameterRules rules) {
    add("refused", new TreeSet<>(rules.refused()).toString());
    add("renamed", new TreeMap<>(rules.renamed()).toString());
    add("systemRole", rules.systemRole());
  }

  private void types(RunPlan<?> plan) {
    OutputFormat output = plan.format();
    add("input", plan.input().type().getTypeName());
    add("output", plan.output().schema().type().getTypeName());
    add("strictness", plan.output().strictness().name());
    plan.output().checks().forEach(check -> add("check " + check.path(), check.message()));
    add("mode", output.mode().name());
    add("name", output.name());
    add("description", output.description());
    add("schema", output.schema());
    add("strict", String.valueOf(output.strictSchema()));
  }

  private void sampling(Sampling sampling) {
    add("temperature", String.valueOf(sampling.temperature()));
    add("topP", String.valueOf(sampling.topP()));
    add("maxTokens", String.valueOf(sampling.maxTokens()));
    sampling.stop().forEach(stop -> add("stop", stop));
    add("seed", String.valueOf(sampling.seed()));
    add("reasoningEffort", String.valueOf(sampling.reasoningEffort()));
    new TreeMap<>(sampling.extra()).forEach((name, json) -> add("extra " + name, json));
  }

  private void messages(RunPlan<?> plan, List<Message> messages) {
    boolean prompted = !plan.prompt().text().isEmpty();
    for (int i = 0; i < messages.size(); i++) {
      Message message =
          i == 0 && prompted ? Message.system(plan.prompt().fingerprintText()) : messages.get(i);
      role(message.role());
      message.parts().forEach(this::part);
    }
  }

  private void role(Role role) {
    add("role", role.name());
  }

  private void part(Content part) {
    switch (part) {
      case Content.Text text -> add("text", text.text());
      case Content.ToolCall call -> {
        add("call", call.id());
        add("tool", call.name());
        add("arguments", call.arguments());
      }
      case Content.ToolResult result -> {
        add("result", result.callId());
        add("text", result.text());
      }
      case Content.Opaque opaque -> add("opaque " + opaque.provider(), opaque.json());
      case Media media -> {
        add("media", media.kind() + " " + media.mediaType());
        source(media.source());
      }
    }
  }

  private void source(Media.Source source) {
    switch (source) {
      case Media.Source.Url url -> add("url", url.uri().toString());
      case Media.Source.Inline inline -> add("inline", inline.base64());
      case Media.Source.File file -> add("file", file.path().toString());
    }
  }

  private void add(String what, String value) {
    text(what);
    text(value);
  }

  private void text(String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    digest.update(ByteBuffer.allocate(Integer.BYTES).putInt(bytes.length).array());
    digest.update(bytes);
  }
}
