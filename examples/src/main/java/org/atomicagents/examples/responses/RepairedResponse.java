package org.atomicagents.examples.responses;

import java.util.List;
import java.util.Optional;
import org.atomicagents.message.Repair;
import org.atomicagents.message.Violation;
import org.atomicagents.schema.Description;
import org.atomicagents.schema.ReadResult;
import org.atomicagents.schema.Schema;

/** Malformed responses of models: repaired where there is one reading, rejected where not. */
public final class RepairedResponse {
  private static final List<String> RESPONSES =
      List.of(
          "{\"name\":\"lamp\",\"price\":19.5,\"colour\":\"green\"}",
          "Here it is: ```json\n{name: 'lamp', price: '$19.50', \"colour\": None,}\n```",
          "{\"name\":\"lamp\",\"price\":\"19 or 20\"}");

  private RepairedResponse() {}

  @Description("An article of a shop")
  record Article(String name, double price, Optional<String> colour) {}

  public static void main(String... args) {
    Schema<Article> schema = Schema.of(Article.class);
    for (String response : RESPONSES) {
      ReadResult<Article> result = schema.read(response);
      if (result.isValid()) {
        System.out.println(result.value());
      }
      for (Repair repair : result.repairs()) {
        System.out.printf(
            "  repaired %s: %s -> %s%n", repair.kind(), repair.before(), repair.after());
      }
      for (Violation violation : result.violations()) {
        System.out.printf(
            "  rejected %s: expected %s, found %s%n",
            violation.path(), violation.expected(), violation.found());
      }
    }
  }
}
