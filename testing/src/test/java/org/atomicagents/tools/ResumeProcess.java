package org.atomicagents.tools;

import static org.atomicagents.tools.WeatherTypes.answer;
import static org.atomicagents.tools.WeatherTypes.onlyCall;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Map;
import org.atomicagents.model.Model;
import org.atomicagents.testing.ScriptedModel;
import org.atomicagents.tool.Approval;
import org.atomicagents.tool.Completed;
import org.atomicagents.tool.ResumeClaims;
import org.atomicagents.tool.Suspended;
import org.atomicagents.tool.Tool;
import org.atomicagents.tool.ToolLoop;
import org.atomicagents.tools.WeatherTypes.Answer;
import org.atomicagents.tools.WeatherTypes.City;
import org.atomicagents.tools.WeatherTypes.Payment;
import org.atomicagents.tools.WeatherTypes.Question;
import org.atomicagents.tools.WeatherTypes.Refund;
import org.atomicagents.tools.WeatherTypes.Weather;

/** A process that resumes the loop whose state is in a folder; its tools append to a log there. */
final class ResumeProcess {
  private ResumeProcess() {}

  /** Prints the answer, or the type of the exception. */
  public static void main(String[] args) throws IOException {
    Path folder = Path.of(args[0]);
    ToolLoop<Question, Answer> loop =
        loop(folder, ScriptedModel.answering(answer("Done.")).model());
    Suspended<Answer> state = Suspended.fromJson(Files.readString(folder.resolve("state.json")));
    try {
      var result = loop.resume(state, Map.of(onlyCall(state), Approval.approve()));
      System.out.println(((Completed<Answer>) result).output().text());
    } catch (RuntimeException e) {
      System.out.println(e.getClass().getSimpleName());
    }
  }

  /** Returns the loop; its claims are files of the folder, which are created at most once. */
  static ToolLoop<Question, Answer> loop(Path folder, Model model) {
    Tool<City, Weather> weather =
        Tool.of(
            "weather",
            City.class,
            Weather.class,
            city -> {
              append(folder, "weather " + city.name());
              return new Weather(6);
            });
    Tool<Refund, Payment> refund =
        Tool.withContext(
            "refund",
            Refund.class,
            Payment.class,
            (order, context) -> {
              append(folder, "refund " + order.order() + " " + context.callId());
              return new Payment("P1");
            });
    return ToolLoop.builder(Question.class, Answer.class, model)
        .tool(weather)
        .tool(refund.requiringApproval())
        .claims(claims(folder))
        .build();
  }

  private static ResumeClaims claims(Path folder) {
    return id -> folder.resolve(id).toFile().mkdir();
  }

  private static void append(Path folder, String line) {
    try {
      Files.writeString(
          folder.resolve("log"),
          line + "\n",
          StandardCharsets.UTF_8,
          StandardOpenOption.CREATE,
          StandardOpenOption.APPEND);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
