package org.atomicagents.cli.bench;

import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** The trace of a run as JSON. */
final class TraceJson {
  private TraceJson() {}

  static ObjectNode of(CallTrace.Example example) {
    CallTrace trace = example.trace();
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    json.put("reason", BenchReport.lower(example.reason()));
    json.put("run", trace.number()).put("input", trace.input());
    json.set("startMs", BenchJson.millis(trace.start()));
    json.set("latencyMs", BenchJson.millis(trace.latency()));
    json.set("firstTokenMs", trace.firstToken().map(BenchJson::millis).orElse(null));
    json.put("attempts", trace.attempts()).put("requests", trace.requests());
    json.put("cache", BenchReport.lower(trace.cacheState()));
    json.set("tokens", BenchJson.tokens(trace.usage()));
    json.put("cost", BenchJson.roundedMoney(trace.cost()).orElse(null));
    trace
        .failure()
        .ifPresent(failure ->
            json.putObject("failure")
                .put("type", failure.type())
                .put("message", failure.message()));
    ArrayNode segments = json.putArray("segments");
    for (TraceSegment segment : trace.segments()) {
      ObjectNode one = segments.addObject();
      one.put("kind", BenchReport.lower(segment.kind()));
      one.set("startMs", BenchJson.millis(segment.start()));
      one.set("ms", BenchJson.millis(segment.length()));
      if (!segment.note().isEmpty()) {
        one.put("note", segment.note());
      }
    }
    return json;
  }
}
