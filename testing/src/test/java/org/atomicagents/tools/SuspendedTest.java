package org.atomicagents.tools;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.atomicagents.tools.WeatherTypes.QUESTION;
import static org.atomicagents.tools.WeatherTypes.calls;
import static org.atomicagents.tools.WeatherTypes.onlyCall;
import static org.atomicagents.tools.WeatherTypes.refund;
import static org.atomicagents.tools.WeatherTypes.weather;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.atomicagents.RunLimits;
import org.atomicagents.RunOptions;
import org.atomicagents.message.Image;
import org.atomicagents.message.MediaPolicy;
import org.atomicagents.schema.Description;
import org.atomicagents.testing.ScriptedModel;
import org.atomicagents.tool.Approval;
import org.atomicagents.tool.Suspended;
import org.atomicagents.tool.Tool;
import org.atomicagents.tool.ToolLoop;
import org.atomicagents.tools.WeatherTypes.Answer;
import org.atomicagents.tools.WeatherTypes.Payment;
import org.atomicagents.tools.WeatherTypes.Refund;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SuspendedTest {
  @Description("A damage")
  record Damage(Image image) {}

  @TempDir Path folder;
  private Suspended<Answer> state;

  @BeforeEach
  void suspend() throws Exception {
    var script = ScriptedModel.answering(calls(weather("Bergen"), refund("A7", 20)));
    state = (Suspended<Answer>) ResumeProcess.loop(folder, script.model()).start(QUESTION);
    Files.writeString(folder.resolve("state.json"), state.toJson());
  }

  @Test
  void anotherProcessRunsEachToolOnce() throws Exception {
    assertThat(TestProcess.run(ResumeProcess.class, folder.toString())).isEqualTo("Done.");
    assertThat(TestProcess.run(ResumeProcess.class, folder.toString()))
        .isEqualTo("ConflictException");

    assertThat(Files.readAllLines(folder.resolve("log")))
        .containsExactly("weather Bergen", "refund A7 " + onlyCall(state));
  }

  @Test
  void containsNoNamesOfClasses() {
    assertThat(state.toJson())
        .startsWith("{\"version\":1,\"id\":\"" + state.id() + "\",")
        .doesNotContain("org.atomicagents", "WeatherTypes", "Question", "Payment", "java.");
  }

  @Test
  void hidesTheConversationInItsText() {
    assertThat(state.toString())
        .contains(state.id(), "refund")
        .doesNotContain("umbrella", "A7", "Bergen");
  }

  @Test
  void refusesALaterVersion() {
    String later = state.toJson().replace("\"version\":1", "\"version\":2");

    assertThatThrownBy(() -> Suspended.fromJson(later))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "Suspended loop: expected version 1, found 2.\n"
                + "Resume it with the release that wrote it.");
  }

  @Test
  void refusesOtherTexts() {
    assertThatThrownBy(() -> Suspended.fromJson("")).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> Suspended.fromJson("[1]"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("$: expected an object");
    assertThatThrownBy(() -> Suspended.fromJson("{\"version\":1}"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("$.id: expected a value, found none");
    for (int end = 0; end < state.toJson().length(); end += 7) {
      String cut = state.toJson().substring(0, end);
      assertThatThrownBy(() -> Suspended.fromJson(cut))
          .isInstanceOf(IllegalArgumentException.class);
    }
  }

  @Test
  void neverRunsACallThatTheStateMarksAsHarmless() {
    String otherTool =
        state.toJson().replace("\"tool\":\"weather\",\"input\"", "\"tool\":\"refund\",\"input\"");
    var loop = ResumeProcess.loop(folder, ScriptedModel.answering().model());

    assertThat(Suspended.fromJson(otherTool).calls()).hasSize(1);
    assertThat(loop.resume(Suspended.fromJson(otherTool), Map.of())).isInstanceOf(Suspended.class);
  }

  @Test
  void containsTheContentOfAFileThatThePolicyOfTheRunAllows() throws Exception {
    byte[] png = {(byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1a, '\n'};
    Image photo = Image.of(Files.write(folder.resolve("photo.png"), png)).untrusted();
    var script = ScriptedModel.answering(calls(refund("A7", 20)));
    var refund =
        Tool.of("refund", Refund.class, Payment.class, order -> new Payment("1"))
            .requiringApproval();
    var loop = ToolLoop.builder(Damage.class, Answer.class, script.model()).tool(refund).build();
    var limits = RunLimits.defaults().withMedia(MediaPolicy.defaults().withFilesUnder(folder));

    var result = loop.start(new Damage(photo), RunOptions.defaults().withLimits(limits));

    assertThat(result)
        .isInstanceOfSatisfying(
            Suspended.class,
            suspended ->
                assertThat(suspended.toJson()).contains("iVBORw0KGgo=").doesNotContain("photo"));
  }

  @Test
  void resumesWithADenial() {
    var script = ScriptedModel.answering(WeatherTypes.answer("Sorry."));

    var result =
        ResumeProcess.loop(folder, script.model())
            .resume(
                Suspended.fromJson(state.toJson()), Map.of(onlyCall(state), Approval.deny("no")));

    assertThat(result.toString()).contains("Sorry.");
  }
}
