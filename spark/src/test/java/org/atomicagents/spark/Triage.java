package org.atomicagents.spark;

import org.atomicagents.schema.Description;

/** The types of the tests: a ticket and the result of its triage. */
final class Triage {
  private Triage() {}

  @Description("A ticket")
  record Ticket(@Description("Its text") String text) {}

  @Description("The result of a triage")
  record Result(
      @Description("The priority") Priority priority, @Description("A summary") String summary) {}

  enum Priority {
    LOW,
    HIGH
  }

  /** Returns the response of a model for a ticket with "urgent" in its text, or another one. */
  static String response(String request) {
    String priority = request.contains("urgent") ? "HIGH" : "LOW";
    return "{\"priority\":\"" + priority + "\",\"summary\":\"ok\"}";
  }
}
